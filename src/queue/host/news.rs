//! What a host is given to do, and what it hears of its room.

use super::event::{Attempt, End};
use super::random::Random;
use crate::experiment::Experiment;
use crate::queue::message::JobResult;
use crate::queue::travel::{Check, is_foretold, written};
use crate::workload::WorkRate;

/// What is to be done by takers.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// A number that nobody can guess.
    pub run: u64,
    /// What is run, as a link says it.
    pub experiment: String,
    /// The tasks of each job.
    pub jobs: Vec<Vec<u32>>,
    /// How much work takes a millisecond, where work is given as a time.
    pub work_rate: WorkRate,
    /// When tasks are first handed out, on the host's clock, ms.
    pub zero_ms: f64,
    /// Whether outputs can be foretold.
    pub is_foretold: bool,
    /// 32 bytes that nobody can guess.
    pub secrets: [u8; 32],
}

impl Work {
    /// These jobs of an experiment, first handed out at this moment of the host's clock, ms; with twice 32 bytes that
    /// nobody can guess: takers see the number of the run, and must not find those of its jobs by it.
    pub fn of(
        experiment: &Experiment,
        jobs: Vec<Vec<u32>>,
        work_rate: WorkRate,
        zero_ms: f64,
        [of_run, secrets]: [[u8; 32]; 2],
    ) -> Self {
        Self {
            run: Random::new(of_run).next(),
            experiment: written(experiment),
            jobs,
            work_rate,
            zero_ms,
            is_foretold: is_foretold(experiment),
            secrets,
        }
    }

    /// What has to be done to see what a job should come to.
    pub(super) fn check(&self, job: u32) -> Check {
        let tasks = self.jobs.get(job as usize).cloned().unwrap_or_default();
        Check { job, experiment: self.experiment.clone(), tasks, work_rate: self.work_rate }
    }
}

/// What a host hears of its room.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The broker is there, and has all it needs.
    Ready,
    /// A taker has joined.
    Joined(String),
    /// A taker has left, or is gone.
    Left(String),
    /// A taker speaks another version.
    OtherVersion(String),
    /// A job is in the queue.
    Queued {
        /// Which one.
        job: u32,
        /// How long its message is.
        bytes: usize,
    },
    /// A taker has begun with a job, at this moment of the host's clock, ms.
    Began(Attempt, f64),
    /// A job has a result.
    Result(JobResult),
    /// What was the result of this job isn't any more.
    Retracted(u32),
    /// This job is to be computed again, here.
    Check(Check),
    /// This attempt came to nothing.
    Lost(Attempt),
    /// This taker has sent a wrong result; none of its are taken any more.
    Distrusted(String),
    /// The run is over.
    Ended(End),
}
