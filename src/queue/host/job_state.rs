//! How one job of a run stands.

use std::collections::BTreeSet;

/// How often a job is put again after it seems to be lost.
const MOST_LOSSES: u32 = 5;
/// How often it is after somebody had it whose results are not taken. Such takers are quick, and may have it more often
/// than others.
const MOST_THEFTS: u32 = 20;

/// How a job stands.
#[derive(Debug)]
pub(super) struct JobState {
    /// What is to be said with its result.
    pub(super) nonce: u64,
    /// How often it was put before.
    pub(super) attempt: u32,
    /// How often it seemed to be lost.
    losses: u32,
    /// How often somebody had it whose results are not taken.
    thefts: u32,
    /// Whether somebody had it last whose results are not taken.
    pub(super) is_stolen: bool,
    /// Whether takers say that they can't do it, or can't send its result.
    pub(super) is_given_back: bool,
    pub(super) put: Put,
    pub(super) result: Option<Accepted>,
    /// For which times it was handed out: of which putting, and the how manyth of that.
    pub(super) handed_out: BTreeSet<(u32, u32)>,
    /// Who was given it, as the broker vouches.
    pub(super) takers: BTreeSet<String>,
}

/// Whether a job is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It waits for its turn.
    Waiting,
    /// It was sent.
    Sent,
    /// It was, under this number. It may be done and gone from there by now.
    Stored(u64),
}

/// A result that was taken.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    /// Who sent it, as it says.
    pub(super) taker: String,
    /// Whether the broker vouches for that: this taker was given the job.
    pub(super) is_known: bool,
    pub(super) outputs: Vec<String>,
    /// Its number in the stream of results.
    pub(super) seq: u64,
    pub(super) check: Check,
}

/// Whether a result was computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// It wasn't.
    None,
    /// It is.
    Asked,
    /// It was, and is right.
    Right,
}

impl JobState {
    pub(super) fn new(nonce: u64) -> Self {
        Self {
            nonce,
            attempt: 0,
            losses: 0,
            thefts: 0,
            is_stolen: false,
            is_given_back: false,
            put: Put::Waiting,
            result: None,
            handed_out: BTreeSet::new(),
            takers: BTreeSet::new(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.result.is_some()
    }

    /// It is lost once more: whether that may be.
    pub(super) fn may_be_lost(&mut self) -> bool {
        let is_stolen = std::mem::take(&mut self.is_stolen);
        let (times, most) =
            if is_stolen { (&mut self.thefts, MOST_THEFTS) } else { (&mut self.losses, MOST_LOSSES) };
        *times += 1;
        *times <= most
    }

    /// It has to be put once more, as another message than before.
    pub(super) fn put_again(&mut self) {
        self.put = Put::Waiting;
        self.attempt += 1;
    }

    /// How often it was handed out, as far as is known.
    pub(super) fn deliveries(&self) -> u64 {
        (self.handed_out.len() as u64).max(u64::from(self.is_done()))
    }
}
