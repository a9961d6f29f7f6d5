//! What really happened: spans on lanes, the figures drawn from them, and the result document.
//!
//! Here belong spans, metrics, statistics and their written form; not how anything is run or drawn.
//! Everything here is pure.
//!
//! ```
//! use interleave::trace::{SpanKind, Span, Trace};
//!
//! let mut trace = Trace::default();
//! trace.push(Span { lane: 0, task: Some(0), kind: SpanKind::Run, start_ms: 10.0, end_ms: 14.0 });
//! trace.push(Span { lane: 1, task: Some(1), kind: SpanKind::Run, start_ms: 12.0, end_ms: 16.0 });
//! let metrics = trace.metrics();
//! assert_eq!((metrics.wall_ms, metrics.peak_parallelism, metrics.mean_parallelism), (6.0, 2, 8.0 / 6.0));
//! ```

mod calibration;
mod failure;
mod latencies;
mod live_run;
mod marks;
mod metrics;
mod not_started;
mod reason;
mod recorder;
mod result;
mod span;
mod statistics;
mod summary;
mod tasks;
mod timeline;

pub use calibration::measured_cores;
pub use failure::{ErrorCode, Failure, RunError};
pub use latencies::Latencies;
pub use live_run::{LiveRun, RunOf, RunState, StartEnd};
pub use marks::{Marks, Pressure};
pub use metrics::{Metrics, profile};
pub use reason::{Detail, Reason};
pub use recorder::Recorder;
pub use result::{Environment, MOST_OUTPUTS, ResultDocument, Run, RunMetrics, SCHEMA, Totals};
pub use span::{Lane, LaneKind, Open, Span, SpanKind};
pub use statistics::{LEVEL, Spread, interval_of_median, median, nearest_to_median, percentile};
pub use summary::{Summary, summarise};
pub use tasks::{TaskFigures, task_figures};
pub use timeline::Trace;
