//! What the runs of one executor come to, beside the runs that they are compared with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Run, interval_of_median, median};
use crate::experiment::{ExecutorId, ExecutorName, SweepStep};

/// One executor's figures over its measured runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The executor.
    pub executor: ExecutorName,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// The median makespan, ms.
    pub median_wall_ms: f64,
    /// The shortest makespan, ms.
    pub min_wall_ms: f64,
    /// The longest makespan, ms.
    pub max_wall_ms: f64,
    /// How many times sooner than `sequential`: from medians.
    pub speedup: Option<f64>,
    /// Where the median of the paired ratios lies, with a confidence of at least 95 %; from 6 repeats on.
    pub speedup_interval: Option<[f64; 2]>,
}

impl Summary {
    /// What the ratio to `sequential` may be, from least to greatest: its interval, or with too few repeats for one
    /// whatever the shortest and the longest makespans make possible. `all` are those of the same result.
    pub fn speedup_range(&self, all: &[Self]) -> Option<[f64; 2]> {
        let is_baseline = |one: &&Self| one.executor.is_baseline() && one.step == self.step;
        self.speedup_interval.or_else(|| {
            let baseline = all.iter().find(is_baseline)?;
            Some([
                ratio(baseline.min_wall_ms, self.max_wall_ms)?,
                ratio(baseline.max_wall_ms, self.min_wall_ms)?,
            ])
        })
    }
}

/// Compares each run with `sequential` of the same repeat and step, and sums the runs up by executor and
/// step, in the order in which they first ran.
pub fn summarise(runs: &mut [Run]) -> Vec<Summary> {
    let baseline: BTreeMap<(String, u32), f64> = runs
        .iter()
        .filter(|run| run.executor.is_baseline() && run.counts())
        .map(|run| ((step_name(run.step.as_ref()), run.repeat), run.wall_ms))
        .collect();
    let mut groups: Vec<(&ExecutorName, Option<&SweepStep>)> = Vec::new();
    for run in runs.iter_mut() {
        let base = baseline.get(&(step_name(run.step.as_ref()), run.repeat));
        run.metrics.speedup = base.filter(|_| run.counts()).and_then(|base| ratio(*base, run.wall_ms));
        run.metrics.efficiency = run.metrics.speedup.map(|speedup| speedup / f64::from(run.workers.max(1)));
    }
    for run in runs.iter().filter(|run| run.counts()) {
        let group = (&run.executor, run.step.as_ref());
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let walls = |executor: &ExecutorName, step: Option<&SweepStep>| -> Vec<f64> {
        let of_group = |run: &&Run| run.counts() && run.executor == *executor && run.step.as_ref() == step;
        runs.iter().filter(of_group).map(|run| run.wall_ms).collect()
    };
    let summary = |(executor, step): (&ExecutorName, Option<&SweepStep>)| {
        let walls_here = walls(executor, step);
        let ratios: Vec<f64> = runs
            .iter()
            .filter(|run| run.executor == *executor && run.step.as_ref() == step)
            .filter_map(|run| run.metrics.speedup)
            .collect();
        let median_wall_ms = median(&walls_here).unwrap_or_default();
        Summary {
            executor: executor.clone(),
            step: step.cloned(),
            median_wall_ms,
            min_wall_ms: walls_here.iter().copied().reduce(f64::min).unwrap_or_default(),
            max_wall_ms: walls_here.iter().copied().reduce(f64::max).unwrap_or_default(),
            speedup: median(&walls(&ExecutorId::BASELINE.into(), step))
                .and_then(|base| ratio(base, median_wall_ms)),
            speedup_interval: interval_of_median(&ratios),
        }
    };
    groups.into_iter().map(summary).collect()
}

fn step_name(step: Option<&SweepStep>) -> String {
    step.map(|step| step.value.clone()).unwrap_or_default()
}

fn ratio(base: f64, wall: f64) -> Option<f64> {
    (wall > 0.0).then(|| base / wall)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(executor: ExecutorId, [min_wall_ms, median_wall_ms, max_wall_ms]: [f64; 3]) -> Summary {
        let executor = executor.into();
        let (speedup, speedup_interval) = (None, None);
        Summary { executor, step: None, median_wall_ms, min_wall_ms, max_wall_ms, speedup, speedup_interval }
    }

    #[test]
    fn without_an_interval_a_ratio_is_what_the_extremes_make_possible() {
        let all = [
            summary(ExecutorId::BASELINE, [90.0, 100.0, 120.0]),
            summary(ExecutorId::Threads, [45.0, 50.0, 60.0]),
        ];
        assert_eq!(all[1].speedup_range(&all), Some([90.0 / 60.0, 120.0 / 45.0]));
        let told = Summary { speedup_interval: Some([1.9, 2.1]), ..all[1].clone() };
        assert_eq!(told.speedup_range(&all), Some([1.9, 2.1]));
        assert_eq!(all[1].speedup_range(&all[1..]), None, "nothing to compare it with");
        let step = Some(SweepStep { key: "tasks".into(), value: "4".into() });
        assert_eq!(Summary { step, ..all[1].clone() }.speedup_range(&all), None, "that is another step");
    }
}
