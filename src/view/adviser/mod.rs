//! The adviser: four questions about a program of the reader's own, and which way of running fits it.

mod answer;
mod map;
mod questions;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::advice::map::Lock;
use crate::browser::{document, frame};
use crate::experiment::Experiment;
use crate::session::Session;
use crate::text;
use crate::view::common::lazy::{Part, lazily, styled_by, with_all_strings};
use crate::view::common::place::Place;
use crate::view::setup::run_bar::RunBar;

/// The id of the adviser's heading, for those who want to get there.
const HEADING: &str = "adviser-title";

/// What the adviser has to do with the page around it.
#[derive(Clone, Copy, Default)]
pub(in crate::view) struct Around {
    /// Somebody has just opened it: they read on from its heading.
    is_opening: RwSignal<bool>,
    /// The form is shown beside it, with all details.
    shows_form: RwSignal<bool>,
    /// Somebody wants to see the map of programs with such a lock.
    wants_map: RwSignal<Option<Lock>>,
}

impl Around {
    /// Whether the form is out of the way: the adviser's questions take its place.
    pub(in crate::view) fn hides_form(self, session: Session) -> bool {
        session.setup.page.with(|page| page.advise) && !self.shows_form.get()
    }

    /// Opens the adviser, where experiments are run, and in it the map of programs with such a lock, if one is wanted.
    pub(in crate::view) fn open(self, session: Session, place: Place, map: Option<Lock>) {
        place.play();
        self.wants_map.set(map);
        self.is_opening.set(true);
        session.setup.set_advise(true);
    }
}

/// Opens the adviser.
#[component]
pub(in crate::view) fn AdviserButton() -> impl IntoView {
    let session = expect_context::<Session>();
    let around = expect_context::<Around>();
    let place = expect_context::<Place>();
    let open = move |_| around.open(session, place, None);
    view! { <button type="button" class="primary" id="open-adviser" on:click=open>{text!(adviser.describe)}</button> }
}

/// The adviser, where it is open.
#[component]
pub(in crate::view) fn Adviser() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_open = Memo::new(move |_| session.setup.page.with(|page| page.advise));
    move || is_open.get().then(|| with_all_strings(|| lazily(adviser)))
}

#[wasm_split(adviser, fallible, wasm_split_path = leptos::wasm_split)]
fn adviser() -> Part {
    let session = expect_context::<Session>();
    // An embed has no page around it.
    let around = use_context::<Around>();
    let is_program = Memo::new(move |_| session.setup.experiment.with(Experiment::is_program));
    let close = move |_| {
        session.setup.set_advise(false);
        // The form, with its button, comes back with the next frame.
        frame::next_frame(|| document::focus("run"));
    };
    // Each run tells anew how many cores there are, and hardly ever another number: nothing is reckoned again for the same
    // one while runs are made.
    let cores = Memo::new(move |_| session.conditions.cores());
    let program = move || {
        view! {
            {questions::questions(session, cores, around.is_some())}
            {around.map(details)}
            {around.map(|_| view! { <RunBar id="find-out"/> })}
            {answer::answer(session)}
            {around.map(|around| map::map(session, cores, around.wants_map))}
        }
        .into_any()
    };
    let other = move || {
        let describe = move |_| session.setup.set_advise(true);
        view! {
            <p>
                {text!(adviser.other_workload)} " "
                <button type="button" on:click=describe>{text!(adviser.describe)}</button>
            </p>
        }
        .into_any()
    };
    let is_styled = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(Around { is_opening, wants_map, .. }) = around
            && is_styled.get()
            && is_opening.get()
        {
            is_opening.set(false);
            let read_on = match wants_map.get_untracked() {
                Some(_) => || document::unfold(map::FOLD),
                None => || document::focus(HEADING),
            };
            // What is not shown yet takes no focus.
            frame::next_frame(read_on);
        }
    });
    let section = view! {
        <section class="adviser" aria-labelledby=HEADING>
            <header>
                <h2 id=HEADING tabindex="-1">{text!(adviser.title)}</h2>
                {around.map(|_| view! {
                    <button type="button" class="plain" on:click=close>{text!(adviser.close)}</button>
                })}
            </header>
            <p class="hint">{text!(adviser.intro)}</p>
            {move || if is_program.get() { program() } else { other() }}
        </section>
    };
    Ok(styled_by("adviser.css", is_styled, section.into_any()))
}

/// Shows the form, with all details, or has it out of the way.
fn details(Around { shows_form, .. }: Around) -> AnyView {
    let press = move |_| shows_form.update(|shown| *shown = !*shown);
    view! {
        <button type="button" class="plain" aria-expanded=move || shows_form.get().to_string() on:click=press>
            {text!(adviser.details)}
        </button>
    }
    .into_any()
}
