//! The one obvious button, and how far a start has come.

use leptos::prelude::*;

use crate::experiment::Progress;
use crate::session::{Session, Status};
use crate::text;
use crate::text::{listed, rough};

/// Run, or Cancel with progress.
#[component]
pub(in crate::view) fn RunBar(
    /// The button's id: another one where there are two.
    #[prop(default = "run")]
    id: &'static str,
    /// What stands beside the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let press = move |_| if session.runs.is_busy() { session.cancel() } else { session.run() };
    let ending = move || session.runs.status.with(|status| *status == Status::Cancelling);
    let can_run = Memo::new(move |_| session.can_run());
    let label = move || match session.runs.status.get() {
        Status::Cancelling => text!(run.cancelling),
        status if status.is_busy() => text!(run.cancel),
        _ if session.setup.page.with(|page| page.advise) => text!(advise.run),
        _ => text!(run.start),
    };
    let said = |said: String| Some(view! { <p class="progress">{said}</p> }.into_any());
    let progress = move || match session.runs.status.get() {
        Status::Running(progress) => Some(view! { <Going progress/> }.into_any()),
        Status::Mapping(elapsed_ms, expected_ms) => {
            said(text!(run.left, time = rough((expected_ms - elapsed_ms).max(0.0))))
        }
        Status::Loading => said(text!(late.pending)),
        Status::Waiting => said(text!(run.waiting)),
        Status::Calibrating => said(text!(run.calibrating)),
        _ if !can_run.get() => Some(view! { <p class="hint">{text!(run.nothing)}</p> }.into_any()),
        _ => None,
    };
    view! {
        <div class="run-bar">
            <button type="button" id=id class="primary" class:busy=move || session.runs.is_busy()
                disabled=move || ending() || !session.runs.is_busy() && !can_run.get()
                on:pointerenter=move |_| session.prepare() on:focus=move |_| session.prepare() on:click=press>
                {label}
            </button>
            {children.map(|children| children())}
            {progress}
        </div>
    }
}

#[component]
fn Going(progress: Progress) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = session
        .runs
        .all
        .with_untracked(|runs| runs.get(progress.run).map(|run| run.executor.label()).unwrap_or_default());
    let mut parts = vec![text!(run.progress, name = name, done = progress.done, n = progress.tasks)];
    if progress.runs > 1 {
        parts.push(text!(run.of, run = progress.run + 1, runs = progress.runs));
    }
    parts.extend(progress.left_ms().map(|left_ms| text!(run.left, time = rough(left_ms))));
    view! {
        <progress max="1" prop:value=progress.share()></progress>
        <p class="progress">{listed(&parts)}</p>
    }
}
