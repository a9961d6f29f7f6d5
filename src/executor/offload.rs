//! `offload`: an event loop that awaits waits and hands each computation to a pool, as Python's
//! `asyncio.to_thread` and `run_in_executor` do. The pool's lanes are threads where memory can be shared,
//! else workers with a memory each.
//!
//! The loop is the coordinator's own: it only ever awaits.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::pin;

use futures::channel::oneshot;
use futures::{FutureExt, StreamExt};

use super::coordinator::Coordinator;
use super::coordinator::{Event, trapped};
use super::event_loop_scheduler::EventLoopScheduler;
use super::isolated::WorkerPool;
use super::pool::{self, at_once};
use super::scheduler::{LaneContext, Parked, Scheduler, Stop};
use crate::browser::features::is_isolated;
use crate::protocol::{Beginning, Scheduling, ToLane};
use crate::trace::{Lane, LaneKind, RunError, SpanKind};
use crate::workload::{Arrived, Phase, Step, Task, Wait};

/// The loop's lane; those of the pool follow.
const LOOP: u32 = 0;

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    let asked_ms = run.now_ms();
    let mut lanes = vec![(Lane::new(LOOP, LaneKind::Loop), asked_ms)];
    if is_isolated() {
        lanes.extend(pool::start(run, LOOP + 1).await?);
        run.ready(asked_ms, lanes);
        let outcome = tasks(run, &OnThreads(run)).await;
        if outcome.is_err() {
            run.call_off().await;
        }
        outcome
    } else {
        let workers = (1..=run.workers).map(|id| Lane::new(LOOP + id, LaneKind::Process));
        let mut pool = WorkerPool::new(workers.collect());
        let outcome = match pool.start(run, Scheduling::Blocking).await {
            Ok(()) => {
                lanes.extend(pool.alive());
                let idle = RefCell::new((1..=run.workers).map(|id| LOOP + id).collect());
                run.ready(asked_ms, lanes);
                let pool = OnCrew { run, pool: &pool, idle, queue: RefCell::default() };
                tasks(run, &pool).await
            }
            failed => failed,
        };
        if outcome.is_err() {
            pool.call_off(run).await;
        }
        pool.dismiss();
        outcome
    }
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

    /// A lane asks for a block.
    fn payload(&self, _lane: u32) -> Result<(), RunError> {
        Ok(())
    }
}

/// Runs all tasks on the loop, while the coordinator goes on hearing its lanes.
async fn tasks(run: &Coordinator, pool: &impl Pool) -> Result<(), RunError> {
    let events = run.events.clone();
    // The receiver lives as long as the coordinator.
    let tell = move |batch| drop(events.unbounded_send(Event::Batch(batch)));
    let context = LaneContext::new(LOOP, run.setting.clone(), run.flags.clone(), false, tell);
    context.set_zero(run.zero_ms());
    let scheduler = EventLoopScheduler::new(&context, 0);
    let at_once = run.experiment.concurrency().unwrap_or(run.experiment.tasks()) as usize;
    let drive = |task| {
        context.enter(task, SpanKind::Ready);
        one(task, run.task(task), Beginning::Fresh, pool, &scheduler)
    };
    let all = async {
        let mut parked = Vec::new();
        let driven = futures::stream::iter(run.experiment.order()).map(drive).buffer_unordered(at_once);
        let mut driven = pin!(driven);
        while let Some(outcome) = driven.next().await {
            parked.extend(outcome?);
        }
        for (task, body) in parked {
            one(task, run.task(task), Beginning::Parked(body), pool, &scheduler).await?;
        }
        Ok(())
    };
    let mut all = pin!(all.fuse());
    while !run.is_finished() {
        let mut event = pin!(run.next_event().fuse());
        futures::select_biased! {
            event = event => match event? {
                Some(Event::Idle(lane, _)) => pool.is_idle(lane),
                Some(Event::Asked(lane)) => pool.payload(lane)?,
                Some(Event::Broken(lane, reason)) => {
                    return Err(run.with_task(lane, trapped(None, &reason)));
                }
                _ => {}
            },
            outcome = all => {
                if let Err(Stop::Failed(error)) = outcome {
                    return Err(error);
                }
            }
        }
        context.tell_if_due();
    }
    context.tell(0);
    run.drain();
    Ok(())
}

async fn one(
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
            let beginning = parked.take().unwrap_or_else(|| Beginning::Known(brought.clone()));
            arrived = None;
            let Some((back, step)) = pool.compute(task, work, beginning, scheduler).await? else {
                return Ok(None);
            };
            work = back;
            step
        } else {
            work.advance(scheduler.context().since_zero_ms(), arrived.take())
        };
        match step {
            Step::Computing => {}
            Step::Waiting(wait) => {
                let outcome = scheduler.wait(task, wait).await?;
                brought.push(outcome.clone());
                arrived = Some(outcome);
            }
            Step::Park(body) => {
                scheduler.park(task);
                return Ok(Some((task, body)));
            }
            Step::Done(output) => {
                scheduler.finish(task, output);
                return Ok(None);
            }
        }
    }
}

/// Threads of this memory: a task goes there and comes back.
struct OnThreads<'a>(&'a Coordinator);

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
            Beginning::Known(mut known) => known.pop(),
            Beginning::Parked(body) => Some(Arrived::Body(body)),
        };
        pool::spawn(self.0, LOOP + 1, task, move |context| {
            let began_ms = context.now_ms();
            context.enter_at(task, SpanKind::Run, began_ms);
            let step = loop {
                match work.advance(context.since_zero_ms(), arrived.take()) {
                    Step::Computing => at_once(context.look_around())?,
                    Step::Waiting(Wait::Payload) => {
                        arrived = Some(at_once(context.receive_block(task))?);
                        context.enter(task, SpanKind::Run);
                    }
                    step => break step,
                }
            };
            context.leave_at(task, context.now_ms());
            context.put_down(task);
            // Whoever waits for it is gone only when the run is called off.
            let _ = sender.send(((work, step), began_ms));
            Ok(None)
        });
        let done = async { receiver.await.map_err(|_| Stop::Cancelled) };
        scheduler.away(task, done).await.map(Some)
    }
}

/// Workers with a memory each: a task can't come back, so its rest is done there.
struct OnCrew<'a> {
    run: &'a Coordinator,
    pool: &'a WorkerPool,
    /// Lanes that have nothing to do.
    idle: RefCell<VecDeque<u32>>,
    /// Computations that no lane has taken yet.
    queue: RefCell<VecDeque<Waiting>>,
}

/// A task whose rest is to be done by some lane.
struct Waiting {
    task: u32,
    beginning: Beginning,
    taken: oneshot::Sender<()>,
}

impl OnCrew<'_> {
    fn deal(&self) {
        let (mut idle, mut queue) = (self.idle.borrow_mut(), self.queue.borrow_mut());
        while !idle.is_empty() && !queue.is_empty() {
            let (Some(lane), Some(waiting)) = (idle.pop_front(), queue.pop_front()) else { return };
            let Waiting { task, beginning, taken } = waiting;
            let rest = ToLane::Rest { task, beginning, zero_ms: self.run.zero_ms() };
            self.pool.give(self.run, lane, task, &rest);
            // Whoever waits for it is gone only when the run is called off.
            let _ = taken.send(());
        }
    }
}

impl Pool for OnCrew<'_> {
    async fn compute(
        &self,
        task: u32,
        _: Box<dyn Task>,
        beginning: Beginning,
        scheduler: &EventLoopScheduler<'_>,
    ) -> Result<Option<(Box<dyn Task>, Step)>, Stop> {
        if let Beginning::Parked(body) = &beginning {
            self.run.count_moved(body.len() as u64);
            // All of these go on on one lane.
            let rest = ToLane::Rest { task, beginning, zero_ms: self.run.zero_ms() };
            self.pool.give(self.run, LOOP + 1, task, &rest);
            scheduler.park(task);
            return Ok(None);
        }
        let (sender, receiver) = oneshot::channel();
        self.queue.borrow_mut().push_back(Waiting { task, beginning, taken: sender });
        self.deal();
        scheduler.hand_off(task, async { receiver.await.map_err(|_| Stop::Cancelled) }).await?;
        Ok(None)
    }

    fn is_idle(&self, lane: u32) {
        self.idle.borrow_mut().push_back(lane);
        self.deal();
    }

    fn payload(&self, lane: u32) -> Result<(), RunError> {
        self.pool.payload(self.run, lane)
    }
}
