//! The page's heartbeat: how late the page is for a beat tells how long it could not answer.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clock::now_ms;
use crate::browser::{page, timer};

/// Time between two beats, ms.
const BEAT_MS: u32 = 10;

/// Beats until it is dropped.
pub(super) struct Heartbeat {
    seen: Rc<Seen>,
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
    /// Begins to beat; `lateness` is told of each one, ms.
    pub(super) fn start(lateness: RwSignal<f64>) -> Self {
        let seen = Rc::new(Seen { beat_ms: Cell::new(now_ms()), ..Seen::default() });
        let beats = seen.clone();
        let (beating, handle) = abortable(async move {
            loop {
                beats.beat_ms.set(now_ms());
                timer::sleep(BEAT_MS).await;
                let late = beats.lateness_ms();
                beats.longest_stall_ms.set(beats.longest_stall_ms.get().max(late));
                beats.hidden.set(beats.hidden.get() || page::is_hidden());
                lateness.set(late);
            }
        });
        spawn_local(async move {
            let _ = beating.await;
        });
        Self { seen, beating: handle }
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
    }
}
