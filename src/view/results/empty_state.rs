//! What will be seen, before anything has run.

use leptos::prelude::*;

use crate::session::Session;
use crate::text;
use crate::text::between_sentences;

/// An invitation, with a sketch of each of the two things that the page is about.
#[component]
pub(in crate::view) fn EmptyState() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <div class="empty">
            <div>
                <p class="lead">{text!(page.promise)}</p>
                <p>{text!(empty.first)}</p>
                <button type="button" class="primary" on:pointerenter=move |_| session.prepare()
                    on:focus=move |_| session.prepare() on:click=move |_| session.run()>{text!(run.start)}</button>
            </div>
            <figure>
                <svg viewBox="0 0 240 84" aria-hidden="true">
                    <Hatch/>
                    <path class="run" d="M0 0h59v16H0zM60 0h59v16H60zM120 0h59v16h-59zM180 0h60v16h-60z"/>
                    {digit(30, 12, 1)} {digit(90, 12, 2)} {digit(150, 12, 1)} {digit(210, 12, 2)}
                    <path fill="url(#sketch-gap)" d="M0 36h240v24H0z"/>
                    <path class="busy" d="M0 60h240v24H0z"/>
                    <path class="computing" d="M0 60h240"/>
                    <path class="progress" d="M0 36h240"/>
                </svg>
                <figcaption>{text!(empty.turns)}</figcaption>
            </figure>
            <figure>
                <svg viewBox="0 0 240 84" aria-hidden="true">
                    <path class="run" d="M0 0h120v14H0zM0 15h120v14H0z"/>
                    {digit(60, 11, 1)} {digit(60, 26, 2)}
                    <path class="busy" d="M0 36h120v48H0z"/>
                    <path class="computing" d="M0 36h120v48"/>
                    <path class="progress" d="M0 36h120v48"/>
                </svg>
                <figcaption>{text!(empty.parallel)}</figcaption>
            </figure>
            <p class="hint">{text!(empty.second)} {between_sentences()} {text!(empty.sketch)}</p>
        </div>
    }
}

/// The number of a task, in the middle of its work.
fn digit(x: u32, y: u32, task: u32) -> impl IntoView {
    view! { <text x=x.to_string() y=y.to_string() text-anchor="middle">{task}</text> }
}

/// The look of a gap, for a sketch.
#[component]
fn Hatch() -> impl IntoView {
    view! {
        <pattern id="sketch-gap" width="6" height="6" patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)">
            <path class="gap-ground" d="M0 0h6v6H0z"/>
            <path class="gap" d="M0 0h1.5v6H0z"/>
        </pattern>
    }
}
