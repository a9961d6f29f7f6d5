//! What would change an answer, by arithmetic: from how much computing or waiting, or from how many tasks on, another
//! way would be the simplest that is as good as the best.

use super::description::fitting_workers;
use super::{Description, expected_ms, simplest_as_good, simplest_first};
use crate::experiment::{ExecutorId, Experiment, next_length};

/// What of a program is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// For how long a task computes, ms.
    Compute,
    /// For how long it waits, ms.
    Wait,
    /// How many tasks there are.
    Tasks,
}

/// Where another way becomes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turning {
    /// What is changed.
    pub quantity: Quantity,
    /// From this value on, or below it.
    pub at: u32,
    /// Whether it has to grow that far, or to shrink.
    pub grows: bool,
    /// The other way.
    pub executor: ExecutorId,
}

/// More tasks than this are not reckoned through: by then what happens to a task happens to the next.
const RECKONED: u32 = 400;

/// Where the answer for this program turns on so many cores, if among these ways `picked` is the answer by arithmetic,
/// too; else nothing is said. At most one turning for each [`Quantity`], that of growth before that of shrinking.
pub fn turnings(program: &Experiment, picked: ExecutorId, ways: &[ExecutorId], cores: u32) -> Vec<Turning> {
    let Some(description) = Description::of(program) else { return Vec::new() };
    let answer = |description: Description| {
        let mut program = program.clone();
        Description { tasks: description.tasks.min(RECKONED), ..description }.ask_of(&mut program);
        reckoned(&program, ways, cores)
    };
    if answer(description) != Some(picked) {
        return Vec::new();
    }
    let turning = |quantity: Quantity, grows: bool| {
        let mut at = quantity.value(&description);
        loop {
            let next = quantity.next(at, grows)?;
            if let Some(executor) =
                answer(quantity.turned(description, next)).filter(|other| *other != picked)
            {
                // Below the last value that left the answer as it is, or from the first that changed it on.
                return Some(Turning { quantity, at: if grows { next } else { at }, grows, executor });
            }
            at = next;
        }
    };
    let either = |quantity: Quantity| turning(quantity, true).or_else(|| turning(quantity, false));
    [Quantity::Compute, Quantity::Wait, Quantity::Tasks].into_iter().filter_map(either).collect()
}

/// The answer by arithmetic.
pub(super) fn reckoned(program: &Experiment, ways: &[ExecutorId], cores: u32) -> Option<ExecutorId> {
    let workers = fitting_workers(program, cores);
    let ways =
        simplest_first(&Description::of(program)?).into_iter().filter(|executor| ways.contains(executor));
    let reckoned = ways.map(|executor| (executor, expected_ms(program, executor, workers, cores)));
    simplest_as_good(&reckoned.collect::<Vec<_>>())
}

impl Quantity {
    fn value(self, description: &Description) -> u32 {
        match self {
            Self::Compute => description.compute_ms,
            Self::Wait => description.wait_ms,
            Self::Tasks => description.tasks,
        }
    }

    fn turned(self, description: Description, value: u32) -> Description {
        match self {
            Self::Compute => Description { compute_ms: value, ..description },
            Self::Wait => Description { wait_ms: value, ..description },
            Self::Tasks => Description { tasks: value, ..description },
        }
    }

    /// The next value up, or down; none beyond what is reckoned with.
    fn next(self, value: u32, grows: bool) -> Option<u32> {
        let next = next_length(value, grows);
        let least = u32::from(self == Self::Tasks);
        let most = if self == Self::Tasks { RECKONED } else { 1000 };
        (next != value && next >= least && (next <= most || !grows)).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{PRESETS, parse};

    const WAYS: [ExecutorId; 5] = [
        ExecutorId::Sequential,
        ExecutorId::EventLoop,
        ExecutorId::LockedThreads,
        ExecutorId::Offload,
        ExecutorId::Threads,
    ];

    fn found(query: &str, picked: ExecutorId) -> Vec<Turning> {
        turnings(&parse(&format!("workload=mix&{query}")).experiment, picked, &WAYS, 8)
    }

    #[test]
    fn computing_makes_an_event_loop_give_way() {
        let turnings = found("phases=w100,c1&tasks=10", ExecutorId::EventLoop);
        let compute = turnings.iter().find(|turning| turning.quantity == Quantity::Compute).unwrap();
        assert!(compute.grows && (2..=7).contains(&compute.at), "{turnings:?}");
        assert_eq!(compute.executor, ExecutorId::Offload);
        let tasks = turnings.iter().find(|turning| turning.quantity == Quantity::Tasks).unwrap();
        assert!(tasks.grows && (11..=30).contains(&tasks.at), "{turnings:?}");
    }

    #[test]
    fn where_arithmetic_has_another_answer_nothing_is_said() {
        assert_eq!(found("phases=w100,c1&tasks=10", ExecutorId::Threads), []);
        assert_eq!(turnings(&parse("").experiment, ExecutorId::Threads, &WAYS, 8), []);
    }

    /// On the other side of each turning the answer is what it says.
    #[test]
    fn the_answer_turns_where_it_is_said_to() {
        for (preset, cores) in PRESETS.into_iter().flat_map(|preset| [(preset, 2), (preset, 8)]) {
            let mut program = parse("workload=mix").experiment;
            program.take_preset(preset);
            let description = Description::of(&program).unwrap();
            let answer = |description: Description| {
                let mut program = program.clone();
                description.ask_of(&mut program);
                reckoned(&program, &WAYS, cores)
            };
            let picked = answer(description).unwrap();
            for turning in turnings(&program, picked, &WAYS, cores) {
                let beyond = if turning.grows {
                    turning.at
                } else {
                    turning.quantity.next(turning.at, false).unwrap()
                };
                let other = answer(turning.quantity.turned(description, beyond));
                assert_eq!(other, Some(turning.executor), "{preset:?} on {cores}: {turning:?}");
            }
        }
    }
}
