//! The words of the field, each with the lesson that shows it.

use leptos::prelude::*;

use super::lesson_link::LessonLink;
use crate::lesson::{GLOSSARY, Term, find};
use crate::text::between_sentences;

#[component]
pub(in crate::view) fn Glossary() -> impl IntoView {
    let entry = |term: &'static Term| {
        let lesson = find(term.lesson).filter(|lesson| lesson.is_offered());
        view! {
            <div>
                <dt>{term.label()}</dt>
                <dd>{term.explanation()} {between_sentences()} {lesson.map(|lesson| view! { <LessonLink lesson/> })}</dd>
            </div>
        }
    };
    view! { <dl class="words">{GLOSSARY.iter().map(entry).collect_view()}</dl> }
}
