//! The page of a tab that lends its cores to the queues of other tabs.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::join_room;
use crate::browser::document;
use crate::experiment::{Experiment, PageOptions, format_page};
use crate::session::{Lending, Session};
use crate::text;
use crate::view::common::lazy::{Part, lazily, with_all_strings};
use crate::view::common::workers_field::WorkersField;

/// The page of a link with `join=1`.
#[component]
pub(in crate::view) fn Join() -> impl IntoView {
    let session = expect_context::<Session>();
    let home = move || {
        let page = session.setup.page.with(|page| PageOptions { join: false, ..page.clone() });
        format!("?{}", session.setup.experiment.with(|experiment| format_page(experiment, &page)))
    };
    view! {
        <header class="masthead">
            <h1 class="wordmark"><span class="mark" aria-hidden="true"></span>"Interleave"</h1>
            <p class="promise">{text!(page.promise)}</p>
        </header>
        <main class="join">
            {move || match session.rooms.asked.with(Option::is_some) {
                true => with_all_strings(|| lazily(join_room::content)),
                false => lazily(content),
            }}
            <p><a href=home>{text!(join.home)}</a></p>
        </main>
    }
}

/// The link of this page, for whoever is to join.
pub(in crate::view) fn link(page: &PageOptions) -> String {
    let page = PageOptions { join: true, theme: page.theme, lang: page.lang, ..PageOptions::default() };
    format!("?{}", format_page(&Experiment::default(), &page))
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let lending = Lending::nothing();
    on_cleanup(move || lending.stop());
    let most = Lending::most();
    let workers = RwSignal::new(most);
    let is_lending = Memo::new(move |_| lending.lent.with(Option::is_some));
    let press = move |_| {
        if is_lending.get_untracked() { lending.stop() } else { lending.start(workers.get_untracked()) }
    };
    let form = move || {
        if !Lending::is_possible() {
            return view! { <p class="message warning">{text!(join.impossible)}</p> }.into_any();
        }
        view! {
            <WorkersField workers most=most disabled=is_lending/>
            <button type="button" class="primary" aria-pressed=move || is_lending.get().to_string() on:click=press>
                {move || if is_lending.get() { text!(join.stop) } else { text!(join.start) }}
            </button>
        }
        .into_any()
    };
    let state = move || match lending.lent.get() {
        None => text!(join.nothing_lent),
        Some(lent) if lent.at_work > 0 => text!(join.at_work, n = lent.at_work, done = lent.done),
        Some(lent) if lent.waiting > 0 => text!(join.waiting, n = lent.waiting, done = lent.done),
        Some(_) => text!(join.starting),
    };
    let problem = move || {
        let words = lending.problem.get()?.said();
        Some(view! { <p class="message warning" role="alert">{text!(join.problem, words = words)}</p> })
    };
    document::set_title(&text!(join.title));
    Ok(view! {
        <h2>{text!(join.title)}</h2>
        <p>{text!(join.intro)}</p>
        {form}
        <p class="lent" role="status">{state}</p>
        {problem}
        <p class="hint">{text!(join.leave)}</p>
    }
    .into_any())
}
