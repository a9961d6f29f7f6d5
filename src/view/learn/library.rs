//! All lessons, by topic, and the game in which the reader schedules.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::lesson_link::LessonLink;
use super::reading::Reading;
use super::scheduler::Scheduler;
use crate::lesson::{Lesson, Topic, lessons};
use crate::text;
use crate::view::common::lazy::{Part, lazily, styled, with_all_strings};

/// The id of what holds the scheduler game, for those who want to get there.
pub(super) const SCHEDULER: &str = "scheduler";

/// All lessons, and the scheduler game.
#[component]
pub(in crate::view) fn Library() -> impl IntoView {
    let topic = |topic: Topic| {
        let of_topic = lessons().filter(move |lesson| lesson.topic == topic);
        let entries = of_topic.map(|lesson| view! { <li><Entry lesson/></li> });
        view! {
            <div>
                <h3>{topic.label()}</h3>
                <ul>{entries.collect_view()}</ul>
            </div>
        }
    };
    // Made when it is first looked at.
    let played = RwSignal::new(false);
    view! {
        <section class="library" aria-labelledby="lessons-title">
            <h2 id="lessons-title">{text!(lessons.title)}</h2>
            <p class="hint">{text!(lessons.intro)}</p>
            <div class="topics">{Topic::ALL.map(topic).collect_view()}</div>
            <details id=SCHEDULER on:toggle=move |_| played.set(true)>
                <summary>{text!(scheduler.title)}</summary>
                {move || played.get().then(|| with_all_strings(|| lazily(scheduler)))}
            </details>
        </section>
    }
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn scheduler() -> Part {
    Ok(styled("scheduler.css", view! { <Scheduler/> }.into_any()))
}

/// A lesson in the list: a link, so that it can also be opened in another tab, or passed on.
#[component]
fn Entry(lesson: &'static Lesson) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let source = lesson.published.as_ref().map(|published| published.by.label());
    if !lesson.is_offered() {
        let title = lesson.title();
        return view! { <span class="coming">{title} " " <small>{text!(lessons.coming)}</small></span> }
            .into_any();
    }
    let current = move || reading.open.get().is_some_and(|open| open.lesson == lesson).then_some("true");
    view! {
        <span aria-current=current><LessonLink lesson/></span> " " <small>{source}</small>
    }
    .into_any()
}
