//! The ways of running tasks, one file each.
//!
//! Here belongs how tasks are spread over lanes and how they take turns there. What a task does belongs
//! to [`crate::workload`]; names and facts of executors, which links need, to [`crate::experiment`].
//!
//! A run happens in a *coordinator*, a worker of its own that makes the lanes and never computes, so
//! that it always hears the page and its lanes. A lane is a worker with a memory of its own
//! (`isolated`) or a thread of a pool (`pool`). On a lane, `drive` advances a task slice by slice,
//! and a `Scheduler` decides what happens in between: that is the whole difference between the models.
//!
//! Adding an executor is one new file here, its line in `coordinator`, and its row in
//! [`crate::experiment::EXECUTORS`]. All of it but the lock is for the engine, in a browser, only.

mod blocking_scheduler;
mod coordinator;
mod event_loop;
mod event_loop_scheduler;
mod handover;
mod isolated;
mod lane;
mod locked_threads;
mod offload;
mod page;
mod panics;
mod payload;
mod pool;
mod process_loops;
mod processes;
mod scheduler;
mod sequential;
mod threads;

pub use handover::Handover;

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub use {
    coordinator::coordinate,
    lane::serve,
    page::{cancel_on_page, run_on_page},
    panics::report_panics,
};
