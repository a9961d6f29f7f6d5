//! The rule of thumb of the tutorials beside what was measured.

use super::{Advice, CLOSE, Description};
use crate::experiment::ExecutorId;

/// What tutorials advise who knows nothing but whether a program waits or computes: "if it is I/O bound: asyncio if the
/// I/O is very slow, else threads; else multiprocessing" (Jim Anderson, *Speed Up Your Python Program With Concurrency*,
/// Real Python; the pseudocode goes back to an answer on Stack Overflow).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleOfThumb {
    /// Whether the program waits for longer than it computes.
    pub is_io_bound: bool,
    /// Whether each task waits for [`VERY_SLOW_MS`] or longer.
    pub is_very_slow: bool,
}

/// From so much waiting per task on it counts as very slow, ms. The rule itself gives no figure; this is the delay that
/// people begin to notice.
pub const VERY_SLOW_MS: u32 = 100;

/// How a rule stands to what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Agreement {
    /// It gives the same answer.
    Same,
    /// What it advises is as good, but something simpler is, too.
    NotSimplest,
    /// What it advises takes so many times as long as the answer.
    Slower(f64, Why),
    /// What it advises was not measured.
    NotMeasured,
}

/// Why a rule goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What all tasks compute together is much, though each computes for less than it waits: for so long, ms.
    OneCore(u32),
    /// Threads hold no more waits than there are of them.
    WaitsPerThread(u32),
    /// Threads under one lock compute one at a time.
    OneLock,
    /// Handing tasks over, and waiting in workers that wait for nothing else, costs more than it brings.
    Handing,
}

impl RuleOfThumb {
    /// What it looks at.
    pub fn of(description: &Description) -> Self {
        Self { is_io_bound: description.waits_mostly(), is_very_slow: description.wait_ms >= VERY_SLOW_MS }
    }

    /// What it advises.
    pub fn advises(self) -> ExecutorId {
        match (self.is_io_bound, self.is_very_slow) {
            (true, true) => ExecutorId::EventLoop,
            (true, false) => ExecutorId::LockedThreads,
            (false, _) => ExecutorId::Processes,
        }
    }

    /// How that stands to what was measured for this program.
    pub fn agreement_with(self, advice: &Advice, description: &Description) -> Agreement {
        let (advised, picked) = (self.advises(), advice.picked());
        if advised == picked.executor {
            return Agreement::Same;
        }
        let Some(way) = advice.way(advised) else { return Agreement::NotMeasured };
        let times = advice.beside_picked(way);
        if times <= CLOSE {
            return Agreement::NotSimplest;
        }
        let all_ms = description.tasks.saturating_mul(description.compute_ms + description.shared_ms);
        let waits_on_its_own = picked.executor.facts().looping;
        let why = match advised {
            ExecutorId::EventLoop => Why::OneCore(all_ms),
            ExecutorId::LockedThreads if waits_on_its_own => Why::WaitsPerThread(way.lanes),
            ExecutorId::LockedThreads => Why::OneLock,
            _ => Why::Handing,
        };
        Agreement::Slower(times, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_looks_at_waiting_and_computing_only() {
        let advises = |wait_ms, compute_ms| {
            let description =
                Description { compute_ms, wait_ms, shared_ms: 0, tasks: 1000, downloads: false };
            RuleOfThumb::of(&description).advises().id()
        };
        assert_eq!(advises(300, 3), "event-loop");
        assert_eq!(advises(20, 3), "locked-threads");
        assert_eq!(advises(20, 40), "processes");
        assert_eq!(advises(0, 0), "processes");
    }
}
