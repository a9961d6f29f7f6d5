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

use super::coordinator::{Coordinator, Event, tell};
use super::lane_context::{Cancellation, LaneContext};
use super::payload::{PayloadOrigin, PayloadSlot, no_room};
use super::stop::Stop;
use crate::browser::clock::now_ms;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::browser::thrown;
use crate::protocol::timing::{EACH_THREAD_START_MS, LANE_START_MS};
use crate::protocol::{Beginning, Parked};
use crate::trace::{Detail, Failure, Lane, LaneKind, Reason};
use crate::workload::Task;

thread_local! {
    /// The task that this thread is at, for the panic hook.
    static CURRENT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The task that this thread is at.
pub(super) fn current_task() -> Option<u32> {
    CURRENT.get()
}

/// Runs all tasks on threads that share one memory. `work` runs a task to its end, or until it is to be
/// put aside, on the thread whose context it is given.
pub(super) async fn run_on_threads<F>(run: &Coordinator, work: F) -> Result<(), Failure>
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
        let (work, computation, events) = (work.clone(), run.task(task), run.events.clone());
        let compute = move |context: &LaneContext| work(context, task, computation, Beginning::Fresh);
        spawn(run, 0, task, compute, move |parked| {
            parked.into_iter().for_each(|parked| tell(&events, Event::Parked(parked)));
        });
    }
    let outcome = follow(run, |parked| {
        // One after the other, on whichever thread is free: a task hands the lane on to the next.
        let rest: Vec<_> = parked.into_iter().map(|parked| (run.task(parked.task), parked)).collect();
        let Some(first) = rest.first().map(|(_, parked)| parked.task) else { return };
        let work = work.clone();
        let compute = move |context: &LaneContext| {
            for (computation, Parked { task, body }) in rest {
                work(context, task, computation, Beginning::Parked(body))?;
            }
            Ok(())
        };
        spawn(run, 0, first, compute, |()| {});
    })
    .await;
    if outcome.is_err() {
        run.call_off().await;
    }
    outcome
}

/// Follows the tasks to their end; those that were put aside go on with `go_on` when all have come as far.
async fn follow(run: &Coordinator, go_on: impl Fn(Vec<Parked>)) -> Result<(), Failure> {
    while !run.is_finished() {
        run.next_event().await?;
        go_on(run.take_due());
    }
    Ok(())
}

/// Gives the pool something to do for a task; the first thread that is free does it. `first` is the
/// number of the pool's first lane. When what happened was told, `done` gets what `work` has given.
pub(super) fn spawn<T>(
    run: &Coordinator,
    first: u32,
    task: u32,
    work: impl FnOnce(&LaneContext) -> Result<T, Stop> + Send + 'static,
    done: impl FnOnce(T) + Send + 'static,
) {
    let (events, setting, zero_ms) = (run.events.clone(), run.setting.clone(), run.zero_ms());
    let payload = run.payload();
    rayon::spawn(move || {
        let lane = first + rayon::current_thread_index().unwrap_or_default() as u32;
        let told = events.clone();
        let tell_batch = move |batch| tell(&told, Event::Batch(batch));
        let mut context = LaneContext::new(lane, setting, RunFlags::own(), Cancellation::ByFlags, tell_batch);
        context.set_payload(payload.map(|payload| PayloadSlot::new(payload, PayloadOrigin::OwnStock)));
        context.set_zero(zero_ms);
        tell(&events, Event::Begun(lane, task));
        CURRENT.set(Some(task));
        let outcome = work(&context);
        CURRENT.set(None);
        context.tell(0);
        match outcome {
            Ok(given) => done(given),
            Err(Stop::Failed(failure)) => tell(&events, Event::Failed(lane, failure)),
            Err(Stop::Cancelled) => {}
        }
        tell(&events, Event::Idle(lane, context.now_ms()));
    });
}

/// Runs a future that never has anything to wait for: on a pool's thread waits block.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    // Only going back to the message loop would be pending, and a thread that shares its memory with the
    // coordinator never has to.
    future.now_or_never().expect("a wait on a pool's thread blocks")
}

/// Makes the pool; its lanes are numbered from `first`. Gives them, and when each was first there, ms.
pub(super) async fn start(run: &Coordinator, first: u32) -> Result<Vec<(Lane, f64)>, Failure> {
    let asked_ms = run.now_ms();
    let threads = run.executor.pool(run.workers);
    let start_ms = LANE_START_MS + EACH_THREAD_START_MS * f64::from(threads);
    // A thread that fails to start is never heard of.
    let check = || {
        if run.now_ms() - asked_ms > start_ms { Err(not_started(Detail::NoAnswer)) } else { Ok(()) }
    };
    let mut pool = JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads as usize)).fuse();
    loop {
        let mut event = pin!(run.next_event().fuse());
        futures::select_biased! {
            made = pool => match made {
                Ok(_) => break,
                Err(error) => return Err(not_started(thrown::text(&error).into())),
            },
            event = event => drop(event?),
        }
        check()?;
    }
    greet(run);
    let mut alive = vec![None; threads as usize];
    while alive.iter().any(Option::is_none) {
        if let Some(Event::Idle(thread, at_ms)) = run.next_event().await? {
            alive[thread as usize] = Some(at_ms);
        }
        check()?;
    }
    let lanes = (first..).map(|id| Lane::new(id, LaneKind::Thread));
    Ok(lanes.zip(alive.into_iter().flatten()).collect())
}

/// Has every thread make what it needs for its tasks, and say that it is there, by its number in the pool.
fn greet(run: &Coordinator) {
    let (events, epoch_ms, payload) = (run.events.clone(), run.setting.epoch_ms, run.payload());
    rayon::spawn_broadcast(move |thread| {
        let lane = thread.index() as u32;
        // A thread that works hears no messages: it has a payload of its own to be sent.
        let prepared = payload.map_or(Ok(()), |payload| payload::prepare(payload, 1));
        tell(
            &events,
            match prepared {
                Ok(()) => Event::Idle(lane, now_ms() - epoch_ms),
                Err(words) => Event::Failed(lane, no_room(words).into()),
            },
        );
    });
}

fn not_started(detail: Detail) -> Failure {
    Reason::ThreadsNotStarted(detail).into()
}
