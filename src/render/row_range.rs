//! Which rows are shown of more than there is room for.

use std::ops::Range;

/// Rows that are shown, of all there are: never more than so many, and none beyond the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRange {
    /// The first that is shown.
    pub first: usize,
    /// How many are shown.
    pub shown: usize,
    /// How many there are.
    pub all: usize,
}

impl RowRange {
    /// From this row on, or as near to it as leaves none empty; `most` are shown at once.
    pub fn new(first: usize, most: usize, all: usize) -> Self {
        let shown = most.min(all);
        Self { first: first.min(all - shown), shown, all }
    }

    /// Whether there are more than are shown.
    pub fn is_part(&self) -> bool {
        self.shown < self.all
    }

    /// The rows that are shown.
    pub fn rows(&self) -> Range<usize> {
        self.first..self.first + self.shown
    }

    /// The last row that can be the first that is shown.
    pub fn last_first(&self) -> usize {
        self.all - self.shown
    }

    /// So many pages later, or earlier for a number below 0.
    pub fn turned(&self, pages: isize) -> Self {
        let by = self.shown.cast_signed().saturating_mul(pages);
        Self::new(self.first.saturating_add_signed(by), self.shown, self.all)
    }

    /// Moved as little as it takes to show this row.
    pub fn showing(&self, row: usize) -> Self {
        let least = (row + 1).saturating_sub(self.shown);
        Self::new(self.first.clamp(least, row.max(least)), self.shown, self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_asked_for_rows_that_exist_are_shown() {
        for all in [0, 1, 5, 240, 241, 10_000] {
            for first in [0, 1, 239, 9_999, usize::MAX] {
                let range = RowRange::new(first, 240, all);
                assert_eq!((range.shown, range.rows().len()), (all.min(240), range.shown));
                assert!(range.rows().end <= all && range.first <= first);
                assert_eq!(range.is_part(), all > 240);
            }
        }
    }

    #[test]
    fn pages_follow_upon_each_other_and_end_at_the_last_row() {
        let mut range = RowRange::new(0, 240, 1000);
        let mut firsts = vec![range.first];
        while range.first < range.last_first() {
            range = range.turned(1);
            firsts.push(range.first);
        }
        assert_eq!(firsts, [0, 240, 480, 720, 760]);
        assert_eq!(range.turned(-1).first, 520);
        assert_eq!(range.turned(isize::MIN).first, 0);
    }

    #[test]
    fn a_row_out_of_sight_is_brought_into_it() {
        let range = RowRange::new(500, 240, 1000);
        assert_eq!(range.showing(600), range);
        assert_eq!(range.showing(499).first, 499);
        assert_eq!(range.showing(740).first, 501);
        assert_eq!(range.showing(999).first, 760);
    }
}
