//! `event-loop`: one worker on whose event loop the tasks are futures, as Python's asyncio has. Only an
//! `await`, or `yield`, gives up control.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::experiment::Experiment;
use crate::protocol::Scheduling;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Loop, scheduling(&run.experiment), Dealing::AtOnce).await
}

/// How tasks take scheduler on a loop, as this experiment has it.
pub(super) fn scheduling(experiment: &Experiment) -> Scheduling {
    Scheduling::EventLoop { concurrency: experiment.concurrency(), yield_ms: experiment.yield_ms() }
}
