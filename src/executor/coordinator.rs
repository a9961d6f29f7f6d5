//! A run, seen from the worker that coordinates it: what it hears of its lanes, and what it tells the page.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, LocalBoxFuture, select};
use futures::lock::Mutex;
use wasm_bindgen::JsValue;

use super::lane_context::memory_grown;
use crate::browser::clock::now_ms;
use crate::browser::memory;
use crate::browser::run_flags::RunFlags;
use crate::browser::timer;
use crate::browser::worker;
use crate::experiment::{ExecutorId, Experiment};
use crate::protocol::taking::Taker;
use crate::protocol::timing::{COORDINATOR_LOOK_MS, COORDINATOR_SIGN_MS, LANE_SETTLE_MS};
use crate::protocol::{Assignment, Batch, EncodedBatch, Parked, Report, Setting, Tally, Watch, encode};
use crate::trace::{Detail, Failure, Lane, Reason, Span, SpanKind};
use crate::workload::{Payload, Task};

/// What a coordinator hears.
pub(super) enum Event {
    /// A lane's program runs.
    Loaded(u32),
    /// A thread of a pool takes this task up.
    Begun(u32, u32),
    /// A task on a lane needs its payload.
    PayloadWanted(u32),
    /// A task was put aside, to go on when all tasks have come as far.
    Parked(Parked),
    /// A lane waits for tasks, since this moment on its own clock, ms.
    Idle(u32, f64),
    /// What happened on a lane.
    Batch(EncodedBatch),
    /// A lane can't go on.
    Failed(u32, Failure),
    /// A lane's script could not be loaded, or broke.
    Broken(u32, Detail),
    /// A taker of a queue is free.
    Free(Taker),
    /// The taker on this lane is gone.
    Vanished(u32),
    /// The page calls the run off.
    Cancel,
}

/// One run, seen from its coordinator.
pub(super) struct Coordinator {
    pub(super) executor: ExecutorId,
    pub(super) experiment: Experiment,
    pub(super) workers: u32,
    pub(super) setting: Setting,
    pub(super) flags: RunFlags,
    /// What the lanes send their events through.
    pub(super) events: mpsc::UnboundedSender<Event>,
    incoming: Mutex<mpsc::UnboundedReceiver<Event>>,
    watch: RefCell<Watch>,
    tally: RefCell<Tally>,
    /// When the pool was made and the tasks were first handed out, ms.
    zero_ms: Cell<Option<f64>>,
    /// When the page was last told that this worker is alive, ms.
    signed_ms: Cell<f64>,
    /// Wakes the coordinator where nothing else does. One for many events: to set a timer for each costs as much as what
    /// it has to do for one.
    look: RefCell<Option<LocalBoxFuture<'static, ()>>>,
    /// What the page was told of the memory of this program, and of all threads of it, bytes.
    program: Cell<u64>,
}

/// Tells the page.
pub(super) fn report(report: &Report) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(report), &JsValue::UNDEFINED);
}

/// Tells a coordinator, from wherever its events are sent.
pub(super) fn tell(events: &mpsc::UnboundedSender<Event>, event: Event) {
    // The receiver lives as long as the coordinator.
    let _ = events.unbounded_send(event);
}

impl Coordinator {
    /// Of the run that was assigned; `events` is where `incoming` comes from.
    pub(super) fn new(
        assignment: Assignment,
        flags: RunFlags,
        events: mpsc::UnboundedSender<Event>,
        incoming: mpsc::UnboundedReceiver<Event>,
    ) -> Self {
        let Assignment { experiment, executor, workers, setting } = assignment;
        Self {
            executor,
            workers,
            setting,
            tally: RefCell::new(Tally::new(experiment.tasks())),
            experiment,
            flags,
            events,
            incoming: Mutex::new(incoming),
            watch: RefCell::default(),
            zero_ms: Cell::new(None),
            signed_ms: Cell::new(0.0),
            look: RefCell::default(),
            program: Cell::new(0),
        }
    }

    /// The present moment on the run's clock, ms.
    pub(super) fn now_ms(&self) -> f64 {
        now_ms() - self.setting.epoch_ms
    }

    /// When the tasks were first handed out, ms.
    pub(super) fn zero_ms(&self) -> f64 {
        self.zero_ms.get().unwrap_or_default()
    }

    /// Makes a task.
    pub(super) fn task(&self, task: u32) -> Box<dyn Task> {
        self.experiment.task(task, self.setting.work_rate)
    }

    /// The payload that its tasks ask for, if they do.
    pub(super) fn payload(&self) -> Option<Payload> {
        self.experiment.payload()
    }

    /// The next thing that happened, but for what concerns every run alike: batches go on to the page, tasks that
    /// were put aside are kept, lanes are watched, and the page hears now and then that this worker is alive.
    ///
    /// # Errors
    /// The run was called off, or a lane failed or was lost.
    pub(super) async fn next_event(&self) -> Result<Option<Event>, Failure> {
        let event = {
            let mut incoming = self.incoming.lock().await;
            let look = self.look.take().unwrap_or_else(|| Box::pin(timer::sleep(COORDINATOR_LOOK_MS)));
            match select(incoming.next(), look).await {
                Either::Left((event, look)) => {
                    self.look.replace(Some(look));
                    event
                }
                Either::Right(_) => None,
            }
        };
        let now_ms = self.now_ms();
        if now_ms - self.signed_ms.get() >= COORDINATOR_SIGN_MS {
            self.signed_ms.set(now_ms);
            report(&Report::Alive);
            self.tell_memory();
        }
        // Looked after by time, not only when nothing happens: a busy lane must not hide a dead one.
        self.watch.borrow_mut().look(now_ms)?;
        match event {
            Some(Event::Batch(batch)) => {
                self.forward(batch);
                Ok(None)
            }
            Some(Event::Begun(lane, task)) => {
                self.expect(lane, task);
                Ok(None)
            }
            Some(Event::Parked(parked)) => {
                self.tally.borrow_mut().park(parked);
                Ok(None)
            }
            Some(Event::Idle(lane, at_ms)) => {
                self.watch.borrow_mut().release(lane);
                Ok(Some(Event::Idle(lane, at_ms)))
            }
            Some(Event::Cancel) => Err(Reason::Cancelled.into()),
            Some(Event::Failed(lane, failure)) => Err(self.with_task(lane, failure)),
            Some(Event::Broken(lane, detail)) => Err(self.broken(lane, detail)),
            Some(event) => Ok(Some(event)),
            None => match self.flags.trapped() {
                None => Ok(None),
                task => Err(Reason::WorkerBroke { task, detail: Detail::ProgramError }.into()),
            },
        }
    }

    /// Tells the page that the pool is made: its lanes, and when each was first there, ms. The first task
    /// comes next.
    pub(super) fn ready(&self, asked_ms: f64, pool: Vec<(Lane, f64)>) {
        let lanes = pool.iter().map(|(lane, _)| lane.into()).collect();
        report(&Report::Ready { lanes, startup_ms: self.now_ms() - asked_ms });
        for (lane, alive_ms) in pool {
            self.tell_start(lane.id, asked_ms, alive_ms);
        }
        self.tell_memory();
        self.zero_ms.set(Some(self.now_ms()));
    }

    /// Tells the page of a lane that was made from `asked_ms` on, and was there `alive_ms` for the first time.
    pub(super) fn tell_start(&self, lane: u32, asked_ms: f64, alive_ms: f64) {
        if self.setting.recording {
            let start =
                Span { lane, task: None, kind: SpanKind::Start, start_ms: asked_ms, end_ms: alive_ms };
            report(&Report::Batch(Batch { lane, spans: vec![start], ..Batch::default() }.encode()));
        }
    }

    /// Whether the pool is made.
    pub(super) fn has_begun(&self) -> bool {
        self.zero_ms.get().is_some()
    }

    /// Tells the page what memory this worker has taken and let go of, if it has.
    fn tell_memory(&self) {
        let mut changes = memory::take_changes(self.setting.epoch_ms);
        let now = memory::of_program();
        changes.extend(memory_grown(self.program.replace(now), now, self.now_ms()));
        if !changes.is_empty() {
            report(&Report::Memory(changes));
        }
    }

    /// Tells the page that all tasks are done.
    pub(super) fn finish(&self) {
        self.tell_memory();
        let tally = self.tally.borrow();
        let own = self.experiment.workload.extras.totals.map(|totals| (totals.actual)());
        report(&Report::Finished {
            elapsed_ms: self.now_ms() - self.zero_ms(),
            total: tally.total(own),
            moved_bytes: tally.moved_bytes(),
        });
    }

    /// From now on this lane, which is about to begin with this task, has to be heard of.
    pub(super) fn expect(&self, lane: u32, task: u32) {
        self.watch.borrow_mut().expect(lane, task, self.now_ms());
    }

    /// This lane is not heard of any more.
    pub(super) fn release(&self, lane: u32) {
        self.watch.borrow_mut().release(lane);
    }

    /// Whether all tasks are done.
    pub(super) fn is_finished(&self) -> bool {
        self.tally.borrow().is_finished()
    }

    /// The tasks that were put aside, once all others are done; see [`Tally::take_due`].
    pub(super) fn take_due(&self) -> Vec<Parked> {
        self.tally.borrow_mut().take_due()
    }

    /// So much more was copied or moved between memories, bytes.
    pub(super) fn count_moved(&self, bytes: usize) {
        self.tally.borrow_mut().count_moved(bytes);
    }

    /// Names the task that a lane was at when it failed.
    pub(super) fn with_task(&self, lane: u32, failure: Failure) -> Failure {
        let task = failure.task.or_else(|| self.watch.borrow().task_of(lane));
        Failure { task, ..failure }
    }

    /// A lane's worker broke: before its pool was made it has not started, after that it was in the middle of a task.
    fn broken(&self, lane: u32, detail: Detail) -> Failure {
        match self.zero_ms.get() {
            None => Reason::WorkerNotStarted { lane, detail }.into(),
            Some(_) => self.with_task(lane, Reason::WorkerBroke { task: None, detail }.into()),
        }
    }

    /// Takes in the batches that have come and were not read yet. For whoever reads events, when it stops doing so.
    pub(super) fn forward_the_rest(&self) {
        // Whoever reads events has the lock, and is the one who calls this.
        let Some(mut incoming) = self.incoming.try_lock() else { return };
        while let Ok(event) = incoming.try_recv() {
            if let Event::Batch(batch) = event {
                self.forward(batch);
            }
        }
    }

    /// Counts what a batch tells, and sends it on to the page.
    fn forward(&self, EncodedBatch { head, body }: EncodedBatch) {
        self.watch.borrow_mut().hear(&head, self.now_ms());
        self.tally.borrow_mut().count(&head);
        report(&Report::Batch(body));
    }

    /// Calls the tasks off and gives the lanes the time to stop. They have to before the page ends this
    /// worker: a thread that is ended while it computes or blocks goes on for seconds in some browsers.
    pub(super) async fn call_off(&self) {
        self.flags.cancel();
        self.tell_memory();
        let end_ms = self.now_ms() + LANE_SETTLE_MS;
        while !self.watch.borrow().is_idle() && self.now_ms() < end_ms {
            // What fails now was called off.
            let _ = self.next_event().await;
        }
    }
}
