//! `squares`: sums i² for i below a number, exactly, beyond 64 bits.

use super::{Arrived, Cost, Param, Phase, Step, Task, Unit, Workload};

const NUMBER: Param = Param::integer("number", 5_000_000, 1, 100_000_000, Unit::Count);
const TASKS: Param = Param::tasks(20);

pub(super) const WORKLOAD: Workload = Workload {
    id: "squares",
    params: &[NUMBER, TASKS],
    task: |values, k| Box::new(Squares::new(values.int(&NUMBER) + u64::from(k))),
    // 0.5 ns a square.
    cost: |values| Cost { compute_ms: values.int(&NUMBER) as f64 * 0.5e-6, ..Cost::default() },
};

/// Squares in one slice: about 150 µs.
const SLICE: u64 = 1 << 18;

/// Σ i² for i in 0..end, stopped anywhere.
struct Squares {
    next: u64,
    end: u64,
    sum: u128,
}

impl Squares {
    fn new(end: u64) -> Self {
        Self { next: 0, end, sum: 0 }
    }
}

impl Task for Squares {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        let stop = self.end.min(self.next + SLICE);
        self.sum += sum_of_squares(self.next, stop);
        self.next = stop;
        if stop < self.end { Step::Computing } else { Step::Done(self.sum.to_string()) }
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
