//! `sequential`: plain calls. One worker, one task after the other, blocking_scheduler in each wait.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::protocol::Scheduling;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Process, Scheduling::Blocking, Dealing::AtOnce).await
}
