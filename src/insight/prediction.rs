//! What a reader expected of a run, beside what was measured.

use crate::experiment::{ExecutorId, Experiment};
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

/// What a reader can guess about this experiment: the executor to compare with, and the others. `None` where there
/// are no others, or where a sweep would have an answer for each step.
pub fn guessable(experiment: &Experiment) -> Option<(ExecutorId, Vec<ExecutorId>)> {
    let baseline = experiment.baseline().filter(|_| experiment.sweep.is_none())?;
    let others: Vec<_> = experiment.executors.iter().copied().filter(|one| *one != baseline).collect();
    (!others.is_empty()).then_some((baseline, others))
}

/// Takes down what is expected of an executor, in place of what was, or that nothing is any more.
pub fn note_guess(guesses: &mut Vec<Guess>, executor: ExecutorId, hundredths: Option<u64>) {
    guesses.retain(|guess| guess.executor != executor);
    guesses.extend(hundredths.map(|hundredths| Guess { executor, hundredths }));
}

/// How many times sooner than the baseline of its experiment an executor finished; `None` where not both were
/// measured.
pub fn measured_ratio(started: &Experiment, figures: &[Figures], executor: ExecutorId) -> Option<f64> {
    let median_ms =
        |executor: ExecutorId| figures.iter().find(|one| one.executor == executor).map(|one| one.median_ms);
    let (baseline_ms, ms) = (median_ms(started.baseline()?)?, median_ms(executor)?);
    (ms > 0.0).then_some(baseline_ms / ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;

    fn figures(executor: ExecutorId, median_ms: f64) -> Figures {
        Figures {
            executor: executor.into(),
            step: None,
            lanes: 2,
            median_ms,
            min_ms: median_ms,
            max_ms: median_ms,
            interval_ms: None,
            speedup: None,
            speedup_interval: None,
            measured: 1,
        }
    }

    #[test]
    fn what_was_measured_is_relative_to_what_the_experiment_compares_with() {
        // Without `sequential`, the first is what others are compared with; so nobody has a speedup.
        let started = parse("executors=threads,processes,offload").experiment;
        let measured = [figures(ExecutorId::Threads, 100.0), figures(ExecutorId::Processes, 40.0)];
        let ratio = |executor| measured_ratio(&started, &measured, executor);
        assert_eq!(ratio(ExecutorId::Processes), Some(2.5));
        assert_eq!(ratio(ExecutorId::Offload), None, "it could not run");
        assert_eq!(measured_ratio(&started, &measured[1..], ExecutorId::Processes), None);
        let nothing = [figures(ExecutorId::Threads, 0.0), figures(ExecutorId::Processes, 0.0)];
        assert_eq!(measured_ratio(&started, &nothing, ExecutorId::Processes), None, "nothing beside nothing");
    }

    #[test]
    fn there_is_something_to_guess_where_two_are_compared_once() {
        let asked = |query: &str| guessable(&parse(query).experiment);
        let (baseline, others) = asked("executors=threads,sequential,offload").unwrap();
        assert_eq!(baseline, ExecutorId::Sequential);
        assert_eq!(others, [ExecutorId::Threads, ExecutorId::Offload]);
        assert_eq!(asked("executors=threads"), None);
        assert_eq!(asked("executors=sequential,threads&sweep=workers:1..4"), None);
    }

    #[test]
    fn there_is_one_guess_of_each_executor() {
        let mut guesses = Vec::new();
        note_guess(&mut guesses, ExecutorId::Threads, Some(150));
        note_guess(&mut guesses, ExecutorId::Offload, Some(90));
        note_guess(&mut guesses, ExecutorId::Threads, Some(250));
        assert_eq!(guesses.iter().map(Guess::ratio).collect::<Vec<_>>(), [0.9, 2.5]);
        note_guess(&mut guesses, ExecutorId::Offload, None);
        assert_eq!(guesses, [Guess { executor: ExecutorId::Threads, hundredths: 250 }]);
    }
}
