//! The names of the executors, and what has to be known of each before it can run.

use std::sync::{Mutex, PoisonError};

/// One row of the table of executors.
#[derive(Debug)]
pub struct Executor {
    /// Its name in links, for ever.
    pub id: &'static str,
    /// How many lanes its pool has.
    pub lanes: Lanes,
    /// Whether its lanes need to share one memory.
    pub memory: Memory,
    /// Whether its lanes are event loops, on which many waits can be in flight at once.
    pub looping: bool,
}

/// How many lanes an executor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lanes {
    /// One, whatever `workers` says.
    One,
    /// As many as `workers` says.
    Workers,
}

/// How an executor's lanes see each other's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Each lane has a memory of its own; runs in every browser.
    Isolated,
    /// The page's own thread and memory; not in a frame.
    Page,
    /// All lanes share one memory; needs a cross-origin isolated page.
    Shared,
}

/// The executor that all others are compared with, wherever it is among them.
pub const BASELINE: &str = "sequential";

/// Every executor there is, in the order in which the page offers them.
pub static EXECUTORS: &[Executor] = &[
    Executor { id: "sequential", lanes: Lanes::One, memory: Memory::Isolated, looping: false },
    Executor { id: "event-loop", lanes: Lanes::One, memory: Memory::Isolated, looping: true },
    Executor { id: "locked-threads", lanes: Lanes::Workers, memory: Memory::Shared, looping: false },
    Executor { id: "threads", lanes: Lanes::Workers, memory: Memory::Shared, looping: false },
    Executor { id: "processes", lanes: Lanes::Workers, memory: Memory::Isolated, looping: false },
    Executor { id: "offload", lanes: Lanes::Workers, memory: Memory::Isolated, looping: true },
    Executor { id: "process-loops", lanes: Lanes::Workers, memory: Memory::Isolated, looping: true },
    Executor { id: "page", lanes: Lanes::One, memory: Memory::Page, looping: true },
];

/// The executor called `id`, if there is one.
pub fn find(id: &str) -> Option<&'static Executor> {
    EXECUTORS.iter().find(|executor| executor.id == id)
}

/// The executor called `id`, or one that stands for it in somebody's result where this version knows none of
/// that name. Each such name is kept for good, so that whoever asks has to limit how many there are.
pub fn stand_in(id: &str) -> &'static Executor {
    static STRANGERS: Mutex<Vec<&'static Executor>> = Mutex::new(Vec::new());
    if let Some(known) = find(id) {
        return known;
    }
    // A list that somebody failed to add to is as good as before.
    let mut strangers = STRANGERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = strangers.iter().find(|stranger| stranger.id == id) {
        return known;
    }
    let id = Box::leak(id.to_owned().into_boxed_str());
    let stranger = Executor { id, lanes: Lanes::Workers, memory: Memory::Isolated, looping: false };
    let stranger: &'static Executor = Box::leak(Box::new(stranger));
    strangers.push(stranger);
    stranger
}

/// What is compared when a link doesn't say: `sequential,threads`.
pub(super) fn default() -> Vec<&'static Executor> {
    EXECUTORS.iter().filter(|executor| [BASELINE, "threads"].contains(&executor.id)).collect()
}

impl Executor {
    /// The lanes of its pool for a given number of workers.
    pub fn pool(&self, workers: u32) -> u32 {
        match self.lanes {
            Lanes::One => 1,
            Lanes::Workers => workers,
        }
    }
}

impl PartialEq for Executor {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
