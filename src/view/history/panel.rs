//! The list, folded until somebody wants it, and the room that it takes.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::entry::item;
use crate::browser::{document, frame};
use crate::history::{MOST_BYTES, MOST_ENTRIES, total_bytes};
use crate::picture::bytes;
use crate::session::{History as Kept, HistoryNews, Session};
use crate::view::text::{filled, text};

/// The section's id.
pub(super) const SECTION: &str = "history";

#[component]
pub(in crate::view) fn History() -> impl IntoView {
    let history = expect_context::<Session>().history;
    let opened = RwSignal::new(false);
    let count = Memo::new(move |_| history.entries.with(Vec::len));
    let open = move |_| {
        opened.set(true);
        history.refresh();
    };
    view! {
        <section class="history" id=SECTION tabindex="-1" aria-labelledby="history-title">
            <details on:toggle=open>
                <summary>
                    <h2 id="history-title">
                        {text("history.title")} " " <small>{move || (count.get() > 0).then(|| count.get())}</small>
                    </h2>
                </summary>
                {move || opened.get().then(|| content(history, count))}
            </details>
        </section>
    }
}

fn content(history: Kept, count: Memo<usize>) -> AnyView {
    // Items follow their entries by themselves: they are made anew only where others come or go.
    let known = Memo::new(move |_| {
        let known = |entry: &crate::history::Entry| (entry.id, entry.head.is_ok());
        history.entries.with(|entries| entries.iter().map(known).collect::<Vec<_>>())
    });
    let list = move || {
        known.track();
        history.entries.get_untracked().into_iter().map(item).collect_view()
    };
    let lead = move || text(if count.get() == 0 { "history.empty" } else { "history.here" });
    view! {
        <p class="hint">{lead} " " {bounds()}</p>
        <div role="status">{move || refused(history)} {move || news(history)}</div>
        <ul class="entries">{list}</ul>
        {move || (count.get() > 0).then(|| room(history))}
    }
    .into_any()
}

fn bounds() -> String {
    filled("history.bounds", &[("entries", MOST_ENTRIES.to_string()), ("size", bytes(MOST_BYTES))])
}

fn refused(history: Kept) -> Option<AnyView> {
    let why = history.refused.get()?;
    Some(view! { <p class="message warning">{filled("history.refused", &[("why", why)])}</p> }.into_any())
}

fn news(history: Kept) -> Option<AnyView> {
    let said = match history.news.get()? {
        HistoryNews::MadeRoom(n) => filled("history.made_room", &[("n", n.to_string())]),
        HistoryNews::TooLarge => text("history.too_large"),
        HistoryNews::Cleared => text("history.cleared"),
        HistoryNews::Removed => text("history.deleted"),
    };
    let undo = (history.news.get_untracked() == Some(HistoryNews::Removed)).then(|| {
        view! {
            " " <button type="button" class="plain" on:click=move |_| history.restore()>{text("history.undo")}</button>
        }
    });
    Some(view! { <p class="message">{said}{undo}</p> }.into_any())
}

/// How much room there is, and a way to have all of it back.
fn room(history: Kept) -> AnyView {
    let asking = RwSignal::new(false);
    let granted = RwSignal::new(None);
    Effect::new(move |_| {
        history.entries.track();
        spawn_local(async move {
            // The list may be gone by now.
            let _ = granted.try_set(history.room().await);
        });
    });
    let own = move || {
        let own = history.entries.with(|entries| total_bytes(entries));
        filled("history.room", &[("own", bytes(own)), ("most", bytes(MOST_BYTES))])
    };
    let all = move || {
        let (used, quota) = granted.get()?;
        Some(filled("history.site", &[("used", bytes(used)), ("quota", bytes(quota))]))
    };
    let leave = move || frame::next_frame(|| document::focus(SECTION));
    let clear = move |_| {
        history.clear();
        leave();
    };
    let keep = move |_| {
        asking.set(false);
        leave();
    };
    let question = move || {
        let n = history.entries.with(Vec::len).to_string();
        match asking.get() {
            false => view! {
                <button type="button" on:click=move |_| asking.set(true)>{text("history.clear")}</button>
            }
            .into_any(),
            true => view! {
                <span role="alert">{filled("history.clear_sure", &[("n", n)])}</span>
                <button type="button" class="primary" id="history-clear" on:click=clear>{text("history.clear_yes")}</button>
                <button type="button" on:click=keep>{text("history.clear_no")}</button>
            }
            .into_any(),
        }
    };
    view! {
        <p class="hint">{own} " " {all}</p>
        <p class="buttons">{question}</p>
    }
    .into_any()
}
