//! Parts of the page that arrive when they are first shown.
//!
//! A function marked `#[wasm_split(file, …)]` goes into a file of its own, with all that nothing but such
//! functions needs; calling it fetches that file. There are six: `results`, what a start leads to, and what was measured
//! before; `lessons`, what there is to read; `tools`, what a reader opens; `rooms`; `composer`, where a program of the
//! reader's own is put together; and `adviser`. Contributors have a seventh, the `gallery`.

use std::future::Future;
use std::pin::Pin;

use super::strings::{has_all_strings, load_all_strings};
use crate::browser::page;
use crate::text;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen_futures::spawn_local;

/// What such a function gives: a part of the page, or that its file can't be had.
pub(in crate::view) type Part = Result<AnyView, SplitLoaderError>;

/// What waits for such a part, and what asks for one: of one type each, so that the program that comes first holds once
/// what is done with them.
type Arriving = Pin<Box<dyn Future<Output = Part> + Send>>;
type Ask = Box<dyn Fn() -> Arriving + Send>;

/// A part of the page, as soon as it is there; until then that it is coming, or why it is not, and a way to try
/// again.
pub(in crate::view) fn lazily<F>(part: impl Fn() -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Part> + Send + 'static,
{
    arriving(Box::new(move || Box::pin(part())))
}

fn arriving(part: Ask) -> AnyView {
    let attempt = RwSignal::new(0);
    let pending = RwSignal::new(true);
    let arriving = move || {
        attempt.track();
        let part = part();
        Suspend::new(async move {
            let part = part.await;
            pending.set(false);
            part.unwrap_or_else(|_| missing(attempt, pending))
        })
    };
    view! {
        {move || pending.get().then(coming)}
        {arriving}
    }
    .into_any()
}

/// A part of the page whose strings are not among those of its first sight, as soon as they are there; until then, as above.
pub(in crate::view) fn with_all_strings(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    once_all_strings_are_there(Box::new(part))
}

fn once_all_strings_are_there(part: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let attempt = RwSignal::new(0);
    let pending = RwSignal::new(!has_all_strings());
    Effect::new(move |_| {
        attempt.track();
        spawn_local(async move {
            let _ = load_all_strings().await;
            // What asked for it may be closed by now.
            let _ = pending.try_set(false);
        });
    });
    let shown = move || match (pending.get(), has_all_strings()) {
        (true, _) => coming(),
        (false, true) => part(),
        (false, false) => missing(attempt, pending),
    };
    shown.into_any()
}

/// A part of the page with a style sheet of its own, hidden until that is there. Where it can't be had, text and buttons
/// do what they do.
pub(in crate::view) fn styled(sheet: &str, part: AnyView) -> AnyView {
    styled_by(sheet, RwSignal::new(false), part)
}

/// The same; `is_styled` tells when it is shown.
pub(in crate::view) fn styled_by(sheet: &str, is_styled: RwSignal<bool>, part: AnyView) -> AnyView {
    let sheet = format!("{}{sheet}", page::files());
    view! {
        <link rel="stylesheet" href=sheet on:load=move |_| is_styled.set(true)
            on:error=move |_| is_styled.set(true)/>
        <div class="styled" hidden=move || !is_styled.get()>{part}</div>
    }
    .into_any()
}

fn coming() -> AnyView {
    view! { <p class="hint pending">{text!(late.pending)}</p> }.into_any()
}

fn missing(attempt: RwSignal<u32>, pending: RwSignal<bool>) -> AnyView {
    let again = move |_| {
        pending.set(true);
        attempt.update(|attempt| *attempt += 1);
    };
    view! {
        <p class="message warning" role="alert">
            {text!(late.missing)} " "
            <button type="button" on:click=again>{text!(late.again)}</button>
        </p>
    }
    .into_any()
}
