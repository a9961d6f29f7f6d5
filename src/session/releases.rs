//! Releases: this one is kept for use without a network, and new ones are told of.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Runs;
use crate::browser::{document, offline, page, source, timer};
use crate::protocol::release::{Asked, News, Stage};

/// How long nothing has to go on before what was used of the release is kept, ms.
const USED_QUIET_MS: u32 = 1_500;
/// And how long from then on before the rest is, which a visitor may never need, ms.
const REST_QUIET_MS: u32 = 3_000;

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

    /// Has this release kept, at quiet times: never while runs are being made. First what the page has used, at once;
    /// then the rest.
    pub(super) fn keep(self, runs: Runs) {
        let own = page::release();
        let stage = RwSignal::new(Stage::Used);
        offline::listen(move |word| {
            if let Some(news) = word.news(&own) {
                self.write_news.set(Some(news));
            }
            stage.update(|stage| *stage = stage.after(&word, &own));
        });
        let is_busy = Memo::new(move |_| runs.is_busy());
        Effect::new(move |_| {
            let now = stage.get();
            if now == Stage::Over {
                return;
            }
            if is_busy.get() {
                offline::pause();
                return;
            }
            spawn_local(async move {
                // Before it is known where downloads come from, nobody may be there to be asked.
                source::find().await;
                timer::sleep(quiet_ms(now)).await;
                if !is_busy.get_untracked() && stage.get_untracked() == now {
                    ask(now);
                }
            });
        });
    }
}

/// How long nothing has to go on before this is kept, ms.
const fn quiet_ms(stage: Stage) -> u32 {
    match stage {
        Stage::Used => USED_QUIET_MS,
        Stage::Rest | Stage::Over => REST_QUIET_MS,
    }
}

fn ask(stage: Stage) {
    let language = document::root_attribute("lang").unwrap_or_default();
    match stage {
        Stage::Used => offline::ask(&Asked::Keep { language: &language, used: &offline::used() }),
        Stage::Rest => offline::ask(&Asked::KeepRest(&language)),
        Stage::Over => {}
    }
}
