//! `event-loop`: one worker on whose event loop the tasks are futures, as Python's asyncio has. Only an
//! `await`, or `yield`, gives up control.

use super::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::protocol::Manner;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    let manner =
        Manner::Looping { concurrency: run.experiment.concurrency(), yield_ms: run.experiment.yield_ms() };
    run_isolated(run, LaneKind::Loop, manner, Dealing::AtOnce).await
}
