//! Jobs that are *pulled*: whoever has nothing to do asks for the next. A job whose taker vanished is handed out again,
//! and every task is done once.
//!
//! Here belongs what a queue decides: who gets which job, what happens to one that was lost. Everything here is pure;
//! how its messages travel belongs to [`crate::executor`].
//!
//! ```
//! use interleave::queue::Jobs;
//!
//! let mut jobs = Jobs::new(&[0, 1], 1);
//! let (now_ms, taker) = (12.5, 3);
//! assert_eq!(jobs.pull(taker, now_ms), Some(vec![0]));
//! jobs.vanish(taker);
//! assert_eq!(jobs.pull(taker + 1, now_ms), Some(vec![0]), "it is handed out again");
//! ```

mod jobs;

pub use jobs::{Jobs, Lost, MOST_DELIVERIES};
