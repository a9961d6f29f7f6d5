//! The same map as published rules of thumb would draw it.

use super::{Cell, Lock, Map};
use crate::advice::RuleOfThumb;
use crate::experiment::ExecutorId;

impl Map {
    /// What the rule of thumb says of each program. It is about Python: where there is no lock, its threads and its
    /// processes are threads.
    pub fn by_rule_of_thumb(lock: Lock) -> Self {
        Self::new(lock, |place| {
            let advised = RuleOfThumb::of(&place.description()).advises();
            let winner = if lock.ways().contains(&advised) { advised } else { ExecutorId::Threads };
            Some(Cell { winner, lead: None })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    #[test]
    fn a_rule_looks_at_waiting_only() {
        let row = |lock, row| {
            let rule = Map::by_rule_of_thumb(lock);
            [0, 2, 3, 5].map(|column| rule.cell(Place::at(column, row).unwrap()).unwrap().winner)
        };
        use ExecutorId::{LockedThreads, Processes, Threads};
        for n in [0, 4] {
            assert_eq!(row(Lock::Shared, n), [Processes, Processes, LockedThreads, LockedThreads]);
            assert_eq!(row(Lock::None, n), [Threads; 4]);
        }
    }
}
