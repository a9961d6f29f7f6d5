//! All lessons, by topic, and what goes with them.

use leptos::prelude::*;

use super::code::Code;
use super::glossary::Glossary;
use super::guide::Guide;
use super::reading::{Reading, steps};
use super::scheduler::Scheduler;
use crate::experiment::is_offered;
use crate::lesson::{Lesson, Topic, lessons};
use crate::view::text::text;

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
                <h3>{text(&format!("lessons.topic.{}", topic.name()))}</h3>
                <ul>{entries.collect_view()}</ul>
            </div>
        }
    };
    view! {
        <section class="library" id=SECTION tabindex="-1" aria-labelledby="lessons-title">
            <h2 id="lessons-title">{text("lessons.title")}</h2>
            <p class="hint">{text("lessons.intro")}</p>
            <div class="topics">{Topic::ALL.map(topic).collect_view()}</div>
            <Later title="scheduler.title"><Scheduler/></Later>
            <Later title="guide.title"><Guide/></Later>
            <Later title="samples.title"><Code/></Later>
            <Later title="glossary.title"><Glossary/></Later>
        </section>
    }
}

/// A lesson in the list: a link, so that it can also be opened in another tab, or passed on.
#[component]
fn Entry(lesson: &'static Lesson) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let source = lesson.published.as_ref().map(|published| published.by);
    if !is_offered(lesson) {
        let said = text(&format!("lesson.{}.setup", lesson.id));
        let title = text(&format!("lesson.{}.title", lesson.id));
        return view! { <span class="coming" title=said>{title} " " <small>{text("lessons.coming")}</small></span> }
            .into_any();
    }
    let current = move || reading.open.get().is_some_and(|open| open.lesson == lesson).then_some("true");
    view! {
        <span aria-current=current><LessonLink lesson/></span> " " <small>{source}</small>
    }
    .into_any()
}

/// A link that opens a lesson in place.
#[component]
pub(super) fn LessonLink(lesson: &'static Lesson) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let go = move |event: leptos::ev::MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if let Some(step) = steps(lesson).next().filter(|_| !elsewhere) {
            event.prevent_default();
            reading.open(lesson, step);
        }
    };
    view! {
        <a href=format!("?lesson={}", lesson.id) on:click=go>{text(&format!("lesson.{}.title", lesson.id))}</a>
    }
}

/// Something that is made when it is first looked at.
#[component]
fn Later(
    /// The key of its title.
    title: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <details on:toggle=move |_| shown.set(true)>
            <summary>{text(title)}</summary>
            <Show when=move || shown.get()>{children()}</Show>
        </details>
    }
}
