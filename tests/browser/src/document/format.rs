//! The format, read strictly: a field that is not known, or missing, is an error.

use serde::Deserialize;
use serde_json::Value;

/// The whole document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Document {
    pub schema: String,
    pub experiment: String,
    pub environment: Environment,
    pub summary: Vec<Summary>,
    pub runs: Vec<Run>,
}

/// Where it was measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Environment {
    pub hardware_concurrency: u32,
    pub measured_cores: Option<f64>,
    pub cores: Cores,
    pub cross_origin_isolated: bool,
    pub clock_resolution_ms: f64,
    pub user_agent: String,
    pub hidden_while_running: bool,
    pub cpu_pressure: Option<String>,
    pub work_per_ms: Option<u64>,
    pub app_version: String,
}

/// Whose the cores were.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cores {
    pub measured: Option<f64>,
    pub taken: Option<f64>,
}

/// An executor's figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Summary {
    pub executor: String,
    pub step: Option<Step>,
    pub median_wall_ms: f64,
    pub min_wall_ms: f64,
    pub max_wall_ms: f64,
    pub speedup: Option<f64>,
    pub speedup_interval: Option<[f64; 2]>,
}

/// A step of a sweep.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub key: String,
    pub value: String,
}

/// A run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Run {
    pub executor: String,
    pub workers: u32,
    pub repeat: u32,
    pub warmup: bool,
    pub step: Option<Step>,
    pub startup_ms: f64,
    pub wall_ms: f64,
    pub outputs: Vec<String>,
    pub deliveries: Option<u64>,
    pub lanes: Vec<Lane>,
    pub spans: Vec<Span>,
    pub dropped_spans: u64,
    pub metrics: Metrics,
    pub totals: Option<Value>,
    pub latencies: Option<Value>,
    pub moved_bytes: Option<u64>,
    pub error: Option<Problem>,
}

/// A lane.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Lane {
    pub id: u32,
    pub name: String,
    pub kind: String,
    pub host: Option<String>,
    pub clock_uncertainty_ms: Option<f64>,
}

/// A span.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Span {
    pub lane: u32,
    pub task: Option<u32>,
    pub kind: String,
    pub start_ms: f64,
    pub end_ms: f64,
}

/// A run's figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Metrics {
    pub peak_concurrency: u32,
    pub mean_concurrency: f64,
    pub peak_parallelism: u32,
    pub mean_parallelism: f64,
    pub busy_ms: f64,
    pub critical_ms: Option<f64>,
    pub preempted_ms: f64,
    pub memory_bytes: Option<u64>,
    pub speedup: Option<f64>,
    pub efficiency: Option<f64>,
    pub longest_page_stall_ms: f64,
}

/// What ended a run early.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    pub code: String,
    pub message: String,
    pub task: Option<u32>,
}

impl Document {
    /// The only run of an executor.
    pub fn run(&self, executor: &str) -> &Run {
        let mut found = self.runs.iter().filter(|run| run.executor == executor);
        let run = found.next().unwrap_or_else(|| panic!("no run of {executor}"));
        assert!(found.next().is_none(), "more than one run of {executor}");
        run
    }
}

impl Run {
    /// Whether its figures count.
    pub fn counts(&self) -> bool {
        !self.warmup && self.error.is_none()
    }

    /// The spans of a kind.
    pub fn spans_of(&self, kind: &str) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(move |span| span.kind == kind)
    }

    /// A percentile of the light requests' latencies, ms: `p50Ms`, `p99Ms`.
    pub fn latency(&self, key: &str) -> f64 {
        self.latencies
            .as_ref()
            .and_then(|latencies| latencies[key].as_f64())
            .expect("requests have latencies")
    }

    /// What a counter should have counted, and what one memory holds.
    pub fn counted(&self) -> (u64, u64) {
        let number = |key: &str| self.totals.as_ref().and_then(|totals| totals[key].as_u64());
        number("expected").zip(number("actual")).expect("a counter has totals, whole numbers")
    }
}
