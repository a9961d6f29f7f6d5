//! The worker that a run happens in: it has the lanes made, hears them, and tells the page.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use futures::lock::Mutex;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::scheduler::Parked;
use super::{event_loop, locked_threads, offload, process_loops, processes, sequential, threads};
use crate::browser::clock::now_ms;
use crate::browser::run_flags::RunFlags;
use crate::browser::timer;
use crate::browser::worker::{self, Incoming};
use crate::experiment::{ExecutorId, Experiment, parse};
use crate::protocol::watch::{LOOK_MS, Watch};
use crate::protocol::{Assignment, Batch, Report, Setting, decode, encode};
use crate::trace::{ErrorCode, Lane, RunError, Span, SpanKind};
use crate::workload::{Payload, Task};

/// How often the page hears that the coordinator is there, ms.
const SIGN_MS: f64 = 500.0;
/// How long lanes get to stop by themselves when a run ends before its tasks do, ms.
const SETTLE_MS: f64 = 300.0;

/// What a coordinator hears.
pub(super) enum Event {
    /// A lane's program runs.
    Loaded(u32),
    /// A thread of a pool takes this task up.
    Begun(u32, u32),
    /// A task on a lane asks for its block.
    Asked(u32),
    /// A task was put aside, to go on when all tasks have come as far.
    Parked(Parked),
    /// A lane waits for tasks, since this moment on its own clock, ms.
    Idle(u32, f64),
    /// What happened on a lane.
    Batch(Batch),
    /// A lane can't go on.
    Failed(u32, RunError),
    /// A lane's script could not be loaded, or broke.
    Broken(u32, String),
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
    done: Cell<u32>,
    /// What was copied or moved between memories, bytes.
    moved_bytes: Cell<u64>,
    /// What the memory of the first lane holds, and which lane that is.
    first_total: Cell<Option<(u32, u64)>>,
    began_ms: Cell<f64>,
    signed_ms: Cell<f64>,
}

/// Coordinates a run: waits for the assignment, makes the run, and tells the page how it ended.
pub fn coordinate() {
    let (events, incoming) = mpsc::unbounded();
    let (assign, mut assigned) = mpsc::unbounded();
    let flags = RunFlags::own();
    let (heard, cancel) = (flags.clone(), events.clone());
    worker::listen(move |message| match message {
        // The receivers live as long as the worker.
        Incoming::Cancel => {
            heard.cancel();
            let _ = cancel.unbounded_send(Event::Cancel);
        }
        Incoming::Message(bytes, _) => {
            let _ = decode::<Assignment>(&bytes).map(|assignment| assign.unbounded_send(assignment));
        }
        Incoming::Close | Incoming::Error(_) => {}
    });
    // Where memory can't be shared this fails, and the page calls a run off by message alone.
    if worker::post(&encode(&Report::Loaded), &flags.handle()).is_err() {
        report(&Report::Loaded);
    }
    spawn_local(async move {
        let Some(assignment) = assigned.next().await else { return };
        let outcome = match Coordinator::new(assignment, flags, events, incoming) {
            Ok(run) => run.make().await,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            report(&Report::Failed(error));
        }
    });
}

/// Tells the page.
fn report(report: &Report) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(report), &JsValue::UNDEFINED);
}

impl Coordinator {
    fn new(
        assignment: Assignment,
        flags: RunFlags,
        events: mpsc::UnboundedSender<Event>,
        incoming: mpsc::UnboundedReceiver<Event>,
    ) -> Result<Self, RunError> {
        let experiment = parse(&assignment.experiment).experiment;
        Ok(Self {
            executor: assignment.executor,
            workers: assignment.workers,
            setting: assignment.setting.calibrated(&experiment, now_ms),
            experiment,
            flags,
            events,
            incoming: Mutex::new(incoming),
            watch: RefCell::default(),
            done: Cell::new(0),
            moved_bytes: Cell::new(0),
            first_total: Cell::new(None),
            began_ms: Cell::new(0.0),
            signed_ms: Cell::new(0.0),
        })
    }

    async fn make(&self) -> Result<(), RunError> {
        self.run().await?;
        let elapsed_ms = self.now_ms() - self.began_ms.get();
        report(&Report::Finished { elapsed_ms, total: self.total(), moved_bytes: self.moved_bytes.get() });
        Ok(())
    }

    /// Runs all tasks with the executor that the assignment names.
    async fn run(&self) -> Result<(), RunError> {
        match self.executor {
            ExecutorId::Sequential => sequential::run(self).await,
            ExecutorId::EventLoop => event_loop::run(self).await,
            ExecutorId::LockedThreads => locked_threads::run(self).await,
            ExecutorId::Threads => threads::run(self).await,
            ExecutorId::Processes => processes::run(self).await,
            ExecutorId::Offload => offload::run(self).await,
            ExecutorId::ProcessLoops => process_loops::run(self).await,
            ExecutorId::Page => Err(RunError::new(ErrorCode::BadExperiment, "The page makes its own runs.")),
        }
    }

    /// What one memory holds of the number that a `counter` counted in: this one, if its threads counted
    /// here, else that of the first lane that said so.
    fn total(&self) -> Option<u64> {
        let own = self.experiment.workload.extras.totals.map(|totals| (totals.actual)());
        own.filter(|total| *total > 0).or(self.first_total.get().map(|(_, total)| total))
    }

    /// The present moment on the run's clock, ms.
    pub(super) fn now_ms(&self) -> f64 {
        now_ms() - self.setting.epoch_ms
    }

    /// The next thing that happened, but for what concerns every run alike: batches go on to the page,
    /// lanes are watched, and the page hears now and then that this worker is alive.
    ///
    /// # Errors
    /// The run was called off, or a lane failed or was lost.
    pub(super) async fn next_event(&self) -> Result<Option<Event>, RunError> {
        let event = {
            let mut incoming = self.incoming.lock().await;
            match select(incoming.next(), Box::pin(timer::sleep(LOOK_MS))).await {
                Either::Left((event, _)) => event,
                Either::Right(_) => None,
            }
        };
        let now_ms = self.now_ms();
        if now_ms - self.signed_ms.get() >= SIGN_MS {
            self.signed_ms.set(now_ms);
            report(&Report::Alive);
        }
        // Looked after by time, not only when nothing happens: a busy lane must not hide a dead one.
        self.watch.borrow_mut().look(now_ms)?;
        match event {
            Some(Event::Batch(batch)) => {
                self.watch.borrow_mut().heard(&batch, now_ms);
                self.done.set(self.done.get() + batch.outputs.len() as u32);
                self.count_moved(batch.moved_bytes);
                if let Some(total) = batch.total
                    && self.first_total.get().is_none_or(|(lane, _)| batch.lane <= lane)
                {
                    self.first_total.set(Some((batch.lane, total)));
                }
                report(&Report::Batch(batch));
                Ok(None)
            }
            Some(Event::Cancel) => Err(RunError::cancelled()),
            Some(Event::Failed(lane, error)) => Err(self.with_task(lane, error)),
            Some(Event::Begun(lane, task)) => {
                self.expect(lane, task);
                Ok(None)
            }
            Some(Event::Idle(lane, at_ms)) => {
                self.watch.borrow_mut().release(lane);
                Ok(Some(Event::Idle(lane, at_ms)))
            }
            None => match self.flags.trapped() {
                Some(task) => Err(trapped(Some(task), "its program ran into an error")),
                None => Ok(None),
            },
            other => Ok(other),
        }
    }

    /// Tells the page that the pool is made: its lanes, and when each was first there, ms. The first task
    /// comes next.
    pub(super) fn ready(&self, asked_ms: f64, pool: Vec<(Lane, f64)>) {
        let starts: Vec<Span> = pool
            .iter()
            .map(|(lane, alive_ms)| Span {
                lane: lane.id,
                task: None,
                kind: SpanKind::Start,
                start_ms: asked_ms,
                end_ms: *alive_ms,
            })
            .collect();
        let lanes = pool.into_iter().map(|(lane, _)| lane).collect();
        report(&Report::Ready { lanes, startup_ms: self.now_ms() - asked_ms });
        for start in starts.into_iter().filter(|_| self.setting.recording) {
            report(&Report::Batch(Batch { lane: start.lane, spans: vec![start], ..Batch::default() }));
        }
        self.began_ms.set(self.now_ms());
    }

    /// Makes a task.
    pub(super) fn task(&self, task: u32) -> Box<dyn Task> {
        self.experiment.task(task, self.setting.poison_slices)
    }

    /// The block that its tasks ask for, if they do.
    pub(super) fn block(&self) -> Option<Payload> {
        self.experiment.block()
    }

    /// When the tasks were first handed out, ms.
    pub(super) fn zero_ms(&self) -> f64 {
        self.began_ms.get()
    }

    /// From now on this lane, which is about to begin with this task, has to be heard of.
    pub(super) fn expect(&self, lane: u32, task: u32) {
        self.watch.borrow_mut().expect(lane, task, self.now_ms());
    }

    /// Whether all tasks are done.
    pub(super) fn is_finished(&self) -> bool {
        self.done.get() >= self.experiment.tasks()
    }

    /// So much more was copied or moved between memories, bytes.
    pub(super) fn count_moved(&self, bytes: u64) {
        self.moved_bytes.set(self.moved_bytes.get() + bytes);
    }

    /// Whether all tasks are done but these, which were put aside; not where there are none.
    pub(super) fn is_all_but(&self, parked: usize) -> bool {
        parked > 0 && self.done.get() as usize + parked == self.experiment.tasks() as usize
    }

    /// Names the task that a lane was at when it failed.
    pub(super) fn with_task(&self, lane: u32, error: RunError) -> RunError {
        let task = error.task.or_else(|| self.watch.borrow().task_of(lane));
        RunError { task, ..error }
    }

    /// Tells the page what has happened but was not heard yet.
    pub(super) fn drain(&self) {
        // Nobody waits for an event meanwhile: this is called by the one who does.
        let Some(mut incoming) = self.incoming.try_lock() else { return };
        while let Ok(event) = incoming.try_recv() {
            if let Event::Batch(batch) = event {
                report(&Report::Batch(batch));
            }
        }
    }

    /// Calls the tasks off and gives the lanes the time to stop. They have to before the page ends this
    /// worker: a thread that is ended while it computes or blocks goes on for seconds in some browsers.
    pub(super) async fn call_off(&self) {
        self.flags.cancel();
        let end_ms = self.now_ms() + SETTLE_MS;
        while !self.watch.borrow().is_idle() && self.now_ms() < end_ms {
            // What fails now was called off.
            let _ = self.next_event().await;
        }
    }
}

/// A worker's program ran into an error.
pub(super) fn trapped(task: Option<u32>, reason: &str) -> RunError {
    let whose = task.map(|task| format!(" of task {task}")).unwrap_or_default();
    RunError { code: ErrorCode::Trap, message: format!("The worker{whose} stopped: {reason}."), task }
}
