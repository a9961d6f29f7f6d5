//! `counter`: adds 1 to one number that all tasks share, again and again.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, SharedTotal, Step, Task, Unit, Values, Work, Workload,
    WorkloadId,
};

const INCREMENTS: Param = Param::integer("increments", 1_000_000, 1, 100_000_000, Unit::Count);
const GUARD: Param = Param::choice("guard", &["none", "atomic", "lock"]);
const TASKS: Param = Param::tasks(4);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Counter,
    params: &[INCREMENTS, GUARD, TASKS],
    cost: |values| Cost {
        compute_ms: values.int(&INCREMENTS) as f64 * guard(values).increment_ms(),
        ..Cost::default()
    },
    extras: Extras {
        totals: Some(SharedTotal {
            expected: |values| values.int(&INCREMENTS) * values.int(&TASKS),
            actual: || NUMBER.load(Relaxed),
            reset: || NUMBER.store(0, Relaxed),
        }),
        ..Extras::NONE
    },
};

pub(super) const TASK: MakeTask = |values, _, _| Box::new(Counter::new(values, &NUMBER, Pace::Engine));

/// The number of a run. There is one in each memory: threads share it, isolated workers have one each.
static NUMBER: AtomicU64 = AtomicU64::new(0);
/// What [`Guard::Lock`] takes for each increment.
static LOCK: Mutex<()> = Mutex::new(());

/// What keeps two tasks from adding to the same old value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// Nothing: reading and writing are two operations, and between them another task may write, too.
    None,
    /// Reading and writing are one operation.
    Atomic,
    /// Only who holds the lock reads and writes.
    Lock,
}

fn guard(values: &Values) -> Guard {
    match values.choice(&GUARD) {
        "atomic" => Guard::Atomic,
        "lock" => Guard::Lock,
        _ => Guard::None,
    }
}

impl Guard {
    /// What one increment takes while nobody else adds, ms: natively 0.3, 16 and 23 ns. Wasm has no relaxed
    /// accesses, so that a plain write costs there what an atomic exchange does, about 5 ns. With others on
    /// other cores it is up to ten times as much, because the number moves between their caches.
    fn increment_ms(self) -> f64 {
        match self {
            Self::None => 5e-6,
            Self::Atomic => 10e-6,
            Self::Lock => 20e-6,
        }
    }

    /// Increments in one slice: in Wasm about 40 to 80 µs alone. Among others it is up to ten times as much, of which
    /// the lane must not think that it had no core.
    fn slice(self) -> u64 {
        match self {
            Self::None | Self::Atomic => 1 << 13,
            Self::Lock => 1 << 11,
        }
    }
}

/// How far a slice goes.
#[derive(Clone, Copy)]
enum Pace {
    /// As an engine wants it: [`Guard::slice`].
    Engine,
    /// As little as can be done between two switches.
    ByHand,
}

/// So many increments of one number, stopped anywhere.
pub struct Counter<'a> {
    number: &'a AtomicU64,
    left: u64,
    guard: Guard,
    pace: Pace,
    /// What was read and not yet written back with 1 added; only without a guard.
    read: Option<u64>,
    /// Increments in the last slice.
    added: u64,
}

impl<'a> Counter<'a> {
    fn new(values: &Values, number: &'a AtomicU64, pace: Pace) -> Self {
        Self { number, left: values.int(&INCREMENTS), guard: guard(values), pace, read: None, added: 0 }
    }

    /// A task that can be switched away from wherever the engine's could be, each slice as short as that
    /// allows: it reads, or it writes; under a guard, it does both. It adds to this number instead of the
    /// one that is there in each memory.
    pub fn by_hand(values: &Values, number: &'a AtomicU64) -> Self {
        Self::new(values, number, Pace::ByHand)
    }

    /// What it has read and will write back with 1 added.
    pub fn in_hand(&self) -> Option<u64> {
        self.read
    }

    /// Adds `times`, 1 or more.
    fn add(&mut self, times: u64) {
        self.left -= times;
        self.added = times;
        match self.guard {
            Guard::None => self.add_unguarded(times),
            Guard::Atomic => self.add_atomically(times),
            Guard::Lock => self.add_under_lock(times),
        }
    }

    /// Adds `times`, 1 or more. It ends between a read and its write, so that a switch between two tasks
    /// can come there, however the tasks are run.
    ///
    /// The two are relaxed atomic accesses, which promise nothing about each other: updates are lost, but
    /// in a defined way. `black_box` keeps a compiler from making one addition of all.
    fn add_unguarded(&mut self, times: u64) {
        let number = self.number;
        let mut read = self.read.take().unwrap_or_else(|| number.load(Relaxed));
        for _ in 0..times {
            number.store(read + 1, Relaxed);
            read = black_box(number.load(Relaxed));
        }
        self.read = Some(read);
    }

    fn add_atomically(&self, times: u64) {
        for _ in 0..times {
            black_box(self.number.fetch_add(1, Relaxed));
        }
    }

    fn add_under_lock(&self, times: u64) {
        for _ in 0..times {
            // Nothing can be left half done under it: who comes after a panic may go on.
            let _held = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
            self.number.store(self.number.load(Relaxed) + 1, Relaxed);
        }
    }

    /// One access to the number, or under a guard the two that it makes one of.
    fn access(&mut self) {
        match (self.guard, self.read.take()) {
            (Guard::None, None) => self.read = Some(self.number.load(Relaxed)),
            (Guard::None, Some(read)) => {
                self.left -= 1;
                self.number.store(read + 1, Relaxed);
            }
            (Guard::Atomic | Guard::Lock, _) => self.add(1),
        }
    }
}

impl Task for Counter<'_> {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        match self.pace {
            Pace::Engine => self.add(self.left.min(self.guard.slice())),
            Pace::ByHand => self.access(),
        }
        if self.left > 0 {
            return Step::Computing;
        }
        Step::Done(self.read.unwrap_or_else(|| self.number.load(Relaxed)).to_string())
    }

    fn worked(&self) -> Work {
        Work::of(self.added)
    }
}

/// In this file, because all of them use the one number, and must take turns.
#[cfg(test)]
mod tests {
    use super::super::WorkRate;
    use super::*;
    use crate::experiment::{Experiment, parse};

    static TURN: Mutex<()> = Mutex::new(());

    fn experiment(query: &str) -> Experiment {
        let link = parse(&format!("workload=counter&{query}"));
        assert_eq!(link.notices, [], "{query}");
        link.experiment
    }

    fn run(mut task: Box<dyn Task>) -> (u64, usize) {
        let mut slices = 1;
        loop {
            match task.advance(0.0, None) {
                Step::Computing => slices += 1,
                Step::Done(output) => return (output.parse().expect("a number"), slices),
                Step::Waiting(_) | Step::Lock | Step::Unlock | Step::Park(_) => panic!("nothing to wait for"),
            }
        }
    }

    /// Runs all tasks, each on a thread of its own or one after the other: their outputs, and the totals
    /// expected and found.
    fn count(experiment: &Experiment, threads: bool) -> (Vec<u64>, u64, u64) {
        let totals = experiment.workload.extras.totals.expect("a counter has totals");
        (totals.reset)();
        let make = |k| experiment.workload.task(&experiment.values, k, WorkRate::default());
        let tasks: Vec<_> = (0..experiment.tasks()).map(make).collect();
        let outputs = if threads {
            let threads: Vec<_> =
                tasks.into_iter().map(|task| std::thread::spawn(move || run(task).0)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        } else {
            tasks.into_iter().map(|task| run(task).0).collect()
        };
        (outputs, (totals.expected)(&experiment.values), (totals.actual)())
    }

    #[test]
    fn one_after_the_other_loses_nothing() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        for guard in ["none", "atomic", "lock"] {
            let experiment = experiment(&format!("guard={guard}&increments=300000&tasks=3"));
            assert_eq!(count(&experiment, false), (vec![300_000, 600_000, 900_000], 900_000, 900_000));
        }
    }

    #[test]
    fn a_guard_loses_nothing_among_threads() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        for guard in ["atomic", "lock"] {
            let (outputs, expected, actual) =
                count(&experiment(&format!("guard={guard}&increments=100000&tasks=8")), true);
            assert_eq!((expected, actual), (800_000, 800_000), "{guard}");
            // Whoever ended last read all of it, and nobody less than its own.
            assert_eq!(outputs.iter().max(), Some(&800_000), "{guard}");
            assert!(outputs.iter().all(|output| *output >= 100_000), "{guard}: {outputs:?}");
        }
    }

    #[test]
    fn without_a_guard_no_more_than_all_is_found_among_threads() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, expected, actual) = count(&experiment("increments=500000&tasks=4"), true);
        assert_eq!(expected, 2_000_000);
        assert!((1..=expected).contains(&actual), "{actual}");
    }

    /// A switch between two slices is a switch between a read and its write: what the other task added in
    /// the meantime is overwritten.
    #[test]
    fn a_switch_between_slices_loses_updates_only_without_a_guard() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        for (guard, expected) in [("none", 300_000), ("atomic", 600_000), ("lock", 600_000)] {
            let experiment = experiment(&format!("guard={guard}&increments=300000&tasks=2"));
            let totals = experiment.workload.extras.totals.expect("a counter has totals");
            (totals.reset)();
            let [mut one, mut other] =
                [0, 1].map(|k| experiment.workload.task(&experiment.values, k, WorkRate::default()));
            assert!(matches!(one.advance(0.0, None), Step::Computing));
            assert!(matches!(other.advance(0.0, None), Step::Computing));
            run(other);
            run(one);
            assert_eq!((totals.actual)(), expected, "{guard}");
        }
    }

    /// By hand, slices are shorter, and come to the same.
    #[test]
    fn one_access_at_a_time_adds_as_much() {
        for (guard, slices) in [("none", 14), ("atomic", 7), ("lock", 7)] {
            let number = AtomicU64::new(0);
            let values = experiment(&format!("guard={guard}&increments=7")).values;
            let mut task = Counter::by_hand(&values, &number);
            (1..slices).for_each(|_| assert!(matches!(task.advance(0.0, None), Step::Computing), "{guard}"));
            assert!(matches!(task.advance(0.0, None), Step::Done(output) if output == "7"), "{guard}");
            assert_eq!((number.into_inner(), guard), (7, guard));
        }
    }

    #[test]
    fn every_increment_costs() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        for guard in ["none", "atomic", "lock"] {
            let slices = |increments: u32| {
                let experiment = experiment(&format!("guard={guard}&increments={increments}"));
                run(experiment.workload.task(&experiment.values, 0, WorkRate::default())).1 as f64
            };
            let ratio = slices(2_000_000) / slices(500_000);
            assert!((3.5..4.5).contains(&ratio), "{guard}: {ratio}");
        }
    }
}
