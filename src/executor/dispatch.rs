//! Where a coordinator starts: it waits for its assignment, and has the executor that it names run the tasks.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen_futures::spawn_local;

use super::coordinator::{Coordinator, Event, report, tell};
use super::{event_loop, locked_threads, offload, process_loops, processes, queue, sequential, threads};
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::{self, Incoming};
use crate::experiment::ExecutorId;
use crate::protocol::{Assignment, Report, decode, encode};
use crate::trace::{Failure, Reason};

/// Coordinates a run, for which this worker was made, and tells the page how it ended.
pub fn coordinate() {
    let (events, incoming) = mpsc::unbounded();
    let (assign, mut assigned) = mpsc::unbounded();
    let flags = RunFlags::own();
    let (heard, cancel) = (flags.clone(), events.clone());
    worker::listen(move |message| match message {
        Incoming::Cancel => {
            heard.cancel();
            tell(&cancel, Event::Cancel);
        }
        Incoming::Message { bytes, .. } => {
            // The receiver lives as long as the worker.
            if let Some(assignment) = decode::<Assignment>(&bytes) {
                let _ = assign.unbounded_send(assignment);
            }
        }
        Incoming::Close | Incoming::Error(_) => {}
    });
    // Bytes can always be sent, and so can memory that can be shared.
    let _ = worker::post(&encode(&Report::Loaded), &flags.handle());
    spawn_local(async move {
        let Some(assignment) = assigned.next().await else { return };
        let run = Coordinator::new(assignment, flags, events, incoming);
        match execute(&run).await {
            Ok(()) => run.finish(),
            Err(failure) => report(&Report::Failed(failure)),
        }
    });
}

/// Runs all tasks with the executor that the assignment names.
async fn execute(run: &Coordinator) -> Result<(), Failure> {
    match run.executor {
        ExecutorId::Sequential => sequential::run(run).await,
        ExecutorId::EventLoop => event_loop::run(run).await,
        ExecutorId::LockedThreads => locked_threads::run(run).await,
        ExecutorId::Threads => threads::run(run).await,
        ExecutorId::Processes => processes::run(run).await,
        ExecutorId::Offload => offload::run(run).await,
        ExecutorId::ProcessLoops => process_loops::run(run).await,
        ExecutorId::Queue => queue::run(run).await,
        ExecutorId::Page => Err(Reason::NotForCoordinators.into()),
    }
}
