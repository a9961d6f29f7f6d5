//! `squares`: sums i² for i below a number, exactly, beyond 64 bits.

use super::{Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Work, Workload, WorkloadId};

const NUMBER: Param = Param::integer("number", 5_000_000, 1, 100_000_000, Unit::Count);
const TASKS: Param = Param::tasks(20);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Squares,
    params: &[NUMBER, TASKS],
    cost: |values| Cost { compute_ms: values.int(&NUMBER) as f64 * SQUARE_MS, ..Cost::default() },
    extras: Extras::NONE,
};

pub(super) const TASK: MakeTask =
    |values, k, _| Box::new(Squares(SumOfSquares::up_to(values.int(&NUMBER) + u64::from(k))));

/// Squares in one slice: about 150 µs.
pub(super) const SLICE: u64 = 1 << 18;

/// What one square takes, ms.
pub(super) const SQUARE_MS: f64 = 0.5e-6;

/// Σ i² for i in 0..end, stopped anywhere.
pub(super) struct SumOfSquares {
    next: u64,
    end: u64,
    sum: u128,
    /// Squares in the last slice.
    squared: u64,
}

impl SumOfSquares {
    /// For an end up to 2³².
    pub(super) fn up_to(end: u64) -> Self {
        Self { next: 0, end, sum: 0, squared: 0 }
    }

    /// Goes on for one slice; the sum, once it is complete.
    pub(super) fn slice(&mut self) -> Option<u128> {
        let stop = self.end.min(self.next + SLICE);
        self.sum += sum_of_squares(self.next, stop);
        self.squared = stop - self.next;
        self.next = stop;
        (stop == self.end).then_some(self.sum)
    }

    /// How much work the last slice was.
    pub(super) fn worked(&self) -> Work {
        Work::of(self.squared)
    }
}

struct Squares(SumOfSquares);

impl Task for Squares {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        self.0.slice().map_or(Step::Computing, |sum| Step::Done(sum.to_string()))
    }

    fn worked(&self) -> Work {
        self.0.worked()
    }
}

/// Σ i² for i in from..to, at most 2³² terms below 2³².
///
/// The two halves of each square are summed apart: that keeps the sum exact without a carry in every
/// step, and no compiler knows a formula for Σ (i² mod 2³²), so that every term is really computed.
pub(super) fn sum_of_squares(from: u64, to: u64) -> u128 {
    let (mut low, mut high) = (0u64, 0u64);
    for i in from..to {
        let square = i * i;
        low += square & 0xffff_ffff;
        high += square >> 32;
    }
    (u128::from(high) << 32) + u128::from(low)
}
