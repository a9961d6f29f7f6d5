//! Lanes that are threads of one memory: rayon's pool, made by wasm-bindgen-rayon.
//!
//! Such a pool belongs to its memory for good, so that a run with another number of threads needs another
//! coordinator; every run has its own.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::Cell;
use std::pin::pin;
use std::sync::Arc;

use futures::FutureExt;
use wasm_bindgen_futures::JsFuture;

use super::coordinator::Coordinator;
use super::coordinator::Event;
use super::payload::{PayloadOrigin, PayloadSlot, no_room};
use super::scheduler::Parked;
use super::scheduler::{LaneContext, Stop};
use crate::browser::clock::now_ms;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker;
use crate::protocol::Beginning;
use crate::trace::{ErrorCode, Lane, LaneKind, RunError};
use crate::workload::Task;

/// How long making a pool may take, ms: a thread that fails to start is never heard of.
const START_MS: f64 = 4_000.0;
/// And so much longer for each thread, ms.
const START_EACH_MS: f64 = 25.0;

thread_local! {
    /// The task that this thread is at, for the panic hook.
    static CURRENT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The task that this thread is at.
pub(crate) fn current_task() -> Option<u32> {
    CURRENT.get()
}

/// Runs all tasks on threads that share one memory. `work` runs a task to its end, or until it is to be
/// put aside, on the thread whose context it is given.
pub(super) async fn run_on_threads<F>(run: &Coordinator, work: F) -> Result<(), RunError>
where
    F: Fn(&LaneContext, u32, Box<dyn Task>, Beginning) -> Result<Option<Parked>, Stop>
        + Send
        + Sync
        + 'static,
{
    let asked_ms = run.now_ms();
    let pool = start(run, 0).await?;
    run.ready(asked_ms, pool);
    let work = Arc::new(work);
    for task in run.experiment.order() {
        let (work, computation) = (work.clone(), run.task(task));
        spawn(run, 0, task, move |context| work(context, task, computation, Beginning::Fresh));
    }
    let outcome = follow(run, |parked| {
        // One after the other, on whichever thread is free: a task hands the lane on to the next.
        let rest: Vec<_> = parked.into_iter().map(|(task, body)| (task, run.task(task), body)).collect();
        let Some(first) = rest.first().map(|rest| rest.0) else { return };
        let work = work.clone();
        spawn(run, 0, first, move |context| {
            for (task, computation, body) in rest {
                work(context, task, computation, Beginning::Parked(body))?;
            }
            Ok(None)
        });
    })
    .await;
    if outcome.is_err() {
        run.call_off().await;
    }
    outcome
}

/// Gives the pool something to do for a task; the first thread that is free does it. `first` is the
/// number of the pool's first lane.
pub(super) fn spawn(
    run: &Coordinator,
    first: u32,
    task: u32,
    work: impl FnOnce(&LaneContext) -> Result<Option<Parked>, Stop> + Send + 'static,
) {
    let (events, setting, zero_ms) = (run.events.clone(), run.setting.clone(), run.zero_ms());
    let block = run.block();
    rayon::spawn(move || {
        let lane = first + rayon::current_thread_index().unwrap_or_default() as u32;
        let told = events.clone();
        let tell = move |batch| drop(told.unbounded_send(Event::Batch(batch)));
        let mut context = LaneContext::new(lane, setting, RunFlags::own(), false, tell);
        context.set_supply(block.map(|block| PayloadSlot::new(block, PayloadOrigin::Own)));
        context.set_zero(zero_ms);
        // The receiver lives as long as the coordinator.
        let _ = events.unbounded_send(Event::Begun(lane, task));
        CURRENT.set(Some(task));
        let outcome = work(&context);
        CURRENT.set(None);
        context.tell(0);
        match outcome {
            Err(Stop::Failed(error)) => drop(events.unbounded_send(Event::Failed(lane, error))),
            Ok(Some(parked)) => drop(events.unbounded_send(Event::Parked(parked))),
            _ => {}
        }
        let _ = events.unbounded_send(Event::Idle(lane, context.now_ms()));
    });
}

/// Runs a future that never has anything to wait for: on a pool's thread waits block.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    // Only going back to the message loop would be pending, and a thread that shares its memory with the
    // coordinator never has to.
    future.now_or_never().expect("a wait on a pool's thread blocks")
}

/// Makes the pool; its lanes are numbered from `first`. Gives them, and when each was first there, ms.
pub(super) async fn start(run: &Coordinator, first: u32) -> Result<Vec<(Lane, f64)>, RunError> {
    let asked_ms = run.now_ms();
    let threads = run.executor.pool(run.workers);
    let is_late = || run.now_ms() - asked_ms > START_MS + START_EACH_MS * f64::from(threads);
    let mut pool = JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads as usize)).fuse();
    loop {
        let mut event = pin!(run.next_event().fuse());
        futures::select_biased! {
            made = pool => match made {
                Ok(_) => break,
                Err(error) => return Err(not_started(&worker::text(&error))),
            },
            event = event => drop(event?),
        }
        if is_late() {
            return Err(not_started("they did not answer"));
        }
    }
    let (events, epoch_ms, block) = (run.events.clone(), run.setting.epoch_ms, run.block());
    rayon::spawn_broadcast(move |thread| {
        let lane = thread.index() as u32;
        // A thread that works hears no messages: it has a block of its own to be sent.
        let prepared = block.map_or(Ok(()), |block| payload::prepare(block, 1));
        let event = match prepared {
            Ok(()) => Event::Idle(lane, now_ms() - epoch_ms),
            Err(reason) => Event::Failed(lane, no_room(None, &reason)),
        };
        // The receiver lives as long as the coordinator.
        let _ = events.unbounded_send(event);
    });
    let mut alive = vec![None; threads as usize];
    while alive.iter().any(Option::is_none) {
        if let Some(Event::Idle(thread, at_ms)) = run.next_event().await? {
            alive[thread as usize] = Some(at_ms);
        }
        if is_late() {
            return Err(not_started("they did not answer"));
        }
    }
    let lanes = (first..).map(|id| Lane::new(id, LaneKind::Thread));
    Ok(lanes.zip(alive.into_iter().flatten()).collect())
}

/// Follows the tasks to their end; those that were put aside go on with `go_on` when all have come as far.
async fn follow(run: &Coordinator, go_on: impl Fn(Vec<Parked>)) -> Result<(), RunError> {
    let mut parked = Vec::new();
    while !run.is_finished() {
        if let Some(Event::Parked(aside)) = run.next_event().await? {
            parked.push(aside);
        }
        if run.is_all_but(parked.len()) {
            go_on(std::mem::take(&mut parked));
        }
    }
    Ok(())
}

fn not_started(reason: &str) -> RunError {
    RunError::new(ErrorCode::WorkerStart, format!("The pool's threads did not start: {reason}."))
}
