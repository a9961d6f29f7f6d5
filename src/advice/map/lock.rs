//! Whether threads have one lock between them.

use serde::{Deserialize, Serialize};

use crate::experiment::ExecutorId;

/// Whether threads have one lock between them: which ways a map is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lock {
    /// One for all of them, as in Python's usual interpreter: what has to compute at once is in workers of its own.
    Shared,
    /// None.
    None,
}

impl Lock {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Shared, Self::None];

    /// Its name, for forms and style sheets.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::None => "none",
        }
    }

    /// The ways that are on its map.
    pub const fn ways(self) -> [ExecutorId; 4] {
        use ExecutorId::{EventLoop, LockedThreads, Offload, Processes, Sequential, Threads};
        match self {
            Self::Shared => [Sequential, EventLoop, LockedThreads, Processes],
            Self::None => [Sequential, EventLoop, Threads, Offload],
        }
    }
}
