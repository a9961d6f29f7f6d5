//! `process-loops`: several workers with a memory and an event loop each, as aiomultiprocess has. Tasks
//! are dealt out in turn beforehand; `concurrency` holds for each loop.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::event_loop;
use super::worker_pool::run_on_workers;
use crate::protocol::dealing::Dealing;
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    run_on_workers(run, LaneKind::Loop, event_loop::policy(&run.experiment), Dealing::AtOnce).await
}
