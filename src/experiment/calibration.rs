//! The experiment that tells how many cores a page computes on, and how much a lane computes in a millisecond.

use super::{ExecutorId, Experiment, WORKERS};
use crate::workload::{Value, WorkloadId};

/// Squares summed in one task of [`Experiment::calibration`]: about 4 ms.
pub const CALIBRATION_SQUARES: u32 = 10_000_000;
/// Tasks for each lane.
const TASKS: u32 = 12;

impl Experiment {
    /// Lets so many lanes, 64 at most, compute equal tasks: workers with a memory each, which can be had everywhere.
    pub fn calibration(lanes: u32) -> Self {
        let workload = WorkloadId::Squares.workload();
        let mut experiment = Self { workload, executors: vec![ExecutorId::Processes], ..Self::default() };
        for (key, value) in [("number", CALIBRATION_SQUARES), ("tasks", TASKS * lanes), (WORKERS.key, lanes)]
        {
            let param = experiment.param(key).expect("`squares` has these parameters: a test holds that");
            experiment.set(param, Value::Integer(value.into()));
        }
        experiment
    }
}

#[cfg(test)]
mod tests {
    use super::super::{format, parse};
    use super::*;

    #[test]
    fn every_pool_has_as_many_equal_tasks_for_each_lane() {
        for lanes in 1..=64 {
            let experiment = Experiment::calibration(lanes);
            assert_eq!(experiment.tasks(), TASKS * lanes);
            assert_eq!(experiment.workers(8), lanes);
            let link = parse(&format(&experiment));
            assert_eq!((link.notices, link.experiment), (vec![], experiment), "all of it is allowed");
        }
    }
}
