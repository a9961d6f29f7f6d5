//! The lock that a page holds while it measures: of all pages and frames of this origin in a browser, one does at a
//! time.
//!
//! The browser's Web Locks keep it where it grants them, and where it doesn't the pages ask each other.

mod channel;

use super::web_locks::{self, Answer};

/// The lock that whoever measures holds.
const NAME: &str = "interleave/measuring";

/// The lock, until it is dropped.
pub struct MeasurementLock {
    _kept: Kept,
}

/// Who keeps it.
enum Kept {
    Browser {
        _lock: web_locks::Lock,
    },
    Pages {
        _seat: channel::Seat,
    },
    /// Nothing tells this page of others.
    Alone,
}

/// Waits for the lock, behind those who wait already. Dropped before that, it no longer waits.
pub async fn wait() -> MeasurementLock {
    let kept = match web_locks::wait(NAME).await {
        Answer::Granted(lock) => Kept::Browser { _lock: lock },
        Answer::Taken | Answer::Refused => match channel::Seat::new() {
            Some(mut seat) => {
                seat.wait().await;
                Kept::Pages { _seat: seat }
            }
            None => Kept::Alone,
        },
    };
    MeasurementLock { _kept: kept }
}
