//! `event-loop`: one worker on whose event loop the tasks are futures, as Python's asyncio has. Only an
//! `await`, or `yield`, gives up control.

use super::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::experiment::Experiment;
use crate::protocol::Manner;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Loop, manner(&run.experiment), Dealing::AtOnce).await
}

/// How tasks take turns on a loop, as this experiment has it.
pub(super) fn manner(experiment: &Experiment) -> Manner {
    Manner::Looping { concurrency: experiment.concurrency(), yield_ms: experiment.yield_ms() }
}
