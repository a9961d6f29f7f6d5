//! The page.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::embed::Embed;
use super::executors::Executors;
use super::form::{Options, WorkloadForm};
use super::lessons::{AtHand, Library, Outcome, Reading};
use super::masthead::Masthead;
use super::messages::{Notices, Problem, Question};
use super::results::Results;
use super::run_bar::RunBar;
use super::stage::Stage;
use super::text::text;
use crate::browser::document;
use crate::session::Session;

/// The page of a session: the whole of it, or the compact one for a frame.
#[component]
pub fn App(
    /// The page's state.
    session: Session,
) -> impl IntoView {
    provide_context(session);
    let stage = Stage::new(session);
    provide_context(stage);
    provide_context(Reading::new(session));
    document::watch_colours(move || stage.colours.update(|count| *count = count.wrapping_add(1)));
    Effect::new(move |_| {
        document::set_root_attribute("data-theme", session.page.with(|page| page.theme.name()));
    });
    let embed = Memo::new(move |_| session.page.with(|page| page.embed));
    move || if embed.get() { view! { <Embed/> }.into_any() } else { view! { <Whole/> }.into_any() }
}

#[component]
fn Whole() -> impl IntoView {
    view! {
        <a class="skip" href="#results">{text("page.skip")}</a>
        <Masthead/>
        <main>
            <Notices/>
            <AtHand/>
            <form class="setup" on:submit=|event| event.prevent_default()>
                <WorkloadForm/>
                <Executors/>
                <Options/>
                <RunBar/>
            </form>
            <Question/>
            <Problem/>
            <Results/>
            <Outcome/>
            <Library/>
        </main>
        <Announcer/>
    }
}
