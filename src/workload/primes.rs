//! `primes`: counts primes by trial division, without any shortcut, since it exists to be work.

use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Values, Work, Workload, WorkloadId,
};

const LIMIT: Param = Param::integer("limit", 100_000, 2, 1_000_000, Unit::Count);
const TASKS: Param = Param::tasks(2);
const SPLIT: Param = Param::choice("split", &["copies", "shares"]);

pub(super) const WORKLOAD: Workload =
    Workload { id: WorkloadId::Primes, params: &[LIMIT, TASKS, SPLIT], cost, extras: Extras::NONE };

pub(super) const TASK: MakeTask = |values, k, _| Box::new(Primes::new(range(values, k)));

/// Divisions in one slice: about 300 µs.
const SLICE: u32 = 200_000;

/// The numbers that task `k` looks at, `from..to`. Shares are cut so that each is about equal work: the
/// work up to `n` grows as n², so the k-th bound is ⌊(limit + 1)·√(k / tasks)⌋, taken exactly.
fn range(values: &Values, k: u32) -> std::ops::Range<u32> {
    let end = values.int(&LIMIT) + 1;
    let tasks = values.int(&TASKS);
    let bound = |k: u64| if k == 0 { 2 } else { (end * end * k / tasks).isqrt().max(2) as u32 };
    match values.choice(&SPLIT) {
        "shares" => bound(k.into())..bound(u64::from(k) + 1),
        _ => 2..end as u32,
    }
}

/// Counting up to n takes about n² / (2 ln n) divisions (the primes up to n cost themselves, and they
/// sum to that; other numbers are found out early), 1.5 ns each.
fn cost(values: &Values) -> Cost {
    let n = values.int(&LIMIT) as f64;
    let all = n * n / (2.0 * n.ln()) * 1.5e-6;
    let each = if values.choice(&SPLIT) == "shares" { all / values.int(&TASKS) as f64 } else { all };
    Cost { compute_ms: each, ..Cost::default() }
}

/// Counting, stopped anywhere: even between two divisions of one number.
struct Primes {
    number: u32,
    end: u32,
    divisor: u32,
    found: u32,
    /// Divisions in the last slice.
    divided: u32,
}

impl Primes {
    fn new(numbers: std::ops::Range<u32>) -> Self {
        Self { number: numbers.start, end: numbers.end, divisor: 2, found: 0, divided: 0 }
    }
}

impl Task for Primes {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        let mut left = SLICE;
        while self.number < self.end && left > 0 {
            let start = self.divisor;
            let stop = self.number.min(start.saturating_add(left));
            let divisor = first_divisor(self.number, start, stop);
            left = left.saturating_sub(divisor - start + 1);
            if divisor == stop && stop < self.number {
                self.divisor = divisor;
                continue;
            }
            self.found += u32::from(divisor == self.number);
            self.number += 1;
            self.divisor = 2;
        }
        self.divided = SLICE - left;
        if self.number < self.end { Step::Computing } else { Step::Done(self.found.to_string()) }
    }

    fn worked(&self) -> Work {
        Work::of(self.divided.into())
    }
}

/// The first divisor of `number` in `start..stop`, or `stop`.
fn first_divisor(number: u32, start: u32, stop: u32) -> u32 {
    let mut divisor = start;
    while divisor < stop && !number.is_multiple_of(divisor) {
        divisor += 1;
    }
    divisor
}
