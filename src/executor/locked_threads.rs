//! `locked-threads`: threads that share one memory and one lock, as Python's do with its global
//! interpreter lock. A thread computes only while it holds the lock, and lets go of it for every wait.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::blocking_scheduler::{BlockingScheduler, SECTION};
use super::coordinator::Coordinator;
use super::handover::Handover;
use super::lane_context::LaneContext;
use super::scheduler::{Scheduler, drive};
use super::stop::Stop;
use super::thread_pool::{at_once, run_on_threads};
use crate::trace::{Failure, SpanKind};
use crate::workload::{Arrived, Wait};

/// The one lock of this memory, and so of this run.
static LOCK: Handover = Handover::new();

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    let switch_ms = run.experiment.switch_ms();
    run_on_threads(run, move |context, task, work, beginning| {
        let scheduler = LockedScheduler { blocking: BlockingScheduler(context), switch_ms };
        at_once(drive(task, work, beginning, &scheduler))
    })
    .await
}

/// Scheduler of a thread that computes only while it holds [`LOCK`].
struct LockedScheduler<'a> {
    /// How it waits, which it does without the lock.
    blocking: BlockingScheduler<'a>,
    /// After so many ms without a change of hands the lock is asked for.
    switch_ms: u64,
}

impl LockedScheduler<'_> {
    /// Comes back with the lock held.
    fn acquire(&self, task: u32) -> Result<(), Stop> {
        let context = self.context();
        context.check()?;
        if !LOCK.try_take(context.lane) {
            context.enter(task, SpanKind::Blocked);
            context.tell_if_due();
            if !LOCK.take(context.lane, self.switch_ms, || context.flags.is_cancelled()) {
                return Err(Stop::Cancelled);
            }
        }
        context.enter(task, SpanKind::Run);
        Ok(())
    }
}

impl Scheduler for LockedScheduler<'_> {
    fn context(&self) -> &LaneContext {
        self.blocking.context()
    }

    async fn resume(&self, task: u32) -> Result<(), Stop> {
        self.acquire(task)
    }

    async fn checkpoint(&self, task: u32) -> Result<(), Stop> {
        let context = self.context();
        if LOCK.is_asked_for() {
            context.enter(task, SpanKind::Blocked);
            LOCK.hand_over(|| context.flags.is_cancelled());
            self.acquire(task)?;
        }
        let outcome = context.look_around().await;
        if outcome.is_err() {
            LOCK.release();
        }
        outcome
    }

    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        // Before another thread has the lock: it may have this core, too.
        self.blocking.begin_wait(task, &wait);
        LOCK.release();
        let arrived = self.blocking.spend(task, wait).await?;
        self.acquire(task)?;
        Ok(arrived)
    }

    async fn lock(&self, task: u32) -> Result<(), Stop> {
        if !SECTION.try_take() {
            // Whoever is in its section may need the one lock to come to its end.
            self.context().enter(task, SpanKind::Blocked);
            LOCK.release();
            self.blocking.wait_for_section().await?;
            self.acquire(task)?;
        }
        self.context().begin_section(task);
        Ok(())
    }

    fn unlock(&self, task: u32) {
        self.blocking.unlock(task);
    }

    fn let_go(&self) {
        LOCK.release();
    }
}
