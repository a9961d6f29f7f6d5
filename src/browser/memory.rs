//! How much memory this thread has: that of its program, and buffers outside of it.

use std::cell::RefCell;

use super::clock::now_ms;
use crate::trace::MemoryChange;

/// What a page of a program's memory is, bytes.
const PAGE: usize = 65_536;

thread_local! {
    /// What was taken and let go of outside, since it was last told, ms since 1970.
    static CHANGES: RefCell<Vec<MemoryChange>> = const { RefCell::new(Vec::new()) };
}

/// The memory of this program, which all of its threads share, bytes. It never shrinks.
pub fn of_program() -> u64 {
    (core::arch::wasm32::memory_size::<0>() * PAGE) as u64
}

/// So many bytes outside of the program's memory, held by this thread until this is dropped.
#[derive(Debug)]
pub struct Outside(i64);

impl Outside {
    /// Held from now on.
    pub fn hold(bytes: u64) -> Self {
        // No buffer is larger than 2⁵³ bytes.
        let bytes = bytes as i64;
        note(bytes);
        Self(bytes)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        note(-self.0);
    }
}

fn note(bytes: i64) {
    if bytes != 0 {
        CHANGES.with_borrow_mut(|changes| changes.push(MemoryChange { at_ms: now_ms(), bytes }));
    }
}

/// What changed outside since the last time, on the clock of a run that counts from this epoch, ms since 1970.
pub fn take_changes(epoch_ms: f64) -> Vec<MemoryChange> {
    let mut changes = CHANGES.take();
    changes.iter_mut().for_each(|change| change.at_ms -= epoch_ms);
    changes
}
