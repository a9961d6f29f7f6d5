//! Turns: of all pages and frames of this origin in a browser, one measures at a time.
//!
//! The browser's locks keep the turn where it grants them, and where it doesn't the pages ask each other.

mod channel;
mod locks;

use locks::Answer;

/// Somebody's turn, until it is dropped.
pub struct MeasuringSlot {
    _kept: Kept,
}

enum Kept {
    ByLock {
        _lock: locks::Lock,
    },
    ByAsking {
        _seat: channel::Seat,
    },
    /// Nothing tells this page of others.
    Alone,
}

/// Takes the turn if nobody has it; `None` if somebody has.
pub async fn take() -> Option<MeasuringSlot> {
    match locks::take().await {
        Answer::Granted(lock) => Some(by_lock(lock)),
        Answer::Taken => None,
        Answer::Refused => match channel::Seat::new() {
            Some(mut seat) => seat.ask().await.then(|| by_asking(seat)),
            None => Some(MeasuringSlot { _kept: Kept::Alone }),
        },
    }
}

/// Waits for the turn, behind those who wait already. Dropped before that, it no longer waits.
pub async fn wait() -> MeasuringSlot {
    if let Answer::Granted(lock) = locks::wait().await {
        return by_lock(lock);
    }
    match channel::Seat::new() {
        Some(mut seat) => {
            seat.wait().await;
            by_asking(seat)
        }
        None => MeasuringSlot { _kept: Kept::Alone },
    }
}

fn by_lock(lock: locks::Lock) -> MeasuringSlot {
    MeasuringSlot { _kept: Kept::ByLock { _lock: lock } }
}

fn by_asking(seat: channel::Seat) -> MeasuringSlot {
    MeasuringSlot { _kept: Kept::ByAsking { _seat: seat } }
}
