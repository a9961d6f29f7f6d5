//! What has to be said: links that were not understood, questions, and failures.

use leptos::prelude::*;

use crate::experiment::Question as Asked;
use crate::session::{Session, Status};
use crate::text;
use crate::text::{bytes, rough};
use crate::trace::ErrorCode;

/// What of the link was not understood.
#[component]
pub(in crate::view) fn Notices() -> impl IntoView {
    let session = expect_context::<Session>();
    let dismiss = move |_| session.setup.dismiss_notices();
    let list = move || {
        let notices = session.setup.notices.get();
        (!notices.is_empty()).then(|| {
            let suppressed = session.setup.page.with_untracked(|page| page.autorun);
            let items = notices.iter().map(|notice| view! { <li>{notice.in_words()}</li> });
            view! {
                <section class="message warning" aria-labelledby="notices">
                    <h2 id="notices">{text!(notice.title)}</h2>
                    <ul>{items.collect_view()}</ul>
                    {suppressed.then(|| view! { <p>{text!(notice.autorun)}</p> })}
                    <button type="button" on:click=dismiss>{text!(notice.dismiss)}</button>
                </section>
            }
        })
    };
    view! { <div role="status">{list}</div> }
}

/// What a click has to accept before a start.
#[component]
pub(in crate::view) fn Question() -> impl IntoView {
    let session = expect_context::<Session>();
    let asked = move || match session.runs.status.get() {
        Status::Asking(question) => Some(view! { <Ask question/> }),
        _ => None,
    };
    view! { <div role="status">{asked}</div> }
}

#[component]
fn Ask(question: Asked) -> impl IntoView {
    let session = expect_context::<Session>();
    let time = rough(question.estimate.ms);
    let needs_click = question.estimate.needs_click();
    let accept = match &question.foreign {
        Some((host, requests)) => text!(ask.accept_foreign, host = host, n = *requests),
        None => text!(ask.accept, time = time),
    };
    let sends = question.foreign.map(|(host, requests)| text!(ask.foreign, host = host, n = requests));
    let cost = needs_click.then(|| text!(ask.cost, time = time, memory = bytes(question.estimate.bytes)));
    view! {
        <section class="message question">
            {sends.map(|said| view! { <p>{said}</p> })}
            {cost.map(|said| view! { <p>{said}</p> })}
            <p class="buttons">
                <button type="button" class="primary" id="accept" on:click=move |_| session.accept()>{accept}</button>
                <button type="button" id="decline" on:click=move |_| session.decline()>{text!(ask.decline)}</button>
            </p>
        </section>
    }
}

/// Why the last start gave no result.
#[component]
pub(in crate::view) fn Problem() -> impl IntoView {
    let session = expect_context::<Session>();
    let problem = move || {
        session.runs.problem.get().map(|error| {
            let calm = error.code == ErrorCode::Cancelled;
            let title = (!calm).then(|| view! { <h2>{text!(problem.title)}</h2> });
            view! { <section class="message" class:warning=!calm>{title}<p>{error.in_words()}</p></section> }
        })
    };
    view! { <div role="status">{problem}</div> }
}
