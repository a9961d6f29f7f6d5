//! What has to be said: links that were not understood, questions, and failures.

use leptos::prelude::*;

use super::text::{filled, text};
use crate::session::{Question as Asked, Session, Status};
use crate::text::{bytes, rough};
use crate::trace::{ErrorCode, RunError};

/// What of the link was not understood.
#[component]
pub(in crate::view) fn Notices() -> impl IntoView {
    let session = expect_context::<Session>();
    let dismiss = move |_| session.notices.update(Vec::clear);
    let list = move || {
        let notices = session.notices.get();
        (!notices.is_empty()).then(|| {
            let suppressed = session.page.with_untracked(|page| page.autorun);
            let items = notices.into_iter().map(|notice| {
                let places = [("key", notice.key), ("value", notice.value), ("allowed", notice.allowed)];
                view! { <li>{filled("notice.one", &places)}</li> }
            });
            view! {
                <section class="message warning" aria-labelledby="notices">
                    <h2 id="notices">{text("notice.title")}</h2>
                    <ul>{items.collect_view()}</ul>
                    {suppressed.then(|| view! { <p>{text("notice.autorun")}</p> })}
                    <button type="button" on:click=dismiss>{text("notice.dismiss")}</button>
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
    let asked = move || match session.status.get() {
        Status::Asking(question) => Some(view! { <Ask question/> }),
        _ => None,
    };
    view! { <div role="status">{asked}</div> }
}

#[component]
fn Ask(question: Asked) -> impl IntoView {
    let session = expect_context::<Session>();
    let time = rough(question.estimate.ms);
    let cost = [("time", time), ("memory", bytes(question.estimate.bytes))];
    let foreign =
        question.foreign.map(|(host, requests)| [("host", host), ("requests", requests.to_string())]);
    let needs_click = question.estimate.needs_click();
    let accept = match &foreign {
        Some(places) => filled("ask.accept_foreign", places),
        None => filled("ask.accept", &cost),
    };
    view! {
        <section class="message question">
            {foreign.map(|places| view! { <p>{filled("ask.foreign", &places)}</p> })}
            {needs_click.then(|| view! { <p>{filled("ask.cost", &cost)}</p> })}
            <p class="buttons">
                <button type="button" class="primary" id="accept" on:click=move |_| session.accept()>{accept}</button>
                <button type="button" id="decline" on:click=move |_| session.decline()>{text("ask.decline")}</button>
            </p>
        </section>
    }
}

/// Why the last start gave no result.
#[component]
pub(in crate::view) fn Problem() -> impl IntoView {
    let session = expect_context::<Session>();
    let problem = move || {
        session.problem.get().map(|error| {
            let calm = error.code == ErrorCode::Cancelled;
            let title = (!calm).then(|| view! { <h2>{text("problem.title")}</h2> });
            view! { <section class="message" class:warning=!calm>{title}<p>{explained(&error)}</p></section> }
        })
    };
    view! { <div role="status">{problem}</div> }
}

/// What happened and what can be done, and then what the program said itself.
pub(in crate::view) fn explained(error: &RunError) -> String {
    let code = match error.code {
        ErrorCode::Cancelled => "cancelled",
        ErrorCode::WorkerStart => "worker-start",
        ErrorCode::WorkerLost => "worker-lost",
        ErrorCode::Trap => "trap",
        ErrorCode::Timeout => "timeout",
        ErrorCode::OutOfMemory => "out-of-memory",
        ErrorCode::NotIsolated => "not-isolated",
        ErrorCode::NoBroker => "no-broker",
        ErrorCode::FetchFailed => "fetch-failed",
        ErrorCode::NeedsClick => "needs-click",
        ErrorCode::Busy => "busy",
        ErrorCode::BadExperiment => "bad-experiment",
    };
    let mut sentences = vec![text(&format!("problem.{code}"))];
    if let Some(task) = error.task {
        sentences.push(filled("problem.task", &[("task", task.to_string())]));
    }
    if error.code != ErrorCode::Cancelled && !error.message.is_empty() {
        sentences.push(format!("({})", error.message));
    }
    sentences.join(" ")
}
