//! Where to go on after a run that belongs to no lesson.

use leptos::prelude::*;

use super::reading::Reading;
use crate::lesson::NextStep;
use crate::session::Session;
use crate::view::common::lazy::with_all_strings;

/// The next step, once there is a result.
#[component]
pub(in crate::view) fn Next() -> impl IntoView {
    let session = expect_context::<Session>();
    let reading = expect_context::<Reading>();
    move || {
        let is_free = reading.open.with(Option::is_none) && !session.setup.page.with(|page| page.advise);
        if !is_free || !session.is_measured() {
            return None;
        }
        let step = session.setup.experiment.with(NextStep::after)?;
        let target = step.target()?;
        let go = move |_| reading.open(target);
        let button = move || {
            view! { <p class="next"><button type="button" on:click=go>{step.in_words()} <span aria-hidden="true">" \u{2192}"</span></button></p> }
                .into_any()
        };
        Some(with_all_strings(button))
    }
}
