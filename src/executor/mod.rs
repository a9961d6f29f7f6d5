//! The ways of running tasks, one file each.
//!
//! Here belongs how tasks are spread over lanes and how they take turns there. What a task does belongs
//! to [`crate::workload`]; names and facts of executors, which links need, to [`crate::experiment`].
//!
//! A run happens in a *coordinator*, a worker of its own that makes the lanes and never computes, so
//! that it always hears the page and its lanes. It starts in `dispatch`, which has the executor's own file run the
//! tasks. A lane is a worker with a memory of its own (`worker_pool` is what the coordinator has of it, `lane` what
//! it is from inside), one that takes jobs (`queue` and `taker`), or a thread of the coordinator's memory (`thread_pool`). On a lane, `scheduler::drive` advances
//! a task slice by slice, and a `Scheduler` decides what happens in between: that is the whole difference between
//! the models.
//!
//! What can be decided without a browser is decided in [`crate::protocol`].
//!
//! Adding an executor is one new file here, its line in `dispatch`, and its row in
//! [`crate::experiment::ExecutorId`]. All of it but the locks (`handover`, `section_lock`) is for the engine, in a
//! browser, only.

mod allocator;
mod blocking_scheduler;
mod checker;
mod coordinator;
mod dispatch;
mod event_loop;
mod event_loop_scheduler;
mod handover;
mod lane;
mod lane_context;
mod locked_threads;
mod offload;
mod page;
mod panics;
mod payload;
mod process_loops;
mod processes;
mod queue;
mod reader;
mod scheduler;
mod section_lock;
mod sequential;
mod stop;
mod taker;
mod thread_pool;
mod threads;
mod worker_pool;

pub use handover::Handover;
pub use section_lock::{LoopLock, SectionLock};

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub use {
    checker::check,
    dispatch::coordinate,
    lane::serve,
    page::{cancel_on_page, run_on_page},
    panics::report_panics,
    reader::read,
    taker::take,
};
