//! What each task does: parameters, tasks and kernels, one file a workload.
//!
//! A workload *makes tasks*; a [`Task`] is a sequence of phases that either compute or wait. It knows
//! nothing of executors: how a wait is spent, and who else runs meanwhile, is decided by whoever
//! advances the task. Everything here is pure and is tested natively.
//!
//! Adding a workload is one new file, and its name in [`WorkloadId`] and the three lists below it.
//!
//! ```
//! use interleave::workload::{self, Step, Values, WorkRate};
//!
//! let primes = workload::find("primes").unwrap();
//! let mut task = primes.task(&Values::default(), 0, WorkRate::default());
//! let count = loop {
//!     match task.advance(0.0, None) {
//!         Step::Done(output) => break output,
//!         Step::Computing => {}
//!         _ => unreachable!("primes only computes"),
//!     }
//! };
//! assert_eq!(count, "9592");
//! ```

mod content;
mod counter;
mod factorial;
mod fetch;
mod integer;
mod mix;
mod param;
mod parse;
mod phases;
mod poison;
mod primes;
mod requests;
mod sized;
mod sleep;
mod squares;
mod task;
mod thumbnails;
mod transfer;

use serde::{Deserialize, Serialize};

use crate::text;

pub use counter::Counter;
pub(crate) use integer::canonical_integer;
pub use mix::{PHASES, program};
pub(crate) use param::require_strings;
pub use param::{MOST_TASKS, Misread, Param, ParamKind, Unit, Value, Values, host, jittered, swing};
pub use phases::{Activity, Phases, PhasesError, ProgramPhase};
pub use poison::Poison;
pub use sized::WorkRate;
pub use task::{
    Arrived, ContentKind, Payload, Phase, Resource, Step, Task, TransferMode, Wait, Window, Work,
};
pub use transfer::pattern;

/// A workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkloadId {
    /// `primes`.
    Primes,
    /// `squares`.
    Squares,
    /// `factorial`.
    Factorial,
    /// `sleep`.
    Sleep,
    /// `fetch`.
    Fetch,
    /// `parse`.
    Parse,
    /// `thumbnails`.
    Thumbnails,
    /// `requests`.
    Requests,
    /// `counter`.
    Counter,
    /// `transfer`.
    Transfer,
    /// `mix`.
    Mix,
}

/// Every workload there is, in the order in which the page offers them, which is that of [`WorkloadId`].
pub static WORKLOADS: [Workload; 11] = [
    primes::WORKLOAD,
    squares::WORKLOAD,
    factorial::WORKLOAD,
    sleep::WORKLOAD,
    fetch::WORKLOAD,
    parse::WORKLOAD,
    thumbnails::WORKLOAD,
    requests::WORKLOAD,
    counter::WORKLOAD,
    transfer::WORKLOAD,
    mix::WORKLOAD,
];

text::require!(workload in WORKLOADS =>
    ["workload", workload.id.name(), "name"], ["workload", workload.id.name(), "hint"]);

const _: () = {
    let mut n = 0;
    while n < WORKLOADS.len() {
        require_strings(WORKLOADS[n].params);
        n += 1;
    }
};

/// Makes task number `k` (from 0) for these values, its work sized by this rate where it is given as a time.
type MakeTask = fn(&Values, u32, WorkRate) -> Box<dyn Task>;

impl WorkloadId {
    /// Its name in links, for ever.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Primes => "primes",
            Self::Squares => "squares",
            Self::Factorial => "factorial",
            Self::Sleep => "sleep",
            Self::Fetch => "fetch",
            Self::Parse => "parse",
            Self::Thumbnails => "thumbnails",
            Self::Requests => "requests",
            Self::Counter => "counter",
            Self::Transfer => "transfer",
            Self::Mix => "mix",
        }
    }

    /// Its row of the table.
    pub fn workload(self) -> &'static Workload {
        // The table has the order of the names: a test holds that.
        &WORKLOADS[self as usize]
    }

    /// How its tasks are made. No row of the table has that: a program that only configures and draws, as the page
    /// does, would carry every kernel.
    fn make_task(self) -> MakeTask {
        match self {
            Self::Primes => primes::TASK,
            Self::Squares => squares::TASK,
            Self::Factorial => factorial::TASK,
            Self::Sleep => sleep::TASK,
            Self::Fetch => fetch::TASK,
            Self::Parse => parse::TASK,
            Self::Thumbnails => thumbnails::TASK,
            Self::Requests => requests::TASK,
            Self::Counter => counter::TASK,
            Self::Transfer => transfer::TASK,
            Self::Mix => mix::TASK,
        }
    }
}

/// The workload of this name, if there is one.
pub fn find(name: &str) -> Option<&'static Workload> {
    WORKLOADS.iter().find(|workload| workload.name() == name)
}

/// One row of the table of workloads.
pub struct Workload {
    /// Which it is.
    pub id: WorkloadId,
    /// What can be configured, in the canonical order of links. Always holds `tasks`.
    pub params: &'static [Param],
    /// What one task costs on a machine of the kind that the figures in its file were measured on.
    pub cost: fn(&Values) -> Cost,
    /// What only some workloads have.
    pub extras: Extras,
}

/// What only some workloads have.
#[derive(Clone, Copy)]
pub struct Extras {
    /// Where outputs are latencies in ms: whether task number `k` is a light one, whose latency counts.
    pub latency: Option<fn(&Values, u32) -> bool>,
    /// Where all tasks together have a result, in the memory that they ran in.
    pub totals: Option<SharedTotal>,
    /// Where tasks ask for a payload, by [`Wait::Payload`]: what it is like.
    pub payload: Option<fn(&Values) -> Payload>,
    /// Whether tasks download, by [`Wait::Fetch`].
    pub downloads: fn(&Values) -> bool,
    /// Where tasks may send requests to somebody else's host: the address of what they ask for, if it is given.
    pub address: fn(&Values) -> Option<&str>,
    /// Whether tasks are to go on in one place when all of them have come as far, by [`Step::Park`].
    pub parks: fn(&Values) -> bool,
    /// Whether tasks have work that is given as a time, and so sized by a [`WorkRate`].
    pub sized: bool,
}

impl Extras {
    /// Nothing of the kind.
    pub const NONE: Self = Self {
        latency: None,
        totals: None,
        payload: None,
        downloads: |_| false,
        address: |_| None,
        parks: |_| false,
        sized: false,
    };
}

/// What all tasks together should come to, and what they came to.
#[derive(Clone, Copy)]
pub struct SharedTotal {
    /// What it should be for these values.
    pub expected: fn(&Values) -> u64,
    /// What it is, in this memory.
    pub actual: fn() -> u64,
    /// Sets it to nothing in this memory, before a run; a fresh memory needs no such thing.
    pub reset: fn(),
}

impl Workload {
    /// The parameter called `key`, if this workload has one.
    pub fn param(&self, key: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.key == key)
    }

    /// Its name in links, for ever.
    pub fn name(&self) -> &'static str {
        self.id.name()
    }

    /// What it is called.
    pub fn label(&self) -> String {
        text::of(&["workload", self.name(), "name"])
    }

    /// What a task does, in a sentence.
    pub fn hint(&self) -> String {
        text::of(&["workload", self.name(), "hint"])
    }

    /// Makes task number `k` (from 0) for these values, its work sized by this rate where it is given as a time.
    pub fn task(&self, values: &Values, k: u32, rate: WorkRate) -> Box<dyn Task> {
        self.id.make_task()(values, k, rate)
    }

    /// How many tasks these values ask for.
    pub fn tasks(&self, values: &Values) -> u32 {
        self.param("tasks").map_or(1, |tasks| values.int(tasks) as u32)
    }
}

impl PartialEq for Workload {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl std::fmt::Debug for Workload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What one task is expected to cost, for the estimate shown before a run. Rough: within a factor of two
/// or so on a desktop machine of 2025.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Computing, ms.
    pub compute_ms: f64,
    /// As much of it as is done holding the lock that all tasks of a memory share, ms.
    pub locked_ms: f64,
    /// Waiting, ms.
    pub wait_ms: f64,
    /// Memory held while the task is in progress, bytes.
    pub bytes: u64,
    /// What a run of all tasks takes at least, ms, however they are run: until the last one arrives.
    pub least_ms: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_order_of_the_names() {
        for (place, workload) in WORKLOADS.iter().enumerate() {
            assert_eq!((workload.id as usize, workload.id.workload()), (place, workload));
            let written = serde_json::to_string(&workload.id).unwrap();
            assert_eq!(written, format!("\"{}\"", workload.name()));
            assert!(workload.param("tasks").is_some(), "{workload:?}");
        }
    }
}
