//! An event loop: waits are awaited, and only an await gives the lane to another task.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::Cell;

use futures::StreamExt;
use futures::future::{Either, select};

use super::lane_context::LaneContext;
use super::scheduler::{Scheduler, drive};
use super::section_lock::LoopLock;
use super::stop::Stop;
use crate::browser::{request, timer};
use crate::experiment::Experiment;
use crate::protocol::timing::LANE_LOOK_MS;
use crate::protocol::{Beginning, Parked};
use crate::trace::SpanKind;
use crate::workload::{Arrived, Wait};

/// Scheduler of a lane on which many tasks are in progress.
pub(super) struct EventLoopScheduler<'a> {
    context: &'a LaneContext,
    /// A computing task lets the others go on after so many ms; 0 for never.
    yield_ms: u32,
    /// The task that has the lane. It keeps it while it looks into the messages, which awaits without
    /// being an `await` of the task's.
    holder: Cell<Option<u32>>,
    /// Since when, ms.
    held_since_ms: Cell<f64>,
    /// The lock that the loop's tasks share.
    section: LoopLock,
}

/// Runs these tasks on this thread's event loop; `put_aside` gets those that are to go on later.
pub(super) async fn run_looping(
    context: &LaneContext,
    experiment: &Experiment,
    tasks: &[u32],
    concurrency: Option<u32>,
    yield_ms: u32,
    mut put_aside: impl FnMut(Parked),
) -> Result<(), Stop> {
    let scheduler = EventLoopScheduler::new(context, yield_ms);
    let at_once = concurrency.map_or(tasks.len(), |limit| limit as usize).max(1);
    let mut results = futures::stream::iter(tasks)
        .map(|task| {
            // The loop knows of it from here on, though it may have to wait for its turn.
            context.enter(*task, SpanKind::Ready);
            drive(*task, context.make_task(experiment, *task), Beginning::Fresh, &scheduler)
        })
        .buffer_unordered(at_once);
    loop {
        match select(results.next(), Box::pin(timer::sleep(LANE_LOOK_MS))).await {
            Either::Left((Some(result), _)) => {
                result?.map(&mut put_aside);
            }
            Either::Left((None, _)) => return Ok(()),
            // All tasks wait, and none of them looks whether the run was called off.
            Either::Right(_) => {
                context.tell_if_due();
                context.check()?;
            }
        }
    }
}

impl<'a> EventLoopScheduler<'a> {
    pub(super) fn new(context: &'a LaneContext, yield_ms: u32) -> Self {
        Self {
            context,
            yield_ms,
            holder: Cell::new(None),
            held_since_ms: Cell::new(0.0),
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
        self.holder.set(None);
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
        self.holder.set(None);
        // The loop hears of it later, when the other lane may have ended already.
        self.context.leave_at(task, taken.await?);
        Ok(())
    }

    async fn take_lane(&self, task: u32) -> Result<(), Stop> {
        while self.holder.get().is_some() {
            timer::message_loop().await;
        }
        self.context.check()?;
        self.holder.set(Some(task));
        self.context.enter(task, SpanKind::Run);
        self.held_since_ms.set(self.context.now_ms());
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
                let left_ms = self.context.until_due(task, at_ms);
                if left_ms > 0.0 {
                    let due_ms = self.context.now_ms() + left_ms;
                    timer::sleep(left_ms.ceil() as u32).await;
                    self.was_due(task, due_ms);
                }
                Ok(Arrived::Time)
            }
            Wait::Sleep { ms } => {
                self.context.enter(task, SpanKind::Wait);
                let due_ms = self.context.now_ms() + f64::from(ms);
                timer::sleep(ms).await;
                self.was_due(task, due_ms);
                Ok(Arrived::Time)
            }
            Wait::Payload => self.context.receive_payload(task).await,
            Wait::Fetch(resource) => {
                self.context.enter(task, SpanKind::Wait);
                let (address, before_ms) = self.context.address(task, &resource)?;
                if before_ms > 0 {
                    timer::sleep(before_ms).await;
                }
                let arrived = request::download(&address, resource.keep).await;
                arrived.map_err(|words| self.context.failed(task, words))
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
        if self.yield_ms > 0 && held_ms >= f64::from(self.yield_ms) {
            self.context.enter(task, SpanKind::Ready);
            self.holder.set(None);
            timer::message_loop().await;
            self.take_lane(task).await?;
        }
        Ok(())
    }

    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        self.holder.set(None);
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
        self.context.enter_or_leave_section(task);
        Ok(())
    }

    fn unlock(&self, task: u32) {
        self.section.release(self.context.now_ms());
        self.context.enter_or_leave_section(task);
    }

    fn let_go(&self) {
        self.holder.set(None);
    }
}
