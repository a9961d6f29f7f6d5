//! The panel: choices, preview, HTML to copy, and where it goes.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{clipboard, document, page};
use crate::exchange::EmbedCode;
use crate::experiment::{format, listed_executors};
use crate::session::Session;
use crate::text;
use crate::text::{Key, keys};
use crate::view::common::lazy::{Part, lazily, with_all_strings};
use crate::view::share::embed::choices::{Choices, Chosen};
use crate::view::share::embed::recipes::Recipes;

/// The panel's element.
const PANEL: &str = "embed-panel";
/// The element with the HTML.
const HTML: &str = "embed-html";

/// Opens the panel.
#[component]
pub(in crate::view) fn EmbedButton() -> impl IntoView {
    let is_open = expect_context::<Chosen>().is_open;
    let open = move |_| {
        is_open.set(true);
        document::load_script(&format!("{}embed.js", page::base()));
        document::show_dialog(PANEL);
    };
    view! { <button type="button" class="plain" on:click=open>{text!(snippet.button)}</button> }
}

#[component]
pub(in crate::view) fn EmbedPanel() -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    view! {
        <dialog id=PANEL class="panel" aria-labelledby="embed-title" on:close=move |_| chosen.is_open.set(false)>
            <header>
                <h2 id="embed-title">{text!(snippet.title)}</h2>
                // Ends the dialog without a script.
                <form method="dialog"><button class="plain">{text!(snippet.close)}</button></form>
            </header>
            <div class="sides">{move || chosen.is_open.get().then(|| with_all_strings(|| lazily(content)))}</div>
        </dialog>
    }
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let session = expect_context::<Session>();
    let chosen = expect_context::<Chosen>();
    let snippet = Memo::new(move |_| snippet(session, chosen));
    let copied = RwSignal::new(None::<Key>);
    Effect::new(move |_| {
        snippet.track();
        copied.set(None);
    });
    let copy = move |_| {
        spawn_local(async move {
            let done = clipboard::copy(&snippet.with_untracked(EmbedCode::html), HTML).await;
            // The panel may be gone by now.
            let _ =
                copied.try_set(Some(if done { keys::snippet::copied } else { keys::snippet::not_copied }));
        });
    };
    let content = view! {
        <div class="makings">
            <Choices/>
            <h3>{text!(snippet.html)}</h3>
            <textarea id=HTML readonly rows="7" spellcheck="false" aria-label=text!(snippet.html)
                prop:value=move || snippet.with(EmbedCode::html)></textarea>
            <p class="buttons">
                <button type="button" class="primary" on:click=copy>{text!(snippet.copy)}</button>
                <span role="status">{move || copied.get().map(Key::text)}</span>
            </p>
            <Recipes snippet/>
        </div>
        <div class="preview">
            <h3>{text!(snippet.preview)}</h3>
            <Preview snippet/>
        </div>
    };
    Ok(content.into_any())
}

/// The element itself, as wide as it was chosen to be.
#[component]
fn Preview(snippet: Memo<EmbedCode>) -> impl IntoView {
    let width = move || snippet.with(|snippet| snippet.width.map_or("100%".into(), |px| format!("{px}px")));
    let attribute = move |name: fn(&EmbedCode) -> String| Memo::new(move |_| snippet.with(name));
    let experiment = attribute(|snippet| snippet.experiment.clone());
    let theme = attribute(|snippet| snippet.theme.name().into());
    let parts = attribute(|snippet| snippet.shown().to_string());
    view! {
        <div class="scroll" style:max-width=width>
            <interleave-lab loading="eager" experiment=move || experiment.get() theme=move || theme.get()
                parts=move || parts.get()></interleave-lab>
        </div>
        <p class="hint">{text!(snippet.preview_hint)}</p>
    }
}

fn snippet(session: Session, chosen: Chosen) -> EmbedCode {
    session.setup.experiment.with(|experiment| {
        let names = listed_executors(&experiment.executors);
        let heading = experiment.heading();
        let compared = text!(snippet.caption, heading = heading, names = names);
        let cited = text!(snippet.cited, version = env!("CARGO_PKG_VERSION"));
        EmbedCode {
            form: chosen.form.get(),
            theme: chosen.theme.get(),
            parts: chosen.parts.get(),
            width: chosen.width.get(),
            title: heading,
            ways: experiment.executors.len(),
            picture: chosen.picture.get().trim().to_owned(),
            caption: chosen.captioned.get().then_some((compared, cited)),
            ..EmbedCode::new(&page::base(), &format(experiment))
        }
    })
}
