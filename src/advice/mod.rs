//! Which way of running fits a program: what to ask of its author, which ways to try, and what the figures say.
//!
//! Here belongs what turns a program of the reader's own, the workload `mix`, into runs to be made, and the runs that
//! were made into an answer: the *simplest* way whose makespan is within [`CLOSE`] of the best. Not how runs are made
//! nor how the answer is shown. Everything here is pure, and nothing here is shown as if it were measured: what is
//! reckoned ([`expected_ms`]) decides what is worth measuring, and is said to be arithmetic wherever it is told.
//!
//! ```
//! use interleave::advice::Description;
//! use interleave::experiment::{format, parse};
//!
//! let mut program = parse("workload=mix&phases=d200,c5,w100&tasks=50").experiment;
//! let description = Description::of(&program).unwrap();
//! assert_eq!((description.compute_ms, description.wait_ms, description.tasks), (5, 300, 50));
//! Description { compute_ms: 40, shared_ms: 2, ..description }.ask_of(&mut program);
//! assert_eq!(format(&program), "workload=mix&phases=d300,c40,l2&tasks=50");
//! ```

mod answer;
mod code;
mod description;
pub mod map;
mod model;
mod plan;
mod rule_of_thumb;
mod turning;
mod words;

use answer::simplest_as_good;
pub use answer::{Advice, CLOSE, Fit, Way};
pub use code::{python, rust};
pub use description::Description;
pub use model::expected_ms;
pub use plan::{ADVICE_MS, LeftOut, Plan, is_enough};
pub use rule_of_thumb::{Agreement, RuleOfThumb, VERY_SLOW_MS, Why};
pub use turning::{Quantity, Turning, turnings};

use crate::experiment::ExecutorId;

/// The ways that the adviser knows. `page` is none: nobody should.
pub const WAYS: [ExecutorId; 8] = [
    ExecutorId::Sequential,
    ExecutorId::EventLoop,
    ExecutorId::LockedThreads,
    ExecutorId::Offload,
    ExecutorId::Threads,
    ExecutorId::Processes,
    ExecutorId::ProcessLoops,
    ExecutorId::Queue,
];

/// The ways that make sense for a program, simplest first: plain calls, an event loop, threads under a lock, an event
/// loop that hands off, and then workers, by how much they have in common. Where tasks compute for most of their time, a
/// pool of workers is simpler than a loop with a pool behind it; where they never wait, a loop makes no sense.
pub fn simplest_first(description: &Description) -> Vec<ExecutorId> {
    let makes_sense = |executor: &ExecutorId| description.wait_ms > 0 || !executor.facts().looping;
    let mut ways: Vec<_> = WAYS.into_iter().filter(makes_sense).collect();
    if !description.waits_mostly() {
        ways.sort_by_key(|executor| match executor {
            ExecutorId::Queue => 2,
            ExecutorId::Offload | ExecutorId::ProcessLoops => 1,
            _ => 0,
        });
    }
    ways
}
