//! The page's state.

use std::rc::Rc;

use futures::channel::oneshot;
use leptos::prelude::*;

use super::canceller::Canceller;
use super::history::History;
use super::prediction::Guess;
use super::release::News;
use crate::exchange::{Refusal, SharedResult};
use crate::experiment::{
    Estimate, ExecutorName, Experiment, Features, Link, Notice, PageOptions, Parts, Planned, SweepStep,
};
use crate::render::LoopLag;
use crate::trace::{Figures, Pressure, RunError, RunMetrics, Trace};

/// The page's state: signals that views read, and that only a session's own actions change, but for the
/// experiment, which the form edits. A handle that can be copied anywhere on the page's thread.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is configured in the form.
    pub experiment: RwSignal<Experiment>,
    /// What the link says of the page.
    pub page: RwSignal<PageOptions>,
    /// Which parts of the compact page its host wants shown.
    pub parts: RwSignal<Parts>,
    /// The lesson that the link started from.
    pub lesson: RwSignal<Option<&'static str>>,
    /// What of the link was not understood.
    pub notices: RwSignal<Vec<Notice>>,
    /// What the link's fragment says that somebody else measured, or why that can't be shown.
    pub(super) theirs: RwSignal<Option<Result<SharedResult, Refusal>>>,
    /// What this browser offers here; `None` until it is known, some ms after the start.
    pub features: RwSignal<Option<Features>>,
    /// What is going on.
    pub status: RwSignal<Status>,
    /// The runs of the last start, in the order in which they are made; the ones to come included.
    pub runs: RwSignal<Vec<RunHandle>>,
    /// The figures of the runs made so far, by executor and step.
    pub summary: RwSignal<Vec<Figures>>,
    /// What the reader expects of the next start.
    pub guesses: RwSignal<Vec<Guess>>,
    /// What the reader expected of the last start.
    pub(super) expected: RwSignal<Vec<Guess>>,
    /// What the last start measured, in short, for links.
    pub(super) own: RwSignal<Option<SharedResult>>,
    /// What there is to be told of releases of the app.
    pub news: RwSignal<Option<News>>,
    /// Why the last start gave no result.
    pub problem: RwSignal<Option<RunError>>,
    /// The page's heartbeat during the last start.
    pub loop_lag: RwSignal<LoopLag>,
    /// How many cores' worth of computing this page gets, once calibration has told.
    pub measured_cores: RwSignal<Option<f64>>,
    /// Whether the page was hidden at any time during the last start's runs.
    pub was_hidden: RwSignal<bool>,
    /// What the browser told of the pressure on the processor.
    pub pressure: RwSignal<CpuPressure>,
    /// The runs that were made in this browser.
    pub history: History,
    /// Calls off the runs that are being made.
    pub(super) canceller: StoredValue<Option<Canceller>, LocalStorage>,
    /// What the last start was about, as it was when it began.
    pub(super) started: StoredValue<Experiment>,
    /// Whether the last start recorded spans.
    pub(super) recording: StoredValue<bool>,
    /// Told when views have something to show.
    pub(super) shown: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
    /// Who is told of what happens, beside the views.
    pub(super) listener: StoredValue<Option<Listener>, LocalStorage>,
}

/// What a browser told of the pressure on the processor; `None` where it told nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuPressure {
    /// The latest.
    pub now: Option<Pressure>,
    /// The highest during the last start's runs.
    pub highest: Option<Pressure>,
}

/// Something that happened which a host page wants to know.
#[derive(Clone, Debug)]
pub(super) enum SessionEvent {
    /// The experiment was changed from outside, or this browser's features became known.
    Configured,
    /// A start waits for another one in this browser to end.
    Waiting,
    /// A run begins.
    Started(Progress),
    /// Tasks of a run are done.
    Progressed(Progress),
    /// A start is over and has a result: what gives it as JSON, with so many spans.
    Finished(fn(Session, usize) -> String),
    /// A start is over, or never began, without a result.
    Failed(RunError),
}

/// Who is told of what happens.
pub(super) type Listener = Rc<dyn Fn(&SessionEvent)>;

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Nothing; Run can be pressed.
    Idle,
    /// A start waits for a click that accepts what it takes.
    Asking(Question),
    /// What makes the runs, and shows them, is being loaded.
    Loading,
    /// A start waits for another one, in another frame or tab, to end.
    Waiting,
    /// It is being found out how many cores there are.
    Calibrating,
    /// Runs are being made.
    Running(Progress),
    /// Cancel was pressed; the workers are ending.
    Cancelling,
}

/// What a click has to accept before a start.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What the start is expected to take.
    pub estimate: Estimate,
    /// The foreign host that would get requests, and how many.
    pub foreign: Option<(String, u32)>,
}

/// How far a start has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The run being made, as a place in [`Session::runs`].
    pub run: usize,
    /// How many runs there are.
    pub runs: usize,
    /// Tasks done in this run.
    pub done: u32,
    /// Tasks in this run.
    pub tasks: u32,
    /// When the start was made, ms on the page's clock.
    pub since_ms: f64,
    /// How long the start is expected to take in all, ms.
    pub expected_ms: f64,
}

/// One run: what was to be run, and what is known of it.
#[derive(Clone)]
pub struct RunHandle {
    /// How its tasks are run.
    pub executor: ExecutorName,
    /// Which repeat this is, from 0; a warm-up run counts as 0.
    pub repeat: u32,
    /// Whether it only warms up, so that its figures don't count.
    pub warmup: bool,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// The experiment with the step's value set.
    pub experiment: Experiment,
    /// Lanes in its pool.
    pub workers: u32,
    /// What is known of it so far; changes at most once a frame.
    pub live: ArcRwSignal<LiveRun>,
}

/// What is known of a run so far.
#[derive(Clone, Debug, Default)]
pub struct LiveRun {
    /// Where it stands.
    pub phase: RunState,
    /// Lanes and spans, ms since the run's epoch.
    pub trace: Trace,
    /// The present moment on the trace's clock, ms, while it goes on; open spans reach to here.
    pub now_ms: f64,
    /// Making the pool, ms.
    pub startup_ms: f64,
    /// What each task gave, by task, as far as they are done.
    pub outputs: Vec<Option<String>>,
    /// What was copied or moved between memories, bytes, when it is over.
    pub moved_bytes: u64,
    /// What one memory holds of the number that a `counter` counted in, when it is over.
    pub total: Option<u64>,
    /// The makespan, ms, when it is over.
    pub wall_ms: f64,
    /// The figures, when it is over.
    pub metrics: RunMetrics,
}

/// Where a run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RunState {
    /// Its turn has not come.
    #[default]
    Queued,
    /// Its pool is being made.
    Starting,
    /// Its tasks are being run.
    Running,
    /// All its tasks are done.
    Finished,
    /// It ended before its tasks did.
    Failed(RunError),
}

impl RunHandle {
    /// One that is to be made, on a machine of so many cores.
    pub fn new(planned: &Planned, cores: u32) -> Self {
        Self {
            executor: planned.executor.into(),
            repeat: planned.repeat,
            warmup: planned.warmup,
            step: planned.step.clone(),
            experiment: planned.experiment.clone(),
            workers: planned.executor.pool(planned.experiment.workers(cores)),
            live: ArcRwSignal::new(LiveRun::default()),
        }
    }
}

impl LiveRun {
    /// What each task gave, by task; empty where it has given nothing yet.
    pub fn known_outputs(&self) -> Vec<String> {
        self.outputs.iter().map(|output| output.clone().unwrap_or_default()).collect()
    }
}

impl Session {
    /// The state of a page that was opened with this link.
    pub fn new(link: Link) -> Self {
        Self {
            experiment: RwSignal::new(link.experiment),
            page: RwSignal::new(link.page),
            parts: RwSignal::new(Parts::default()),
            lesson: RwSignal::new(link.lesson),
            notices: RwSignal::new(link.notices),
            theirs: RwSignal::new(None),
            features: RwSignal::new(None),
            status: RwSignal::new(Status::Idle),
            runs: RwSignal::new(Vec::new()),
            summary: RwSignal::new(Vec::new()),
            guesses: RwSignal::new(Vec::new()),
            expected: RwSignal::new(Vec::new()),
            own: RwSignal::new(None),
            news: RwSignal::new(None),
            problem: RwSignal::new(None),
            loop_lag: RwSignal::new(LoopLag::default()),
            measured_cores: RwSignal::new(None),
            was_hidden: RwSignal::new(false),
            pressure: RwSignal::new(CpuPressure::default()),
            history: History::new(),
            canceller: StoredValue::new_local(None),
            started: StoredValue::new(Experiment::default()),
            recording: StoredValue::new(true),
            shown: StoredValue::new_local(None),
            listener: StoredValue::new_local(None),
        }
    }

    /// Tells the listener, if there is one.
    pub(super) fn tell(&self, event: &SessionEvent) {
        if let Some(listener) = self.listener.get_value() {
            listener(event);
        }
    }

    /// Whether there is a result to be shown: of runs, in the link, or pinned.
    pub fn has_something_to_show(&self) -> bool {
        !self.runs.with(Vec::is_empty)
            || self.theirs.with(Option::is_some)
            || self.history.kept.with(|kept| kept.pinned().is_some())
    }

    /// Whether runs are being made, or wait to be.
    pub fn is_busy(&self) -> bool {
        self.status.with(|status| !matches!(status, Status::Idle | Status::Asking(_)))
    }
}
