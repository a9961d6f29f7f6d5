//! `processes`: a pool of workers with a memory each, as Python's multiprocessing has. Tasks and results
//! travel as messages, one task at a time to whoever is idle; a wait blocks its worker.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::protocol::Scheduling;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Process, Scheduling::Blocking, Dealing::OnDemand).await
}
