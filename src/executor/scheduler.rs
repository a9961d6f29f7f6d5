//! How a task is driven on a lane, and what happens between its slices.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};

use super::payload::PayloadSlot;
use crate::browser::clock::now_ms;
use crate::browser::request;
use crate::browser::run_flags::RunFlags;
use crate::browser::timer;
use crate::experiment::Source;
use crate::protocol::{Batch, Beginning, Setting};
use crate::trace::{ErrorCode, Recorder, RunError, SpanKind};
use crate::workload::{Arrived, ContentKind, Resource, Step, Task, Wait, Workload};

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
    /// Before the task is put aside, to go on when all tasks have come as far.
    fn park(&self, task: u32) {
        self.context().leave_at(task, self.context().now_ms());
    }
    /// After the task's last slice.
    fn finish(&self, task: u32, output: String) {
        self.context().finish(task, output);
    }
}

/// Why a task does not go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The run was called off.
    Cancelled,
    /// Something went wrong.
    Failed(RunError),
}

/// What a task was put aside with, and its number.
pub(super) type Parked = (u32, Vec<u8>);

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
        Beginning::Known(known) => (known, None),
        Beginning::Parked(body) => (Vec::new(), Some(Arrived::Body(body))),
    };
    let mut known = known.into_iter();
    loop {
        match work.advance(scheduler.context().since_zero_ms(), arrived.take()) {
            Step::Computing => scheduler.checkpoint(task).await?,
            Step::Waiting(wait) => {
                arrived = match known.next() {
                    Some(known) => Some(known),
                    None => Some(scheduler.wait(task, wait).await?),
                };
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

/// Spans are told at most this often, and at least this often while there are any, ms.
const TELL_MS: f64 = 50.0;
/// A lane that works says so at least this often, ms.
const SIGN_MS: f64 = 500.0;
/// Where no memory is shared, a lane that computes looks into its messages this often, ms.
const LOOK_MS: f64 = 50.0;

/// What every lane has: its number, its clock, its recorder, and the word that calls it off.
pub(super) struct LaneContext {
    pub(super) lane: u32,
    pub(super) flags: RunFlags,
    setting: Setting,
    /// When the run's tasks were first handed out, ms.
    zero_ms: Cell<f64>,
    /// Whether a cancellation can be seen only by going back to the message loop.
    deaf: bool,
    recorder: RefCell<Recorder>,
    outputs: RefCell<Vec<(u32, String)>>,
    total: Option<fn() -> u64>,
    payload: Option<PayloadSlot>,
    tell: Box<dyn Fn(Batch)>,
    told_ms: Cell<f64>,
    looked_ms: Cell<f64>,
}

impl LaneContext {
    /// For a lane that is called off through `flags`; they are its run's where memory is shared. `tell`
    /// brings what happens to the coordinator.
    pub(super) fn new(
        lane: u32,
        setting: Setting,
        flags: RunFlags,
        deaf: bool,
        tell: impl Fn(Batch) + 'static,
    ) -> Self {
        Self {
            lane,
            flags,
            deaf,
            recorder: RefCell::new(Recorder::new(lane, setting.recording)),
            setting,
            zero_ms: Cell::new(0.0),
            outputs: RefCell::default(),
            total: None,
            payload: None,
            tell: Box::new(tell),
            told_ms: Cell::new(f64::NEG_INFINITY),
            looked_ms: Cell::new(now_ms()),
        }
    }

    /// How many slices a poison has.
    pub(super) fn poison_slices(&self) -> u32 {
        self.setting.poison_slices
    }

    /// The present moment on the run's clock, ms.
    pub(super) fn now_ms(&self) -> f64 {
        now_ms() - self.setting.epoch_ms
    }

    /// The time since the run's tasks were first handed out, ms.
    pub(super) fn since_zero_ms(&self) -> f64 {
        self.now_ms() - self.zero_ms.get()
    }

    /// For a workload that counts in the lane's memory: tells what is there along with everything else.
    pub(super) fn set_total(&mut self, workload: &Workload) {
        self.total = workload.extras.totals.map(|totals| totals.actual);
    }

    /// For a workload whose tasks ask for a block: where it comes from.
    pub(super) fn set_supply(&mut self, payload: Option<PayloadSlot>) {
        self.payload = payload;
    }

    /// Comes back when the block that this task asks for is here.
    pub(super) async fn receive_block(&self, task: u32) -> Result<Arrived, Stop> {
        match &self.payload {
            Some(payload) => payload.receive(task, self).await,
            None => Ok(Arrived::Bytes(0)),
        }
    }

    /// The task needs its block no longer, if it had one.
    pub(super) fn put_down(&self, task: u32) {
        self.payload.iter().for_each(|payload| payload.put_down(task));
    }

    /// Says when the run's tasks were first handed out, ms.
    pub(super) fn set_zero(&self, zero_ms: f64) {
        self.zero_ms.set(zero_ms);
    }

    /// How long until a task is due, ms; where that is not over yet, the task has not begun.
    pub(super) fn until_due(&self, task: u32, at_ms: f64) -> f64 {
        let left_ms = at_ms - self.since_zero_ms();
        if left_ms > 0.0 {
            self.recorder.borrow_mut().forget(task);
        }
        left_ms
    }

    /// From now on the task is in a span of this kind.
    pub(super) fn enter(&self, task: u32, kind: SpanKind) {
        self.enter_at(task, kind, self.now_ms());
    }

    /// From this moment on, which may have passed, the task is in a span of this kind.
    pub(super) fn enter_at(&self, task: u32, kind: SpanKind, at_ms: f64) {
        self.recorder.borrow_mut().enter(task, kind, at_ms);
    }

    /// When this lane last stopped computing, ms.
    pub(super) fn last_run_end_ms(&self) -> f64 {
        self.recorder.borrow().last_run_end_ms()
    }

    /// At this moment the task's span on this lane ended.
    pub(super) fn leave_at(&self, task: u32, at_ms: f64) {
        self.recorder.borrow_mut().leave(task, at_ms);
    }

    /// The task is done.
    pub(super) fn finish(&self, task: u32, output: String) {
        self.recorder.borrow_mut().leave(task, self.now_ms());
        self.put_down(task);
        self.outputs.borrow_mut().push((task, output));
        self.tell_if_due();
    }

    /// Whether the run was called off.
    pub(super) fn check(&self) -> Result<(), Stop> {
        if self.flags.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// Between slices: tells what happened if it is time to, and whether to go on at all.
    pub(super) async fn look_around(&self) -> Result<(), Stop> {
        self.tell_if_due();
        if self.deaf && now_ms() - self.looked_ms.get() >= LOOK_MS {
            timer::message_loop().await;
            self.looked_ms.set(now_ms());
        }
        self.check()
    }

    /// Tells what happened, if there is anything and the last time is long enough ago.
    pub(super) fn tell_if_due(&self) {
        let since = self.now_ms() - self.told_ms.get();
        let anything = self.recorder.borrow().is_dirty() || !self.outputs.borrow().is_empty();
        if since >= SIGN_MS || (anything && since >= TELL_MS) {
            self.tell(0);
        }
    }

    /// Tells what happened; the lane may be silent for `patience_ms` from here.
    pub(super) fn tell(&self, patience_ms: u32) {
        self.told_ms.set(self.now_ms());
        let (spans, open) = self.recorder.borrow_mut().take();
        let outputs = self.outputs.take();
        let total = self.total.map(|total| total());
        let moved_bytes = self.payload.as_ref().map_or(0, PayloadSlot::take_moved);
        (self.tell)(Batch { lane: self.lane, spans, open, outputs, total, moved_bytes, patience_ms });
    }

    /// Blocks this thread for so long, unless the run is called off meanwhile.
    pub(super) async fn block(&self, ms: f64) -> Result<(), Stop> {
        let end = self.now_ms() + ms;
        // Awake now and then, to look into the messages or to give a sign of life.
        let longest = if self.deaf { LOOK_MS } else { SIGN_MS };
        self.tell(0);
        loop {
            let left = end - self.now_ms();
            if left <= 0.0 {
                return self.check();
            }
            self.flags.block(left.min(longest));
            self.look_around().await?;
        }
    }

    /// Where a request of this task goes, and how long this thread has to let pass before it, ms.
    ///
    /// # Errors
    /// Where the browser refuses to make a blob.
    pub(super) fn address(&self, task: u32, resource: &Resource) -> Result<(String, u32), Stop> {
        let Resource { delay_ms, size, form, url, .. } = resource;
        match (url, self.setting.source) {
            (Some(url), _) => Ok((url.clone(), 0)),
            (None, Source::ServiceWorker) => {
                let Setting { base, run, .. } = &self.setting;
                let form = match form {
                    ContentKind::Bytes => "bytes",
                    ContentKind::Json => "json",
                };
                let query = format!("run={run}&task={task}&delay={delay_ms}&size={size}&form={form}");
                Ok((format!("{base}source/?{query}"), 0))
            }
            (None, Source::Blob) => {
                let address =
                    request::blob_address(*form, *size).map_err(|error| self.failed(task, &error))?;
                Ok((address, *delay_ms))
            }
        }
    }

    /// Why a download failed; a run that was called off let go of its requests.
    pub(super) fn failed(&self, task: u32, reason: &str) -> Stop {
        if self.flags.is_cancelled() {
            return Stop::Cancelled;
        }
        let message = format!("The download of task {task} failed: {reason}.");
        Stop::Failed(RunError { code: ErrorCode::FetchFailed, message, task: Some(task) })
    }
}
