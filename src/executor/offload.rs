//! `offload`: an event loop that awaits waits and hands each computation to a pool, as Python's
//! `asyncio.to_thread` and `run_in_executor` do. The pool's lanes are threads where memory can be shared,
//! else workers with a memory each.
//!
//! The loop is the coordinator's own: it only ever awaits.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem::take;
use std::pin::pin;

use futures::channel::oneshot;
use futures::{FutureExt, StreamExt};

use super::blocking_scheduler::BlockingScheduler;
use super::coordinator::{Coordinator, Event, tell};
use super::event_loop_scheduler::EventLoopScheduler;
use super::lane_context::{Cancellation, LaneContext};
use super::scheduler::Scheduler;
use super::stop::Stop;
use super::thread_pool::{self, Telling, ThreadPool, at_once};
use super::worker_pool::{WorkerPool, with_workers};
use crate::browser::features::can_share_memory;
use crate::protocol::{Beginning, LoopPolicy, Parked, SchedulingPolicy};
use crate::trace::{Failure, Lane, LaneKind, SpanKind};
use crate::workload::{Arrived, Phase, Step, Task, Wait};

/// The loop's lane; those of the pool follow.
const LOOP: u32 = 0;
/// The pool's first lane.
const FIRST: u32 = LOOP + 1;

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    if can_share_memory() { run_with_threads(run).await } else { run_with_workers(run).await }
}

async fn run_with_threads(run: &Coordinator) -> Result<(), Failure> {
    let asked_ms = run.now_ms();
    let mut lanes = vec![(Lane::new(LOOP, LaneKind::Loop), asked_ms)];
    let (pool, threads) = thread_pool::start(run, FIRST).await?;
    lanes.extend(threads);
    run.ready(asked_ms, lanes);
    let outcome = run_loop(run, &OnThreads { run, pool }).await;
    if outcome.is_err() {
        run.call_off().await;
    }
    outcome
}

async fn run_with_workers(run: &Coordinator) -> Result<(), Failure> {
    let asked_ms = run.now_ms();
    let ids = FIRST..FIRST + run.workers;
    let lanes = ids.clone().map(|id| Lane::new(id, LaneKind::Process)).collect();
    with_workers(run, lanes, SchedulingPolicy::Blocking, async |pool| {
        let mut lanes = vec![(Lane::new(LOOP, LaneKind::Loop), asked_ms)];
        lanes.extend(pool.alive());
        run.ready(asked_ms, lanes);
        let (idle, queue) = (RefCell::new(ids.collect()), RefCell::default());
        run_loop(run, &OnWorkers { run, pool, idle, queue }).await
    })
    .await
}

/// Where computations are handed to.
trait Pool {
    /// Goes on with a task that is about to compute, up to its next wait or its end; gives the task
    /// back, with how it stands then, unless its end was told by the pool itself.
    async fn compute(
        &self,
        task: u32,
        work: Box<dyn Task>,
        beginning: Beginning,
        scheduler: &EventLoopScheduler<'_>,
    ) -> Result<Option<(Box<dyn Task>, Step)>, Stop>;

    /// A lane has nothing to do.
    fn is_idle(&self, _lane: u32) {}

    /// A lane asks for a payload.
    fn give_payload(&self, _lane: u32) -> Result<(), Failure> {
        Ok(())
    }
}

/// Runs all tasks on the loop, while the coordinator goes on hearing its lanes.
async fn run_loop(run: &Coordinator, pool: &impl Pool) -> Result<(), Failure> {
    let events = run.events.clone();
    let tell_batch = move |batch| tell(&events, Event::Batch(batch));
    let (setting, flags) = (run.setting.clone(), run.flags.clone());
    let context = LaneContext::new(LOOP, setting, flags, Cancellation::ByFlags, tell_batch);
    context.set_zero(run.zero_ms());
    let scheduler = EventLoopScheduler::new(&context, LoopPolicy::default());
    let mut all = pin!(drive_all(run, pool, &scheduler).fuse());
    while !run.is_finished() {
        let mut event = pin!(run.next_event().fuse());
        futures::select_biased! {
            event = event => match event? {
                Some(Event::Idle(lane, _)) => pool.is_idle(lane),
                Some(Event::PayloadWanted(lane)) => pool.give_payload(lane)?,
                _ => {}
            },
            outcome = all => {
                if let Err(Stop::Failed(failure)) = outcome {
                    return Err(failure);
                }
            }
        }
        context.tell_if_due();
    }
    context.tell(0);
    run.forward_the_rest();
    Ok(())
}

async fn drive_all(
    run: &Coordinator,
    pool: &impl Pool,
    scheduler: &EventLoopScheduler<'_>,
) -> Result<(), Stop> {
    let at_once = run.experiment.concurrency().unwrap_or(run.experiment.tasks()) as usize;
    let begin = |task| {
        scheduler.context().enter(task, SpanKind::Ready);
        drive_offloading(task, run.task(task), Beginning::Fresh, pool, scheduler)
    };
    let driven = futures::stream::iter(run.experiment.order()).map(begin).buffer_unordered(at_once);
    let mut driven = pin!(driven);
    let mut parked = Vec::new();
    while let Some(outcome) = driven.next().await {
        parked.extend(outcome?);
    }
    for Parked { task, body } in parked {
        drive_offloading(task, run.task(task), Beginning::Parked(body), pool, scheduler).await?;
    }
    Ok(())
}

/// Advances a task to its end, or until it is to be put aside: its waits on the loop, the rest in the pool.
async fn drive_offloading(
    task: u32,
    mut work: Box<dyn Task>,
    beginning: Beginning,
    pool: &impl Pool,
    scheduler: &EventLoopScheduler<'_>,
) -> Result<Option<Parked>, Stop> {
    scheduler.resume(task).await?;
    let (mut brought, mut arrived) = (Vec::new(), None);
    // What was put aside was so for a computation.
    let mut parked = Some(beginning).filter(|beginning| matches!(beginning, Beginning::Parked(_)));
    loop {
        let step = if parked.is_some() || work.phase() == Phase::Compute {
            let beginning = parked.take().unwrap_or_else(|| Beginning::AfterWaits(take(&mut brought)));
            arrived = None;
            let Some((back, step)) = pool.compute(task, work, beginning, scheduler).await? else {
                return Ok(None);
            };
            work = back;
            step
        } else {
            scheduler.context().advance(&mut *work, arrived.take())
        };
        match step {
            // A critical section computes, and so it begins and ends in the pool.
            Step::Computing | Step::Lock | Step::Unlock => {}
            Step::Waiting(wait) => {
                let outcome = scheduler.wait(task, wait).await?;
                brought.push(outcome.clone());
                arrived = Some(outcome);
            }
            Step::Park(body) => {
                scheduler.park(task);
                return Ok(Some(Parked { task, body }));
            }
            Step::Done(output) => {
                scheduler.finish(task, output);
                return Ok(None);
            }
        }
    }
}

/// Threads of this memory: a task goes there and comes back.
struct OnThreads<'a> {
    run: &'a Coordinator,
    pool: ThreadPool,
}

impl Pool for OnThreads<'_> {
    async fn compute(
        &self,
        task: u32,
        mut work: Box<dyn Task>,
        beginning: Beginning,
        scheduler: &EventLoopScheduler<'_>,
    ) -> Result<Option<(Box<dyn Task>, Step)>, Stop> {
        let (sender, receiver) = oneshot::channel();
        let mut arrived = match beginning {
            Beginning::Fresh => None,
            Beginning::AfterWaits(mut known) => known.pop(),
            Beginning::Parked(body) => Some(Arrived::Body(body)),
        };
        let compute = move |context: &LaneContext| {
            let began_ms = context.now_ms();
            context.enter_at(task, SpanKind::Run, began_ms);
            let step = loop {
                match context.advance(&mut *work, arrived.take()) {
                    Step::Computing => at_once(context.look_around())?,
                    Step::Lock => at_once(BlockingScheduler(context).lock(task))?,
                    Step::Unlock => BlockingScheduler(context).unlock(task),
                    Step::Waiting(Wait::Payload) => {
                        arrived = Some(at_once(context.receive_payload(task))?);
                        context.enter(task, SpanKind::Run);
                    }
                    step => break step,
                }
            };
            context.leave(task);
            context.put_down(task);
            Ok(((work, step), began_ms))
        };
        self.pool.spawn(self.run.zero_ms(), task, Telling::Each, compute, |done| {
            // Whoever waits for it is gone only when the run is called off.
            let _ = sender.send(done);
        });
        let done = async { receiver.await.map_err(|_| Stop::Cancelled) };
        scheduler.offload(task, done).await.map(Some)
    }
}

/// Workers with a memory each: a task can't come back, so its rest is done there.
struct OnWorkers<'a> {
    run: &'a Coordinator,
    pool: &'a WorkerPool,
    /// Lanes that have nothing to do.
    idle: RefCell<VecDeque<u32>>,
    /// Computations that no lane has taken yet.
    queue: RefCell<VecDeque<Computation>>,
}

/// A task whose rest is to be done by some lane.
struct Computation {
    task: u32,
    beginning: Beginning,
    /// Hears when a lane takes it, ms on the run's clock.
    taken: oneshot::Sender<f64>,
}

impl OnWorkers<'_> {
    /// Gives idle lanes what there is to be done.
    fn deal(&self) {
        let (mut idle, mut queue) = (self.idle.borrow_mut(), self.queue.borrow_mut());
        while !idle.is_empty() && !queue.is_empty() {
            let (Some(lane), Some(computation)) = (idle.pop_front(), queue.pop_front()) else { return };
            let Computation { task, beginning, taken } = computation;
            let taken_ms = self.run.now_ms();
            self.pool.give_rest(self.run, lane, task, beginning);
            // Whoever waits for it is gone only when the run is called off.
            let _ = taken.send(taken_ms);
        }
    }
}

impl Pool for OnWorkers<'_> {
    async fn compute(
        &self,
        task: u32,
        _: Box<dyn Task>,
        beginning: Beginning,
        scheduler: &EventLoopScheduler<'_>,
    ) -> Result<Option<(Box<dyn Task>, Step)>, Stop> {
        if let Beginning::Parked(body) = &beginning {
            self.run.count_moved(body.len());
            // All of these go on on one lane.
            self.pool.give_rest(self.run, FIRST, task, beginning);
            scheduler.park(task);
            return Ok(None);
        }
        let (taken, receiver) = oneshot::channel();
        self.queue.borrow_mut().push_back(Computation { task, beginning, taken });
        self.deal();
        scheduler.hand_off(task, async { receiver.await.map_err(|_| Stop::Cancelled) }).await?;
        Ok(None)
    }

    fn is_idle(&self, lane: u32) {
        self.idle.borrow_mut().push_back(lane);
        self.deal();
    }

    fn give_payload(&self, lane: u32) -> Result<(), Failure> {
        self.pool.give_payload(self.run, lane)
    }
}
