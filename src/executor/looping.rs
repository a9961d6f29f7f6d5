//! An event loop: waits are awaited, and only an await gives the lane to another task.

use std::cell::Cell;

use super::{Context, Stop, Turns};
use crate::browser::{request, timer};
use crate::trace::Kind;
use crate::workload::{Arrived, Wait};

/// Turns of a lane on which many tasks are in progress.
pub(super) struct Looping<'a> {
    context: &'a Context,
    /// A computing task lets the others go on after so many ms; 0 for never.
    yield_ms: u32,
    /// The task that has the lane. It keeps it while it looks into the messages, which awaits without
    /// being an `await` of the task's.
    holder: Cell<Option<u32>>,
    /// Since when, ms.
    held_since_ms: Cell<f64>,
}

impl<'a> Looping<'a> {
    pub(super) fn new(context: &'a Context, yield_ms: u32) -> Self {
        Self { context, yield_ms, holder: Cell::new(None), held_since_ms: Cell::new(0.0) }
    }

    async fn take_lane(&self, task: u32) -> Result<(), Stop> {
        while self.holder.get().is_some() {
            timer::message_loop().await;
        }
        self.context.check()?;
        self.holder.set(Some(task));
        self.context.enter(task, Kind::Run);
        self.held_since_ms.set(self.context.now_ms());
        Ok(())
    }

    async fn spend(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        match wait {
            Wait::Sleep { ms } => {
                let due_ms = self.context.now_ms() + f64::from(ms);
                timer::sleep(ms).await;
                // The time was over while another task had the lane: since then this one could run.
                if self.context.last_run_end_ms() > due_ms {
                    self.context.enter_at(task, Kind::Ready, due_ms);
                }
                Ok(Arrived::Time)
            }
            Wait::Fetch(resource) => {
                let (address, before_ms) = self.context.address(task, &resource)?;
                if before_ms > 0 {
                    timer::sleep(before_ms).await;
                }
                let bytes = request::download(&address).await;
                bytes.map(Arrived::Bytes).map_err(|reason| self.context.failed(task, &reason))
            }
        }
    }
}

impl Turns for Looping<'_> {
    async fn resume(&self, task: u32) -> Result<(), Stop> {
        self.take_lane(task).await
    }

    async fn checkpoint(&self, task: u32) -> Result<(), Stop> {
        self.context.look_around().await?;
        let held_ms = self.context.now_ms() - self.held_since_ms.get();
        if self.yield_ms > 0 && held_ms >= f64::from(self.yield_ms) {
            self.context.enter(task, Kind::Ready);
            self.holder.set(None);
            timer::message_loop().await;
            self.take_lane(task).await?;
        }
        Ok(())
    }

    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop> {
        self.context.enter(task, Kind::Wait);
        self.holder.set(None);
        let arrived = self.spend(task, wait).await?;
        self.take_lane(task).await?;
        Ok(arrived)
    }

    fn finish(&self, task: u32, output: String) {
        self.holder.set(None);
        self.context.finish(task, output);
    }
}
