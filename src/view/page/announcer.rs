//! What is announced to those who don't see the page: that something started, and how it ended.

use leptos::prelude::*;

use super::text::text;
use crate::session::{Session, Status};

#[component]
pub(in crate::view) fn Announcer() -> impl IntoView {
    let session = expect_context::<Session>();
    let viewport = Memo::new(move |_| {
        session.status.with(|status| match status {
            Status::Idle | Status::Asking(_) => None,
            Status::Waiting => Some("run.waiting"),
            Status::Loading | Status::Calibrating | Status::Running(_) => Some("live.started"),
            Status::Cancelling => Some("live.ending"),
        })
    });
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<&'static str>>| {
        let now = viewport.get();
        match (before.flatten(), now) {
            (_, Some(key)) => said.set(text(key)),
            (Some(_), None) => said.set(text("live.finished")),
            (None, None) => {}
        }
        now
    });
    view! { <p class="unseen" role="status">{move || said.get()}</p> }
}
