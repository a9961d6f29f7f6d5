//! What a lock did in a run: how often it was waited for, and how often it changed hands.

use std::borrow::Cow;

use crate::trace::{Span, SpanKind, Trace, median};

/// Lanes that compute at once for less than this only take turns, ms: clocks of threads agree to about 0.02 ms.
const AT_ONCE_MS: f64 = 1.0;

/// What a lock did in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LockFigures {
    /// How often a lane had to wait for it.
    pub asked: u32,
    /// How long such a wait took on average, ms.
    pub mean_wait_ms: f64,
    /// How often it went from one lane to another.
    pub handovers: u32,
    /// The median time between two such changes, ms.
    pub between_ms: f64,
}

/// What the lock did; `None` where nobody ever waited for one.
pub fn lock_figures(trace: &Trace) -> Option<LockFigures> {
    let waits: Vec<&Span> = trace.spans().iter().filter(|span| span.kind == SpanKind::Blocked).collect();
    if waits.is_empty() {
        return None;
    }
    let runs = by_beginning(trace.running());
    // Under one lock for all computing, it changes hands whenever another lane computes; where lanes compute at once, it
    // is a lock for critical sections, and goes to whoever has waited for it.
    let overlap = runs.windows(2).any(|pair| pair[0].0 != pair[1].0 && pair[1].1 < pair[0].2 - AT_ONCE_MS);
    let changes: Vec<f64> = if overlap {
        let mut ends: Vec<f64> = waits.iter().map(|span| span.end_ms).collect();
        ends.sort_unstable_by(f64::total_cmp);
        ends
    } else {
        runs.windows(2).filter(|pair| pair[0].0 != pair[1].0).map(|pair| pair[1].1).collect()
    };
    let between: Vec<f64> = changes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    Some(LockFigures {
        asked: waits.len() as u32,
        mean_wait_ms: waits.iter().map(|span| span.ms()).sum::<f64>() / waits.len() as f64,
        handovers: changes.len() as u32,
        between_ms: median(&between).unwrap_or_default(),
    })
}

/// In the order of their beginnings: most are so already, and half a million are not sorted once more.
fn by_beginning(runs: &[(u32, f64, f64)]) -> Cow<'_, [(u32, f64, f64)]> {
    if runs.is_sorted_by(|a, b| a.1 <= b.1) {
        return runs.into();
    }
    let mut sorted = runs.to_vec();
    sorted.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    sorted.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(drawing: &str) -> Option<LockFigures> {
        lock_figures(&drawing.parse().unwrap())
    }

    #[test]
    fn the_one_lock_changes_hands_whenever_another_lane_computes() {
        let figures = figures(
            "
            0 run     00000.....00
            0 blocked .....00000
            1 run     .....11111
            1 blocked 11111
            ",
        );
        let expected = LockFigures { asked: 2, mean_wait_ms: 5.0, handovers: 2, between_ms: 5.0 };
        assert_eq!(figures, Some(expected));
    }

    #[test]
    fn a_lock_for_critical_sections_goes_to_whoever_waited_for_it() {
        let figures = figures(
            "
            0 run     0000000
            1 run     1111111
            2 blocked 22222..
            2 run     .....22
            ",
        );
        assert_eq!(figures.map(|figures| (figures.asked, figures.handovers)), Some((1, 1)));
    }

    #[test]
    fn where_nobody_waited_there_is_nothing_to_tell() {
        assert_eq!(figures("0 run 000"), None);
    }
}
