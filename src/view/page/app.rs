//! The page.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::announcer::Announcer;
use super::embed::Embed;
use super::heartbeat::Heartbeat;
use super::help::{Help, Helping};
use super::join::Join;
use super::masthead::Masthead;
use super::messages::{Notices, Problem, Question};
use super::release::Release;
use super::tour::{Tour, TourGuide};
use crate::browser::{document, features, timer};
use crate::experiment::Experiment;
use crate::session::Session;
use crate::text;
use crate::text::choose;
use crate::view::adviser::{Adviser, Around};
use crate::view::common::paper::follow_theme;
use crate::view::common::place::Place;
use crate::view::common::strings::load;
#[cfg(feature = "gallery")]
use crate::view::gallery;
use crate::view::learn::{AtHand, Library, LookUp, Reading};
use crate::view::results::comparison::Results;
use crate::view::results::history::HistoryList;
use crate::view::setup::executors::Executors;
use crate::view::setup::form::{Options, WorkloadForm};
use crate::view::setup::prediction::Prediction;
use crate::view::setup::run_bar::RunBar;
use crate::view::share::embed::{Chosen, EmbedButton, EmbedPanel};
use crate::view::share::export::Export;
use crate::view::share::imported::{Imported, Imports};
use crate::view::share::link::{Share, ShareButton, Sharing};
use crate::view::timeline::viewport::Viewport;

/// The page of a session: the whole of it, or the compact one for a frame.
#[component]
pub fn App(
    /// The page's state.
    session: Session,
) -> impl IntoView {
    provide_context(session);
    let viewport = Viewport::new(session);
    provide_context(viewport);
    provide_context(Place::follow());
    provide_context(Reading::new(session));
    document::watch_colours(move || viewport.recolour());
    follow_theme(session);
    let kind = Memo::new(move |_| session.setup.page.with(|page| (page.embed, page.join)));
    let shown = shown_language(session);
    #[cfg(feature = "gallery")]
    let gallery = gallery::Place::follow();
    move || {
        // Everything is built anew in another language.
        shown.get()?;
        #[cfg(feature = "gallery")]
        if gallery.is_inside.get() {
            return Some(view! { <gallery::Gallery place=gallery/> }.into_any());
        }
        Some(match kind.get() {
            (true, _) => view! { <Embed/> }.into_any(),
            (false, true) => view! { <Join/> }.into_any(),
            (false, false) => view! { <Whole/> }.into_any(),
        })
    }
}

/// The language whose strings are loaded: the one that the link or the reader asks for, else the browser's.
/// `None` until the first are there; one that can't be loaded leaves what is shown.
fn shown_language(session: Session) -> RwSignal<Option<&'static str>> {
    let shown = RwSignal::new(None);
    let wanted = Memo::new(move |_| {
        let asked = session.setup.page.with(|page| page.lang);
        asked.unwrap_or_else(|| choose(features::languages().iter().map(String::as_str)))
    });
    Effect::new(move |_| {
        let language = wanted.get();
        spawn_local(async move {
            match load(language).await {
                Ok(()) if wanted.get_untracked() == language => {
                    document::set_root_attribute("lang", language);
                    // `start.js` shows it when the page's own program has broken: nothing else can.
                    document::set_text("broken", &text!(problem.page_broke));
                    document::remove("loading");
                    shown.set(Some(language));
                }
                // Another one is on its way.
                Ok(()) => {}
                // There is nothing to wait for.
                Err(_) => session.begin(),
            }
        });
    });
    shown
}

#[component]
fn Whole() -> impl IntoView {
    let session = expect_context::<Session>();
    let built = RwSignal::new(0);
    provide_context(Imports::default());
    provide_context(Chosen::new());
    provide_context(Sharing::default());
    provide_context(Helping::default());
    let around = Around::default();
    provide_context(around);
    let tour = Tour::new();
    provide_context(tour);
    // A slow machine is given time to answer its reader after each of these.
    let turn = move |number: u8, part: fn() -> AnyView| {
        let due = Memo::new(move |_| built.get() >= number);
        move || due.get().then(part)
    };
    let place = expect_context::<Place>();
    let is_folded = folded(session, tour);
    let whole = view! {
        <a class="skip" href="#results">{text!(page.skip)}</a>
        <Masthead/>
        <main class="play" hidden=move || place.is_look_up.get()>
            <div class="lead-in"><TourGuide/> <Release/> <Notices/> <Adviser/> <AtHand/></div>
            <form class="setup" class:folded=is_folded hidden=move || around.hides_form(session)
                on:submit=|event| event.prevent_default()>
                <p class="in-short">
                    <span>{move || session.setup.experiment.with(Experiment::in_words)}</span>
                    <button type="button" class="plain" aria-expanded="false" on:click=move |_| is_folded.set(false)>
                        {text!(page.change)}
                    </button>
                </p>
                <div class="settings">
                    <WorkloadForm/>
                    {turn(1, || view! { <Executors/> }.into_any())}
                    {turn(2, || view! { <Options/> <Prediction/> }.into_any())}
                </div>
                {turn(2, || view! { <RunBar><ShareButton/> <EmbedButton/></RunBar> }.into_any())}
            </form>
            <div class="came-of-it">
                {turn(3, || view! { <Share/> <Question/> <Problem/> <Results/> <Heartbeat/> }.into_any())}
                {turn(4, || view! { <Export/> <HistoryList/> <Imported/> }.into_any())}
                {turn(5, || view! { <Library/> }.into_any())}
            </div>
        </main>
        <LookUp/>
        {turn(6, || view! { <EmbedPanel/> <Help/> <Announcer/> }.into_any())}
    };
    spawn_local(async move {
        for number in 1..=6 {
            timer::sleep(0).await;
            // The page may have gone over to another language meanwhile.
            let _ = built.try_set(number);
        }
        session.begin();
    });
    whole
}

/// Whether what is set up is folded on a phone: it makes way for the first sight, and for what comes of it, but not for
/// who is shown around.
fn folded(session: Session, tour: Tour) -> RwSignal<bool> {
    let is_folded = RwSignal::new(true);
    Effect::watch(
        move || (session.runs.is_busy(), tour.is_on()),
        move |(is_busy, is_shown_around), _, _| {
            if *is_busy || *is_shown_around {
                is_folded.set(!is_shown_around);
            }
        },
        false,
    );
    is_folded
}
