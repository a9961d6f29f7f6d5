//! What is covered, as disjoint intervals with running sums.

/// A stretch of time that is covered without a hole, ms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its beginning.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
    /// What is covered before it.
    before_ms: f64,
}

/// Where a walk over a coverage is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    /// The intervals that have begun by then.
    begun: usize,
    /// How many more they were than at the moment before.
    stride: usize,
}

/// When something held: the union of spans, in order. Asking how much of a stretch is covered takes a
/// binary search; adding at the end, where spans arrive, takes constant time on average.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage(Vec<Interval>);

impl Coverage {
    /// Adds the stretch from `from_ms` to `to_ms`.
    pub fn add(&mut self, from_ms: f64, to_ms: f64) {
        if to_ms <= from_ms {
            return;
        }
        let first = match self.0.last() {
            Some(last) if last.to_ms < from_ms => self.0.len(),
            _ => self.0.partition_point(|interval| interval.to_ms < from_ms),
        };
        let end = first + self.0[first..].partition_point(|interval| interval.from_ms <= to_ms);
        let touched = &self.0[first..end];
        let merged = Interval {
            from_ms: touched.first().map_or(from_ms, |interval| interval.from_ms.min(from_ms)),
            to_ms: touched.last().map_or(to_ms, |interval| interval.to_ms.max(to_ms)),
            before_ms: 0.0,
        };
        self.0.splice(first..end, [merged]);
        let mut before_ms = first.checked_sub(1).map_or(0.0, |previous| self.0[previous].sum());
        for interval in &mut self.0[first..] {
            interval.before_ms = before_ms;
            before_ms = interval.sum();
        }
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it held at a moment; the moment at which it ends is not part of it.
    pub fn holds(&self, ms: f64) -> bool {
        let first = self.0.partition_point(|interval| interval.to_ms <= ms);
        self.0.get(first).is_some_and(|interval| interval.from_ms <= ms)
    }

    /// How much is covered before `ms`.
    pub fn until(&self, ms: f64) -> f64 {
        self.before(self.0.partition_point(|interval| interval.from_ms < ms), ms)
    }

    /// As [`Self::until`], for moments asked in their order with one cursor: a walk over a picture's columns
    /// looks at what is near the place where the next is expected.
    pub fn until_after(&self, cursor: &mut Cursor, ms: f64) -> f64 {
        let list = self.0.as_slice();
        let begins_before = |place: usize| list[place].from_ms < ms;
        let expected = (cursor.begun + cursor.stride).min(list.len());
        // How many have begun lies from `low` to `high`.
        let (mut low, mut high, mut step) = (cursor.begun, list.len(), 1);
        if expected == low || begins_before(expected - 1) {
            low = expected;
            while low + step <= high {
                if !begins_before(low + step - 1) {
                    high = low + step - 1;
                    break;
                }
                low += step;
                step *= 2;
            }
        } else {
            high = expected - 1;
            while high > low + step {
                if begins_before(high - step - 1) {
                    low = high - step;
                    break;
                }
                high -= step + 1;
                step *= 2;
            }
        }
        let begun = low + list[low..high].partition_point(|interval| interval.from_ms < ms);
        *cursor = Cursor { begun, stride: begun - cursor.begun };
        self.before(begun, ms)
    }

    /// How much is covered before `ms`, by which so many intervals have begun.
    fn before(&self, begun: usize, ms: f64) -> f64 {
        begun.checked_sub(1).map_or(0.0, |last| {
            let last = self.0[last];
            last.before_ms + ms.min(last.to_ms) - last.from_ms
        })
    }

    /// How much is covered of the stretch from `from_ms` to `to_ms`.
    pub fn between(&self, from_ms: f64, to_ms: f64) -> f64 {
        self.until(to_ms) - self.until(from_ms)
    }

    /// The intervals that reach into the stretch from `from_ms` to `to_ms`.
    pub fn within(&self, from_ms: f64, to_ms: f64) -> &[Interval] {
        let first = self.0.partition_point(|interval| interval.to_ms <= from_ms);
        let end = self.0.partition_point(|interval| interval.from_ms < to_ms);
        &self.0[first..end.max(first)]
    }
}

impl Interval {
    /// What is covered up to its end.
    fn sum(&self) -> f64 {
        self.before_ms + self.to_ms - self.from_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the obvious way: a long row of booleans.
        #[test]
        fn covers_what_was_added(pieces in prop::collection::vec((0usize..60, 0usize..20), 0..40),
                                 from in 0usize..90, length in 1usize..90) {
            let mut coverage = Coverage::default();
            let mut cells = [false; 200];
            for (start, length) in pieces {
                coverage.add(start as f64, (start + length) as f64);
                cells[start..start + length].fill(true);
            }
            let to = from + length;
            let expected = cells[from..to].iter().filter(|cell| **cell).count();
            prop_assert_eq!(coverage.between(from as f64, to as f64), expected as f64);
            prop_assert!(coverage.0.windows(2).all(|pair| pair[0].to_ms < pair[1].from_ms));
            let within = coverage.within(from as f64, to as f64);
            let inside = |interval: &&Interval| {
                interval.from_ms.max(from as f64) < interval.to_ms.min(to as f64)
            };
            prop_assert_eq!(within.len(), coverage.0.iter().filter(inside).count());
            let mut cursor = Cursor::default();
            for ms in (0..100u32).step_by(length) {
                prop_assert_eq!(coverage.until_after(&mut cursor, f64::from(ms)), coverage.until(f64::from(ms)));
            }
        }
    }
}
