//! A short tour of the page, offered on the first visit and never again unless it is asked for.

use leptos::prelude::*;

use crate::browser::{document, local_storage};
use crate::session::Session;
use crate::text;
use crate::text::{Key, keys::tour};

/// What is remembered of a reader who was offered it.
const OFFERED: &str = "toured";
/// The stops: by the name that the style sheet points each out by, and what is said there.
const STOPS: [(&str, Key); 4] =
    [("what", tour::what), ("how", tour::how), ("run", tour::run), ("results", tour::results)];
/// The attribute of the page that says where the tour is.
const STOP: &str = "data-tour";

/// At which stop the tour is, if it is on. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Tour(RwSignal<Option<usize>>);

impl Tour {
    /// It starts by itself for somebody who comes for the first time, and with no experiment in mind.
    pub(in crate::view) fn new(session: Session) -> Self {
        let is_bare = session.lesson.with_untracked(Option::is_none)
            && session.experiment.with_untracked(|experiment| *experiment == Default::default())
            && session.page.with_untracked(|page| !page.autorun);
        let is_new = is_bare && local_storage::remembers(OFFERED) == Some(false);
        local_storage::remember(OFFERED, true);
        let tour = Self(RwSignal::new(is_new.then_some(0)));
        Effect::new(move |_| {
            let stop = tour.0.get().and_then(|stop| STOPS.get(stop));
            document::set_root_attribute(STOP, stop.map(|stop| stop.0).unwrap_or_default());
        });
        tour
    }

    /// Starts it from the beginning.
    pub(in crate::view) fn begin(self) {
        self.0.set(Some(0));
    }
}

/// What is said at a stop, and the ways on.
#[component]
pub(in crate::view) fn TourGuide() -> impl IntoView {
    let tour = expect_context::<Tour>();
    let on = move |_| tour.0.update(|at| *at = at.map(|at| at + 1).filter(|at| *at < STOPS.len()));
    let off = move |_| tour.0.set(None);
    let guide = move || {
        let at = tour.0.get()?;
        let (_, said) = STOPS.get(at)?;
        let is_last = at + 1 == STOPS.len();
        Some(view! {
            <aside class="tour" aria-label=text!(tour.title)>
                <p>
                    <small>{text!(tour.place, n = at + 1, all = STOPS.len())}</small> " "
                    {said.text()}
                </p>
                <button type="button" on:click=on>{if is_last { text!(tour.done) } else { text!(tour.next) }}</button>
                {(!is_last).then(|| view! { <button type="button" class="plain" on:click=off>{text!(tour.skip)}</button> })}
            </aside>
        })
    };
    view! { <div role="status">{guide}</div> }
}
