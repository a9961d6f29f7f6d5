//! One start in the list.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{default_name, leave, name, when};
use crate::exchange::{ImportError, Place};
use crate::experiment::{format, parse};
use crate::history::{Entry, Head, LONGEST_NAME, in_short};
use crate::insight::{mark_sentences, mark_words};
use crate::session::{History, Session};
use crate::text;
use crate::text::{keys, sentences};
use crate::view::share::imported::Imports;

/// The list's item. It is built once; what a reader changes in it follows the entry.
pub(in crate::view) fn item(entry: Entry) -> AnyView {
    let history = expect_context::<Session>().history;
    let id = entry.id;
    match entry.head {
        Ok(head) => readable(id, &head, history),
        Err(error) => view! {
            <li class="damaged">
                <p>{damaged(&error)}</p>
                <p class="when">{when(id)}</p>
                <p class="buttons">{delete(id, history)}</p>
            </li>
        }
        .into_any(),
    }
}

fn readable(id: u64, head: &Head, history: History) -> AnyView {
    let imports = expect_context::<Imports>();
    let told = move |tell: fn(&Head) -> String| {
        history.kept.with(|kept| kept.head(id).map(tell).unwrap_or_default())
    };
    let is_pinned = move || history.kept.with(|kept| kept.head(id).is_some_and(|head| head.pinned));
    let pin = move |_| history.pin((!is_pinned()).then_some(id));
    let open = move |_| open(id, told(name), history, imports);
    let query = format(&parse(&head.experiment).experiment);
    let marks = mark_words(head.marks).into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
    let meaning = sentences(&mark_sentences(head.marks));
    view! {
        <li class:pinned=is_pinned>
            <input type="text" class="name" maxlength=LONGEST_NAME aria-label=text!(history.name)
                placeholder=default_name(head) prop:value=move || told(|head| head.name.clone())
                on:change=move |event| history.rename(id, &event_target_value(&event))/>
            <p class="when">{when(id)}</p>
            <p class="figures-in-short">{in_short(&head.figures)}</p>
            <ul class="marks" title=meaning>{marks}</ul>
            <p class="buttons">
                <button type="button" class="plain" aria-label=move || text!(history.open_this, name = told(name)) on:click=open>
                    {text!(history.open)}
                </button>
                <a href=format!("?{query}") aria-label=move || text!(history.settings_this, name = told(name))>{text!(history.settings)}</a>
                <button type="button" class="plain" aria-pressed=move || is_pinned().to_string()
                    aria-label=move || text!(history.pin_this, name = told(name)) on:click=pin>{text!(history.pin)}</button>
                {delete(id, history)}
            </p>
        </li>
    }
    .into_any()
}

fn delete(id: u64, history: History) -> AnyView {
    let delete = move |_| {
        history.remove(id);
        leave();
    };
    let label = move || {
        let name = history.kept.with(|kept| kept.head(id).map(name));
        text!(history.delete_this, name = name.unwrap_or_else(|| text!(history.damaged_name)))
    };
    view! {
        <button type="button" class="plain" aria-label=label on:click=delete>{text!(history.delete)}</button>
    }
    .into_any()
}

/// Shows an entry's runs below, as an imported result's.
fn open(id: u64, name: String, history: History, imports: Imports) {
    spawn_local(async move {
        let recalled = history.recall(id).await;
        let lead = match &recalled {
            Ok(document) => {
                let place = Place::of(&document.environment).in_words();
                text!(history.lead, name = name, when = when(id), place = place)
            }
            Err(error) => format!("{name}: {}", damaged(error)),
        };
        imports.show(keys::history::shown, lead, recalled.ok());
    });
}

fn damaged(error: &ImportError) -> String {
    sentences(&[text!(history.damaged), text!(problem.aside, said = error.why())])
}
