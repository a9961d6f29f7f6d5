//! What a reader expects of a run, said before it and kept beside what is measured.

use leptos::prelude::*;

use super::Session;
use crate::experiment::ExecutorId;
use crate::trace::Figures;

/// How many times sooner than what it is compared with an executor is expected to finish.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The executor.
    pub executor: ExecutorId,
    /// So many hundredths of a time; below 100 it is later.
    pub hundredths: u64,
}

impl Guess {
    /// As a ratio.
    pub fn ratio(&self) -> f64 {
        self.hundredths as f64 / 100.0
    }
}

impl Session {
    /// Takes down what the reader expects of an executor, or that nothing is expected any more.
    pub fn guess(self, executor: ExecutorId, hundredths: Option<u64>) {
        self.guesses.update(|guesses| {
            guesses.retain(|guess| guess.executor != executor);
            guesses.extend(hundredths.map(|hundredths| Guess { executor, hundredths }));
        });
    }

    /// What was expected of the last start, and what was measured where that is known.
    pub fn predicted(self) -> Vec<(Guess, Option<f64>)> {
        let baseline = self.started.with_value(|started| started.baseline());
        let measured = |guess: Guess| {
            let median_ms = |executor: Option<ExecutorId>| {
                let is_its = |one: &&Figures| executor.is_some_and(|executor| one.executor == executor);
                self.summary.with(|summary| summary.iter().find(is_its).map(|one| one.median_ms))
            };
            let (baseline_ms, ms) = (median_ms(baseline)?, median_ms(Some(guess.executor))?);
            (self.has_result() && ms > 0.0).then_some(baseline_ms / ms)
        };
        self.expected.get().into_iter().map(|guess| (guess, measured(guess))).collect()
    }
}
