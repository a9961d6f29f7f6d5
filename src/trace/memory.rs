//! How much memory a run holds.

use serde::{Deserialize, Serialize};

/// From this moment on a run holds so much more or, below 0, less memory.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemoryChange {
    /// When, ms.
    pub at_ms: f64,
    /// How much, bytes.
    pub bytes: i64,
}

/// The most that is held at once, bytes, whoever told of it first; `None` where nothing was told. What is let go of at
/// the moment at which other memory is taken is not held beside it.
pub fn most_held(changes: &[MemoryChange]) -> Option<u64> {
    let mut changes = changes.to_vec();
    changes.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms).then(a.bytes.cmp(&b.bytes)));
    let held = changes.iter().scan(0i64, |held, change| {
        *held = held.saturating_add(change.bytes);
        Some(*held)
    });
    held.max().map(|most| most.max(0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(changes: &[(f64, i64)]) -> Option<u64> {
        let changes = changes.iter().map(|(at_ms, bytes)| MemoryChange { at_ms: *at_ms, bytes: *bytes });
        most_held(&changes.collect::<Vec<_>>())
    }

    #[test]
    fn what_is_held_at_once_is_added_up() {
        assert_eq!(most(&[]), None);
        assert_eq!(most(&[(0.0, 100), (5.0, 20)]), Some(120));
        // Two blocks, one after the other and then at once, in memories that don't know of each other.
        let lane = [(-9.0, 100), (1.0, 50), (2.0, -50), (6.0, 50), (8.0, -50)];
        let other = [(-8.0, 100), (2.0, 50), (3.0, -50), (7.0, 50), (9.0, -50)];
        assert_eq!(most(&[lane[..3].to_vec(), other[..3].to_vec()].concat()), Some(250));
        assert_eq!(most(&[lane.to_vec(), other.to_vec()].concat()), Some(300));
        assert_eq!(most(&[(1.0, -7)]), Some(0));
    }
}
