//! Help: which keys do what, and the way back to the tour.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::lazy::{Part, lazily};
use super::tour::Tour;
use crate::browser::{document, local_storage};
use crate::render::TIMELINE_KEYS;
use crate::session::Session;
use crate::text;
use crate::text::Key;
use crate::text::keys::help::{does, where_ as place};

/// The dialog's element.
const DIALOG: &str = "help";
/// What is remembered of a reader who doesn't want keys that work everywhere.
const WITHOUT_KEYS: &str = "without-keys";

/// Keys, as they are printed on keyboards, and what they do.
type Keys = (&'static str, Key);

/// Those that work everywhere.
const EVERYWHERE: [Keys; 2] = [("?", does::help), ("Ctrl Enter", does::run)];
/// Those of an executor that is to be run.
const CHIP: [Keys; 2] = [("← →", does::move_), ("Del", does::remove)];

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
            {move || helping.0.get().then(|| lazily(content))}
        </dialog>
    }
}

/// One key can be what somebody says to a machine that listens, or types by mistake; so it can be switched off
/// (WCAG 2.1.4).
fn heard(session: Session, helping: Helping, event: &KeyboardEvent) {
    let with_control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if with_control && !session.is_busy() => session.run(),
        "Enter" if with_control => session.cancel(),
        "?" if !with_control
            && !document::is_typing()
            && local_storage::remembers(WITHOUT_KEYS) != Some(true) =>
        {
            helping.open();
        }
        _ => return,
    }
    event.prevent_default();
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let row = |(keys, does): Keys| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> " " });
        view! { <tr><th scope="row">{keys.collect_view()}</th><td>{does.text()}</td></tr> }
    };
    let table = |place: Key, rows: Vec<Keys>| {
        view! {
            <table>
                <caption>{place.text()}</caption>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
    };
    let on_timeline = TIMELINE_KEYS.iter().map(|row| (row.printed, row.does)).collect();
    let tour = expect_context::<Tour>();
    let content = view! {
        {table(place::everywhere, EVERYWHERE.to_vec())}
        {table(place::timeline, on_timeline)}
        {table(place::chip, CHIP.to_vec())}
        <label class="check">
            <input type="checkbox" prop:checked=local_storage::remembers(WITHOUT_KEYS) == Some(true)
                on:change=|event| local_storage::remember(WITHOUT_KEYS, event_target_checked(&event))/>
            {text!(help.without_keys)}
        </label>
        <form method="dialog">
            <button on:click=move |_| tour.begin()>{text!(help.tour)}</button>
        </form>
    };
    Ok(content.into_any())
}
