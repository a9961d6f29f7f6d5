//! What every lane has, however its tasks take turns: its number, its clock, what it writes down, and how it hears
//! that the run is called off.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};

use super::payload::PayloadSlot;
use super::stop::Stop;
use crate::browser::clock::now_ms;
use crate::browser::run_flags::RunFlags;
use crate::browser::timer;
use crate::browser::{memory, payload, request};
use crate::experiment::Experiment;
use crate::protocol::timing::{LANE_BATCH_MS, LANE_LOOK_MS, LANE_SIGN_MS};
use crate::protocol::{Batch, EncodedBatch, ResourceOrigin, Setting};
use crate::trace::{Detail, MemoryChange, PreemptionMeter, Reason, Recorder, SpanKind};
use crate::workload::{Arrived, Resource, Step, Task, Work};

thread_local! {
    /// What this thread has learnt. Each thread is one lane, but a pool's has another context for each task.
    static METER: RefCell<PreemptionMeter> = RefCell::default();
}

/// A lane, for the tasks that are on it.
pub(super) struct LaneContext {
    pub(super) lane: u32,
    pub(super) flags: RunFlags,
    setting: Setting,
    /// When the run's tasks were first handed out, ms.
    zero_ms: Cell<f64>,
    cancellation: Cancellation,
    recorder: RefCell<Recorder>,
    outputs: RefCell<Vec<(u32, String)>>,
    total: Option<fn() -> u64>,
    /// How long the lane may be silent at any time, beyond the usual, ms.
    patience_ms: u32,
    payload: Option<PayloadSlot>,
    /// What was told of the memory of this program, bytes, if it is the lane's own.
    program: Cell<Option<u64>>,
    tell: Box<dyn Fn(EncodedBatch)>,
    told_ms: Cell<f64>,
    looked_ms: Cell<f64>,
    /// When a critical section ended, ms, where the task on this lane has done nothing since.
    left_section_ms: Cell<Option<f64>>,
}

/// How a lane hears that its run is called off.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cancellation {
    /// By the run's flags, in memory that it shares with whoever sets them.
    ByFlags,
    /// By a message, which is heard only by going back to the message loop. It sets the lane's own flags.
    ByMessage,
}

impl LaneContext {
    /// For a lane that looks at `flags`; `tell` brings what happens to the coordinator.
    pub(super) fn new(
        lane: u32,
        setting: Setting,
        flags: RunFlags,
        cancellation: Cancellation,
        tell: impl Fn(EncodedBatch) + 'static,
    ) -> Self {
        Self {
            lane,
            flags,
            cancellation,
            recorder: RefCell::new(Recorder::new(lane, setting.recording)),
            setting,
            zero_ms: Cell::new(0.0),
            outputs: RefCell::default(),
            total: None,
            patience_ms: 0,
            payload: None,
            program: Cell::new(None),
            tell: Box::new(tell),
            told_ms: Cell::new(f64::NEG_INFINITY),
            looked_ms: Cell::new(now_ms()),
            left_section_ms: Cell::new(None),
        }
    }

    /// Forgets what an earlier run on this thread has taught it, and left behind.
    pub(super) fn begin_anew() {
        METER.take();
        payload::forget();
        memory::take_changes(0.0);
    }

    /// For a lane that has a memory of its own: tells of it along with everything else.
    pub(super) fn own_memory(&mut self) {
        self.program.set(Some(0));
    }

    /// What memory was taken and let go of since the last time.
    fn take_memory(&self) -> Vec<MemoryChange> {
        let mut changes = memory::take_changes(self.setting.epoch_ms);
        if let Some(told) = self.program.get() {
            let now = memory::of_program();
            self.program.set(Some(now));
            changes.extend(memory_grown(told, now, self.now_ms()));
        }
        changes
    }

    /// For a workload that counts in the lane's memory: tells what is there along with everything else.
    pub(super) fn count_total_of(&mut self, experiment: &Experiment) {
        self.total = experiment.workload.extras.totals.map(|totals| totals.actual);
    }

    /// For a loop with thousands of downloads in flight: while the browser hands them out and takes them in, no timer goes
    /// off for seconds, in any worker. It may be silent for a ms for each.
    pub(super) fn bear_with_downloads_of(&mut self, experiment: &Experiment) {
        let downloads = experiment.downloads();
        self.patience_ms = if downloads { experiment.tasks() } else { 0 };
    }

    /// For a workload whose tasks ask for a payload: where the lane has it from.
    pub(super) fn set_payload(&mut self, payload: Option<PayloadSlot>) {
        self.payload = payload;
    }

    /// Says when the run's tasks were first handed out, ms.
    pub(super) fn set_zero(&self, zero_ms: f64) {
        self.zero_ms.set(zero_ms);
    }

    /// Makes a task of this experiment.
    pub(super) fn make_task(&self, experiment: &Experiment, task: u32) -> Box<dyn Task> {
        experiment.task(task, self.setting.work_rate)
    }

    /// The present moment on the run's clock, ms.
    pub(super) fn now_ms(&self) -> f64 {
        now_ms() - self.setting.epoch_ms
    }

    /// How long until a task is due at this moment, ms; nothing is left where it is below 0.
    pub(super) fn until_due(&self, at_ms: f64) -> f64 {
        at_ms - (self.now_ms() - self.zero_ms.get())
    }

    /// The task is not due yet: it has not begun.
    pub(super) fn forget(&self, task: u32) {
        self.recorder.borrow_mut().forget(task);
    }

    /// From now on the task is in a span of this kind.
    pub(super) fn enter(&self, task: u32, kind: SpanKind) {
        self.enter_at(task, kind, self.now_ms());
    }

    /// From this moment on, which may have passed, the task is in a span of this kind.
    pub(super) fn enter_at(&self, task: u32, kind: SpanKind, at_ms: f64) {
        self.stop_computing(task);
        self.recorder.borrow_mut().enter(task, kind, at_ms);
    }

    /// Now the task's span on this lane ends.
    pub(super) fn leave(&self, task: u32) {
        self.leave_at(task, self.left_section_ms.take().unwrap_or_else(|| self.now_ms()));
    }

    /// At this moment the task's span on this lane ended.
    pub(super) fn leave_at(&self, task: u32, at_ms: f64) {
        self.stop_computing(task);
        self.recorder.borrow_mut().leave(task, at_ms);
    }

    /// The task computes, and from now on in its critical section.
    pub(super) fn begin_section(&self, task: u32) {
        self.stop_computing(task);
        self.recorder.borrow_mut().begin_section(task, self.now_ms());
    }

    /// The task computes, and from now on no longer in its critical section.
    pub(super) fn end_section(&self, task: u32) {
        self.stop_computing(task);
        self.recorder.borrow_mut().end_section(task, self.now_ms());
    }

    /// The task's critical section is about to end; if the task does nothing after it, its last span ends here.
    pub(super) fn leave_section(&self, task: u32) {
        self.end_section(task);
        self.left_section_ms.set(Some(self.now_ms()));
    }

    /// Has the task that this lane computes go on for a slice.
    pub(super) fn advance(&self, work: &mut dyn Task, arrived: Option<Arrived>) -> Step {
        let begun_ms = self.now_ms();
        let step = work.advance(begun_ms - self.zero_ms.get(), arrived);
        if !matches!(step, Step::Done(_)) {
            self.left_section_ms.set(None);
        }
        if self.setting.recording && self.setting.tells_preemption {
            self.note_work(work.worked(), begun_ms);
        }
        step
    }

    /// The lane has done so much work since this moment, ms.
    fn note_work(&self, work: Work, begun_ms: f64) {
        let end_ms = self.now_ms();
        METER.with_borrow_mut(|meter| {
            self.recorder.borrow_mut().note_work(meter, work, begun_ms, end_ms);
        });
    }

    /// The task stops computing, if this lane computed it.
    fn stop_computing(&self, task: u32) {
        METER.with_borrow_mut(|meter| self.recorder.borrow_mut().stop_computing(meter, task));
    }

    /// When this lane last stopped computing, ms.
    pub(super) fn last_run_end_ms(&self) -> f64 {
        self.recorder.borrow().last_run_end_ms()
    }

    /// The task is done.
    pub(super) fn finish(&self, task: u32, output: String) {
        self.leave(task);
        self.put_down(task);
        self.outputs.borrow_mut().push((task, output));
        self.tell_if_due();
    }

    /// Comes back when the payload that this task asks for is here.
    pub(super) async fn receive_payload(&self, task: u32) -> Result<Arrived, Stop> {
        let Some(payload) = &self.payload else { return Ok(Arrived::Bytes(0)) };
        if !payload.try_claim(task) {
            self.enter(task, SpanKind::Ready);
            payload.claim(task).await;
        }
        self.enter(task, SpanKind::Send);
        let look = || {
            self.tell_if_due();
            self.check()
        };
        payload.bring(look).await
    }

    /// The task needs its payload no longer, if it had one.
    pub(super) fn put_down(&self, task: u32) {
        self.payload.iter().for_each(|payload| payload.put_down(task));
    }

    /// Whether to go on: the run was not called off.
    pub(super) fn check(&self) -> Result<(), Stop> {
        if self.flags.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// Between slices: tells what happened if it is time to, and whether to go on at all.
    pub(super) async fn look_around(&self) -> Result<(), Stop> {
        self.tell_if_due();
        let looks = self.cancellation == Cancellation::ByMessage;
        if looks && now_ms() - self.looked_ms.get() >= f64::from(LANE_LOOK_MS) {
            self.recorder.borrow_mut().interrupt();
            timer::message_loop().await;
            self.looked_ms.set(now_ms());
        }
        self.check()
    }

    /// Tells what happened, if there is anything and the last time is long enough ago.
    pub(super) fn tell_if_due(&self) {
        let slice_end_ms = self.recorder.borrow().slice_end_ms();
        let now_ms = slice_end_ms.unwrap_or_else(|| self.now_ms());
        let since_ms = now_ms - self.told_ms.get();
        let anything = self.recorder.borrow().is_dirty() || !self.outputs.borrow().is_empty();
        if since_ms >= LANE_SIGN_MS || (anything && since_ms >= LANE_BATCH_MS) {
            self.tell(0);
        }
    }

    /// Tells what happened; the lane may be silent for `patience_ms` from here, beyond the usual.
    pub(super) fn tell(&self, patience_ms: u32) {
        let begun_ms = self.recorder.borrow().slice_end_ms();
        (self.tell)(self.take_batch(patience_ms));
        // Whoever is told wakes up, and often has this lane's core first.
        if let Some(begun_ms) = begun_ms {
            self.note_work(Work::TELLING, begun_ms);
        }
    }

    /// What happened since the last time, to be told; the lane may be silent for `patience_ms` from here, beyond the
    /// usual.
    pub(super) fn take_batch(&self, patience_ms: u32) -> EncodedBatch {
        self.told_ms.set(self.now_ms());
        let (spans, open) = self.recorder.borrow_mut().take();
        let (outputs, memory) = (self.outputs.take(), self.take_memory());
        let critical_ms = self.recorder.borrow_mut().take_critical_ms();
        let batch = Batch { lane: self.lane, spans, open, outputs, memory, critical_ms };
        let moved_bytes = self.payload.as_ref().map_or(0, PayloadSlot::take_moved);
        batch.addressed(self.total.map(|total| total()), moved_bytes, self.patience_ms + patience_ms)
    }

    /// Blocks this thread for so long, unless the run is called off meanwhile.
    pub(super) async fn block(&self, ms: f64) -> Result<(), Stop> {
        let end_ms = self.now_ms() + ms;
        // Awake now and then, to look into the messages or to give a sign of life.
        let longest_ms = match self.cancellation {
            Cancellation::ByMessage => f64::from(LANE_LOOK_MS),
            Cancellation::ByFlags => LANE_SIGN_MS,
        };
        self.tell(0);
        loop {
            let left_ms = end_ms - self.now_ms();
            if left_ms <= 0.0 {
                return self.check();
            }
            self.flags.block(left_ms.min(longest_ms));
            self.look_around().await?;
        }
    }

    /// Where a request of this task goes, and how long has to pass before it, ms.
    ///
    /// # Errors
    /// Where the browser refuses to make a blob.
    pub(super) fn address(&self, task: u32, resource: &Resource) -> Result<(String, u32), Stop> {
        match self.setting.origin(task, resource) {
            ResourceOrigin::Address(address) => Ok((address, 0)),
            ResourceOrigin::Blob { delay_ms, form, size } => {
                let address = request::blob_address(form, size);
                address.map(|address| (address, delay_ms)).map_err(|words| self.failed(task, words))
            }
        }
    }

    /// Why a download failed, as the browser or the server tells; a run that was called off let go of its requests.
    pub(super) fn failed(&self, task: u32, detail: impl Into<Detail>) -> Stop {
        match self.check() {
            Err(stop) => stop,
            Ok(()) => Reason::DownloadFailed { task, detail: detail.into() }.into(),
        }
    }
}

/// What a program's memory has grown by, if it has; from what was told of it, bytes.
pub(super) fn memory_grown(told: u64, now: u64, at_ms: f64) -> Option<MemoryChange> {
    let bytes = now.saturating_sub(told) as i64;
    (bytes > 0).then_some(MemoryChange { at_ms, bytes })
}
