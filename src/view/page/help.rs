//! Help: which keys do what, and the way back to the tour.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::tour::Tour;
use crate::browser::{document, local_storage};
use crate::render::{BLOCK_KEYS, CHIP_KEYS, KeyRow, OVERVIEW_KEYS, PAGE_KEYS, PageCommand, TIMELINE_KEYS};
use crate::session::Session;
use crate::text;
use crate::view::common::lazy::{Part, lazily, with_all_strings};

/// The dialog's element.
const DIALOG: &str = "help";
/// What is remembered of a reader who doesn't want keys that work everywhere.
const WITHOUT_KEYS: &str = "without-keys";

/// Whether the dialog is open.
#[derive(Clone, Copy, Default)]
pub(in crate::view) struct Helping(RwSignal<bool>);

/// Opens the dialog.
#[component]
pub(in crate::view) fn HelpButton() -> impl IntoView {
    let helping = expect_context::<Helping>();
    view! {
        <button type="button" class="help" aria-label=text!(help.button) title=text!(help.button)
            on:click=move |_| helping.open()>"?"</button>
    }
}

impl Helping {
    fn open(self) {
        self.0.set(true);
        document::show_dialog(DIALOG);
    }
}

/// The dialog, and the keys that work everywhere.
#[component]
pub(in crate::view) fn Help() -> impl IntoView {
    let session = expect_context::<Session>();
    let helping = expect_context::<Helping>();
    let listener = window_event_listener(keydown, move |event| heard(session, helping, &event));
    on_cleanup(move || listener.remove());
    view! {
        <dialog id=DIALOG class="panel" aria-labelledby="help-title" on:close=move |_| helping.0.set(false)>
            <header>
                <h2 id="help-title">{text!(help.title)}</h2>
                // Ends the dialog without a script.
                <form method="dialog"><button class="plain">{text!(snippet.close)}</button></form>
            </header>
            {move || helping.0.get().then(|| with_all_strings(|| lazily(content)))}
        </dialog>
    }
}

/// A key is pressed, wherever the focus is.
fn heard(session: Session, helping: Helping, event: &KeyboardEvent) {
    let with_control = event.ctrl_key() || event.meta_key();
    let is_switched_off = local_storage::remembers(WITHOUT_KEYS) == Some(true);
    match PageCommand::of_key(&event.key(), with_control, document::is_typing(), is_switched_off) {
        Some(PageCommand::Help) => helping.open(),
        Some(PageCommand::Run) if session.runs.is_busy() => session.cancel(),
        Some(PageCommand::Run) => session.run(),
        None => return,
    }
    event.prevent_default();
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let tour = expect_context::<Tour>();
    let content = view! {
        {table(text!(help.where_.everywhere), &PAGE_KEYS)}
        {table(text!(help.where_.timeline), &TIMELINE_KEYS)}
        {table(text!(help.where_.overview), &OVERVIEW_KEYS)}
        {table(text!(help.where_.chip), &CHIP_KEYS)}
        {table(text!(help.where_.block), &BLOCK_KEYS)}
        <label class="check">
            <input type="checkbox" prop:checked=local_storage::remembers(WITHOUT_KEYS) == Some(true)
                on:change=|event| local_storage::remember(WITHOUT_KEYS, event_target_checked(&event))/>
            {text!(help.without_keys)}
        </label>
        <form method="dialog">
            <button on:click=move |_| tour.begin()>{text!(help.tour)}</button>
        </form>
        <p class="hint">
            {text!(help.about, version = env!("CARGO_PKG_VERSION"))} " "
            // `./dev build` puts it beside the app.
            <a href="licences.html" target="_blank">{text!(help.licences)}</a>
        </p>
    };
    Ok(content.into_any())
}

/// What keys do in one place.
fn table<Command>(place: String, rows: &'static [KeyRow<Command>]) -> AnyView {
    let row = |row: &'static KeyRow<Command>| {
        let keys = row.printed.split(' ').map(|key| view! { <kbd>{key}</kbd> " " });
        view! { <tr><th scope="row">{keys.collect_view()}</th><td>{row.does.text()}</td></tr> }
    };
    view! {
        <table>
            <caption>{place}</caption>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
