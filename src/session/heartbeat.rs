//! The page's heartbeat: how late the page is for a beat tells how long it could not answer.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clock::now_ms;
use crate::browser::{page, timer};
use crate::render::{BEAT_MS, LoopLag};

/// Beats from one drawing of them to the next: drawing takes a core from what is measured.
const DRAWN_EVERY: u32 = 25;

/// Beats until it is dropped.
pub(super) struct Heartbeat {
    seen: Rc<Seen>,
    loop_lag: RwSignal<LoopLag>,
    beating: AbortHandle,
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
    /// Begins to beat; `loop_lag` begins anew and is told of each beat, its views of some.
    pub(super) fn start(loop_lag: RwSignal<LoopLag>) -> Self {
        loop_lag.set(LoopLag::default());
        let seen = Rc::new(Seen { beat_ms: Cell::new(now_ms()), ..Seen::default() });
        let beats = seen.clone();
        let (beating, handle) = abortable(async move {
            for beat in 1u32.. {
                beats.beat_ms.set(now_ms());
                timer::sleep(BEAT_MS).await;
                let late = beats.lateness_ms();
                beats.longest_stall_ms.set(beats.longest_stall_ms.get().max(late));
                beats.hidden.set(beats.hidden.get() || page::is_hidden());
                loop_lag.update_untracked(|loop_lag| loop_lag.push(late));
                if beat.is_multiple_of(DRAWN_EVERY) {
                    loop_lag.notify();
                }
            }
        });
        spawn_local(async move {
            let _ = beating.await;
        });
        Self { seen, loop_lag, beating: handle }
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
        self.beating.abort();
        // A stall that has only just ended has delayed the beat that would tell of it.
        let late = self.seen.lateness_ms();
        self.loop_lag.update(|loop_lag| loop_lag.push(late));
    }
}
