//! Numbers that nobody can guess, from 32 bytes that nobody can.

/// ChaCha (Daniel J. Bernstein, 2008) with 12 rounds, used as a source of numbers: who sees some of them can't tell
/// the others.
#[derive(Debug)]
pub(super) struct Random {
    key: [u32; 8],
    counter: u64,
    block: [u32; 16],
    used: usize,
}

const ROUNDS: usize = 12;
/// “expand 32-byte k”.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

impl Random {
    pub(super) fn new(secrets: [u8; 32]) -> Self {
        let mut key = [0; 8];
        for (word, bytes) in key.iter_mut().zip(secrets.chunks_exact(4)) {
            *word = bytes.iter().rev().fold(0, |word, byte| (word << 8) | u32::from(*byte));
        }
        Self { key, counter: 0, block: [0; 16], used: 16 }
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        if self.used + 2 > self.block.len() {
            self.block = block(&self.key, self.counter, ROUNDS);
            self.counter += 1;
            self.used = 0;
        }
        let number = u64::from(self.block[self.used]) | (u64::from(self.block[self.used + 1]) << 32);
        self.used += 2;
        number
    }

    /// One of them.
    pub(super) fn choose<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        // Of so few, the remainder prefers none to speak of.
        let place = self.next() % (from.len().max(1) as u64);
        from.get(place as usize)
    }
}

fn block(key: &[u32; 8], counter: u64, rounds: usize) -> [u32; 16] {
    let mut start = [0; 16];
    start[..4].copy_from_slice(&CONSTANTS);
    start[4..12].copy_from_slice(key);
    start[12] = counter as u32;
    start[13] = (counter >> 32) as u32;
    let mut state = start;
    for _ in 0..rounds / 2 {
        for column in 0..4 {
            quarter(&mut state, [column, column + 4, column + 8, column + 12]);
        }
        for diagonal in 0..4 {
            let at = |row: usize| row * 4 + (diagonal + row) % 4;
            quarter(&mut state, [at(0), at(1), at(2), at(3)]);
        }
    }
    for (word, start) in state.iter_mut().zip(start) {
        *word = word.wrapping_add(start);
    }
    state
}

fn quarter(state: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    for (x, y, z, turn) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        state[x] = state[x].wrapping_add(state[y]);
        state[z] = (state[z] ^ state[x]).rotate_left(turn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With 20 rounds, a key of zeros gives the well-known first block (RFC 8439, A.1, test vector 1).
    #[test]
    fn it_is_chacha() {
        let first = block(&[0; 8], 0, 20);
        assert_eq!(first[..4], [0xade0_b876, 0x903d_f1a0, 0xe56a_5d40, 0x28bd_8653]);
    }

    #[test]
    fn numbers_differ_and_come_again_from_the_same_secret() {
        let numbers = |secret| {
            let mut random = Random::new([secret; 32]);
            std::iter::from_fn(move || Some(random.next())).take(100).collect::<Vec<_>>()
        };
        let (one, other) = (numbers(1), numbers(2));
        assert_eq!(one, numbers(1));
        let all: std::collections::BTreeSet<_> = one.iter().chain(&other).collect();
        assert_eq!(all.len(), 200);
    }
}
