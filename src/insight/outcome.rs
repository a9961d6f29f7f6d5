//! What the verdict looks at.

use crate::experiment::ExecutorName;
use crate::trace::{Latencies, RunMetrics, SpanKind, Spread, Totals, Trace};

/// One executor's outcome, as far as the verdict looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The executor.
    pub executor: ExecutorName,
    /// Lanes in its pool.
    pub lanes: u32,
    /// The makespan, ms, of all runs that count; of one that failed, what it took until then.
    pub makespan: Spread,
    /// Where the median of the ratios of paired runs of `sequential` and this one lies; from 6 repeats on.
    pub speedup_interval: Option<[f64; 2]>,
    /// Lanes computing on average.
    pub computing: f64,
    /// Waits in flight on average.
    pub waiting: f64,
    /// Lanes that data was on its way to, on average.
    pub sending: f64,
    /// Tasks in progress on average.
    pub in_progress: f64,
    /// The most tasks that were in progress at once.
    pub peak: u32,
    /// Whether it ended before its tasks did.
    pub failed: bool,
    /// How long light requests took to be answered; where there were requests.
    pub latencies: Option<Latencies>,
    /// What all tasks counted together; where they counted.
    pub counted: Option<Counted>,
}

/// What tasks that count together came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// What it should have been, and what one memory held at the end.
    pub totals: Totals,
    /// Whether all lanes counted in that memory.
    pub together: bool,
}

impl Outcome {
    /// Of a run with this trace and these figures, where all runs have this makespan.
    pub fn new(
        executor: ExecutorName,
        lanes: u32,
        trace: &Trace,
        metrics: &RunMetrics,
        makespan: Spread,
    ) -> Self {
        let own_ms = trace.metrics().wall_ms;
        let on_average = |kind: SpanKind| {
            let spans = trace.spans().iter().filter(|span| span.kind == kind);
            let all_ms: f64 = spans.map(|span| span.ms()).sum();
            if own_ms > 0.0 { all_ms / own_ms } else { 0.0 }
        };
        Self {
            executor,
            lanes,
            makespan,
            speedup_interval: None,
            computing: metrics.mean_parallelism,
            waiting: on_average(SpanKind::Wait),
            sending: on_average(SpanKind::Send),
            in_progress: metrics.mean_concurrency,
            peak: metrics.peak_concurrency,
            failed: false,
            latencies: None,
            counted: None,
        }
    }
}
