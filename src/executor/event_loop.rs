//! `event-loop`: one worker on whose event loop the tasks are futures, as Python's asyncio has. Only an
//! `await`, or `yield`, gives up control.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::worker_pool::run_on_workers;
use crate::experiment::Experiment;
use crate::protocol::SchedulingPolicy;
use crate::protocol::dealing::Dealing;
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    run_on_workers(run, LaneKind::Loop, policy(&run.experiment), Dealing::AtOnce).await
}

/// How tasks take turns on a loop, as this experiment has it.
pub(super) fn policy(experiment: &Experiment) -> SchedulingPolicy {
    SchedulingPolicy::EventLoop { concurrency: experiment.concurrency(), yield_ms: experiment.yield_ms() }
}
