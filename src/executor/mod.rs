//! The ways of running tasks, one file each.
//!
//! Here belongs how tasks are spread over lanes and how they take turns there. What a task does belongs
//! to [`crate::workload`]; names and facts of executors, which links need, to [`crate::experiment`].
//!
//! A run happens in a *coordinator*, a worker of its own that makes the lanes and never computes, so
//! that it always hears the page and its lanes. A lane is a worker with a memory of its own
//! (`isolated`) or a thread of a pool (`pool`). On a lane, `drive` advances a task slice by slice,
//! and a `Turns` decides what happens in between: that is the whole difference between the models.
//!
//! Adding an executor is one new file here, its line in `run`, and its facts in
//! [`crate::experiment::EXECUTORS`].

mod blocking;
mod coordinator;
mod event_loop;
mod isolated;
mod lane;
mod locked_threads;
mod looping;
mod offload;
mod page;
mod panics;
mod pool;
mod process_loops;
mod processes;
mod sequential;
mod supply;
mod threads;
mod turns;
mod watch;

pub use crate::protocol::COORDINATOR;
pub use coordinator::coordinate;
pub use lane::serve;
pub use page::{cancel_on_page, run_on_page};
pub use panics::report_panics;

use coordinator::Coordinator;
use turns::{Context, Stop, Turns, drive};

use crate::trace::{ErrorCode, RunError};

/// Runs all tasks of a coordinator's assignment with the executor that it names.
async fn run(run: &Coordinator) -> Result<(), RunError> {
    match run.executor.id {
        "sequential" => sequential::run(run).await,
        "event-loop" => event_loop::run(run).await,
        "locked-threads" => locked_threads::run(run).await,
        "threads" => threads::run(run).await,
        "processes" => processes::run(run).await,
        "offload" => offload::run(run).await,
        "process-loops" => process_loops::run(run).await,
        id => Err(unknown(id)),
    }
}

fn unknown(id: &str) -> RunError {
    RunError::new(ErrorCode::BadExperiment, format!("There is no executor “{id}”."))
}
