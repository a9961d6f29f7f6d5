//! Work that takes so long: a fixed amount of it, sized by what a lane was found to do in a millisecond.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use super::squares::{SLICE, SQUARE_MS, sum_of_squares};

/// How much work takes a millisecond on a lane that has a core for itself: squares summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRate(u64);

impl WorkRate {
    /// So many squares in so many ms; `None` where that is no rate.
    pub fn measured(squares: u64, ms: f64) -> Option<Self> {
        let per_ms = (squares as f64 / ms).round();
        // Neither a clock that stands still nor one that jumps makes a task endless.
        (ms > 0.0 && (1.0..1e9).contains(&per_ms)).then_some(Self(per_ms as u64))
    }

    /// Whether it is about the same as another: engines make code faster while it runs, and until they are done with that,
    /// every measurement is faster than the one before.
    fn agrees_with(self, other: Self) -> bool {
        (self.0 as f64 / other.0 as f64 - 1.0).abs() < 0.04
    }

    /// What is to be taken for the rate after another measurement of it, beginning with what is `known` already; and whether
    /// it is to be measured again. Where nothing could be measured, what is known is all that there is.
    pub fn settled(known: Option<Self>, measured: Option<Self>) -> (Option<Self>, bool) {
        match (known, measured) {
            (_, None) => (known, false),
            (Some(before), Some(now)) => (measured, !now.agrees_with(before)),
            (None, Some(_)) => (measured, true),
        }
    }

    /// Squares in a millisecond.
    pub fn per_ms(self) -> u64 {
        self.0
    }
}

impl Default for WorkRate {
    /// About that of a desktop machine of 2025, for where nothing could be measured.
    fn default() -> Self {
        Self((1.0 / SQUARE_MS) as u64)
    }
}

/// So much work, in slices of about equal size.
pub(super) struct SizedWork {
    squares: u64,
    slices: u64,
    done: u64,
}

impl SizedWork {
    /// As much as takes so many ms.
    pub(super) fn new(ms: f64, rate: WorkRate) -> Self {
        let squares = (ms * rate.0 as f64).round() as u64;
        // None is much smaller than the others: from how long they take a lane learns what work takes.
        let slices = ((squares as f64 / SLICE as f64).round() as u64).max(1).min(squares);
        Self { squares, slices, done: 0 }
    }

    /// Whether all of it is done.
    pub(super) fn is_done(&self) -> bool {
        self.done == self.slices
    }

    /// Does the next slice, if there is one; how many squares that was.
    pub(super) fn slice(&mut self) -> u64 {
        let squares = self.cut();
        // The range is hidden from the optimiser, which would else do the work once for all slices.
        black_box(sum_of_squares(black_box(0), black_box(squares)));
        squares
    }

    /// How many squares the next slice is, which counts as done.
    fn cut(&mut self) -> u64 {
        if self.is_done() {
            return 0;
        }
        let until =
            |slices: u64| (u128::from(self.squares) * u128::from(slices) / u128::from(self.slices)) as u64;
        let squares = until(self.done + 1) - until(self.done);
        self.done += 1;
        squares
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rate_is_a_number_of_squares() {
        assert_eq!(WorkRate::measured(10_000_000, 5.0).map(WorkRate::per_ms), Some(2_000_000));
        for (squares, ms) in [(1, 0.0), (1, -1.0), (1, f64::NAN), (0, 1.0), (u64::MAX, 1e-9)] {
            assert_eq!(WorkRate::measured(squares, ms), None, "{squares} in {ms} ms");
        }
        assert_eq!(WorkRate::default().per_ms(), 2_000_000);
        assert!(WorkRate(1000).agrees_with(WorkRate(1039)) && WorkRate(1039).agrees_with(WorkRate(1000)));
        assert!(!WorkRate(1000).agrees_with(WorkRate(1050)));
    }

    #[test]
    fn a_rate_is_measured_until_it_is_the_same_twice() {
        let [slow, fast, as_fast] = [1000, 2000, 2020].map(|per_ms| Some(WorkRate(per_ms)));
        assert_eq!(WorkRate::settled(None, slow), (slow, true));
        assert_eq!(WorkRate::settled(slow, fast), (fast, true));
        assert_eq!(WorkRate::settled(fast, as_fast), (as_fast, false));
        assert_eq!(WorkRate::settled(fast, None), (fast, false), "nothing more is to be had");
        assert_eq!(WorkRate::settled(None, None), (None, false));
    }

    #[test]
    fn nothing_takes_no_slice() {
        let mut nothing = SizedWork::new(0.0, WorkRate::default());
        assert!(nothing.is_done());
        assert_eq!(nothing.slice(), 0);
    }

    proptest! {
        #[test]
        fn slices_are_equal_and_come_to_all_of_it(ms in 0.0..30.0f64, per_ms in 1..5_000_000u64) {
            let rate = WorkRate(per_ms);
            let mut work = SizedWork::new(ms, rate);
            let mut slices = Vec::new();
            while !work.is_done() {
                slices.push(work.cut());
            }
            prop_assert_eq!(slices.iter().sum::<u64>(), (ms * per_ms as f64).round() as u64);
            let (least, most) = (slices.iter().min().copied(), slices.iter().max().copied());
            prop_assert!(most.unwrap_or(0) - least.unwrap_or(0) <= 1);
            prop_assert!(most.unwrap_or(0) <= SLICE * 3 / 2, "{most:?}");
            prop_assert!(slices.len() < 2 || least.unwrap_or(0) >= SLICE * 2 / 3, "{least:?}");
        }
    }
}
