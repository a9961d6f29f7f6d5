//! What the reader expects of a start, said before it and kept beside what is measured.

use leptos::prelude::*;

use crate::experiment::ExecutorId;
use crate::insight::{Guess, note_guess};

/// What the reader expects of a start. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Predictions {
    /// What is expected of the next start.
    pub next: ReadSignal<Vec<Guess>>,
    /// What was expected of the start that is being made, or was made last.
    pub last: ReadSignal<Vec<Guess>>,
    write_next: WriteSignal<Vec<Guess>>,
    write_last: WriteSignal<Vec<Guess>>,
}

impl Predictions {
    /// Nothing is expected.
    pub(super) fn none() -> Self {
        let (next, write_next) = signal(Vec::new());
        let (last, write_last) = signal(Vec::new());
        Self { next, last, write_next, write_last }
    }

    /// Takes down how many hundredths of a time sooner an executor is expected to finish, or that nothing is
    /// expected of it any more.
    pub fn guess(self, executor: ExecutorId, hundredths: Option<u64>) {
        self.write_next.update(|guesses| note_guess(guesses, executor, hundredths));
    }

    /// A start begins to measure: what is expected from now on is about the next one.
    pub(super) fn begin(self) {
        // The signal lives as long as the page.
        self.write_last.set(self.write_next.try_update(std::mem::take).unwrap_or_default());
    }
}
