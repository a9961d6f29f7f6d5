//! `process-loops`: several workers with a memory and an event loop each, as aiomultiprocess has. Tasks
//! are dealt out in turn beforehand; `concurrency` holds for each loop.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::event_loop;
use super::isolated::{Dealing, run_isolated};
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Loop, event_loop::scheduling(&run.experiment), Dealing::AtOnce).await
}
