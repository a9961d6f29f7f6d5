//! How far a start has come, and how often that is worth telling.

/// How far a start has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The run being made, as its place among the runs of the start.
    pub run: usize,
    /// How many runs there are.
    pub runs: usize,
    /// Tasks done in this run.
    pub done: u32,
    /// Tasks in this run.
    pub tasks: u32,
    /// How long the start is expected to take in all, ms.
    pub expected_ms: f64,
}

/// A host is told of progress at most this often, ms.
pub const TOLD_MS: f64 = 50.0;
/// The page shows progress at most this often, ms: showing it takes a core from what is measured.
pub const SHOWN_MS: f64 = 500.0;
/// With less than this left, a start is over before somebody has read that, ms.
const LEAST_LEFT_MS: f64 = 2_000.0;

impl Progress {
    /// The share of the start that is done, 0 to 1: each run counts the same.
    pub fn share(&self) -> f64 {
        let of_run = f64::from(self.done) / f64::from(self.tasks.max(1));
        (self.run as f64 + of_run) / self.runs.max(1) as f64
    }

    /// How long the start will go on, ms; `None` where that is too short to be read.
    pub fn left_ms(&self) -> Option<f64> {
        Some(self.expected_ms * (1.0 - self.share())).filter(|left_ms| *left_ms >= LEAST_LEFT_MS)
    }
}

/// Tells of one run's progress: not too often, but of its end for sure.
#[derive(Clone, Copy, Debug)]
pub struct ProgressTeller {
    progress: Progress,
    every_ms: f64,
    told_ms: f64,
}

impl ProgressTeller {
    /// Of a run whose beginning was told at this moment, ms; at most every so many ms.
    pub fn new(progress: Progress, every_ms: f64, now_ms: f64) -> Self {
        Self { progress, every_ms, told_ms: now_ms }
    }

    /// So many tasks are done by now, ms. What is to be told, if anything is.
    pub fn heard(&mut self, done: u32, now_ms: f64) -> Option<Progress> {
        let is_due = now_ms - self.told_ms >= self.every_ms || done == self.progress.tasks;
        (done != self.progress.done && is_due).then(|| {
            self.told_ms = now_ms;
            self.progress.done = done;
            self.progress
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALFWAY: Progress = Progress { run: 1, runs: 4, done: 5, tasks: 10, expected_ms: 8_000.0 };

    #[test]
    fn runs_count_the_same_and_tasks_a_part_of_their_run() {
        assert_eq!(Progress { done: 0, run: 0, ..HALFWAY }.share(), 0.0);
        assert_eq!(HALFWAY.share(), 0.375);
        assert_eq!(Progress { done: 10, run: 3, ..HALFWAY }.share(), 1.0);
        assert_eq!(Progress { tasks: 0, done: 0, runs: 0, run: 0, ..HALFWAY }.share(), 0.0, "of nothing");
    }

    #[test]
    fn the_time_left_is_told_while_it_can_be_read() {
        assert_eq!(HALFWAY.left_ms(), Some(5_000.0));
        assert_eq!(Progress { run: 3, done: 0, ..HALFWAY }.left_ms(), Some(2_000.0));
        assert_eq!(Progress { run: 3, done: 1, ..HALFWAY }.left_ms(), None);
    }

    #[test]
    fn progress_is_told_20_times_a_second_and_the_end_always() {
        let mut teller = ProgressTeller::new(Progress { done: 0, tasks: 100, ..HALFWAY }, TOLD_MS, 1_000.0);
        let mut told = |done, now_ms| teller.heard(done, now_ms).map(|progress| progress.done);
        assert_eq!(told(1, 1_010.0), None);
        assert_eq!(told(7, 1_050.0), Some(7));
        assert_eq!(told(7, 1_200.0), None, "nothing new");
        assert_eq!(told(8, 1_201.0), Some(8));
        assert_eq!(told(99, 1_202.0), None);
        assert_eq!(told(100, 1_203.0), Some(100));
        assert_eq!(told(100, 1_300.0), None, "once");
        let mut teller = ProgressTeller::new(Progress { done: 0, tasks: 2, ..HALFWAY }, TOLD_MS, 1_000.0);
        assert_eq!(teller.heard(1, 1_010.0), None);
        assert!(teller.heard(1, 1_110.0).is_some(), "what came too soon is told when it is asked for again");
    }
}
