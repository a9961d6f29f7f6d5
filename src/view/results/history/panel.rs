//! The list, folded until somebody wants it, and the room that it takes.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::entry::item;
use super::maps::maps;
use super::{SECTION, leave};
use crate::advice::map::Lock;
use crate::history::{MOST_BYTES, MOST_ENTRIES, News, total_bytes};
use crate::session::{History, Session};
use crate::text;
use crate::text::{between_sentences, bytes};
use crate::view::common::lazy::{Part, lazily, with_all_strings};

#[component]
pub(in crate::view) fn HistoryList() -> impl IntoView {
    let session = expect_context::<Session>();
    let opened = RwSignal::new(false);
    let count = Memo::new(move |_| all(session));
    let open = move |_| {
        opened.set(true);
        session.history.refresh();
    };
    view! {
        <section class="history" id=SECTION tabindex="-1" aria-labelledby="history-title">
            <details on:toggle=open>
                <summary>
                    <h2 id="history-title">
                        {text!(history.title)} " " <small>{move || (count.get() > 0).then(|| count.get())}</small>
                    </h2>
                </summary>
                {move || opened.get().then(|| with_all_strings(move || lazily(move || content(session, count))))}
            </details>
        </section>
    }
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content(session: Session, count: Memo<usize>) -> Part {
    let history = session.history;
    session.mapping.look_up();
    // Items follow their entries by themselves: they are made anew only where others come or go.
    let known = Memo::new(move |_| {
        let ids = history
            .kept
            .with(|kept| kept.entries.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>());
        ids.join(" ")
    });
    let list = move || {
        known.get();
        let entries = history.kept.with_untracked(|kept| kept.entries.clone());
        entries.into_iter().map(item).collect_view()
    };
    let lead = move || if count.get() == 0 { text!(history.empty) } else { text!(history.here) };
    let content = view! {
        <p class="hint">{lead} {between_sentences()} {bounds()}</p>
        <div role="status">{move || refused(history)} {move || news(history)}</div>
        <ul class="entries">{maps(session)} {list}</ul>
        {move || (count.get() > 0).then(|| room(session, count))}
    };
    Ok(content.into_any())
}

/// How many starts and maps there are, of the latter as far as they were looked up.
fn all(session: Session) -> usize {
    session.history.kept.with(|kept| kept.entries.len()) + session.mapping.all().len()
}

fn bounds() -> String {
    text!(history.bounds, entries = MOST_ENTRIES, size = bytes(MOST_BYTES))
}

fn refused(history: History) -> Option<AnyView> {
    let why = history.kept.with(|kept| kept.refused.clone())?;
    Some(view! { <p class="message warning">{text!(history.refused, why = why)}</p> }.into_any())
}

fn news(history: History) -> Option<AnyView> {
    let news = history.kept.with(|kept| kept.news)?;
    let said = match news {
        News::MadeRoom(n) => text!(history.made_room, n = n),
        News::TooLarge => text!(history.too_large),
        News::Cleared => text!(history.cleared),
        News::Removed => text!(history.deleted),
        News::NotLoaded => text!(late.missing),
    };
    let undo = (news == News::Removed).then(|| {
        view! {
            " " <button type="button" class="plain" on:click=move |_| history.restore()>{text!(history.undo)}</button>
        }
    });
    Some(view! { <p class="message">{said}{undo}</p> }.into_any())
}

/// How much room there is, and a way to have all of it back.
fn room(session: Session, count: Memo<usize>) -> AnyView {
    let history = session.history;
    let asking = RwSignal::new(false);
    let own = move || {
        let own = history.kept.with(|kept| total_bytes(&kept.entries));
        text!(history.room, own = bytes(own), most = bytes(MOST_BYTES))
    };
    let all = move || {
        let (used, quota) = history.kept.with(|kept| kept.room)?;
        Some(text!(history.site, used = bytes(used), quota = bytes(quota)))
    };
    let clear = move |_| {
        history.clear();
        Lock::ALL.into_iter().for_each(|lock| session.mapping.forget(lock));
        leave();
    };
    let keep = move |_| {
        asking.set(false);
        leave();
    };
    let question = move || {
        match asking.get() {
            false => view! {
                <button type="button" on:click=move |_| asking.set(true)>{text!(history.clear)}</button>
            }
            .into_any(),
            true => view! {
                <span role="alert">{text!(history.clear_sure, n = count.get())}</span>
                <button type="button" class="primary" id="history-clear" on:click=clear>{text!(history.clear_yes)}</button>
                <button type="button" on:click=keep>{text!(history.clear_no)}</button>
            }
            .into_any(),
    }
    };
    view! {
        <p class="hint">{own} {between_sentences()} {all}</p>
        <p class="buttons">{question}</p>
    }
    .into_any()
}
