//! Plain calls: a wait blocks its thread, and nobody else has a turn on it.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::scheduler::{LaneContext, Scheduler, Stop};
use crate::browser::request;
use crate::trace::SpanKind;
use crate::workload::{Arrived, Wait};

/// Scheduler of a lane on which a task runs to its end before the next begins.
pub(super) struct BlockingScheduler<'a>(pub(super) &'a LaneContext);

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
        let arrived = self.spend(task, wait).await?;
        self.0.enter(task, SpanKind::Run);
        Ok(arrived)
    }
}

impl BlockingScheduler<'_> {
    /// Lets a wait pass, recorded as such.
    pub(super) async fn spend(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        match wait {
            Wait::Due { at_ms } => {
                let left_ms = self.0.until_due(task, at_ms);
                self.0.block(left_ms).await?;
                Ok(Arrived::Time)
            }
            Wait::Sleep { ms } => {
                self.0.enter(task, SpanKind::Wait);
                self.0.block(f64::from(ms)).await?;
                Ok(Arrived::Time)
            }
            Wait::Payload => self.0.receive_block(task).await,
            Wait::Fetch(resource) => {
                self.0.enter(task, SpanKind::Wait);
                let (address, before_ms) = self.0.address(task, &resource)?;
                if before_ms > 0 {
                    self.0.block(f64::from(before_ms)).await?;
                }
                self.0.check()?;
                let foreign = resource.url.is_some();
                self.0.tell(if foreign { request::TIMEOUT_MS } else { resource.delay_ms });
                let arrived = request::download_blocking(&address, resource.keep);
                // Letting go of its requests is how a run is called off: look before anything else.
                self.0.look_around().await?;
                arrived.map_err(|reason| self.0.failed(task, &reason))
            }
        }
    }
}
