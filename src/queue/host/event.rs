//! What a host hears of its run, and what it does about it.

use crate::queue::message::{Held, JobResult, Unreadable};

/// What a host hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A job is in the queue.
    Stored {
        /// Which one.
        job: u32,
        /// Its number there.
        seq: u64,
    },
    /// A taker has begun with a job.
    Began {
        /// Who; the broker vouches for that.
        taker: String,
        /// On which of its lanes.
        lane: u32,
        /// With what.
        held: Held,
    },
    /// A taker has given a job back that it can't do, or whose result it can't send.
    GivenBack(Held),
    /// Something is kept as the result of a job.
    Result {
        /// Of which job.
        job: u32,
        /// Its number in the stream of results.
        seq: u64,
        /// What it says.
        result: Result<JobResult, Unreadable>,
    },
    /// A job was handed out as often as may be, and is not handed out again.
    TooOften {
        /// Its number in the queue.
        seq: u64,
    },
    /// A taker is gone.
    Silent {
        /// Which one.
        taker: String,
    },
    /// The broker is gone.
    Gone,
    /// The broker is back.
    Back {
        /// The number of the last job that it knows.
        last_seq: u64,
    },
    /// So many jobs are in the queue or with takers.
    Left {
        /// How many.
        jobs: u64,
    },
    /// A job was computed again, here.
    Checked {
        /// Which one.
        job: u32,
        /// What it should have come to; `None` where that can't be told.
        outputs: Option<Vec<String>>,
    },
    /// The run is called off.
    Cancel,
}

/// What a host has to do, or to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Put this job into the queue.
    Put(u32),
    /// Forget what was kept as the result of this job, up to this number in the stream of results.
    Erase {
        /// Which job.
        job: u32,
        /// The last number that is forgotten.
        through_seq: u64,
    },
    /// Read all that is kept as results once more: some may have been passed over.
    Reread,
    /// Compute this job again, here.
    Check(u32),
    /// This is the result of a job.
    Accept(JobResult),
    /// What was the result of this job isn't any more.
    Retract(u32),
    /// This attempt came to nothing.
    Lost(Attempt),
    /// This taker has sent a wrong result; none of its are taken any more.
    Distrust(String),
    /// The run is over.
    End(End),
}

/// Somebody at a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt {
    /// Who.
    pub taker: String,
    /// On which lane.
    pub lane: u32,
    /// At what.
    pub held: Held,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All jobs are done.
    Finished,
    /// A job has lost all its takers.
    Poisoned {
        /// Which one.
        job: u32,
    },
    /// A job was given back by all its takers.
    GivenBack {
        /// Which one.
        job: u32,
    },
    /// It was called off.
    Cancelled,
}
