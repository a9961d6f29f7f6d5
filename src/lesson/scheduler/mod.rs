//! A run whose scheduler is the reader: two tasks of the `counter` workload, each slice one access to the
//! number, and whoever reads decides who goes on.
//!
//! Here belong which choices a model leaves, and what came of those that were made. Nothing is acted out:
//! the tasks are those that engines run, and the number is what they have made of it. Everything here is
//! pure.
//!
//! ```
//! use interleave::lesson::scheduler::{MODELS, Schedule};
//!
//! let mut schedule = Schedule::new(&MODELS[0]);
//! for task in [0, 1, 0, 1] {
//!     schedule.choose(task).expect("under a lock that changes hands, either may go on");
//! }
//! // Both read 0, then both wrote 1.
//! assert_eq!((schedule.played().number, schedule.played().lost()), (1, 1));
//! ```

mod played;
mod words;

pub use played::{Access, Addition, Move, Played};
pub use words::{Note, said, standing};

use crate::experiment::{Experiment, parse};
use crate::text;
use crate::trace::SpanKind;

/// How many tasks there are.
pub const TASKS: usize = 2;

/// The least that the number can come to where updates can be lost. One task reads 0, and writes 1 only when
/// the other has one addition left to do; that one reads the 1, lets the first end, and writes 2.
pub const LEAST: u64 = 2;

/// A way of running the tasks, by hand and for real.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name, as in the keys of strings.
    pub id: &'static str,
    /// The experiment that is run by hand, as a link.
    by_hand: &'static str,
    /// The experiment to compare it with, as a link: long enough for an engine to switch many times.
    pub real: &'static str,
    /// How many moves it takes by hand until all tasks have ended.
    moves: usize,
    /// How a task is while another one goes on.
    idle: SpanKind,
}

/// The models, in the order in which they are offered: how an update is lost, then how none is.
pub static MODELS: [Model; 3] = [
    Model {
        id: "locked-threads",
        by_hand: "workload=counter&increments=3&tasks=2&executors=locked-threads",
        real: "workload=counter&increments=10000000&tasks=2&executors=event-loop,locked-threads,threads&workers=2",
        moves: 12,
        idle: SpanKind::Blocked,
    },
    Model {
        id: "event-loop",
        by_hand: "workload=counter&increments=3&tasks=2&executors=event-loop",
        real: "workload=counter&increments=10000000&tasks=2&executors=event-loop,locked-threads,threads&workers=2",
        moves: 12,
        idle: SpanKind::Ready,
    },
    Model {
        id: "atomic",
        by_hand: "workload=counter&increments=3&guard=atomic&tasks=2&executors=locked-threads",
        real: "workload=counter&increments=10000000&guard=atomic&tasks=2&executors=event-loop,locked-threads,threads&workers=2",
        moves: 6,
        idle: SpanKind::Blocked,
    },
];

text::require!(model in MODELS =>
    ["scheduler", "model", model.id, "name"], ["scheduler", "model", model.id, "rule"]);

impl Model {
    /// What it is called.
    pub fn label(&self) -> String {
        text::of(&["scheduler", "model", self.id, "name"])
    }

    /// Who may go on, in a sentence or two.
    pub fn rule(&self) -> String {
        text::of(&["scheduler", "model", self.id, "rule"])
    }

    /// The experiment that is run by hand.
    pub fn by_hand(&self) -> Experiment {
        parse(self.by_hand).experiment
    }

    /// Whether control changes hands only where a task awaits, which these never do, or ends.
    fn keeps_control(&self) -> bool {
        self.idle == SpanKind::Ready
    }
}

/// Why a task can't be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has ended.
    Ended,
    /// The other one has control, and neither awaits nor has ended.
    Held,
}

/// Who was chosen to go on, move by move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    model: &'static Model,
    chosen: Vec<usize>,
}

impl Schedule {
    /// Nobody was chosen yet.
    pub fn new(model: &'static Model) -> Self {
        Self { model, chosen: Vec::new() }
    }

    /// How the tasks are run.
    pub fn model(&self) -> &'static Model {
        self.model
    }

    /// Lets task number `task`, below [`TASKS`], go on for a slice.
    ///
    /// # Errors
    /// Why it can't; then nothing has changed.
    pub fn choose(&mut self, task: usize) -> Result<(), Refusal> {
        match self.played().refusal(task) {
            Some(refusal) => Err(refusal),
            None => {
                self.chosen.push(task);
                Ok(())
            }
        }
    }

    /// Takes the last choice back, if there is one.
    pub fn undo(&mut self) {
        self.chosen.pop();
    }

    /// What came of the choices: they are made once more, from the start.
    pub fn played(&self) -> Played {
        Played::of(self.model, &self.chosen)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule(model: &'static Model, wishes: &[usize]) -> Schedule {
        let mut schedule = Schedule::new(model);
        for task in wishes {
            // What can't be chosen is not.
            let _ = schedule.choose(*task);
        }
        schedule
    }

    fn any_model() -> impl Strategy<Value = &'static Model> {
        (0..MODELS.len()).prop_map(|n| &MODELS[n])
    }

    fn wishes() -> impl Strategy<Value = Vec<usize>> {
        prop::collection::vec(0..TASKS, 0..20)
    }

    /// What every order of choices comes to in the end, from these first ones on.
    fn every_end(schedule: &Schedule, ends: &mut Vec<Played>) {
        let played = schedule.played();
        if played.is_over() {
            ends.push(played);
            return;
        }
        for task in 0..TASKS {
            let mut longer = schedule.clone();
            if longer.choose(task).is_ok() {
                every_end(&longer, ends);
            }
        }
    }

    fn ends(model: &'static Model) -> Vec<Played> {
        let mut ends = Vec::new();
        every_end(&Schedule::new(model), &mut ends);
        assert!(ends.iter().all(|played| played.moves.len() == played.most_moves()));
        ends
    }

    #[test]
    fn links_are_understood() {
        for model in &MODELS {
            for link in [model.by_hand, model.real] {
                let parsed = parse(link);
                assert_eq!(parsed.notices, [], "{link}");
                assert_eq!(parsed.experiment.tasks() as usize, TASKS);
            }
        }
    }

    #[test]
    fn no_order_loses_an_update_on_an_event_loop() {
        let ends = ends(&MODELS[1]);
        assert_eq!(ends.len(), 2, "one after the other, either first");
        assert!(ends.iter().all(|played| played.number == 6 && played.lost() == 0));
    }

    #[test]
    fn no_order_loses_an_update_of_an_atomic_addition() {
        let ends = ends(&MODELS[2]);
        assert_eq!(ends.len(), 20, "3 of 6 places");
        assert!(ends.iter().all(|played| played.number == 6 && played.lost() == 0));
    }

    #[test]
    fn under_a_lock_an_order_can_lose_all_but_two() {
        let ends = ends(&MODELS[0]);
        assert_eq!(ends.len(), 924, "6 of 12 places");
        let numbers = || ends.iter().map(|played| played.number);
        assert_eq!((numbers().min(), numbers().max()), (Some(LEAST), Some(6)));
        assert!(ends.iter().all(|played| played.lost() == 6 - played.number));
    }

    #[test]
    fn a_task_goes_on_only_where_the_model_lets_it() {
        let mut on_a_loop = Schedule::new(&MODELS[1]);
        assert_eq!(on_a_loop.choose(1), Ok(()));
        assert_eq!(on_a_loop.choose(0), Err(Refusal::Held));
        (1..6).for_each(|_| assert_eq!(on_a_loop.choose(1), Ok(())));
        assert_eq!(on_a_loop.choose(1), Err(Refusal::Ended));
        assert_eq!(on_a_loop.choose(0), Ok(()));
    }

    proptest! {
        #[test]
        fn undo_gives_what_was_before(model in any_model(), wishes in wishes(), last in 0..TASKS) {
            let before = schedule(model, &wishes);
            let mut after = before.clone();
            if after.choose(last).is_ok() {
                prop_assert_ne!(after.played(), before.played());
                after.undo();
            }
            prop_assert_eq!(after.played(), before.played());
        }

        #[test]
        fn what_is_lost_is_what_the_number_lacks(model in any_model(), wishes in wishes()) {
            let played = schedule(model, &wishes).played();
            prop_assert_eq!(played.lost(), played.added() - played.number);
            let sum: i64 =
                played.moves.iter().map(|one| one.lost.len() as i64 - one.back.len() as i64).sum();
            prop_assert_eq!(played.lost() as i64, sum);
            let gone = (0..played.moves.len()).filter(|n| played.is_lost(*n)).count();
            prop_assert_eq!(played.lost(), gone as u64);
        }
    }
}
