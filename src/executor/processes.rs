//! `processes`: a pool of workers with a memory each, as Python's multiprocessing has. Tasks and results
//! travel as messages, a chunk of tasks at a time to whoever is idle; a wait blocks its worker.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::coordinator::Coordinator;
use super::worker_pool::run_on_workers;
use crate::protocol::SchedulingPolicy;
use crate::protocol::dealing::Dealing;
use crate::trace::{Failure, LaneKind};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    let dealing = Dealing::OnDemand { chunk: run.experiment.chunk() };
    run_on_workers(run, LaneKind::Process, SchedulingPolicy::Blocking, dealing).await
}
