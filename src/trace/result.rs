//! The result document, `interleave/result/1`: what a run tells a host page, and what export saves.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::timeline::MOST_SPANS;
use super::{Lane, Latencies, Metrics, Pressure, RunError, Span, Summary, Trace, cores_there_are};
use crate::experiment::{ExecutorName, Experiment, SweepStep};
use crate::workload::MOST_TASKS;

/// The document's name and version.
pub const SCHEMA: &str = "interleave/result/1";
/// The most outputs of one run: of all tasks and the poison.
pub const MOST_OUTPUTS: usize = MOST_TASKS as usize + 1;

/// Everything that was measured for one experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDocument {
    /// [`SCHEMA`].
    pub schema: String,
    /// The experiment, as its canonical link.
    pub experiment: String,
    /// Where it was measured.
    pub environment: Environment,
    /// The figures of each executor, over all its measured runs.
    pub summary: Vec<Summary>,
    /// The runs, in the order in which they were made.
    pub runs: Vec<Run>,
}

/// Where a result was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// How many cores the browser says the machine has.
    pub hardware_concurrency: u32,
    /// How many cores' worth of computing calibration found; `None` where it was not made.
    pub measured_cores: Option<f64>,
    /// Whose the cores were during the runs.
    #[serde(default)]
    pub cores: Cores,
    /// Whether the page could share memory among its threads.
    pub cross_origin_isolated: bool,
    /// The smallest step that the clock was seen to take, ms.
    pub clock_resolution_ms: f64,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Whether the page was hidden at any time during the runs.
    pub hidden_while_running: bool,
    /// The highest pressure on the processor that the browser told of during the runs; `None` where it told of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_pressure: Option<Pressure>,
    /// How much work took a millisecond, squares summed; only where a task's work was given as a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_per_ms: Option<u64>,
    /// The version of this program.
    pub app_version: String,
}

impl Environment {
    /// How many cores there are to compute on.
    pub fn cores_there_are(&self) -> u32 {
        cores_there_are(self.hardware_concurrency, self.cores.measured)
    }
}

/// Whose the cores were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cores {
    /// How many lanes had that wanted one, in calibration: see [`super::cores_had`]. `None` where it can't be told.
    pub measured: Option<f64>,
    /// What others took of them: see [`super::CoreTime::taken`]. `None` where it can't be told.
    pub taken: Option<f64>,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The executor.
    pub executor: ExecutorName,
    /// Lanes in its pool.
    pub workers: u32,
    /// Which repeat, from 0.
    pub repeat: u32,
    /// Whether it only warmed up.
    pub warmup: bool,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// Making the pool, before the first task, ms.
    pub startup_ms: f64,
    /// The makespan: first task's beginning to last task's end, ms.
    pub wall_ms: f64,
    /// What each task gave, by task.
    #[serde(deserialize_with = "at_most::<MOST_OUTPUTS, _, _>")]
    pub outputs: Vec<String>,
    /// How often jobs were handed out; of a queue only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<u64>,
    /// The lanes.
    pub lanes: Vec<Lane>,
    /// The spans, in order of their beginning; 0 is the first task's beginning.
    #[serde(deserialize_with = "at_most::<MOST_SPANS, _, _>")]
    pub spans: Vec<Span>,
    /// Spans left out of `spans`. No metric leaves them out.
    pub dropped_spans: u64,
    /// The figures.
    pub metrics: RunMetrics,
    /// How long requests took to be answered; where outputs are latencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latencies: Option<Latencies>,
    /// What was copied or moved between memories, bytes.
    pub moved_bytes: u64,
    /// What all tasks together came to; where the workload has such a thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
    /// What ended the run early; it keeps what it measured.
    pub error: Option<RunError>,
}

/// What all tasks of a run together should have come to, and what they came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// What it should be.
    pub expected: u64,
    /// What one memory held at the end.
    pub actual: u64,
}

impl Totals {
    /// How many updates were lost.
    pub fn lost(self) -> u64 {
        self.expected.saturating_sub(self.actual)
    }

    /// Of an experiment, one memory of which held `actual` at the end.
    pub fn of(experiment: &Experiment, actual: Option<u64>) -> Option<Self> {
        let totals = experiment.workload.extras.totals?;
        Some(Self { expected: (totals.expected)(&experiment.values), actual: actual? })
    }
}

/// One run's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunMetrics {
    /// The most tasks in progress at once.
    pub peak_concurrency: u32,
    /// Tasks in progress on average.
    pub mean_concurrency: f64,
    /// The most lanes computing at once, each on a core.
    pub peak_parallelism: u32,
    /// Lanes computing on average.
    pub mean_parallelism: f64,
    /// Time spent computing, all lanes together, ms.
    pub busy_ms: f64,
    /// What of that was in critical sections, holding the lock of the lane's memory, ms; only where tasks have such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical_ms: Option<f64>,
    /// Time in which lanes would have computed and had no core, all lanes together, ms.
    #[serde(default)]
    pub preempted_ms: f64,
    /// The most memory that the run held at once, bytes: that of its coordinator's and lanes' programs, and bodies and
    /// blocks outside of them; `None` where nobody told.
    #[serde(default)]
    pub memory_bytes: Option<u64>,
    /// How many times sooner than `sequential` in the same repeat and step.
    pub speedup: Option<f64>,
    /// Speedup for each lane of the pool.
    pub efficiency: Option<f64>,
    /// The longest that the page could not answer during the run, ms.
    pub longest_page_stall_ms: f64,
}

/// The figures that a trace tells, and nothing of others beside it or of the page.
impl From<Metrics> for RunMetrics {
    fn from(metrics: Metrics) -> Self {
        Self {
            peak_concurrency: metrics.peak_concurrency,
            mean_concurrency: metrics.mean_concurrency,
            peak_parallelism: metrics.peak_parallelism,
            mean_parallelism: metrics.mean_parallelism,
            busy_ms: metrics.busy_ms,
            preempted_ms: metrics.preempted_ms,
            ..Self::default()
        }
    }
}

impl Run {
    /// A run of which nothing was measured yet.
    pub fn new(executor: impl Into<ExecutorName>, workers: u32) -> Self {
        Self {
            executor: executor.into(),
            workers,
            repeat: 0,
            warmup: false,
            step: None,
            startup_ms: 0.0,
            wall_ms: 0.0,
            outputs: Vec::new(),
            deliveries: None,
            lanes: Vec::new(),
            spans: Vec::new(),
            dropped_spans: 0,
            metrics: RunMetrics::default(),
            latencies: None,
            moved_bytes: 0,
            totals: None,
            error: None,
        }
    }

    /// Fills in a trace's spans, 0 being the first task's beginning: all of them, or the `most` longest,
    /// which are the ones that can be seen. The rest counts as dropped.
    pub fn add_spans(&mut self, trace: &Trace, most: usize) {
        let origin = trace.origin_ms().unwrap_or(0.0);
        let relative =
            |span: &Span| Span { start_ms: span.start_ms - origin, end_ms: span.end_ms - origin, ..*span };
        self.spans = trace.spans().iter().map(relative).collect();
        let excess = self.spans.len().saturating_sub(most);
        // The longest come last; of none, nothing has to be in order.
        if (1..self.spans.len()).contains(&excess) {
            self.spans.select_nth_unstable_by(excess, |a, b| a.ms().total_cmp(&b.ms()));
        }
        self.spans.drain(..excess);
        self.spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        self.dropped_spans = trace.dropped() + excess as u64;
    }

    /// The trace that these spans tell of.
    pub fn trace(&self) -> Trace {
        let mut trace = self.begin_trace(self.spans.len());
        self.spans.iter().for_each(|span| trace.push(*span));
        trace
    }

    /// The same, and the run is left without spans: a million are kept once.
    pub fn take_trace(&mut self) -> Trace {
        let trace = self.trace();
        self.spans = Vec::new();
        trace
    }

    /// A trace of this run's lanes, which is to have so many spans and has none yet.
    pub fn begin_trace(&self, spans: usize) -> Trace {
        let mut trace = Trace::default();
        trace.lanes.clone_from(&self.lanes);
        trace.reserve(spans);
        trace.note_dropped(self.dropped_spans);
        trace
    }
}

/// Reads a list, but no more of it than there can be: a file may hold more than memory does.
fn at_most<'de, const MOST: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct Bounded<const MOST: usize, T>(std::marker::PhantomData<T>);

    impl<'de, const MOST: usize, T: Deserialize<'de>> Visitor<'de> for Bounded<MOST, T> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
            write!(formatter, "a list of at most {MOST}")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let mut found = Vec::new();
            while let Some(one) = list.next_element()? {
                if found.len() == MOST {
                    return Err(A::Error::invalid_length(MOST + 1, &self));
                }
                found.push(one);
            }
            Ok(found)
        }
    }

    deserializer.deserialize_seq(Bounded::<MOST, T>(std::marker::PhantomData))
}
