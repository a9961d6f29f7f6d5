//! What is announced to those who don't see the page: that something started, and how it ended.

use leptos::prelude::*;

use crate::session::{Session, Status};
use crate::text;
use crate::text::{Key, keys};

#[component]
pub(in crate::view) fn Announcer() -> impl IntoView {
    let session = expect_context::<Session>();
    let going_on = Memo::new(move |_| {
        session.runs.status.with(|status| match status {
            Status::Idle | Status::Asking(_) => None,
            Status::Waiting => Some(keys::run::waiting),
            Status::Loading | Status::Calibrating | Status::Running(_) | Status::Mapping(..) => {
                Some(keys::live::started)
            }
            Status::Cancelling => Some(keys::live::ending),
        })
    });
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<Key>>| {
        let now = going_on.get();
        match (before.flatten(), now) {
            (_, Some(key)) => said.set(key.text()),
            (Some(_), None) => said.set(text!(live.finished)),
            (None, None) => {}
        }
        now
    });
    view! { <p class="unseen" role="status">{move || said.get()}</p> }
}
