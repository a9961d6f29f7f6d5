//! What host and takers say to each other.
//!
//! Everything begins with the version of this language and a letter for what it is, so that nothing is taken for
//! something else, whoever sent it; and is refused where it is larger than such a thing can be.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::clock::Offset;
use crate::experiment::MOST_WORKERS;
use crate::protocol::{decode, encode};
use crate::trace::Span;
use crate::workload::WorkRate;

/// The version of this language. Host and takers have to speak the same.
pub const VERSION: u8 = 1;
/// The largest message, bytes; brokers take four times as much.
pub const MOST_BYTES: usize = 64 << 10;
/// The longest link to an experiment that travels, bytes.
const MOST_LINK: usize = 4096;
/// The most tasks of one job: those of the largest chunk.
const MOST_TASKS: usize = 1000;
/// The longest output of a task, bytes.
pub const MOST_OUTPUT: usize = 512;
/// The most spans that come with a result.
pub const MOST_SPANS: usize = 1000;
/// The longest name of a device, bytes.
pub const MOST_NAME: usize = 100;
/// The most lanes of one taker.
pub const MOST_LANES: u32 = MOST_WORKERS;

/// Something that is said.
pub trait Message: Serialize + DeserializeOwned {
    /// What it is.
    const LETTER: u8;

    /// Whether it has no more in it than such a thing can have.
    fn is_sound(&self) -> bool;
}

/// Why bytes are not the message that they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They are too many.
    TooLarge,
    /// They are of another version of this language.
    Version(u8),
    /// They are something else, or nothing at all.
    Damaged,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("a message is too large"),
            Self::Version(version) => write!(f, "a message is of version {version}, and not of {VERSION}"),
            Self::Damaged => f.write_str("a message can't be read"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Writes a message.
pub fn write<M: Message>(message: &M) -> Vec<u8> {
    let mut bytes = vec![VERSION, M::LETTER];
    bytes.extend(encode(message));
    bytes
}

/// Reads a message.
///
/// # Errors
/// These bytes are none of this kind.
pub fn read<M: Message>(bytes: &[u8]) -> Result<M, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    match bytes {
        [VERSION, letter, rest @ ..] if *letter == M::LETTER => {
            decode(rest).filter(M::is_sound).ok_or(Unreadable::Damaged)
        }
        [VERSION, ..] | [] => Err(Unreadable::Damaged),
        [version, ..] => Err(Unreadable::Version(*version)),
    }
}

/// From the host, for whoever takes it: some tasks of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Of which run.
    pub run: u64,
    /// Its number in that run, from 0.
    pub number: u32,
    /// How often the host had put it before.
    pub attempt: u32,
    /// To be said with the result: only who was given the job knows it.
    pub nonce: u64,
    /// What is run, as a link says it.
    pub experiment: String,
    /// The tasks, by their numbers, in the order in which they are to be done.
    pub tasks: Vec<u32>,
    /// How much work takes a millisecond, where work is given as a time.
    pub work_rate: WorkRate,
    /// When the run's tasks were first handed out, on the host's clock, ms.
    pub zero_ms: f64,
}

/// From a taker, for the stream of results: what came of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobResult {
    /// Of which run.
    pub run: u64,
    /// Of which job.
    pub job: u32,
    /// What came with the job.
    pub nonce: u64,
    /// Who did it.
    pub taker: String,
    /// On which of its lanes, from 0.
    pub lane: u32,
    /// For which time the job was handed out, from 1.
    pub delivered: u32,
    /// The outputs of its tasks, in their order.
    pub outputs: Vec<String>,
    /// What happened meanwhile, on the taker's clock, ms.
    pub spans: Vec<Span>,
    /// How far that clock is from the host's, where that is known.
    pub clock: Option<Offset>,
}

/// From a taker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Up {
    /// It has joined, or is there still.
    Hello(Hello),
    /// It is there.
    Alive {
        /// What it is at, by lane.
        held: Vec<Option<Held>>,
        /// How far its clock is from the host's, where that is known.
        clock: Option<Offset>,
    },
    /// One of its lanes has begun with a job.
    Began {
        /// Which lane, from 0.
        lane: u32,
        /// With what.
        held: Held,
        /// When, on the taker's clock, ms.
        at_ms: f64,
        /// How far that clock is from the host's, where that is known.
        clock: Option<Offset>,
    },
    /// It can't do such a job, and has given it back.
    Unable(Held),
    /// It leaves, and has given back what it had.
    Leaving,
}

/// A job that somebody is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// Of which run.
    pub run: u64,
    /// Which one.
    pub job: u32,
    /// How often the host had put it before.
    pub attempt: u32,
    /// For which time it was handed out, from 1.
    pub delivered: u32,
}

/// Who a taker is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// What it is, as in “Firefox on Android”.
    pub device: String,
    /// How many cores it has.
    pub cores: u32,
    /// How many lanes it lends.
    pub lanes: u32,
    /// The version of its program.
    pub version: String,
}

/// From the host, to one taker or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Down {
    /// Who is there?
    Greet,
    /// Its results are not taken any more: one of them was wrong.
    Dismiss,
    /// This run is called off.
    Cancel {
        /// Which one.
        run: u64,
    },
}

/// From a taker: what time is it?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockQuestion {
    /// To know the answer by.
    pub number: u32,
}

/// From the host: what time it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockAnswer {
    /// Of the question.
    pub number: u32,
    /// On the host's clock, ms.
    pub host_ms: f64,
}

impl Message for Job {
    const LETTER: u8 = b'j';

    fn is_sound(&self) -> bool {
        self.experiment.len() <= MOST_LINK
            && (1..=MOST_TASKS).contains(&self.tasks.len())
            && self.zero_ms.is_finite()
    }
}

impl Message for JobResult {
    const LETTER: u8 = b'r';

    fn is_sound(&self) -> bool {
        self.taker.len() <= MOST_NAME
            && self.lane < MOST_LANES
            && self.outputs.len() <= MOST_TASKS
            && self.outputs.iter().all(|output| output.len() <= MOST_OUTPUT)
            && self.spans.len() <= MOST_SPANS
            && self.spans.iter().all(is_span)
            && self.clock.as_ref().is_none_or(is_offset)
    }
}

impl Message for Up {
    const LETTER: u8 = b'u';

    fn is_sound(&self) -> bool {
        match self {
            Self::Hello(hello) => {
                hello.device.len() <= MOST_NAME
                    && hello.version.len() <= MOST_NAME
                    && (1..=MOST_LANES).contains(&hello.lanes)
            }
            Self::Alive { held, clock } => {
                held.len() <= MOST_LANES as usize && clock.as_ref().is_none_or(is_offset)
            }
            Self::Began { lane, at_ms, clock, .. } => {
                *lane < MOST_LANES && at_ms.is_finite() && clock.as_ref().is_none_or(is_offset)
            }
            Self::Unable(_) | Self::Leaving => true,
        }
    }
}

impl Message for Down {
    const LETTER: u8 = b'd';

    fn is_sound(&self) -> bool {
        true
    }
}

impl Message for ClockQuestion {
    const LETTER: u8 = b'q';

    fn is_sound(&self) -> bool {
        true
    }
}

impl Message for ClockAnswer {
    const LETTER: u8 = b'a';

    fn is_sound(&self) -> bool {
        self.host_ms.is_finite()
    }
}

fn is_span(span: &Span) -> bool {
    span.start_ms.is_finite() && span.end_ms.is_finite() && span.start_ms <= span.end_ms
}

fn is_offset(offset: &Offset) -> bool {
    [offset.ms, offset.uncertainty_ms, offset.at_ms, offset.drift_ms].iter().all(|value| value.is_finite())
        && offset.uncertainty_ms >= 0.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::trace::SpanKind;

    fn job() -> Job {
        Job {
            run: u64::MAX,
            number: 7,
            attempt: 1,
            nonce: 12,
            experiment: "workload=squares&number=50&tasks=9&executors=queue".into(),
            tasks: vec![7, 8],
            work_rate: WorkRate::default(),
            zero_ms: 12.5,
        }
    }

    fn result() -> JobResult {
        let span = Span { lane: 0, task: Some(7), kind: SpanKind::Run, start_ms: -1.0, end_ms: 2.0 };
        let clock = Offset { ms: 4.0, uncertainty_ms: 0.1, at_ms: 1.0, drift_ms: 0.0 };
        JobResult {
            run: 1,
            job: 7,
            nonce: 12,
            taker: "U".repeat(56),
            lane: 3,
            delivered: 1,
            outputs: vec!["40425".into(), String::new()],
            spans: vec![span],
            clock: Some(clock),
        }
    }

    #[test]
    fn what_is_written_is_read_and_is_nothing_else() {
        assert_eq!(read(&write(&job())), Ok(job()));
        assert_eq!(read(&write(&result())), Ok(result()));
        assert_eq!(read::<JobResult>(&write(&job())), Err(Unreadable::Damaged));
        assert_eq!(read::<Up>(&write(&Down::Greet)), Err(Unreadable::Damaged));
        assert!(write(&job()).len() < 90, "{} bytes", write(&job()).len());
    }

    #[test]
    fn another_version_is_told_apart_from_damage() {
        let mut bytes = write(&Down::Cancel { run: 5 });
        bytes[0] = 2;
        assert_eq!(read::<Down>(&bytes), Err(Unreadable::Version(2)));
        assert_eq!(read::<Down>(&[]), Err(Unreadable::Damaged));
        assert_eq!(read::<Down>(&vec![VERSION; MOST_BYTES + 1]), Err(Unreadable::TooLarge));
    }

    #[test]
    fn what_is_larger_than_it_can_be_is_refused() {
        let bad_job = |change: fn(&mut Job)| {
            let mut job = job();
            change(&mut job);
            read::<Job>(&write(&job))
        };
        assert_eq!(bad_job(|job| job.tasks.clear()), Err(Unreadable::Damaged));
        assert_eq!(bad_job(|job| job.tasks = vec![0; 1001]), Err(Unreadable::Damaged));
        assert_eq!(bad_job(|job| job.experiment = "x".repeat(4097)), Err(Unreadable::Damaged));
        assert_eq!(bad_job(|job| job.zero_ms = f64::NAN), Err(Unreadable::Damaged));
        let bad = |change: fn(&mut JobResult)| {
            let mut result = result();
            change(&mut result);
            read::<JobResult>(&write(&result))
        };
        assert_eq!(bad(|result| result.outputs[0] = "9".repeat(MOST_OUTPUT + 1)), Err(Unreadable::Damaged));
        assert_eq!(bad(|result| result.spans[0].end_ms = -2.0), Err(Unreadable::Damaged));
        assert_eq!(bad(|result| result.spans[0].start_ms = f64::NAN), Err(Unreadable::Damaged));
        assert_eq!(bad(|result| result.lane = MOST_LANES), Err(Unreadable::Damaged));
        assert_eq!(bad(|result| result.spans = vec![result.spans[0]; 9000]), Err(Unreadable::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..100), letter in 0..6usize) {
            let mut bytes = bytes;
            bytes.splice(0..0, [VERSION, b"jrudqa"[letter]]);
            let _ = (read::<Job>(&bytes), read::<JobResult>(&bytes), read::<Up>(&bytes));
            let _ = (read::<Down>(&bytes), read::<ClockQuestion>(&bytes), read::<ClockAnswer>(&bytes));
        }
    }
}
