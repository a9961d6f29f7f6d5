//! Plain calls: a wait blocks its thread, and no other task gets the lane before this one has come to its end.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::lane_context::LaneContext;
use super::scheduler::{Scheduler, drive};
use super::section_lock::SectionLock;
use super::stop::Stop;
use crate::browser::request;
use crate::experiment::Experiment;
use crate::protocol::timing::{LANE_LOOK_MS, REQUEST_MS};
use crate::protocol::{Beginning, Parked};
use crate::trace::SpanKind;
use crate::workload::{Arrived, Wait};

/// The lock of this memory, and so of this run's threads, or of this worker alone.
pub(super) static SECTION: SectionLock = SectionLock::new();

/// Scheduler of a lane on which a task runs to its end before the next begins.
pub(super) struct BlockingScheduler<'a>(pub(super) &'a LaneContext);

/// Runs these tasks one after the other; `put_aside` gets those that are to go on later.
pub(super) async fn run_blocking(
    context: &LaneContext,
    experiment: &Experiment,
    tasks: &[u32],
    put_aside: impl Fn(Parked),
) -> Result<(), Stop> {
    let scheduler = BlockingScheduler(context);
    for task in tasks {
        let work = context.make_task(experiment, *task);
        drive(*task, work, Beginning::Fresh, &scheduler).await?.map(&put_aside);
    }
    Ok(())
}

impl Scheduler for BlockingScheduler<'_> {
    fn context(&self) -> &LaneContext {
        self.0
    }

    async fn resume(&self, task: u32) -> Result<(), Stop> {
        self.0.check()?;
        self.0.enter(task, SpanKind::Run);
        Ok(())
    }

    async fn checkpoint(&self, _: u32) -> Result<(), Stop> {
        self.0.look_around().await
    }

    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        self.begin_wait(task, &wait);
        let arrived = self.spend(task, wait).await?;
        self.0.enter(task, SpanKind::Run);
        Ok(arrived)
    }

    async fn lock(&self, task: u32) -> Result<(), Stop> {
        if !SECTION.try_take() {
            self.0.enter(task, SpanKind::Blocked);
            self.wait_for_section().await?;
        }
        self.0.begin_section(task);
        Ok(())
    }

    fn unlock(&self, task: u32) {
        // Before others are woken: one of them may have this core first.
        self.0.leave_section(task);
        SECTION.release();
    }
}

impl BlockingScheduler<'_> {
    /// Comes back when this thread has [`SECTION`], which another has now.
    pub(super) async fn wait_for_section(&self) -> Result<(), Stop> {
        while !SECTION.take_within(LANE_LOOK_MS) {
            self.0.look_around().await?;
        }
        Ok(())
    }

    /// From now on the task computes no longer, but waits, and is recorded so.
    pub(super) fn begin_wait(&self, task: u32, wait: &Wait) {
        match wait {
            Wait::Due { at_ms } if self.0.until_due(*at_ms) > 0.0 => self.0.forget(task),
            // How a payload comes is recorded as it comes.
            Wait::Due { .. } | Wait::Payload => self.0.leave(task),
            Wait::Sleep { .. } | Wait::Fetch(_) => self.0.enter(task, SpanKind::Wait),
        }
    }

    /// Lets a wait that has begun pass.
    pub(super) async fn spend(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        match wait {
            Wait::Due { at_ms } => {
                self.0.block(self.0.until_due(at_ms)).await?;
                Ok(Arrived::Time)
            }
            Wait::Sleep { ms } => {
                self.0.block(f64::from(ms)).await?;
                Ok(Arrived::Time)
            }
            Wait::Payload => self.0.receive_payload(task).await,
            Wait::Fetch(resource) => {
                let (address, before_ms) = self.0.address(task, &resource)?;
                if before_ms > 0 {
                    self.0.block(f64::from(before_ms)).await?;
                }
                self.0.check()?;
                let foreign = resource.url.is_some();
                self.0.tell(if foreign { REQUEST_MS } else { resource.delay_ms });
                let arrived = request::download_blocking(&address, resource.keep);
                // Letting go of its requests is how a run is called off: look before anything else.
                self.0.look_around().await?;
                arrived.map_err(|detail| self.0.failed(task, detail))
            }
        }
    }
}
