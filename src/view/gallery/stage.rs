//! Where something is shown: on a page of its own, at some moment of its life.

use leptos::prelude::*;

use super::canned::Canned;
use crate::experiment::Progress;
use crate::session::{Session, Status};
use crate::view::learn::Reading;
use crate::view::results::group::Group;
use crate::view::share::imported::Imports;
use crate::view::share::link::Sharing;
use crate::view::timeline::viewport::Viewport;

/// A state of something, and what shows it.
pub(super) type Row = (&'static str, fn() -> AnyView);

/// Shows something on the page that a document's drawing stands for.
pub(super) fn on(drawing: &str, show: fn() -> AnyView) -> AnyView {
    at_moment(drawing, |session| session, show)
}

/// Shows something on such a page after this has become of it.
pub(super) fn at_moment(
    drawing: &str,
    become_so: impl FnOnce(Session) -> Session,
    show: fn() -> AnyView,
) -> AnyView {
    let canned = match drawing.parse::<Canned>() {
        Ok(canned) => canned,
        Err(why) => return view! { <p class="message warning">{why}</p> }.into_any(),
    };
    let session = expect_context::<Session>().staged(canned.document, canned.going_on);
    let session = become_so(session);
    let viewport = expect_context::<Viewport>().of_session(session);
    let own = move || {
        provide_context(session);
        provide_context(viewport);
        provide_context(Reading::new(session));
        provide_context(Imports::default());
        provide_context(Sharing::default());
        // What is shown follows signals by itself.
        untrack(show)
    };
    view! { <div class="results">{own}</div> }.into_any()
}

/// The second of four runs is being made, and the others will take a while.
pub(super) fn running(session: Session) -> Session {
    let progress = Progress { run: 1, runs: 4, done: 3, tasks: 6, expected_ms: 40_000.0 };
    session.with_status(Status::Running(progress))
}

/// The runs that are on the page.
pub(super) fn groups() -> Vec<Group> {
    Group::all(expect_context::<Session>().runs.all.get())
}
