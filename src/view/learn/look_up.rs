//! What there is to be looked up: which way fits a program, the guide, each model in code, and the words.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::code::code;
use super::glossary::Glossary;
use super::guide::Guide;
use crate::text;
use crate::view::adviser::AdviserButton;
use crate::view::common::lazy::{Part, lazily, with_all_strings};
use crate::view::common::place::Place;

/// The place where things are looked up, made when somebody first goes there.
#[component]
pub(in crate::view) fn LookUp() -> impl IntoView {
    let Place { is_look_up } = expect_context();
    let was_shown = Memo::new(move |before: Option<&bool>| is_look_up.get() || before == Some(&true));
    view! {
        <main class="look-up" hidden=move || !is_look_up.get()>
            {move || was_shown.get().then(|| with_all_strings(|| lazily(content)))}
        </main>
    }
}

#[wasm_split(lessons, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let content = view! {
        <section aria-labelledby="look-up-adviser">
            <h2 id="look-up-adviser">{text!(advise.open)}</h2>
            <p class="question">{text!(adviser.intro)}</p>
            <p><AdviserButton/></p>
        </section>
        <section aria-labelledby="look-up-guide">
            <h2 id="look-up-guide">{text!(guide.title)}</h2>
            <Guide/>
        </section>
        <section aria-labelledby="look-up-code">
            <h2 id="look-up-code">{text!(samples.title)}</h2>
            {lazily(|| code(None))}
        </section>
        <section aria-labelledby="look-up-words">
            <h2 id="look-up-words">{text!(glossary.title)}</h2>
            <Glossary/>
        </section>
    };
    Ok(content.into_any())
}
