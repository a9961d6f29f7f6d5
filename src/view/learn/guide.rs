//! The guide: which model, how many workers, how large a task.

use leptos::prelude::*;

use super::reading::Reading;
use crate::experiment::parse;
use crate::lesson::{Advice, AtStep, GUIDE, Target, title};
use crate::text;
use crate::text::between_sentences;

#[component]
pub(in crate::view) fn Guide() -> impl IntoView {
    let advice = |advice: &'static Advice| {
        view! {
            <div>
                <dt>{advice.when()}</dt>
                <dd>{advice.then()} {between_sentences()} <Proof target=advice.target/></dd>
            </div>
        }
    };
    view! {
        <p class="question">{text!(guide.intro)}</p>
        <dl class="advice">{GUIDE.iter().map(advice).collect_view()}</dl>
    }
}

/// The way to the experiment that proves it, if that is there already.
#[component]
fn Proof(target: Target) -> impl IntoView {
    let reading = expect_context::<Reading>();
    let there = match target {
        Target::Lesson(lesson, step) => AtStep::find(lesson, step).is_some(),
        Target::Experiment(query) => parse(query).notices.is_empty(),
    };
    let go = move |_| match target {
        Target::Lesson(lesson, step) => {
            if let Some(at) = AtStep::find(lesson, step) {
                reading.open(at);
            }
        }
        Target::Experiment(query) => reading.try_out(query),
    };
    let label = match target {
        Target::Lesson(lesson, _) => title(lesson),
        Target::Experiment(_) => text!(guide.show),
    };
    there.then(|| view! { <button type="button" class="plain" on:click=go>{label}</button> })
}
