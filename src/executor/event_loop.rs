//! `event-loop`: one worker on whose event loop the tasks are futures, as Python's asyncio has. Only an
//! `await`, or `yield`, gives up control.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::worker_pool::run_on_workers;
use crate::protocol::dealing::Dealing;
use crate::protocol::{LoopPolicy, SchedulingPolicy};
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    let policy = SchedulingPolicy::EventLoop(LoopPolicy::of(&run.experiment));
    run_on_workers(run, LaneKind::Loop, policy, Dealing::Whole).await
}
