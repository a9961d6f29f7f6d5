//! The lesson at hand, above the form: it asks, and says what is set up.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::reading::Reading;
use crate::browser::document;
use crate::lesson::{AtStep, Lesson};
use crate::text;
use crate::text::between_sentences;
use crate::view::common::lazy::{Part, lazily, with_all_strings};

/// The lesson that is open, if one is.
#[component]
pub(in crate::view) fn AtHand() -> impl IntoView {
    let reading = expect_context::<Reading>();
    let lesson = Memo::new(move |_| reading.open.get().map(|open| open.lesson));
    move || lesson.get().map(|lesson| with_all_strings(move || lazily(move || section(reading, lesson))))
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn section(reading: Reading, lesson: &'static Lesson) -> Part {
    let heading = NodeRef::new();
    Effect::new(move |_| {
        // Comes before the heading of another lesson is there, or after; it runs again when it is.
        heading.track();
        if let Some(lesson) = reading.arriving.get() {
            document::focus(&format!("lesson-{}", lesson.id));
        }
    });
    let heading_id = format!("lesson-{}", lesson.id);
    let labelled_by = heading_id.clone();
    let several = lesson.steps_here().count() > 1;
    let section = view! {
        <section class="lesson" aria-labelledby=labelled_by>
            <header>
                <p class="kicker">{text!(lessons.open)}</p>
                <h2 id=heading_id node_ref=heading tabindex="-1">{lesson.title()}</h2>
                <button type="button" class="plain" on:click=move |_| reading.close()>
                    {text!(lessons.close)}
                </button>
            </header>
            <p class="question">{lesson.question()}</p>
            <p>{lesson.setup()}</p>
            {several.then(|| view! { <Steps/> })}
            <p class="prompt">{text!(lessons.prompt)} {between_sentences()} {lesson.look()}</p>
            <Changed/>
        </section>
    };
    Ok(section.into_any())
}

/// The lesson's steps, of which one is set up.
#[component]
fn Steps() -> impl IntoView {
    let reading = expect_context::<Reading>();
    let lesson = Memo::new(move |_| reading.open.get().map(|open| open.lesson));
    let choices = move || {
        let lesson = lesson.get()?;
        let choice = move |step| {
            let at = AtStep { lesson, step };
            let checked = move || reading.open.get() == Some(at);
            view! {
                <label>
                    <input type="radio" name="step" value=step.id prop:checked=checked
                        on:change=move |_| reading.choose(at)/>
                    <span>{lesson.step_label(step)}</span>
                </label>
            }
        };
        Some(lesson.steps_here().map(choice).collect_view())
    };
    view! {
        <fieldset class="segments">
            <legend class="unseen">{text!(lessons.steps)}</legend>
            {choices}
        </fieldset>
    }
}

/// That the form no longer says what the lesson does, and the way back.
#[component]
fn Changed() -> impl IntoView {
    let reading = expect_context::<Reading>();
    let changed = Memo::new(move |_| reading.open.get().filter(|open| !reading.is_as_set_up(open.step)));
    let told = move || {
        changed.get().map(|open| {
            view! {
                <p class="hint">
                    {text!(lessons.changed)} " "
                    <button type="button" class="plain" on:click=move |_| reading.choose(open)>
                        {text!(lessons.restore)}
                    </button>
                </p>
            }
        })
    };
    view! { <div role="status">{told}</div> }
}
