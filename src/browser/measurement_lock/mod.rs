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

/// Takes the lock if nobody has it; `None` if somebody has.
pub async fn take() -> Option<MeasurementLock> {
    match web_locks::take(NAME).await {
        Answer::Granted(lock) => Some(by_browser(lock)),
        Answer::Taken => None,
        Answer::Refused => match channel::Seat::new() {
            Some(mut seat) => seat.ask().await.then(|| by_pages(seat)),
            None => Some(MeasurementLock { _kept: Kept::Alone }),
        },
    }
}

/// Waits for the lock, behind those who wait already. Dropped before that, it no longer waits.
pub async fn wait() -> MeasurementLock {
    if let Answer::Granted(lock) = web_locks::wait(NAME).await {
        return by_browser(lock);
    }
    match channel::Seat::new() {
        Some(mut seat) => {
            seat.wait().await;
            by_pages(seat)
        }
        None => MeasurementLock { _kept: Kept::Alone },
    }
}

fn by_browser(lock: web_locks::Lock) -> MeasurementLock {
    MeasurementLock { _kept: Kept::Browser { _lock: lock } }
}

fn by_pages(seat: channel::Seat) -> MeasurementLock {
    MeasurementLock { _kept: Kept::Pages { _seat: seat } }
}
