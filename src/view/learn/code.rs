//! What each model looks like in code, Python and Rust side by side.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::experiment::ExecutorId;
use crate::lesson::{Excerpt, SAMPLES, Sample};
use crate::text;
use crate::text::{Key, keys};
use crate::view::common::lazy::Part;

/// The code of these executors, or of all.
#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
pub(in crate::view) fn code(of: Option<Vec<ExecutorId>>) -> Part {
    let is_wanted = |sample: &&Sample| of.as_ref().is_none_or(|wanted| wanted.contains(&sample.executor));
    let samples: Vec<_> = SAMPLES.iter().filter(is_wanted).collect();
    let chosen = RwSignal::new(0);
    let choice = |(n, sample): (usize, &&'static Sample)| {
        let name = sample.executor.label();
        view! {
            <label>
                <input type="radio" name="sample" prop:checked=move || chosen.get() == n
                    on:change=move |_| chosen.set(n)/>
                <span>{name}</span>
            </label>
        }
    };
    let choices = samples.iter().enumerate().map(choice).collect_view();
    let code = view! {
        <p class="hint">{text!(samples.intro)}</p>
        <fieldset class="segments">
            <legend class="unseen">{text!(lessons.executor)}</legend>
            {choices}
        </fieldset>
        {move || samples.get(chosen.get()).map(|sample| view! { <Pair sample/> })}
    };
    Ok(code.into_any())
}

#[component]
fn Pair(sample: &'static Sample) -> impl IntoView {
    let rust = sample.rust.iter().map(|excerpt| view! { <Listing excerpt language=keys::samples::rust/> });
    view! {
        <p>{sample.hint()}</p>
        <div class="pair">
            <div><h3>{text!(samples.python)}</h3><Listing excerpt=&sample.python language=keys::samples::python/></div>
            <div><h3>{text!(samples.rust)}</h3>{rust.collect_view()}</div>
        </div>
    }
}

#[component]
fn Listing(excerpt: &'static Excerpt, language: Key) -> impl IntoView {
    let line = |line: crate::lesson::Line| {
        let text = format!("{}\n", line.text);
        if line.marked { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    let lines = excerpt.lines().into_iter().map(line);
    view! {
        <pre tabindex="0" role="group" aria-label=language.text()><code>{lines.collect_view()}</code></pre>
    }
}
