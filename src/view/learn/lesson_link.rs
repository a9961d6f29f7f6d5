//! A link to a lesson, from wherever one is named.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::reading::Reading;
use crate::lesson::{AtStep, Lesson};

/// A link that opens a lesson in place.
#[component]
pub(in crate::view) fn LessonLink(lesson: &'static Lesson) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let go = move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if let Some(step) = lesson.steps_here().next().filter(|_| !elsewhere) {
            event.prevent_default();
            reading.open(AtStep { lesson, step });
        }
    };
    view! {
        <a href=format!("?lesson={}", lesson.id) on:click=go>{lesson.title()}</a>
    }
}
