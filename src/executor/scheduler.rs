//! How a task is driven on a lane, and who decides what happens between its slices.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use super::lane_context::LaneContext;
use super::stop::Stop;
use crate::protocol::{Beginning, Parked};
use crate::workload::{Arrived, Step, Task, Wait};

/// What a model decides: how its tasks wait, and who goes on in between.
pub(super) trait Scheduler {
    /// The lane that the tasks are on.
    fn context(&self) -> &LaneContext;
    /// Before the task's first slice: comes back when it may compute.
    async fn resume(&self, task: u32) -> Result<(), Stop>;
    /// Between two slices.
    async fn checkpoint(&self, task: u32) -> Result<(), Stop>;
    /// Spends a wait; comes back when the task may compute again.
    async fn wait(&self, task: u32, wait: Wait) -> Result<Arrived, Stop>;
    /// Comes back when the task computes and holds the one lock that all tasks of its memory share.
    async fn lock(&self, task: u32) -> Result<(), Stop>;
    /// The task lets go of that lock, and computes on.
    fn unlock(&self, task: u32);
    /// A task is put aside or done: whatever it had of the lane is another's now.
    fn let_go(&self) {}
    /// Before the task is put aside, to go on when all tasks have come as far.
    fn park(&self, task: u32) {
        self.context().leave(task);
        self.let_go();
    }
    /// After the task's last slice.
    fn finish(&self, task: u32, output: String) {
        self.context().finish(task, output);
        self.let_go();
    }
}

/// Advances a task to its end, or until it is to be put aside.
pub(super) async fn drive(
    task: u32,
    mut work: Box<dyn Task>,
    beginning: Beginning,
    scheduler: &impl Scheduler,
) -> Result<Option<Parked>, Stop> {
    scheduler.resume(task).await?;
    let (known, mut arrived) = match beginning {
        Beginning::Fresh => (Vec::new(), None),
        Beginning::AfterWaits(known) => (known, None),
        Beginning::Parked(body) => (Vec::new(), Some(Arrived::Body(body))),
    };
    let mut known = known.into_iter();
    loop {
        match scheduler.context().advance(&mut *work, arrived.take()) {
            Step::Computing => scheduler.checkpoint(task).await?,
            Step::Waiting(wait) => {
                arrived = match known.next() {
                    Some(known) => Some(known),
                    None => Some(scheduler.wait(task, wait).await?),
                };
            }
            Step::Lock => scheduler.lock(task).await?,
            Step::Unlock => scheduler.unlock(task),
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
