//! The page's heartbeat: how late the page is for a beat tells how long it could not answer.

use std::cell::Cell;
use std::rc::Rc;

use super::Conditions;
use super::background::Background;
use crate::browser::clock::now_ms;
use crate::browser::{page, timer};
use crate::render::BEAT_MS;

/// Beats from one drawing of them to the next: drawing takes a core from what is measured.
const DRAWN_EVERY: u32 = 40;

/// Beats until it is dropped.
pub(super) struct Heartbeat {
    seen: Rc<Seen>,
    conditions: Conditions,
    _beating: Background,
}

#[derive(Default)]
struct Seen {
    longest_stall_ms: Cell<f64>,
    hidden: Cell<bool>,
    /// When the last beat was due or came, ms.
    beat_ms: Cell<f64>,
}

impl Seen {
    /// How late the page is for its next beat by now, ms.
    fn lateness_ms(&self) -> f64 {
        (now_ms() - self.beat_ms.get() - f64::from(BEAT_MS)).max(0.0)
    }
}

impl Heartbeat {
    /// Begins to beat; each beat counts among these conditions, some are drawn.
    pub(super) fn start(conditions: Conditions) -> Self {
        conditions.begin_beating();
        let seen = Rc::new(Seen { beat_ms: Cell::new(now_ms()), ..Seen::default() });
        let beats = seen.clone();
        let beating = Background::start(async move {
            for beat in 1u32.. {
                beats.beat_ms.set(now_ms());
                timer::sleep(BEAT_MS).await;
                let late = beats.lateness_ms();
                beats.longest_stall_ms.set(beats.longest_stall_ms.get().max(late));
                beats.hidden.set(beats.hidden.get() || page::is_hidden());
                conditions.beat(late, beat.is_multiple_of(DRAWN_EVERY));
            }
        });
        Self { seen, conditions, _beating: beating }
    }

    /// The longest stall since the last time that it was asked for, ms; one that goes on included.
    pub(super) fn take_longest_stall_ms(&self) -> f64 {
        self.seen.longest_stall_ms.take().max(self.seen.lateness_ms())
    }

    /// Whether the page was hidden at any time.
    pub(super) fn was_hidden(&self) -> bool {
        self.seen.hidden.get()
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        // A stall that has only just ended has delayed the beat that would tell of it.
        let late = self.seen.lateness_ms();
        self.conditions.beat(late, true);
    }
}
