//! What changed between two starts.

use super::Figures;
use crate::trace::Spread;

/// One executor in one step, then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// What was measured then.
    pub then: Figures,
    /// What was measured now.
    pub now: Figures,
    /// What that means.
    pub change: Change,
}

/// What became of a makespan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// So many times shorter.
    Sooner(f64),
    /// So many times longer.
    Later(f64),
    /// Such measurements differ as much by themselves.
    Noise,
}

/// What both have, in the order of `now`.
pub fn compare(then: &[Figures], now: &[Figures]) -> Vec<Beside> {
    let beside = |now: &Figures| {
        let then = then.iter().find(|then| then.executor == now.executor && then.step == now.step)?.clone();
        let change = if is_surely_shorter(now, &then) {
            Change::Sooner(then.median_ms / now.median_ms)
        } else if is_surely_shorter(&then, now) {
            Change::Later(now.median_ms / then.median_ms)
        } else {
            Change::Noise
        };
        Some(Beside { then, now: now.clone(), change })
    };
    now.iter().filter_map(beside).collect()
}

/// Whether `a` is shorter than `b` by more than noise: what each may well be has nothing in common. That is where
/// the medians lie with 95 % confidence, if both were repeated often enough to tell, and else all that was
/// measured. And medians that are level are level, however sure they are; so is nothing beside nothing.
fn is_surely_shorter(a: &Figures, b: &Figures) -> bool {
    let spread = |one: &Figures| Spread { min: one.min_ms, median: one.median_ms, max: one.max_ms };
    let apart = match (a.interval_ms, b.interval_ms) {
        (Some([_, high]), Some([low, _])) => high < low,
        _ => a.max_ms < b.min_ms,
    };
    apart && a.median_ms > 0.0 && spread(a).is_below(&spread(b))
}
