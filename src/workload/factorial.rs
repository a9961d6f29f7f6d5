//! `factorial`: computes a factorial with a big integer.

use num_bigint::BigUint;

use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Values, Work, Workload, WorkloadId,
};

const NUMBER: Param = Param::integer("number", 35, 0, 20_000, Unit::Count);
const TASKS: Param = Param::tasks(3);

pub(super) const WORKLOAD: Workload =
    Workload { id: WorkloadId::Factorial, params: &[NUMBER, TASKS], cost, extras: Extras::NONE };

pub(super) const TASK: MakeTask = |values, k, _| Box::new(Factorial::new(values.int(&NUMBER) + u64::from(k)));

/// Bits of big integer gone through in one slice: about 300 µs.
const SLICE: u64 = 16_000_000;
/// Trailing zeros taken off in one slice: about 300 µs for the longest factorial.
const ZEROS: u64 = 512;
/// What goes through a product bit by bit.
const MULTIPLYING: u8 = 0;
/// What goes through it bit by bit for each of the zeros.
const DIVIDING: u8 = 1;
/// The last factorial with at most 100 digits, which is written out: 69! has 99, and 70! has 101.
const WHOLE: u64 = 69;
/// A number's remainder by this is its last 20 digits.
const LAST_DIGITS: u128 = 10u128.pow(20);

/// Every four factors or so go through the whole product: n / 4 times half of n·log₂(n / e) bits. Natively
/// a bit takes 10 ps (20000! takes 7 ms); Wasm, whose big digits have 32 bits, takes twice as long or more.
fn cost(values: &Values) -> Cost {
    let n = values.int(&NUMBER) as f64;
    let bits = n * (n / std::f64::consts::E).log2().max(1.0);
    Cost { compute_ms: n / 4.0 * bits / 2.0 * 20e-9, ..Cost::default() }
}

/// n!, stopped anywhere: first multiplied, then freed of its trailing zeros.
struct Factorial {
    number: u64,
    next: u64,
    product: BigUint,
    zeros_left: u64,
    worked: Work,
}

impl Factorial {
    fn new(number: u64) -> Self {
        Self {
            number,
            next: 1,
            product: BigUint::from(1u32),
            zeros_left: trailing_zeros(number),
            worked: Work::NONE,
        }
    }

    fn multiply(&mut self) {
        let mut left = SLICE;
        while self.next <= self.number && left > 0 {
            // As many factors as fit into 64 bits, so that the product is gone through less often.
            let mut factor = 1u64;
            while self.next <= self.number
                && let Some(more) = factor.checked_mul(self.next)
            {
                factor = more;
                self.next += 1;
            }
            self.product *= factor;
            left = left.saturating_sub(self.product.bits());
        }
        self.worked = Work { kind: MULTIPLYING, amount: SLICE - left };
    }

    fn strip(&mut self) {
        let zeros = self.zeros_left.min(ZEROS);
        self.product /= BigUint::from(10u32).pow(zeros as u32);
        self.zeros_left -= zeros;
        self.worked = Work { kind: DIVIDING, amount: self.product.bits() * zeros };
    }

    /// What is written of a long one. Converting 77,000 digits to decimal would take longer than multiplying
    /// did, so just their number is found, and the last 20; leading zeros of these are digits, too.
    fn abridged(&self) -> String {
        let digits = digits(&self.product) + trailing_zeros(self.number);
        let last = &self.product % BigUint::from(LAST_DIGITS);
        format!("{digits}d…{:0>20}", last.to_string())
    }
}

impl Task for Factorial {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        if self.next <= self.number {
            self.multiply();
        } else {
            self.strip();
        }
        if self.next <= self.number {
            Step::Computing
        } else if self.number <= WHOLE {
            Step::Done(self.product.to_string())
        } else if self.zeros_left > 0 {
            Step::Computing
        } else {
            Step::Done(self.abridged())
        }
    }

    fn worked(&self) -> Work {
        self.worked
    }
}

/// How many zeros n! ends in: as many as it has factors 5 (Legendre's formula).
fn trailing_zeros(number: u64) -> u64 {
    std::iter::successors(Some(number / 5), |n| Some(n / 5)).take_while(|n| *n > 0).sum()
}

/// How many decimal digits the number has: ⌊log₁₀⌋ + 1, from its leading 64 bits. The logarithm is off by
/// less than 10⁻¹⁰, and no factorial up to 21,000! comes that near to a power of ten (nearer than
/// 10⁻⁶; see the test).
fn digits(number: &BigUint) -> u64 {
    let below = number.bits().saturating_sub(64);
    let leading = (number >> below).iter_u64_digits().next().unwrap_or(0);
    ((leading as f64).log10() + below as f64 * std::f64::consts::LOG10_2).floor() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That a rounded logarithm tells the right number of digits.
    #[test]
    fn no_factorial_is_close_to_a_power_of_ten() {
        let mut log = 0.0f64;
        for n in 2..=21_000u32 {
            log += f64::from(n).log10();
            // From 10! on; the sum is off by less than 10⁻⁷.
            let distance = (log - log.round()).abs();
            assert!(n < 10 || distance > 1e-6, "{n}!: {distance}");
        }
    }

    #[test]
    fn digits_are_counted_exactly() {
        for (number, expected) in [("1", 1), ("9", 1), ("10", 2), ("99", 2), ("1000000", 7)] {
            let number: BigUint = number.parse().expect("a number");
            assert_eq!(digits(&number), expected);
        }
        let mut product = BigUint::from(1u32);
        for n in 1..=1000u32 {
            product *= n;
            assert_eq!(digits(&product), product.to_string().len() as u64, "{n}!");
        }
    }
}
