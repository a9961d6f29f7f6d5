//! The link to what the form says, to be passed on: what it holds, and with or without a result.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clipboard;
use crate::experiment::Experiment;
use crate::session::Session;
use crate::text;
use crate::text::{Key, keys};
use crate::view::common::lazy::{Part, lazily};

/// The id of the panel.
const PANEL: &str = "share";
/// The id of the link.
const LINK: &str = "share-link";

/// Whether the panel is open.
#[derive(Clone, Copy, Default)]
pub(in crate::view) struct Sharing(RwSignal<bool>);

/// Opens and closes the panel.
#[component]
pub(in crate::view) fn ShareButton() -> impl IntoView {
    let Sharing(open) = expect_context();
    view! {
        <button type="button" aria-expanded=move || open.get().to_string() aria-controls=PANEL
            on:click=move |_| open.update(|open| *open = !*open)>{text!(share.open)}</button>
    }
}

/// The panel.
#[component]
pub(in crate::view) fn Share() -> impl IntoView {
    let Sharing(open) = expect_context();
    view! { <div id=PANEL>{move || open.get().then(|| lazily(panel))}</div> }
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn panel() -> Part {
    let session = expect_context::<Session>();
    let own = Memo::new(move |_| session.own_claim());
    let wanted = RwSignal::new(true);
    let claim = move || own.get().filter(|_| wanted.get());
    let link = Memo::new(move |_| session.link(claim().as_ref()));
    let copied = RwSignal::new(None::<Key>);
    Effect::new(move |_| {
        link.track();
        copied.set(None);
    });
    let copy = move |_| {
        spawn_local(async move {
            let link = link.get_untracked();
            let is_copied = clipboard::copy(&link, LINK).await;
            // The panel may be closed by now.
            let _ = copied.try_set(Some(if is_copied { keys::share::copied } else { keys::share::selected }));
        });
    };
    let length = move || link.with(|link| link.split_once('?').map_or(0, |(_, rest)| rest.chars().count()));
    let result = move || match own.get() {
        Some(claim) if wanted.get() => text!(share.holds_result, place = claim.place.in_words()),
        Some(_) => text!(share.without),
        None => text!(share.no_result),
    };
    let panel = view! {
        <section class="panel" aria-labelledby="share-title">
            <h2 id="share-title">{text!(share.title)}</h2>
            <div class="link">
                <input type="text" id=LINK readonly aria-label=text!(share.link) prop:value=move || link.get()
                    on:focus=|_| clipboard::select(LINK)/>
                <button type="button" class="primary" id="share-copy" on:click=copy>{text!(share.copy)}</button>
            </div>
            <p class="hint" role="status">
                {move || copied.get().map(|key| format!("{} ", key.text()))}
                {move || text!(share.length, n = length())}
            </p>
            <p>{move || text!(share.holds, what = session.setup.experiment.with(Experiment::in_words))}</p>
            <label class="check" hidden=move || own.get().is_none()>
                <input type="checkbox" id="share-result" prop:checked=move || own.get().is_some() && wanted.get()
                    on:change=move |_| wanted.update(|wanted| *wanted = !*wanted)/>
                <span>{text!(share.with)}</span>
            </label>
            <p class="hint">{result}</p>
        </section>
    };
    Ok(panel.into_any())
}
