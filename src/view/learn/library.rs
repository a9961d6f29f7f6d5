//! All lessons, by topic, and what goes with them.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::code::code;
use super::glossary::Glossary;
use super::guide::Guide;
use super::lesson_link::LessonLink;
use super::reading::Reading;
use super::scheduler::Scheduler;
use crate::lesson::{Lesson, Topic, lessons};
use crate::text;
use crate::view::page::lazy::{Part, lazily, styled, with_all_strings};

/// The section's id, for those who want to get there.
pub(in crate::view) const SECTION: &str = "lessons";

/// All lessons, the guide, the words and the code.
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
    view! {
        <section class="library" id=SECTION tabindex="-1" aria-labelledby="lessons-title">
            <h2 id="lessons-title">{text!(lessons.title)}</h2>
            <p class="hint">{text!(lessons.intro)}</p>
            <div class="topics">{Topic::ALL.map(topic).collect_view()}</div>
            {folded(text!(scheduler.title), || with_all_strings(|| lazily(scheduler)))}
            {folded(text!(guide.title), || with_all_strings(|| lazily(guide)))}
            {folded(text!(samples.title), || with_all_strings(|| lazily(|| code(None))))}
            {folded(text!(glossary.title), || with_all_strings(|| lazily(glossary)))}
        </section>
    }
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn scheduler() -> Part {
    Ok(styled("scheduler.css", view! { <Scheduler/> }.into_any()))
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn guide() -> Part {
    Ok(view! { <Guide/> }.into_any())
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn glossary() -> Part {
    Ok(view! { <Glossary/> }.into_any())
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

/// Something that is made when it is first looked at.
fn folded(title: String, content: fn() -> AnyView) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <details on:toggle=move |_| shown.set(true)>
            <summary>{title}</summary>
            {move || shown.get().then(content)}
        </details>
    }
}
