//! The poison pill: one task that computes among tasks that wait, to see what one bad citizen does.

use std::hint::black_box;

use super::squares::sum_of_squares;
use super::{Arrived, Phase, Step, Task, Work};

/// Squares in one slice: about 110 µs.
const SLICE: u64 = 1 << 18;
/// How long calibration takes, ms: long enough for the clock, too short to be felt.
const CALIBRATION_MS: f64 = 20.0;

/// A task that computes so many slices.
pub struct Poison {
    left: u32,
    all: u32,
    worked: Work,
}

impl Poison {
    /// Of so many slices; see [`Poison::slices`].
    pub fn new(slices: u32) -> Self {
        Self { left: slices, all: slices, worked: Work::NONE }
    }

    /// How many slices take about so many ms here and now, by `clock`, ms. Computes for 20 ms to find out.
    pub fn slices(ms: u32, clock: impl Fn() -> f64) -> u32 {
        let begun_ms = clock();
        let mut done = 0u32;
        let mut took_ms = 0.0;
        while took_ms < CALIBRATION_MS {
            slice();
            done += 1;
            took_ms = clock() - begun_ms;
        }
        (f64::from(ms) * f64::from(done) / took_ms).round() as u32
    }
}

/// The range is hidden from the optimiser, which would else do the work once for all slices.
fn slice() {
    black_box(sum_of_squares(black_box(0), black_box(SLICE)));
}

impl Task for Poison {
    fn phase(&self) -> Phase {
        if self.left > 0 { Phase::Compute } else { Phase::Wait }
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        if self.left == 0 {
            self.worked = Work::NONE;
            return Step::Done(format!("{} slices", self.all));
        }
        slice();
        self.worked = Work { kind: Work::POISON, amount: SLICE };
        self.left -= 1;
        Step::Computing
    }

    fn worked(&self) -> Work {
        self.worked
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn it_is_sized_by_what_the_clock_says() {
        // A machine on which a slice takes 4 ms by its clock.
        let now = Cell::new(0.0);
        let clock = || {
            now.set(now.get() + 4.0);
            now.get()
        };
        assert_eq!(Poison::slices(1000, clock), 250);
    }

    #[test]
    fn it_computes_all_its_slices() {
        let mut poison = Poison::new(3);
        let steps = std::iter::from_fn(|| match poison.advance(0.0, None) {
            Step::Computing => Some(()),
            _ => None,
        });
        assert_eq!(steps.count(), 3);
    }
}
