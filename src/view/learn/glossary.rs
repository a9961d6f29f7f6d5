//! The words of the field, each with the lesson that shows it.

use leptos::prelude::*;

use super::library::LessonLink;
use crate::lesson::{GLOSSARY, Term, find};
use crate::view::page::text::text;

#[component]
pub(in crate::view) fn Glossary() -> impl IntoView {
    let entry = |term: &'static Term| {
        let say = |part: &str| text(&format!("glossary.{}.{part}", term.id));
        let lesson = find(term.lesson).filter(|lesson| lesson.is_offered());
        view! {
            <div>
                <dt>{say("name")}</dt>
                <dd>{say("text")} " " {lesson.map(|lesson| view! { <LessonLink lesson/> })}</dd>
            </div>
        }
    };
    view! { <dl class="words">{GLOSSARY.iter().map(entry).collect_view()}</dl> }
}
