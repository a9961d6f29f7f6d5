//! `threads`: a pool of threads that share one memory and steal work from each other, without a common
//! lock, as in free-threaded Python or rayon. A wait blocks its thread.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::blocking_scheduler::BlockingScheduler;
use super::coordinator::Coordinator;
use super::scheduler::drive;
use super::thread_pool::{at_once, run_on_threads};
use crate::trace::Failure;

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    run_on_threads(run, |context, task, work, beginning| {
        at_once(drive(task, work, beginning, &BlockingScheduler(context)))
    })
    .await
}
