//! Releases: this one is kept for use without a network, and new ones are told of.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::browser::offline::{self, Word};
use crate::browser::{page, timer};

/// How long nothing has to go on before the release is kept, ms.
const QUIET_MS: u32 = 1_500;

/// What there is to be told of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// This page is of a newer release than the visits before.
    Updated,
    /// There is a newer release than this page's.
    Ready,
}

/// Has this release kept, at a quiet time: never while runs are being made.
pub(super) fn keep(session: Session) {
    let own = page::release();
    let is_settled = RwSignal::new(false);
    let release = own.clone();
    offline::listen(move |word| {
        if let Word::Replaced(newest) = word {
            session.news.set(Some(if newest == release { News::Updated } else { News::Ready }));
        }
        is_settled.set(true);
    });
    let is_busy = Memo::new(move |_| session.is_busy());
    Effect::new(move |_| {
        if is_settled.get() {
            return;
        }
        if is_busy.get() {
            offline::pause();
            return;
        }
        let own = own.clone();
        spawn_local(async move {
            timer::sleep(QUIET_MS).await;
            if !is_busy.get_untracked() && !is_settled.get_untracked() {
                offline::keep(&own);
            }
        });
    });
}
