//! What is asked of NATS JetStream, and what it answers: the few requests that a queue of jobs needs.
//!
//! A [`Request`] is a subject and what to say there; its answer comes to the inbox that the request is published with,
//! and is read by [`answer`]. Here belongs how that is written, not who asks when.
//!
//! One account of the server is one room. It has two streams: of [`JOBS`] each is handed out until somebody
//! acknowledges it, and of [`RESULTS`] the server keeps the first on each subject and refuses a second.
//!
//! ```
//! use interleave::queue::jetstream::{ApiError, Stored, answer};
//!
//! let stored: Stored = answer(br#"{"stream":"RESULTS","seq":7}"#)?;
//! assert_eq!(stored.seq, 7);
//! let second = br#"{"error":{"code":503,"err_code":10077,"description":"maximum messages per subject exceeded"}}"#;
//! assert!(answer::<Stored>(second).is_err_and(|error: ApiError| error.is_second_result()));
//! # Ok::<(), ApiError>(())
//! ```

mod answers;
mod delivery;
mod requests;

pub use answers::{ApiError, ConsumerState, Purged, Stored, StreamInfo, StreamState, answer};
pub use delivery::Delivery;
pub use requests::{
    Acknowledgement, Request, consumer, create_consumer, create_jobs, create_results, follow_results,
    message_id, next, purge, stream,
};

/// The stream of jobs.
pub const JOBS: &str = "JOBS";
/// The stream of results.
pub const RESULTS: &str = "RESULTS";
/// The consumer from which all takers pull.
pub const TAKERS: &str = "takers";

/// How long a taker may say nothing of a job before it is handed out again, ms.
pub const ACK_WAIT_MS: u64 = 3_000;
/// How long a taker's request for a job stands, ms.
pub const NEXT_EXPIRES_MS: u64 = 30_000;
/// What the stream of jobs holds at most, bytes: a host puts no more at a time than fit.
pub const MOST_JOB_BYTES: u64 = 8 << 20;
/// What the stream of results holds at most, bytes: those of a run, until it is over.
pub const MOST_RESULT_BYTES: u64 = 32 << 20;
