//! The gallery: every component in its states, on canned documents, for those who change how something looks.
//!
//! It is at `#gallery` in `./dev serve`, and in no release. Another state is one row in the file of its topic; what it
//! is shown with is drawn in `documents/`. Each stands on a page of its own, so that ids which are there once on a page
//! are there several times here; its name leads to it alone.

mod adviser;
mod canned;
mod messages;
mod results;
mod setup;
mod stage;
mod timelines;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::browser::{document, frame};
use crate::view::common::lazy::{Part, lazily};
use crate::view::common::place::{Place as Places, fragment};
use crate::view::page::help::{Help, Helping};
use crate::view::page::masthead::Masthead;
use crate::view::page::tour::{Tour, TourGuide};
use crate::view::share::embed::{Chosen, EmbedPanel};
use stage::Row;

/// Its address, and what the ids of the states in it begin with.
const ADDRESS: &str = "gallery";

/// All there is, by topic.
const TOPICS: [(&str, &[Row]); 5] = [
    ("Timelines", timelines::ROWS),
    ("Results", results::ROWS),
    ("Messages", messages::ROWS),
    ("What is set up", setup::ROWS),
    ("Which one do I need?", adviser::ROWS),
];

/// Where in the gallery the address is. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Place {
    /// Whether it is there at all.
    pub(in crate::view) is_inside: Memo<bool>,
    /// The address's fragment, with its `#`: the id of a state, or else all are meant.
    fragment: ReadSignal<String>,
}

impl Place {
    /// The place that follows the address from now on.
    pub(in crate::view) fn follow() -> Self {
        let fragment = fragment();
        let is_inside = move |fragment: &String| fragment.trim_start_matches('#').starts_with(ADDRESS);
        Self { is_inside: Memo::new(move |_| fragment.with(is_inside)), fragment }
    }
}

/// The gallery, under the page's own head.
#[component]
pub(in crate::view) fn Gallery(
    /// Where in it one is.
    place: Place,
) -> impl IntoView {
    provide_context(Chosen::new());
    provide_context(Helping::default());
    provide_context(Places::follow());
    provide_context(Tour::new());
    view! {
        <Masthead/>
        <main>
            <TourGuide/>
            {move || {
                let wanted = place.fragment.with(|fragment| fragment.trim_start_matches('#').to_owned());
                lazily(move || states(wanted.clone()))
            }}
        </main>
        <EmbedPanel/>
        <Help/>
    }
}

/// The state of this id by itself; else all of them, and what there is.
#[wasm_split(gallery, fallible, wasm_split_path = leptos::wasm_split)]
fn states(wanted: String) -> Part {
    let rows = || TOPICS.into_iter().flat_map(|(_, rows)| rows);
    let one = rows().find(|(name, _)| id(name) == wanted);
    let shown = match one {
        Some(row) => state(row, ADDRESS),
        None => {
            let states = rows().map(|row| state(row, &id(row.0))).collect_view();
            view! { {contents()} {states} }.into_any()
        }
    };
    // Once it is on the page.
    frame::next_frame(document::unfold_all);
    Ok(shown)
}

fn contents() -> AnyView {
    let topics = TOPICS.map(|(topic, rows)| {
        let link = |(name, _): &Row| view! { <li><a href=format!("#{}", id(name))>{*name}</a></li> };
        view! { <div><h3>{topic}</h3> <ul>{rows.iter().map(link).collect_view()}</ul></div> }
    });
    view! { <nav class="library" aria-label="Gallery"><div class="topics">{topics.collect_view()}</div></nav> }
        .into_any()
}

/// A state, whose name leads to another place in the gallery.
fn state((name, show): &Row, leads_to: &str) -> AnyView {
    view! {
        <article id=id(name) style:padding-top="3rem">
            <h2><a href=format!("#{leads_to}")>{*name}</a></h2>
            {show()}
        </article>
    }
    .into_any()
}

/// Where a state is.
fn id(name: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("{ADDRESS}-{}", name.chars().map(sign).collect::<String>())
}
