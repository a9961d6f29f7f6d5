//! The parameters that belong to no workload, in the canonical order of links.

use serde::{Deserialize, Serialize};

use super::{Computing, ExecutorId, Handing, Lanes};
use crate::workload::{Param, Unit, require_strings};

/// The most threads or isolated workers of a pool.
pub const MOST_WORKERS: u32 = 64;
/// The most measured runs of each executor.
pub const MOST_REPEATS: u32 = 50;

/// Threads or isolated workers in a pool; absent: as many as the browser says the machine has cores.
pub const WORKERS: Param = Param::optional("workers", 1, MOST_WORKERS as u64, Unit::Count);
/// Most waits in flight on one event loop; absent: no limit.
pub const CONCURRENCY: Param = Param::optional("concurrency", 1, 1000, Unit::Count);
/// A computing task on an event loop lets the others go on after so many ms; 0 for never.
pub const YIELD: Param = Param::integer("yield", 0, 0, 1000, Unit::Ms);
/// The lock of `locked-threads` is asked for after so many ms without a hand-over.
pub const SWITCH: Param = Param::integer("switch", 5, 1, 1000, Unit::Ms);
/// One further task, started first, that computes for so many ms; 0 for none.
pub const POISON: Param = Param::integer("poison", 0, 0, 10_000, Unit::Ms);
/// So many tasks travel to an isolated worker in one message.
pub const CHUNK: Param = Param::integer("chunk", 1, 1, 1000, Unit::Count);
/// How an event loop gets its next turn while tasks are ready.
pub const LOOP: Param = Param::choice("loop", &["messages", "timers", "microtasks"]);
/// Measured runs of each executor.
pub const REPEAT: Param = Param::integer("repeat", 1, 1, MOST_REPEATS as u64, Unit::Count);

/// All of them.
pub static OPTIONS: &[Param] = &[WORKERS, CONCURRENCY, YIELD, SWITCH, POISON, CHUNK, LOOP, REPEAT];

const _: () = require_strings(OPTIONS);

/// How an event loop gets its next turn while tasks are ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoopTurn {
    /// By a message to itself: whatever else waits in the thread's queue has its turn, too.
    #[default]
    Messages,
    /// By a timer of 0 ms, which browsers make wait for 4 ms when it was set by another timer.
    Timers,
    /// By a promise that is kept already: nothing else of the thread has a turn.
    Microtasks,
}

impl LoopTurn {
    /// The one that is named so in links; the default for any other name.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "timers" => Self::Timers,
            "microtasks" => Self::Microtasks,
            _ => Self::Messages,
        }
    }
}

/// Whether an option changes anything about an executor.
fn serves(option: &Param, executor: ExecutorId) -> bool {
    let facts = executor.facts();
    match option.key {
        key if key == WORKERS.key => facts.lanes == Lanes::Workers,
        key if key == CONCURRENCY.key => facts.looping,
        key if key == YIELD.key || key == LOOP.key => facts.looping && facts.computing == Computing::OnLane,
        key if key == SWITCH.key => facts.computing == Computing::UnderOneLock,
        key if key == CHUNK.key => matches!(facts.handing, Handing::InMessages(_)),
        _ => true,
    }
}

impl super::Experiment {
    /// The options that change anything about the executors that are compared, and those that were given although
    /// they don't.
    pub fn offered_options(&self) -> Vec<&'static Param> {
        let serves_any = |option: &Param| self.executors.iter().any(|executor| serves(option, *executor));
        let is_offered = |option: &&Param| serves_any(option) || self.options.get(option).is_some();
        OPTIONS.iter().filter(is_offered).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn offered(query: &str) -> String {
        let options = parse(query).experiment.offered_options();
        options.iter().map(|option| option.key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_are_offered_where_they_change_something() {
        assert_eq!(offered("executors=sequential"), "poison repeat");
        assert_eq!(offered("executors=sequential,processes"), "workers poison chunk repeat");
        assert_eq!(offered("executors=event-loop"), "concurrency yield poison loop repeat");
        assert_eq!(offered("executors=page"), "concurrency yield poison loop repeat");
        assert_eq!(offered("executors=queue"), "workers poison chunk repeat");
        assert_eq!(offered("executors=process-loops"), "workers concurrency yield poison chunk loop repeat");
        assert_eq!(offered("executors=locked-threads"), "workers switch poison repeat");
        // What was given can be seen, and taken back.
        assert_eq!(offered("executors=sequential&chunk=8"), "poison chunk repeat");
    }

    #[test]
    fn turns_have_the_names_of_links() {
        let named = ["messages", "timers", "microtasks"].map(LoopTurn::named);
        assert_eq!(named, [LoopTurn::Messages, LoopTurn::Timers, LoopTurn::Microtasks]);
        assert_eq!(parse("executors=event-loop").experiment.loop_turn(), LoopTurn::Messages);
        assert_eq!(parse("executors=event-loop&loop=timers").experiment.loop_turn(), LoopTurn::Timers);
    }
}
