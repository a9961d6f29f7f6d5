//! Lanes that are threads of one memory: rayon's pool, made by wasm-bindgen-rayon.
//!
//! Such a pool belongs to its memory for good, so that a run with another number of threads needs another
//! coordinator; every run has its own.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, OnceCell};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt;
use futures::channel::mpsc;
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
use crate::protocol::{Beginning, Parked, Setting};
use crate::trace::{Detail, Failure, Lane, LaneKind, Reason};
use crate::workload::{Payload, Task};

thread_local! {
    /// The task that this thread is at, for the panic hook.
    static CURRENT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The task that this thread is at.
pub(super) fn current_task() -> Option<u32> {
    CURRENT.get()
}

/// Some threads of this memory.
pub(super) struct ThreadPool(Arc<Shared>);

/// What the threads of a pool share.
struct Shared {
    events: mpsc::UnboundedSender<Event>,
    setting: Setting,
    payload: Option<Payload>,
    /// The number of the pool's first lane.
    first: u32,
    /// How many of the tasks that are told of together no thread has begun yet.
    waiting: AtomicU32,
}

/// A thread of a pool, as the lane that it is in this run.
struct PoolLane {
    context: LaneContext,
    /// Whether it has nothing to do, and has said so.
    is_idle: Cell<bool>,
}

thread_local! {
    static LANE: OnceCell<PoolLane> = const { OnceCell::new() };
}

/// When what happened in a task is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// At once, because somebody waits for the task to come back.
    Each,
    /// Together with that of other tasks: to tell of each takes longer than some of them.
    Together,
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
    let (pool, lanes) = start(run, 0).await?;
    run.ready(asked_ms, lanes);
    let work = Arc::new(work);
    pool.expect(run.experiment.tasks());
    for task in run.experiment.order() {
        let (work, computation, events) = (work.clone(), run.task(task), run.events.clone());
        let compute = move |context: &LaneContext| work(context, task, computation, Beginning::Fresh);
        pool.spawn(run.zero_ms(), task, Telling::Together, compute, move |parked| {
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
        pool.expect(1);
        pool.spawn(run.zero_ms(), first, Telling::Together, compute, |()| {});
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

impl ThreadPool {
    /// So many tasks come that are told of together.
    fn expect(&self, tasks: u32) {
        self.0.waiting.fetch_add(tasks, Ordering::Relaxed);
    }

    /// Gives the pool something to do for a task; the first thread that is free does it. `zero_ms` is when the run's
    /// tasks were first handed out. When what happened was told, or will be, `done` gets what `work` has given.
    pub(super) fn spawn<T>(
        &self,
        zero_ms: f64,
        task: u32,
        telling: Telling,
        work: impl FnOnce(&LaneContext) -> Result<T, Stop> + Send + 'static,
        done: impl FnOnce(T) + Send + 'static,
    ) {
        let shared = self.0.clone();
        rayon::spawn(move || {
            if telling == Telling::Together && shared.waiting.fetch_sub(1, Ordering::Relaxed) == 1 {
                // This was the last: whoever ended before and kept for later what it has to tell gets no more.
                let shared = shared.clone();
                rayon::spawn_broadcast(move |_| with_lane(&shared, |lane| lane.rest(&shared)));
            }
            with_lane(&shared, |lane| lane.run(&shared, zero_ms, task, telling, work, done));
        });
    }
}

/// Does something with the lane that this thread is.
fn with_lane(shared: &Shared, work: impl FnOnce(&PoolLane)) {
    LANE.with(|lane| work(lane.get_or_init(|| PoolLane::new(shared))));
}

impl PoolLane {
    fn new(shared: &Shared) -> Self {
        let lane = shared.first + rayon::current_thread_index().unwrap_or_default() as u32;
        let events = shared.events.clone();
        let tell_batch = move |batch| tell(&events, Event::Batch(batch));
        let setting = shared.setting.clone();
        let mut context = LaneContext::new(lane, setting, RunFlags::own(), Cancellation::ByFlags, tell_batch);
        let slot = |payload| PayloadSlot::new(payload, PayloadOrigin::OwnStock);
        context.set_payload(shared.payload.map(slot));
        Self { context, is_idle: Cell::new(true) }
    }

    fn run<T>(
        &self,
        shared: &Shared,
        zero_ms: f64,
        task: u32,
        telling: Telling,
        work: impl FnOnce(&LaneContext) -> Result<T, Stop>,
        done: impl FnOnce(T),
    ) {
        let context = &self.context;
        context.set_zero(zero_ms);
        if self.is_idle.replace(false) {
            tell(&shared.events, Event::Begun(context.lane, task));
        }
        CURRENT.set(Some(task));
        let outcome = work(context);
        CURRENT.set(None);
        if telling == Telling::Each || outcome.is_err() {
            context.tell(0);
        }
        match outcome {
            Ok(given) => done(given),
            Err(Stop::Failed(failure)) => tell(&shared.events, Event::Failed(context.lane, failure)),
            Err(Stop::Cancelled) => {}
        }
        if telling == Telling::Each || shared.waiting.load(Ordering::Relaxed) == 0 {
            self.rest(shared);
        }
    }

    /// There is nothing more to do: tells what there is to be told.
    fn rest(&self, shared: &Shared) {
        if !self.is_idle.replace(true) {
            self.context.tell(0);
            tell(&shared.events, Event::Idle(self.context.lane, self.context.now_ms()));
        }
    }
}

/// Runs a future that never has anything to wait for: on a pool's thread waits block.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    // Only going back to the message loop would be pending, and a thread that shares its memory with the
    // coordinator never has to.
    future.now_or_never().expect("a wait on a pool's thread blocks")
}

/// Makes the pool; its lanes are numbered from `first`. Gives it, and of its lanes when each was first there, ms.
pub(super) async fn start(run: &Coordinator, first: u32) -> Result<(ThreadPool, Vec<(Lane, f64)>), Failure> {
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
    let shared = Shared {
        events: run.events.clone(),
        setting: run.setting.clone(),
        payload: run.payload(),
        first,
        waiting: AtomicU32::new(0),
    };
    Ok((ThreadPool(Arc::new(shared)), lanes.zip(alive.into_iter().flatten()).collect()))
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
