//! `sequential`: plain calls. One worker, one task after the other, blocking in each wait.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::worker_pool::run_on_workers;
use crate::protocol::SchedulingPolicy;
use crate::protocol::dealing::Dealing;
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    run_on_workers(run, LaneKind::Process, SchedulingPolicy::Blocking, Dealing::Whole).await
}
