//! The result document `interleave/result/1`, read strictly, and its figures checked against its spans by
//! plain counting.

use serde::Deserialize;
use serde_json::Value;

/// Times are sums of many differences: they agree within this, ms.
const ROUNDING: f64 = 1e-3;
/// Without isolation, workers' clocks agree to about 1 ms.
const CLOCKS_APART: f64 = 2.5;

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
    pub cross_origin_isolated: bool,
    pub clock_resolution_ms: f64,
    pub user_agent: String,
    pub hidden_while_running: bool,
    pub cpu_pressure: Option<String>,
    pub app_version: String,
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
#[serde(deny_unknown_fields)]
pub struct Lane {
    pub id: u32,
    pub name: String,
    pub kind: String,
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

impl Run {
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

impl Document {
    /// Reads a document, and checks all that can be said of any.
    pub fn check(result: &Value) -> Self {
        let document: Self = serde_json::from_value(result.clone())
            .unwrap_or_else(|error| panic!("not a result document: {error}\n{result:#}"));
        assert_eq!(document.schema, "interleave/result/1");
        assert!(document.experiment.starts_with("workload="), "{}", document.experiment);
        document.environment.check();
        let tolerance = if document.environment.cross_origin_isolated { ROUNDING } else { CLOCKS_APART };
        for run in &document.runs {
            run.check(tolerance);
        }
        document.check_speedups();
        document.check_summary();
        document
    }

    /// The only run of an executor.
    pub fn run(&self, executor: &str) -> &Run {
        let mut found = self.runs.iter().filter(|run| run.executor == executor);
        let run = found.next().unwrap_or_else(|| panic!("no run of {executor}"));
        assert!(found.next().is_none(), "more than one run of {executor}");
        run
    }

    fn check_speedups(&self) {
        for run in &self.runs {
            let is_base = |base: &&Run| {
                base.executor == "sequential"
                    && base.repeat == run.repeat
                    && base.step == run.step
                    && base.counts()
            };
            let base = self.runs.iter().find(is_base).filter(|_| run.counts() && run.wall_ms > 0.0);
            let speedup = base.map(|base| base.wall_ms / run.wall_ms);
            same_figure("speedup", run.metrics.speedup, speedup);
            let lanes = f64::from(run.workers);
            same_figure("efficiency", run.metrics.efficiency, speedup.map(|speedup| speedup / lanes));
        }
    }

    fn check_summary(&self) {
        let mut groups: Vec<(&str, Option<&Step>)> = Vec::new();
        for run in self.runs.iter().filter(|run| run.counts()) {
            let group = (run.executor.as_str(), run.step.as_ref());
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let told: Vec<_> =
            self.summary.iter().map(|row| (row.executor.as_str(), row.step.as_ref())).collect();
        assert_eq!(told, groups, "the summary has a row for each executor and step");
        for row in &self.summary {
            let walls = self.walls(&row.executor, row.step.as_ref());
            let bases = self.walls("sequential", row.step.as_ref());
            same_time("medianWallMs", row.median_wall_ms, median(&walls), ROUNDING);
            same_time("minWallMs", row.min_wall_ms, walls[0], ROUNDING);
            same_time("maxWallMs", row.max_wall_ms, walls[walls.len() - 1], ROUNDING);
            let speedup =
                (!bases.is_empty() && median(&walls) > 0.0).then(|| median(&bases) / median(&walls));
            same_figure("speedup", row.speedup, speedup);
            let has_interval = !bases.is_empty() && walls.len() >= 6;
            assert_eq!(
                row.speedup_interval.is_some(),
                has_interval,
                "an interval from 6 repeats on: {row:?}"
            );
            if let Some([low, high]) = row.speedup_interval {
                assert!(low <= high, "{row:?}");
            }
        }
    }

    /// The makespans that count, sorted.
    fn walls(&self, executor: &str, step: Option<&Step>) -> Vec<f64> {
        let of_group = |run: &&Run| run.counts() && run.executor == executor && run.step.as_ref() == step;
        let mut walls: Vec<f64> = self.runs.iter().filter(of_group).map(|run| run.wall_ms).collect();
        walls.sort_by(f64::total_cmp);
        walls
    }
}

impl Environment {
    fn check(&self) {
        assert!(self.hardware_concurrency >= 1 && !self.user_agent.is_empty(), "{self:?}");
        assert!(self.clock_resolution_ms > 0.0 && self.clock_resolution_ms < 20.0, "{self:?}");
        assert!(self.measured_cores.is_none_or(|cores| cores > 0.2), "{self:?}");
        assert!(self.app_version.split('.').count() >= 3, "{self:?}");
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

    fn check(&self, tolerance: f64) {
        self.check_lanes();
        self.check_spans(tolerance);
        assert!(self.metrics.longest_page_stall_ms >= 0.0, "{:?}", self.metrics);
        assert!(self.startup_ms >= 0.0, "startupMs {}", self.startup_ms);
        if self.error.is_none() {
            assert!(!self.outputs.is_empty() && self.outputs.iter().all(|output| !output.is_empty()));
        }
        if self.dropped_spans == 0 {
            self.check_figures(tolerance);
        }
    }

    fn check_lanes(&self) {
        let lanes = self.lanes.len() as u32;
        assert!(self.lanes.iter().map(|lane| lane.id).eq(0..lanes), "lanes are numbered: {:?}", self.lanes);
        assert!(self.lanes.iter().all(|lane| !lane.name.is_empty()), "{:?}", self.lanes);
        let kind = match self.executor.as_str() {
            "event-loop" => "loop",
            "threads" => "thread",
            "processes" => "process",
            _ => return,
        };
        assert!(self.lanes.iter().all(|lane| lane.kind == kind), "{}: {:?}", self.executor, self.lanes);
        assert!(self.error.is_some() || lanes == self.workers, "{lanes} lanes of {} workers", self.workers);
    }

    fn check_spans(&self, tolerance: f64) {
        let tasks = self.outputs.len() as u32;
        for span in &self.spans {
            assert!(
                self.lanes.iter().any(|lane| lane.id == span.lane),
                "{span:?} is on a lane that there is"
            );
            assert!(span.start_ms <= span.end_ms, "{span:?} goes forwards");
            match span.kind.as_str() {
                "start" => {
                    assert!(
                        span.start_ms < 0.0 && span.end_ms <= tolerance,
                        "{span:?} lies before the first task"
                    );
                    assert_eq!(span.task, None, "{span:?}");
                }
                "run" | "wait" | "blocked" | "ready" => assert!(span.task.is_some(), "{span:?} has a task"),
                "send" => {}
                kind => panic!("there are no {kind} spans"),
            }
            let task_is_known = span.task.is_none_or(|task| self.error.is_some() || task < tasks);
            assert!(task_is_known, "{span:?} is of one of {tasks} tasks");
        }
        for lane in &self.lanes {
            let mut runs: Vec<&Span> = self.spans_of("run").filter(|span| span.lane == lane.id).collect();
            runs.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
            for pair in runs.windows(2) {
                assert!(
                    pair[0].end_ms <= pair[1].start_ms + ROUNDING,
                    "one lane computes two things: {pair:?}"
                );
            }
        }
        if self.error.is_none() && self.dropped_spans == 0 {
            let missing = (0..tasks).find(|task| self.extent(*task).is_none());
            assert_eq!(missing, None, "every task has a span");
        }
    }

    /// From a task's first span other than `ready` to the end of its last.
    fn extent(&self, task: u32) -> Option<(f64, f64)> {
        let spans = || self.spans.iter().filter(move |span| span.task == Some(task));
        let start = spans().filter(|span| span.kind != "ready").map(|span| span.start_ms).reduce(f64::min)?;
        Some((start, spans().map(|span| span.end_ms).reduce(f64::max)?))
    }

    fn check_figures(&self, tolerance: f64) {
        let last = self.spans.iter().filter_map(|span| span.task).max();
        let tasks: Vec<_> = (0..=last.unwrap_or(0)).filter_map(|task| self.extent(task)).collect();
        let Some(first) = tasks.iter().map(|task| task.0).reduce(f64::min) else { return };
        let end = tasks.iter().map(|task| task.1).fold(first, f64::max);
        same_time("the first task's beginning", first, 0.0, ROUNDING);
        same_time("wallMs", self.wall_ms, end - first, ROUNDING);
        let lanes: Vec<_> = self.lanes.iter().flat_map(|lane| self.computing(lane.id)).collect();
        let sum = |extents: &[(f64, f64)]| extents.iter().map(|(from, to)| to - from).sum::<f64>();
        let mean = |extents: &[(f64, f64)]| if end > first { sum(extents) / (end - first) } else { 0.0 };
        let metrics = &self.metrics;
        same_time("busyMs", metrics.busy_ms, sum(&lanes), tolerance.max(ROUNDING));
        same_figure("meanConcurrency", Some(metrics.mean_concurrency), Some(mean(&tasks)));
        same_figure("meanParallelism", Some(metrics.mean_parallelism), Some(mean(&lanes)));
        assert_eq!(metrics.peak_concurrency, peak(&tasks), "peakConcurrency");
        assert_eq!(metrics.peak_parallelism, peak(&lanes), "peakParallelism");
    }

    /// When a lane computes; extents that touch count as one.
    fn computing(&self, lane: u32) -> Vec<(f64, f64)> {
        let mut extents: Vec<(f64, f64)> = Vec::new();
        let mut runs: Vec<&Span> = self.spans_of("run").filter(|span| span.lane == lane).collect();
        runs.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        for span in runs {
            match extents.last_mut() {
                Some(last) if span.start_ms <= last.1 => last.1 = last.1.max(span.end_ms),
                _ => extents.push((span.start_ms, span.end_ms)),
            }
        }
        extents
    }
}

/// The most extents that hold at once: counted at every beginning. An end is not part of its extent.
fn peak(extents: &[(f64, f64)]) -> u32 {
    let at = |moment: f64| extents.iter().filter(|(from, to)| *from <= moment && moment < *to).count();
    extents.iter().map(|extent| at(extent.0)).max().unwrap_or(0) as u32
}

fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[half - 1] + sorted[half]) / 2.0 } else { sorted[half] }
}

fn same_time(name: &str, told: f64, counted: f64, tolerance: f64) {
    assert!((told - counted).abs() <= tolerance, "{name} is told as {told} ms, but it is {counted} ms");
}

fn same_figure(name: &str, told: Option<f64>, counted: Option<f64>) {
    let is_same = match (told, counted) {
        (Some(told), Some(counted)) => (told - counted).abs() <= 1e-3 * counted.abs().max(1.0),
        (told, counted) => told.is_none() && counted.is_none(),
    };
    assert!(is_same, "{name} is told as {told:?}, but it is {counted:?}");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        let span = |task: u32, lane: u32, from: f64, to: f64| json!({ "lane": lane, "task": task, "kind": "run", "startMs": from, "endMs": to });
        let lane = |id: u32| json!({ "id": id, "name": "worker", "kind": "process" });
        json!({
            "schema": "interleave/result/1",
            "experiment": "workload=primes",
            "environment": { "hardwareConcurrency": 2, "measuredCores": null, "crossOriginIsolated": true,
                "clockResolutionMs": 0.005, "userAgent": "x", "hiddenWhileRunning": false, "appVersion": "0.1.0" },
            "summary": [{ "executor": "processes", "step": null, "medianWallMs": 10.0, "minWallMs": 10.0,
                "maxWallMs": 10.0, "speedup": null, "speedupInterval": null }],
            "runs": [{ "executor": "processes", "workers": 2, "repeat": 0, "warmup": false, "step": null,
                "startupMs": 1.0, "wallMs": 10.0, "outputs": ["1", "2"], "lanes": [lane(0), lane(1)],
                "spans": [span(0, 0, 0.0, 8.0), span(1, 1, 2.0, 10.0)], "droppedSpans": 0,
                "metrics": { "peakConcurrency": 2, "meanConcurrency": 1.6, "peakParallelism": 2, "meanParallelism": 1.6,
                    "busyMs": 16.0, "speedup": null, "efficiency": null, "longestPageStallMs": 1.0 },
                "error": null }]
        })
    }

    #[test]
    fn a_good_document_passes() {
        assert_eq!(Document::check(&document()).run("processes").workers, 2);
    }

    #[test]
    fn what_is_wrong_is_found() {
        let wrong = [
            ("/schema", json!("interleave/result/2")),
            ("/runs/0/wallMs", json!(10.1)),
            ("/runs/0/workers", json!(3)),
            ("/runs/0/lanes/1/kind", json!("thread")),
            ("/runs/0/spans/0/task", json!(7)),
            ("/runs/0/spans/0/endMs", json!(8.1)),
            ("/runs/0/spans/0/startMs", json!(-0.1)),
            ("/runs/0/metrics/peakParallelism", json!(1)),
            ("/runs/0/metrics/busyMs", json!(null)),
            ("/runs/0/metrics/speedup", json!(1.0)),
            ("/runs/0/error", json!("broken")),
            ("/summary/0/medianWallMs", json!(9.0)),
            ("/environment", json!({})),
        ];
        for (place, value) in wrong {
            let mut document = document();
            *document.pointer_mut(place).expect(place) = value.clone();
            let checked = std::panic::catch_unwind(|| Document::check(&document));
            assert!(checked.is_err(), "{place} = {value} went unnoticed");
        }
    }
}
