//! What tasks must give, computed in another way than the app does.

/// π(n) for every n up to a limit, by the sieve of Eratosthenes.
pub struct Primes {
    count: Vec<u64>,
}

impl Primes {
    /// Sieves.
    pub fn up_to(limit: usize) -> Self {
        let mut composite = vec![false; limit + 1];
        let mut count = vec![0; limit + 1];
        for number in 2..=limit {
            count[number] = count[number - 1] + u64::from(!composite[number]);
            if !composite[number] {
                (number * number..=limit).step_by(number).for_each(|multiple| composite[multiple] = true);
            }
        }
        Self { count }
    }

    /// How many primes there are up to `limit`.
    pub fn pi(&self, limit: usize) -> u64 {
        self.count[limit]
    }

    /// What each task of `split=shares` gives: task k counts in [b(k), b(k + 1)), with b(0) = 2 and
    /// b(k) = ⌊(limit + 1)·√(k / tasks)⌋, that is the greatest b with b²·tasks ≤ (limit + 1)²·k.
    pub fn shares(&self, limit: usize, tasks: usize) -> Vec<String> {
        let bound = |k: usize| match k {
            0 => 2,
            k => (2..=limit + 1).rev().find(|b| b * b * tasks <= (limit + 1).pow(2) * k).unwrap_or(2),
        };
        let below = |bound: usize| self.pi(bound - 1);
        (0..tasks).map(|k| (below(bound(k + 1)) - below(bound(k))).to_string()).collect()
    }
}

/// Σ i² for i in 0..n, by the closed formula.
pub fn sum_of_squares(n: u128) -> String {
    (n * (n - 1) * (2 * n - 1) / 6).to_string()
}

/// The sum of a block of so many bytes, of which byte i is the lowest of the number i mod 65536 plus 1,
/// mixed by the finaliser of MurmurHash3 in 32 bits.
pub fn sum_of_block(size: u64) -> String {
    let byte = |place: u64| {
        let mut mixed = place % 65_536 + 1;
        for factor in [0x85eb_ca6b, 0xc2b2_ae35] {
            let shift = if factor == 0x85eb_ca6b { 16 } else { 13 };
            mixed = ((mixed ^ (mixed >> shift)) * factor) % (1 << 32);
        }
        (mixed ^ (mixed >> 16)) & 0xff
    };
    (0..size).map(byte).sum::<u64>().to_string()
}

/// How many slices a phase of so many ms of work is: so many squares a ms, of which about 2^18 are a slice.
pub fn slices(ms: f64, per_ms: u64) -> u64 {
    let squares = (ms * per_ms as f64).round();
    if squares == 0.0 { 0 } else { (squares / f64::from(1 << 18)).round().max(1.0) as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        let primes = Primes::up_to(100_000);
        assert_eq!((primes.pi(2), primes.pi(100), primes.pi(100_000)), (1, 25, 9592));
        assert_eq!(primes.shares(10, 1), ["4"]);
        assert_eq!(sum_of_squares(5_000_000), "41666654166667500000");
    }
}
