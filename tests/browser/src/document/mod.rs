//! The result document `interleave/result/1`, read strictly, and its figures checked against its spans by
//! plain counting.

mod comparison;
mod figures;
mod format;
mod spans;

use serde_json::Value;

pub use self::format::{Cores, Document, Environment, Lane, Metrics, Problem, Run, Span, Step, Summary};

/// Times are sums of many differences: they agree within this, ms.
const ROUNDING: f64 = 1e-3;
/// Without shared memory, workers' clocks agree to about 1 ms.
const CLOCKS_APART: f64 = 2.5;

impl Document {
    /// Reads a document, and checks all that can be said of any.
    pub fn check(result: &Value) -> Self {
        let isolated = result["environment"]["crossOriginIsolated"] == true;
        Self::checked(result, if isolated { ROUNDING } else { CLOCKS_APART })
    }

    /// The same, of a browser without shared memory: its clocks are coarse, whether or not the page is isolated.
    pub fn check_without_shared_memory(result: &Value) -> Self {
        Self::checked(result, CLOCKS_APART)
    }

    fn checked(result: &Value, tolerance: f64) -> Self {
        let document: Self = serde_json::from_value(result.clone())
            .unwrap_or_else(|error| panic!("not a result document: {error}\n{result:#}"));
        assert_eq!(document.schema, "interleave/result/1");
        assert!(document.experiment.starts_with("workload="), "{}", document.experiment);
        document.environment.check();
        for run in &document.runs {
            run.check(tolerance);
        }
        document.check_speedups();
        document.check_summary();
        document
    }
}

impl Environment {
    fn check(&self) {
        assert!(self.hardware_concurrency >= 1 && !self.user_agent.is_empty(), "{self:?}");
        assert!(self.clock_resolution_ms > 0.0 && self.clock_resolution_ms < 20.0, "{self:?}");
        assert!(self.measured_cores.is_none_or(|cores| cores > 0.2), "{self:?}");
        let most = f64::from(self.hardware_concurrency) + 0.1;
        assert!(self.cores.measured.is_none_or(|cores| (0.0..=most).contains(&cores)), "{self:?}");
        assert!(self.cores.taken.is_none_or(|taken| (0.0..=1.0).contains(&taken)), "{self:?}");
        assert!(self.work_per_ms.is_none_or(|per_ms| per_ms > 10_000), "{self:?}");
        assert!(self.app_version.split('.').count() >= 3, "{self:?}");
    }
}

impl Run {
    fn check(&self, tolerance: f64) {
        self.check_lanes();
        self.check_spans(tolerance);
        assert!(self.metrics.longest_page_stall_ms >= 0.0, "{:?}", self.metrics);
        let critical_ms = self.metrics.critical_ms.unwrap_or(0.0);
        assert!((0.0..=self.metrics.busy_ms + tolerance).contains(&critical_ms), "{:?}", self.metrics);
        assert!(self.startup_ms >= 0.0, "startupMs {}", self.startup_ms);
        if self.error.is_none() {
            // A program of Wasm begins with more than this. What other machines hold is not known.
            let is_elsewhere = self.lanes.iter().any(|lane| lane.kind == "taker");
            let bytes = self.metrics.memory_bytes;
            assert!(bytes > Some(1 << 20) || bytes.is_none() && is_elsewhere, "{:?}", self.metrics);
            assert!(!self.outputs.is_empty() && self.outputs.iter().all(|output| !output.is_empty()));
        }
        if self.dropped_spans == 0 {
            self.check_figures(tolerance);
        }
    }
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
            "environment": { "hardwareConcurrency": 2, "measuredCores": null,
                "cores": { "measured": null, "taken": 0.0 }, "crossOriginIsolated": true,
                "clockResolutionMs": 0.005, "userAgent": "x", "hiddenWhileRunning": false, "appVersion": "0.1.0" },
            "summary": [{ "executor": "processes", "step": null, "medianWallMs": 10.0, "minWallMs": 10.0,
                "maxWallMs": 10.0, "speedup": null, "speedupInterval": null }],
            "runs": [{ "executor": "processes", "workers": 2, "repeat": 0, "warmup": false, "step": null,
                "startupMs": 1.0, "wallMs": 10.0, "outputs": ["1", "2"], "lanes": [lane(0), lane(1)],
                "spans": [span(0, 0, 0.0, 8.0), span(1, 1, 2.0, 10.0)], "droppedSpans": 0,
                "metrics": { "peakConcurrency": 2, "meanConcurrency": 1.6, "peakParallelism": 2, "meanParallelism": 1.6,
                    "busyMs": 16.0, "preemptedMs": 0.0, "memoryBytes": 2097152, "speedup": null, "efficiency": null, "longestPageStallMs": 1.0 },
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
            ("/runs/0/metrics/preemptedMs", json!(0.1)),
            ("/runs/0/spans/1/kind", json!("preempted")),
            ("/environment/cores/taken", json!(1.1)),
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
