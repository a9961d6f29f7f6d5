//! What came of the choices: what each task read and wrote, and which additions the number holds.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::{Model, Refusal, TASKS};
use crate::trace::SpanKind;
use crate::workload::{Counter, Step, Task};

/// What came of the choices so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// What the tasks did, in the order in which they were chosen.
    pub moves: Vec<Move>,
    /// The number.
    pub number: u64,
    /// What each task has read and not yet written back.
    pub in_hand: [Option<u64>; TASKS],
    /// Which tasks have ended.
    pub ended: [bool; TASKS],
    model: &'static Model,
    held: Held,
}

/// What a task did in one move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The task.
    pub task: usize,
    /// What it did.
    pub access: Access,
    /// The number when it was chosen.
    pub before: u64,
    /// The number afterwards: what it read, or what it wrote.
    pub after: u64,
    /// The addition that it made; none if it only read.
    pub addition: Option<Addition>,
    /// Additions that the number no longer holds.
    pub lost: Vec<Addition>,
    /// Additions that were lost, and that it holds again: what was written had been read with them.
    pub back: Vec<Addition>,
    /// How the other task was meanwhile; nothing once it has ended.
    pub other: Option<SpanKind>,
}

/// What a task does with the number in one slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It reads it.
    Read,
    /// It writes what it has read, with 1 added.
    Write {
        /// What it had read.
        read: u64,
    },
    /// It reads and writes as one operation.
    Add,
}

/// One addition of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The task.
    pub task: usize,
    /// Which of its additions, from 1.
    pub nth: usize,
}

/// A set of additions, by the moves that made them. Whoever reads the number takes along what it holds then,
/// and whoever writes puts just that back, with one more: the number is how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Held(u64);

impl Held {
    /// With the addition of move number `n`, below 64.
    fn with(self, n: usize) -> Self {
        Self(self.0 | 1 << n)
    }

    fn contains(self, n: usize) -> bool {
        self.0 >> n & 1 == 1
    }

    fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }
}

impl Played {
    /// Makes the moves of these tasks, each of which can be chosen in its turn.
    pub(super) fn of(model: &'static Model, chosen: &[usize]) -> Self {
        let values = model.by_hand().values;
        let number = AtomicU64::new(0);
        let mut tasks = [(); TASKS].map(|()| Counter::by_hand(&values, &number));
        let mut taken = [Held::default(); TASKS];
        let mut played = Self {
            moves: Vec::with_capacity(chosen.len()),
            number: 0,
            in_hand: [None; TASKS],
            ended: [false; TASKS],
            model,
            held: Held::default(),
        };
        for task in chosen.iter().copied() {
            let step = tasks[task].advance(0.0, None);
            let had = std::mem::replace(&mut played.in_hand[task], tasks[task].in_hand());
            let access = match (had, played.in_hand[task]) {
                (None, Some(_)) => Access::Read,
                (Some(read), _) => Access::Write { read },
                (None, None) => Access::Add,
            };
            let n = played.moves.len();
            let old = played.held;
            match access {
                Access::Read => taken[task] = old,
                Access::Write { .. } => played.held = taken[task].with(n),
                Access::Add => played.held = old.with(n),
            }
            let made = played.moves.iter().filter(|one| one.task == task && one.addition.is_some()).count();
            let before = std::mem::replace(&mut played.number, number.load(Relaxed));
            played.moves.push(Move {
                task,
                access,
                before,
                after: played.number,
                addition: (access != Access::Read).then_some(Addition { task, nth: made + 1 }),
                lost: played.additions(old.without(played.held)),
                back: played.additions(played.held.without(old)),
                other: (!played.ended[TASKS - 1 - task]).then_some(model.idle),
            });
            played.ended[task] = matches!(step, Step::Done(_));
        }
        played
    }

    /// Why this task can't be chosen next, if it can't.
    pub fn refusal(&self, task: usize) -> Option<Refusal> {
        let holder = self.moves.last().map(|last| last.task).filter(|last| !self.ended[*last]);
        match holder {
            _ if self.ended[task] => Some(Refusal::Ended),
            Some(holder) if holder != task && self.model.keeps_control() => Some(Refusal::Held),
            _ => None,
        }
    }

    /// Whether all tasks have ended.
    pub fn is_over(&self) -> bool {
        self.ended.iter().all(|ended| *ended)
    }

    /// How a task is while the other one goes on.
    pub fn idle(&self) -> SpanKind {
        self.model.idle
    }

    /// How many moves it takes until all tasks have ended.
    pub fn most_moves(&self) -> usize {
        self.model.moves
    }

    /// How often 1 was added: what the number should be.
    pub fn added(&self) -> u64 {
        self.moves.iter().filter(|one| one.addition.is_some()).count() as u64
    }

    /// How many additions the number does not hold.
    pub fn lost(&self) -> u64 {
        (0..self.moves.len()).filter(|n| self.is_lost(*n)).count() as u64
    }

    /// Whether move number `n` made an addition that the number does not hold.
    pub fn is_lost(&self, n: usize) -> bool {
        self.moves[n].addition.is_some() && !self.held.contains(n)
    }

    /// How often another task was chosen than the one before.
    pub fn switches(&self) -> usize {
        self.moves.windows(2).filter(|pair| pair[0].task != pair[1].task).count()
    }

    /// The additions among these that earlier moves made.
    fn additions(&self, held: Held) -> Vec<Addition> {
        let made = self.moves.iter().enumerate().filter(|(n, _)| held.contains(*n));
        made.filter_map(|(_, one)| one.addition).collect()
    }
}
