//! Releases: this one is kept for use without a network, and new ones are told of.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Runs;
use crate::browser::{offline, page, timer};
use crate::protocol::release::News;

/// How long nothing has to go on before the release is kept, ms.
const QUIET_MS: u32 = 1_500;

/// What there is to be told of releases. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Releases {
    /// What there is to be told.
    pub news: ReadSignal<Option<News>>,
    write_news: WriteSignal<Option<News>>,
}

impl Releases {
    /// There is nothing to be told.
    pub(super) fn none() -> Self {
        Self::of(None)
    }

    /// This is to be told.
    pub(super) fn of(news: Option<News>) -> Self {
        let (news, write_news) = signal(news);
        Self { news, write_news }
    }

    /// Whoever reads this knows the news.
    pub fn dismiss(self) {
        self.write_news.set(None);
    }

    /// Has this release kept, at a quiet time: never while runs are being made.
    pub(super) fn keep(self, runs: Runs) {
        let own = page::release();
        let is_settled = RwSignal::new(false);
        let release = own.clone();
        offline::listen(move |word| {
            if let Some(news) = word.news(&release) {
                self.write_news.set(Some(news));
            }
            is_settled.set(true);
        });
        let is_busy = Memo::new(move |_| runs.is_busy());
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
}
