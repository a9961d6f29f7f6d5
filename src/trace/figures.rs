//! One executor's figures over all its measured runs, wherever they are told: on the page, in a document, in a link,
//! and in the history.

use serde::{Deserialize, Serialize};

use super::Spread;
use crate::experiment::{ExecutorName, SweepStep};

/// One executor's figures over its measured runs.
///
/// This is also how the history keeps them; what was stored before a field was added has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The executor.
    pub executor: ExecutorName,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// Lanes in its pool.
    pub lanes: u32,
    /// The median makespan, ms.
    pub median_ms: f64,
    /// The shortest makespan, ms.
    pub min_ms: f64,
    /// The longest makespan, ms.
    pub max_ms: f64,
    /// Where the median lies with a confidence of at least 95 %, ms; from 6 repeats on.
    pub interval_ms: Option<[f64; 2]>,
    /// How many times sooner than `sequential`: from medians.
    pub speedup: Option<f64>,
    /// Where the median of the paired ratios lies, with a confidence of at least 95 %; from 6 repeats on.
    #[serde(default)]
    pub speedup_interval: Option<[f64; 2]>,
    /// How many runs were measured; where nobody said so, as many as there must have been.
    #[serde(default)]
    pub measured: u32,
}

/// The same as result documents have it.
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

impl Figures {
    /// Those among them of this executor in this step of a sweep.
    pub fn find<'a>(all: &'a [Self], executor: &ExecutorName, step: Option<&SweepStep>) -> Option<&'a Self> {
        all.iter().find(|one| one.executor == *executor && one.step.as_ref() == step)
    }

    /// The makespan, ms.
    pub fn makespan(&self) -> Spread {
        let Self { median_ms: median, min_ms: min, max_ms: max, interval_ms: interval, measured, .. } = *self;
        Spread { median, min, max, interval, measured }
    }

    /// How many times sooner than `sequential` for each lane of its pool.
    pub fn efficiency(&self) -> Option<f64> {
        Some(self.speedup? / f64::from(self.lanes.max(1)))
    }

    /// Fills in how many runs were measured, where that was not said: there is no interval of fewer than 6, and no
    /// range of fewer than 2.
    pub fn infer_measured(&mut self) {
        if self.measured == 0 {
            self.measured = match self.interval_ms {
                Some(_) => 6,
                None if self.min_ms < self.max_ms => 2,
                None => 1,
            };
        }
    }
}

impl From<&Figures> for Summary {
    fn from(figures: &Figures) -> Self {
        Self {
            executor: figures.executor.clone(),
            step: figures.step.clone(),
            median_wall_ms: figures.median_ms,
            min_wall_ms: figures.min_ms,
            max_wall_ms: figures.max_ms,
            speedup: figures.speedup,
            speedup_interval: figures.speedup_interval,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;

    #[test]
    fn how_often_something_was_measured_shows() {
        let figures = |[min_ms, median_ms, max_ms]: [f64; 3], interval_ms, measured| {
            let executor = ExecutorId::Threads.into();
            let (step, speedup, speedup_interval) = (None, Some(3.0), None);
            let lanes = 4;
            let mut figures = Figures {
                executor,
                step,
                lanes,
                median_ms,
                min_ms,
                max_ms,
                interval_ms,
                speedup,
                speedup_interval,
                measured,
            };
            figures.infer_measured();
            figures
        };
        assert_eq!(figures([5.0; 3], None, 0).measured, 1);
        assert_eq!(figures([4.0, 5.0, 7.0], None, 0).measured, 2);
        assert_eq!(figures([4.0, 5.0, 7.0], Some([4.0, 6.0]), 0).measured, 6);
        assert_eq!(figures([5.0; 3], None, 9).measured, 9, "it was said");
        assert_eq!(figures([5.0; 3], None, 1).efficiency(), Some(0.75));
    }
}
