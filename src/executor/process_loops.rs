//! `process-loops`: several workers with a memory and an event loop each, as aiomultiprocess has. Tasks
//! are dealt out in turn beforehand, a chunk of them in each message; `concurrency` holds for each loop.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::worker_pool::run_on_workers;
use crate::protocol::dealing::Dealing;
use crate::protocol::{LoopPolicy, SchedulingPolicy};
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    let policy = SchedulingPolicy::EventLoop(LoopPolicy::of(&run.experiment));
    let dealing = Dealing::InTurn { chunk: run.experiment.chunk() };
    run_on_workers(run, LaneKind::Loop, policy, dealing).await
}
