//! An event loop: waits are awaited, and only an await gives the lane to another task.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;

use futures::channel::oneshot;
use futures::future::{Either, select};
use futures::{Stream, StreamExt};

use super::lane_context::LaneContext;
use super::scheduler::{Scheduler, drive};
use super::section_lock::LoopLock;
use super::stop::Stop;
use crate::browser::{alarm, request, timer};
use crate::experiment::{Experiment, LoopTurn};
use crate::protocol::timing::LANE_LOOK_MS;
use crate::protocol::{Beginning, LoopPolicy, Parked};
use crate::trace::SpanKind;
use crate::workload::{Arrived, Wait};

/// Scheduler of a lane on which many tasks are in progress.
pub(super) struct EventLoopScheduler<'a> {
    context: &'a LaneContext,
    policy: LoopPolicy,
    /// The task that has the lane. It keeps it while it looks into the messages, which awaits without
    /// being an `await` of the task's.
    holder: Cell<Option<u32>>,
    /// Since when, ms.
    held_since_ms: Cell<f64>,
    /// Tasks that could go on but for the one that has the lane, in the order in which they came.
    waiting: RefCell<VecDeque<oneshot::Sender<()>>>,
    /// When everything else of the thread last had a turn, ms.
    breathed_ms: Cell<f64>,
    /// The same, while one download after the other is asked for, ms.
    asked_ms: Cell<f64>,
    /// The lock that the loop's tasks share.
    section: LoopLock,
}

/// Runs these tasks on this thread's event loop; `put_aside` gets those that are to go on later.
pub(super) async fn run_looping(
    context: &LaneContext,
    experiment: &Experiment,
    tasks: impl Stream<Item = u32>,
    policy: LoopPolicy,
    mut put_aside: impl FnMut(Parked),
) -> Result<(), Stop> {
    let scheduler = EventLoopScheduler::new(context, policy);
    let at_once = policy.concurrency.map_or(usize::MAX, |limit| limit as usize);
    let mut results = pin!(
        tasks
            .map(|task| {
                // The loop knows of it from here on, though it may have to wait for its turn.
                context.enter(task, SpanKind::Ready);
                drive(task, context.make_task(experiment, task), Beginning::Fresh, &scheduler)
            })
            .buffer_unordered(at_once)
    );
    // One for many tasks: to set a timer for each would cost more than some of them take.
    let mut look = Box::pin(timer::sleep(LANE_LOOK_MS));
    loop {
        match select(results.next(), &mut look).await {
            Either::Left((Some(result), _)) => {
                result?.map(&mut put_aside);
            }
            Either::Left((None, _)) => return Ok(()),
            // All tasks may be waiting, and then none of them looks whether the run was called off.
            Either::Right(_) => {
                context.tell_if_due();
                context.check()?;
                look = Box::pin(timer::sleep(LANE_LOOK_MS));
            }
        }
    }
}

impl<'a> EventLoopScheduler<'a> {
    pub(super) fn new(context: &'a LaneContext, policy: LoopPolicy) -> Self {
        Self {
            context,
            policy,
            holder: Cell::new(None),
            held_since_ms: Cell::new(0.0),
            waiting: RefCell::default(),
            breathed_ms: Cell::new(context.now_ms()),
            asked_ms: Cell::new(context.now_ms()),
            section: LoopLock::default(),
        }
    }

    /// Leaves the lane to the others while something is done for the task on another lane: it could run, but has to
    /// wait for that. `work` says since when it was worked on, ms on the run's clock.
    pub(super) async fn offload<T>(
        &self,
        task: u32,
        work: impl Future<Output = Result<(T, f64), Stop>>,
    ) -> Result<T, Stop> {
        self.context.enter(task, SpanKind::Ready);
        self.release();
        let (outcome, began_ms) = work.await?;
        self.context.leave_at(task, began_ms);
        self.take_lane(task).await?;
        Ok(outcome)
    }

    /// Leaves the task to another lane for good, as soon as one takes it; `taken` says when, ms on the run's clock.
    pub(super) async fn hand_off(
        &self,
        task: u32,
        taken: impl Future<Output = Result<f64, Stop>>,
    ) -> Result<(), Stop> {
        self.context.enter(task, SpanKind::Ready);
        self.release();
        // The loop hears of it later, when the other lane may have ended already.
        self.context.leave_at(task, taken.await?);
        Ok(())
    }

    async fn take_lane(&self, task: u32) -> Result<(), Stop> {
        while self.holder.get().is_some() {
            let (sender, released) = oneshot::channel();
            self.waiting.borrow_mut().push_back(sender);
            // The scheduler outlives its tasks.
            let _ = released.await;
        }
        self.context.check()?;
        self.holder.set(Some(task));
        self.context.enter(task, SpanKind::Run);
        self.held_since_ms.set(self.context.now_ms());
        Ok(())
    }

    /// Whatever the task had of the lane is the next one's now.
    fn release(&self) {
        self.holder.set(None);
        let mut waiting = self.waiting.borrow_mut();
        // One that was dropped meanwhile waits no longer.
        while waiting.pop_front().is_some_and(|next| next.send(()).is_err()) {}
    }

    /// Lets the loop have its next turn.
    async fn turn(&self) {
        let turn = self.policy.turn_after(self.context.now_ms() - self.breathed_ms.get());
        timer::turn(turn).await;
        if turn != LoopTurn::Microtasks {
            self.breathed_ms.set(self.context.now_ms());
        }
    }

    /// Before a download is asked for. To ask for thousands takes seconds, in which the lane would neither give a sign nor
    /// hear that the run is called off; so whatever else waits has its turn now and then.
    async fn before_asking(&self) -> Result<(), Stop> {
        if self.context.now_ms() - self.asked_ms.get() >= f64::from(LANE_LOOK_MS) {
            self.context.tell_if_due();
            timer::message_loop().await;
            self.context.check()?;
            self.asked_ms.set(self.context.now_ms());
        }
        Ok(())
    }

    /// If the time was over while another task had the lane, this one could run since then.
    fn was_due(&self, task: u32, due_ms: f64) {
        if self.context.last_run_end_ms() > due_ms {
            self.context.enter_at(task, SpanKind::Ready, due_ms);
        }
    }

    async fn spend(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        match wait {
            Wait::Due { at_ms } => {
                let left_ms = self.context.until_due(at_ms);
                if left_ms > 0.0 {
                    self.context.forget(task);
                    let due_ms = self.context.now_ms() + left_ms;
                    alarm::sleep(left_ms.ceil() as u32).await;
                    self.was_due(task, due_ms);
                }
                Ok(Arrived::Time)
            }
            Wait::Sleep { ms } => {
                self.context.enter(task, SpanKind::Wait);
                let due_ms = self.context.now_ms() + f64::from(ms);
                alarm::sleep(ms).await;
                self.was_due(task, due_ms);
                Ok(Arrived::Time)
            }
            Wait::Payload => self.context.receive_payload(task).await,
            Wait::Fetch(resource) => {
                self.context.enter(task, SpanKind::Wait);
                let (address, before_ms) = self.context.address(task, &resource)?;
                if before_ms > 0 {
                    alarm::sleep(before_ms).await;
                }
                self.before_asking().await?;
                let arrived = request::download(&address, resource.keep).await;
                arrived.map_err(|detail| self.context.failed(task, detail))
            }
        }
    }
}

impl Scheduler for EventLoopScheduler<'_> {
    fn context(&self) -> &LaneContext {
        self.context
    }

    async fn resume(&self, task: u32) -> Result<(), Stop> {
        self.take_lane(task).await
    }

    async fn checkpoint(&self, task: u32) -> Result<(), Stop> {
        self.context.look_around().await?;
        let held_ms = self.context.now_ms() - self.held_since_ms.get();
        if self.policy.yield_ms > 0 && held_ms >= f64::from(self.policy.yield_ms) {
            self.context.enter(task, SpanKind::Ready);
            self.release();
            self.turn().await;
            self.take_lane(task).await?;
        }
        Ok(())
    }

    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        self.release();
        let arrived = self.spend(task, wait).await?;
        self.take_lane(task).await?;
        Ok(arrived)
    }

    /// A lock that is free is taken without a turn of the loop, as asyncio's is.
    async fn lock(&self, task: u32) -> Result<(), Stop> {
        if !self.section.try_take() {
            self.context.enter(task, SpanKind::Blocked);
            self.holder.set(None);
            let since_ms = self.section.wait().await;
            self.context.enter_at(task, SpanKind::Ready, since_ms);
            self.take_lane(task).await?;
        }
        self.context.begin_section(task);
        Ok(())
    }

    fn unlock(&self, task: u32) {
        self.section.release(self.context.now_ms());
        self.context.end_section(task);
    }

    fn let_go(&self) {
        self.release();
    }
}
