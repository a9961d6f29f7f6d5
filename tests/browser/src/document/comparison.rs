//! What is compared between runs: speedups, and the summary of each executor and step.

use super::{Document, ROUNDING, Run, Step, same_figure, same_time};

impl Document {
    pub(super) fn check_speedups(&self) {
        for run in &self.runs {
            let is_base = |base: &&Run| {
                base.executor == "sequential"
                    && base.repeat == run.repeat
                    && base.step == run.step
                    && base.counts()
            };
            let base = self.runs.iter().find(is_base).filter(|_| run.counts() && run.wall_ms > 0.0);
            let speedup = base.map(|base| base.wall_ms / run.wall_ms);
            same_figure("speedup", run.metrics.speedup, speedup);
            // To a queue, others come.
            let lanes = if run.executor == "queue" { run.lanes.len() as f64 } else { f64::from(run.workers) };
            same_figure("efficiency", run.metrics.efficiency, speedup.map(|speedup| speedup / lanes));
        }
    }

    pub(super) fn check_summary(&self) {
        let mut groups: Vec<(&str, Option<&Step>)> = Vec::new();
        for run in self.runs.iter().filter(|run| run.counts()) {
            let group = (run.executor.as_str(), run.step.as_ref());
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let told: Vec<_> =
            self.summary.iter().map(|row| (row.executor.as_str(), row.step.as_ref())).collect();
        assert_eq!(told, groups, "the summary has a row for each executor and step");
        for row in &self.summary {
            let walls = self.walls(&row.executor, row.step.as_ref());
            let bases = self.walls("sequential", row.step.as_ref());
            same_time("medianWallMs", row.median_wall_ms, median(&walls), ROUNDING);
            same_time("minWallMs", row.min_wall_ms, walls[0], ROUNDING);
            same_time("maxWallMs", row.max_wall_ms, walls[walls.len() - 1], ROUNDING);
            let speedup =
                (!bases.is_empty() && median(&walls) > 0.0).then(|| median(&bases) / median(&walls));
            same_figure("speedup", row.speedup, speedup);
            // Of pairs: one of the two may have been run less often.
            let has_interval = bases.len().min(walls.len()) >= 6;
            assert_eq!(
                row.speedup_interval.is_some(),
                has_interval,
                "an interval from 6 repeats of both on: {row:?}"
            );
            if let Some([low, high]) = row.speedup_interval {
                assert!(low <= high, "{row:?}");
            }
        }
    }

    /// The makespans that count, sorted.
    fn walls(&self, executor: &str, step: Option<&Step>) -> Vec<f64> {
        let of_group = |run: &&Run| run.counts() && run.executor == executor && run.step.as_ref() == step;
        let mut walls: Vec<f64> = self.runs.iter().filter(of_group).map(|run| run.wall_ms).collect();
        walls.sort_by(f64::total_cmp);
        walls
    }
}

fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[half - 1] + sorted[half]) / 2.0 } else { sorted[half] }
}
