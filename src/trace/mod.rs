//! What really happened: spans on lanes, the figures drawn from them, and the result document.
//!
//! Here belong spans, metrics, statistics and their written form; not how anything is run or drawn.
//! Everything here is pure.
//!
//! ```
//! use interleave::trace::Trace;
//!
//! let trace: Trace = "
//!     0 run 0000
//!     1 run ..1111
//! "
//! .parse()?;
//! let metrics = trace.metrics();
//! assert_eq!((metrics.wall_ms, metrics.peak_parallelism, metrics.mean_parallelism), (6.0, 2, 8.0 / 6.0));
//! # Ok::<(), String>(())
//! ```

mod calibration;
mod coarser;
mod core_time;
mod drawing;
mod explained;
mod failure;
mod figures;
mod group;
mod latencies;
mod live_run;
mod marks;
mod memory;
mod metrics;
mod noise;
mod not_started;
mod preemption;
mod pressure;
mod reason;
mod recorder;
mod result;
mod span;
mod statistics;
mod summarise;
mod tasks;
mod timeline;

pub use calibration::{cores_had, cores_seen, cores_there_are, measured_cores, work_rate};
pub use coarser::coarser;
pub use core_time::CoreTime;
pub use failure::{Cause, ErrorCode, Failure, RunError};
pub use figures::{Figures, Summary};
pub use group::{Grouped, RunGroup, Standing};
pub use latencies::Latencies;
pub use live_run::{LiveRun, RunOf, RunState, StartEnd};
pub use marks::Marks;
pub use memory::{MemoryChange, most_held};
pub use metrics::{Metrics, profile};
pub use noise::{LEVEL, LEVEL_ONCE, Pace, Ratio, Spread};
pub use preemption::PreemptionMeter;
pub use pressure::Pressure;
pub use reason::{Detail, Reason};
pub use recorder::Recorder;
pub use result::{Cores, Environment, MOST_OUTPUTS, ResultDocument, Run, RunMetrics, SCHEMA, Totals};
pub use span::{COARSE_TABS_MS, FINE_TABS_MS, Lane, LaneKind, Open, Span, SpanKind};
pub use statistics::{interval_of_median, median, nearest_to_median, percentile};
pub use summarise::summarise;
pub use tasks::{TaskFigures, task_figures};
pub use timeline::Trace;
