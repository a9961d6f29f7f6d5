//! A short tour of the page, for who asks for it.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::browser::document;
use crate::lesson::TourStop;
use crate::text;
use crate::view::common::lazy::{Part, lazily};

/// The attribute of the page that says where the tour is.
const STOP: &str = "data-tour";

/// At which stop the tour is, if it is on. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Tour(RwSignal<Option<TourStop>>);

impl Tour {
    /// It is not on yet.
    pub(in crate::view) fn new() -> Self {
        let tour = Self(RwSignal::new(None));
        Effect::new(move |_| {
            document::set_root_attribute(STOP, tour.0.get().map(TourStop::name).unwrap_or_default());
        });
        tour
    }

    /// Whether it is on.
    pub(super) fn is_on(self) -> bool {
        self.0.with(|at| at.is_some())
    }

    /// Starts it from the beginning.
    pub(in crate::view) fn begin(self) {
        self.0.set(Some(TourStop::What));
    }
}

/// What is said at a stop, and the ways on.
#[component]
pub(in crate::view) fn TourGuide() -> impl IntoView {
    let tour = expect_context::<Tour>();
    let is_on = Memo::new(move |_| tour.is_on());
    let is_last = Memo::new(move |_| tour.0.get().is_none_or(|at| at.next().is_none()));
    let off = move |_| tour.0.set(None);
    // Whoever can't be shown around can leave.
    let aside = move || {
        view! {
            <aside class="tour" aria-label=text!(tour.title)>
                {lazily(move || guide(tour))}
                <button type="button" class="plain" hidden=move || is_last.get() on:click=off>{text!(tour.skip)}</button>
            </aside>
        }
    };
    view! { <div role="status">{move || is_on.get().then(aside)}</div> }
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn guide(tour: Tour) -> Part {
    let on = move |_| tour.0.update(|at| *at = at.and_then(TourStop::next));
    let guide = move || {
        let at = tour.0.get()?;
        let is_last = at.next().is_none();
        Some(view! {
            <p>
                <small>{text!(tour.place, n = at.number(), all = TourStop::ALL.len())}</small> " "
                {at.explanation()}
            </p>
            <button type="button" on:click=on>{if is_last { text!(tour.done) } else { text!(tour.next) }}</button>
        })
    };
    Ok(guide.into_any())
}
