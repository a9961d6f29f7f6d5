//! What changed between two starts.

use crate::trace::{Figures, Pace};

/// One executor in one step, then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What was measured then.
    pub then: Figures,
    /// What was measured now.
    pub now: Figures,
    /// How now stands to then.
    pub pace: Pace,
}

/// What became of whatever both have, in the order of `now`. They were measured at different times, so that nothing of
/// them is paired.
pub fn changes(then: &[Figures], now: &[Figures]) -> Vec<Change> {
    let change = |now: &Figures| {
        let then = Figures::find(then, &now.executor, now.step.as_ref())?.clone();
        Some(Change { pace: now.makespan().pace(&then.makespan()), then, now: now.clone() })
    };
    now.iter().filter_map(change).collect()
}
