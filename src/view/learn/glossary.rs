//! The words of the field, each with the lesson that shows it.

use leptos::prelude::*;

use super::library::LessonLink;
use crate::lesson::{GLOSSARY, Term, find};

#[component]
pub(in crate::view) fn Glossary() -> impl IntoView {
    let entry = |term: &'static Term| {
        let lesson = find(term.lesson).filter(|lesson| lesson.is_offered());
        view! {
            <div>
                <dt>{term.label()}</dt>
                <dd>{term.explanation()} " " {lesson.map(|lesson| view! { <LessonLink lesson/> })}</dd>
            </div>
        }
    };
    view! { <dl class="words">{GLOSSARY.iter().map(entry).collect_view()}</dl> }
}
