//! The executors: their names in links, and what has to be known of each before it can run.

use serde::{Deserialize, Serialize};

/// An executor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExecutorId {
    /// One task after the other.
    Sequential,
    /// Tasks are futures on one event loop.
    EventLoop,
    /// Threads under one lock.
    LockedThreads,
    /// Threads without a common lock.
    Threads,
    /// Workers with a memory each.
    Processes,
    /// An event loop that hands computations to a pool.
    Offload,
    /// Workers with a memory and an event loop each.
    ProcessLoops,
    /// The page's own thread.
    Page,
    /// Whoever pulls jobs from a queue.
    Queue,
}

/// What has to be known of an executor before it can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its name in links, for ever.
    pub id: &'static str,
    /// How many lanes its pool has.
    pub lanes: Lanes,
    /// Whether its lanes need to share one memory.
    pub memory: Memory,
    /// Whether its lanes are event loops, on which many waits can be in flight at once.
    pub looping: bool,
    /// How tasks get to its lanes.
    pub handing: Handing,
    /// Where its tasks compute.
    pub computing: Computing,
}

/// Where an executor's tasks compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computing {
    /// On their lane, whatever others do.
    OnLane,
    /// On their lane, while it has the one lock of all lanes.
    UnderOneLock,
    /// On whichever lane of a pool is free: their loop hands that over, and computes nothing.
    InPool,
}

/// How tasks get to an executor's lanes, and what that costs. Rough: it is for estimates, it measures nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handing {
    /// Each by itself, in place, over a memory that is shared or in a message of its own: so many µs each.
    OneByOne(u32),
    /// So many to a message, as `chunk` says: so many µs a message, whether it holds one or many.
    InMessages(u32),
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
    /// Each lane has a memory of its own, perhaps on another machine, so that only what can be copied gets there.
    Apart,
    /// The page's own thread and memory; not in a frame.
    Page,
    /// All lanes share one memory; needs a cross-origin isolated page.
    Shared,
}

impl ExecutorId {
    /// Every executor there is, in the order in which the page offers them.
    pub const ALL: [Self; 9] = [
        Self::Sequential,
        Self::EventLoop,
        Self::LockedThreads,
        Self::Threads,
        Self::Processes,
        Self::Offload,
        Self::ProcessLoops,
        Self::Page,
        Self::Queue,
    ];

    /// The executor that all others are compared with, wherever it is among them.
    pub const BASELINE: Self = Self::Sequential;

    /// What has to be known of it.
    pub const fn facts(self) -> Facts {
        use Handing::{InMessages, OneByOne};
        match self {
            Self::Sequential => row("sequential", Lanes::One, Memory::Isolated, false, OneByOne(10)),
            Self::EventLoop => row("event-loop", Lanes::One, Memory::Isolated, true, OneByOne(10)),
            Self::LockedThreads => Facts {
                computing: Computing::UnderOneLock,
                ..row("locked-threads", Lanes::Workers, Memory::Shared, false, OneByOne(20))
            },
            Self::Threads => row("threads", Lanes::Workers, Memory::Shared, false, OneByOne(20)),
            Self::Processes => row("processes", Lanes::Workers, Memory::Isolated, false, InMessages(250)),
            Self::Offload => Facts {
                computing: Computing::InPool,
                ..row("offload", Lanes::Workers, Memory::Isolated, true, OneByOne(100))
            },
            Self::ProcessLoops => {
                row("process-loops", Lanes::Workers, Memory::Isolated, true, InMessages(20))
            }
            Self::Page => row("page", Lanes::One, Memory::Page, true, OneByOne(10)),
            Self::Queue => row("queue", Lanes::Workers, Memory::Apart, false, InMessages(500)),
        }
    }

    /// Its name in links, for ever.
    pub const fn id(self) -> &'static str {
        self.facts().id
    }

    /// The executor of this name, if there is one.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|executor| executor.id() == id)
    }

    /// The lanes of its pool for a given number of workers.
    pub fn pool(self, workers: u32) -> u32 {
        match self.facts().lanes {
            Lanes::One => 1,
            Lanes::Workers => workers,
        }
    }
}

const fn row(id: &'static str, lanes: Lanes, memory: Memory, looping: bool, handing: Handing) -> Facts {
    Facts { id, lanes, memory, looping, handing, computing: Computing::OnLane }
}

/// The executor that a result names: one of these, or one that only a later version knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ExecutorName {
    /// One of these.
    Known(ExecutorId),
    /// One of another version, by its name.
    Other(String),
}

impl ExecutorName {
    /// The name, as in links.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(executor) => executor.id(),
            Self::Other(name) => name,
        }
    }

    /// Which of these it is.
    pub fn known(&self) -> Option<ExecutorId> {
        match self {
            Self::Known(executor) => Some(*executor),
            Self::Other(_) => None,
        }
    }

    /// Whether it is the one that all others are compared with.
    pub fn is_baseline(&self) -> bool {
        self.known() == Some(ExecutorId::BASELINE)
    }

    /// The lanes of its pool for a given number of workers; of one that is not known, as many as that.
    pub fn pool(&self, workers: u32) -> u32 {
        self.known().map_or(workers, |executor| executor.pool(workers))
    }

    /// The lanes of its pool in a run with so many workers that had so many lanes: to a queue, others come.
    pub fn took_part(&self, workers: u32, lanes: usize) -> u32 {
        match self.memory() {
            Memory::Apart => lanes.max(1) as u32,
            _ => self.pool(workers),
        }
    }

    /// How its lanes see each other's memory; of one that is not known, not at all.
    pub fn memory(&self) -> Memory {
        self.known().map_or(Memory::Isolated, |executor| executor.facts().memory)
    }
}

impl From<ExecutorId> for ExecutorName {
    fn from(executor: ExecutorId) -> Self {
        Self::Known(executor)
    }
}

impl From<String> for ExecutorName {
    fn from(name: String) -> Self {
        ExecutorId::find(&name).map_or(Self::Other(name), Self::Known)
    }
}

impl From<ExecutorName> for String {
    fn from(name: ExecutorName) -> Self {
        name.as_str().to_owned()
    }
}

impl PartialEq<ExecutorId> for ExecutorName {
    fn eq(&self, other: &ExecutorId) -> bool {
        self.known() == Some(*other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_executor_is_listed_once_and_found_by_its_name() {
        for (place, executor) in ExecutorId::ALL.into_iter().enumerate() {
            assert_eq!(executor as usize, place, "the list has the order of the variants");
            assert_eq!(ExecutorId::find(executor.id()), Some(executor));
            let written = serde_json::to_string(&executor).unwrap();
            assert_eq!(written, format!("\"{}\"", executor.id()));
        }
    }

    #[test]
    fn to_a_queue_others_come() {
        let took_part = |executor: ExecutorId| ExecutorName::from(executor).took_part(2, 3);
        assert_eq!((took_part(ExecutorId::Queue), took_part(ExecutorId::Offload)), (3, 2));
    }

    #[test]
    fn names_of_other_versions_are_kept() {
        let other: ExecutorName = serde_json::from_str("\"hyperloops\"").unwrap();
        assert_eq!((other.as_str(), other.known(), other.pool(7)), ("hyperloops", None, 7));
        assert_eq!(ExecutorName::from("threads".to_owned()), ExecutorId::Threads);
    }
}
