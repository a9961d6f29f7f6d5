//! How many tasks are in progress, over time: sorted once, asked for many moments.

use crate::trace::profile;

/// How many tasks are in progress, over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Concurrency {
    /// When the number changes, the number from then on, and its integral up to then.
    steps: Vec<(f64, u32, f64)>,
}

impl Concurrency {
    /// Of tasks with these beginnings and ends.
    pub(super) fn new(extents: &[(f64, f64)]) -> Self {
        let mut steps: Vec<(f64, u32, f64)> = Vec::new();
        for (ms, level) in profile(extents) {
            let sum = steps.last().map_or(0.0, |(since, level, sum)| sum + f64::from(*level) * (ms - since));
            steps.push((ms, level, sum));
        }
        Self { steps }
    }

    /// The number at a moment.
    pub(super) fn at(&self, ms: f64) -> u32 {
        let begun = self.steps.partition_point(|step| step.0 <= ms);
        begun.checked_sub(1).map_or(0, |last| self.steps[last].1)
    }

    /// The integral up to a moment, tasks × ms.
    pub(super) fn until(&self, ms: f64) -> f64 {
        let begun = self.steps.partition_point(|step| step.0 <= ms);
        begun.checked_sub(1).map_or(0.0, |last| {
            let (since, level, sum) = self.steps[last];
            sum + f64::from(level) * (ms - since)
        })
    }
}
