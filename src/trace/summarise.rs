//! What the runs of each executor come to, beside the runs that they are compared with.

use std::collections::BTreeMap;

use super::{Figures, Grouped, ResultDocument, Run, RunGroup, Spread, Standing, interval_of_median};
use crate::experiment::{ExecutorName, SweepStep};

impl Grouped for Run {
    fn executor(&self) -> &ExecutorName {
        &self.executor
    }

    fn step(&self) -> Option<&SweepStep> {
        self.step.as_ref()
    }

    fn standing(&self) -> Standing {
        if self.warmup || self.error.is_some() { Standing::Over } else { Standing::Measured(self.wall_ms) }
    }
}

/// Compares each run with `sequential` of the same repeat and step, and sums the runs up by executor and step, both in
/// the order in which they first ran.
pub fn summarise(runs: &mut [Run]) -> Vec<Figures> {
    compare_pairs(runs);
    let groups = RunGroup::all(runs.iter().filter(|run| counts(run)));
    let figures = |group: &RunGroup<&Run>| {
        let walls = |group: &RunGroup<&Run>| {
            Spread::of(&group.runs.iter().map(|run| run.wall_ms).collect::<Vec<_>>())
        };
        let baseline = groups.iter().find(|one| one.executor.is_baseline() && one.step == group.step);
        let ratios: Vec<f64> = group.runs.iter().filter_map(|run| run.metrics.speedup).collect();
        let (first, makespan) = (group.runs.first()?, walls(group)?);
        Some(Figures {
            executor: group.executor.clone(),
            step: group.step.clone(),
            lanes: took_part(first),
            median_ms: makespan.median,
            min_ms: makespan.min,
            max_ms: makespan.max,
            interval_ms: makespan.interval,
            speedup: baseline.and_then(walls).and_then(|baseline| ratio(baseline.median, makespan.median)),
            speedup_interval: interval_of_median(&ratios),
            measured: makespan.measured,
        })
    };
    groups.iter().filter_map(figures).collect()
}

impl ResultDocument {
    /// The figures that it tells: what its summary says, with what only its runs do. Of what has no runs there are none.
    pub fn figures(&self) -> Vec<Figures> {
        let groups = RunGroup::all(&self.runs);
        let figures = |summary: &super::Summary| {
            let is_its =
                |group: &&RunGroup<&Run>| group.executor == summary.executor && group.step == summary.step;
            let group = groups.iter().find(is_its)?;
            let walls: Vec<f64> =
                group.runs.iter().filter(|run| counts(run)).map(|run| run.wall_ms).collect();
            let mut figures = Figures {
                executor: summary.executor.clone(),
                step: summary.step.clone(),
                lanes: group.runs.first().map(|run| took_part(run))?,
                median_ms: summary.median_wall_ms,
                min_ms: summary.min_wall_ms,
                max_ms: summary.max_wall_ms,
                interval_ms: interval_of_median(&walls),
                speedup: summary.speedup,
                speedup_interval: summary.speedup_interval,
                measured: walls.len() as u32,
            };
            figures.infer_measured();
            Some(figures)
        };
        self.summary.iter().filter_map(figures).collect()
    }
}

/// Says of each run that counts how many times sooner it was than `sequential` of the same repeat and step.
fn compare_pairs(runs: &mut [Run]) {
    let key = |run: &Run| (run.step.as_ref().map(|step| step.value.clone()), run.repeat);
    let baselines = runs.iter().filter(|run| run.executor.is_baseline() && counts(run));
    let baselines: BTreeMap<_, f64> = baselines.map(|run| (key(run), run.wall_ms)).collect();
    for run in runs.iter_mut() {
        let baseline = baselines.get(&key(run)).filter(|_| counts(run));
        run.metrics.speedup = baseline.and_then(|baseline| ratio(*baseline, run.wall_ms));
        let lanes = took_part(run).max(1);
        run.metrics.efficiency = run.metrics.speedup.map(|speedup| speedup / f64::from(lanes));
    }
}

/// The lanes of a run's pool.
fn took_part(run: &Run) -> u32 {
    run.executor.took_part(run.workers, run.lanes.len())
}

fn counts(run: &Run) -> bool {
    matches!(run.standing(), Standing::Measured(_))
}

fn ratio(base: f64, wall: f64) -> Option<f64> {
    (wall > 0.0).then(|| base / wall)
}
