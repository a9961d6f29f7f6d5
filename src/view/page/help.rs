//! Help: which keys do what, and the way back to the tour.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::lazy::{Part, lazily};
use super::pressed::pressed;
use super::tour::Tour;
use crate::browser::{document, local_storage};
use crate::session::Session;
use crate::text;
use crate::text::Key;
use crate::text::keys::help::does;
use crate::view::keyboard::{EVERYWHERE, Everywhere, ON_CHIP};

/// The dialog's element.
const DIALOG: &str = "help";
/// What is remembered of a reader who doesn't want keys that work everywhere.
const WITHOUT_KEYS: &str = "without-keys";

/// Keys of a timeline, as they are printed on keyboards, and what they do.
const ON_TIMELINE: [(&str, Key); 9] = [
    ("← →", does::span),
    ("↑ ↓", does::lane),
    ("+ − W S", does::zoom),
    ("A D", does::pan),
    ("0", does::whole),
    ("Backspace", does::back),
    ("Shift ← →", does::select),
    ("Enter", does::enlarge),
    ("Esc", does::leave),
];

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

/// A key is pressed, wherever the focus is.
fn heard(session: Session, helping: Helping, event: &KeyboardEvent) {
    let is_switched_off = local_storage::remembers(WITHOUT_KEYS) == Some(true);
    match pressed(event).everywhere(document::is_typing(), is_switched_off) {
        Some(Everywhere::Help) => helping.open(),
        Some(Everywhere::Run) if session.runs.is_busy() => session.cancel(),
        Some(Everywhere::Run) => session.run(),
        None => return,
    }
    event.prevent_default();
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let tour = expect_context::<Tour>();
    let content = view! {
        {table(text!(help.where_.everywhere), EVERYWHERE.iter().map(|row| (row.printed, row.does)))}
        {table(text!(help.where_.timeline), ON_TIMELINE)}
        {table(text!(help.where_.chip), ON_CHIP.iter().map(|row| (row.printed, row.does)))}
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

/// What keys do in one place: the keys as they are printed, and what they do.
fn table(place: String, rows: impl IntoIterator<Item = (&'static str, Key)>) -> AnyView {
    let row = |(printed, does): (&'static str, Key)| {
        let keys = printed.split(' ').map(|key| view! { <kbd>{key}</kbd> " " });
        view! { <tr><th scope="row">{keys.collect_view()}</th><td>{does.text()}</td></tr> }
    };
    view! {
        <table>
            <caption>{place}</caption>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
