//! What page, coordinator and lanes say to each other, and what each makes of it; and what the page and its host say,
//! and its service worker; and what pages say among themselves about a lock ([`asking`]).
//!
//! A run happens in a *coordinator*, a worker of its own; it makes the *lanes*, workers or threads that run the
//! tasks, and forwards to the page what they tell. Here belong their messages and how those are written, the
//! times that they wait for each other, and every decision that can be made without a browser: what a coordinator
//! keeps count of, which lane is lost, who gets which task, how the page follows a run. Not how a task is run, nor
//! how bytes get from one worker to another. Everything here is pure.
//!
//! Messages are typed, in one place, because both ends are built from the same crate but run in different
//! memories: a change that one end misses doesn't compile. Only pages among themselves may be of different releases: their
//! words are text.
//!
//! ```
//! use interleave::experiment::parse;
//! use interleave::protocol::{ToLane, decode, encode};
//!
//! let order = ToLane::Tasks { tasks: vec![0, 2, 4], zero_ms: 12.5, more: false };
//! assert_eq!(decode(&encode(&order)), Some(order));
//! ```

pub mod asking;
mod batch;
mod bytes;
pub mod dealing;
pub mod following;
pub mod host;
mod live_run;
mod messages;
pub mod reading;
pub mod release;
mod resource;
pub mod taking;
mod tally;
pub mod timing;
mod watch;

pub use batch::{Batch, BatchBody, BatchHead, EncodedBatch};
pub use messages::{
    Assignment, Beginning, CANCEL, CLOSE, COORDINATOR, FromLane, LaneMade, LoopPolicy, Parked, Report,
    SchedulingPolicy, Setting, ToLane,
};
pub use resource::ResourceOrigin;
pub use tally::Tally;
pub use watch::Watch;

use serde::{Serialize, de::DeserializeOwned};

/// Writes a message.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("writing to memory fails only for sequences of unknown length")
}

/// Reads a message; `None` if these bytes are not one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
