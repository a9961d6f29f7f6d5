//! The page's head: its name, its places, its language and colours.

use leptos::prelude::*;

use super::help::HelpButton;
use crate::browser::document;
use crate::experiment::{PageOptions, Theme};
use crate::session::Session;
use crate::text;
use crate::text::LANGUAGES;
use crate::view::common::place::Places;

#[component]
pub(in crate::view) fn Masthead() -> impl IntoView {
    let session = expect_context::<Session>();
    let choice = move |theme: Theme| {
        let checked = move || session.setup.page.with(|page| page.theme == theme);
        view! {
            <label>
                <input type="radio" name="theme" value=theme.name() prop:checked=checked
                    on:change=move |_| session.setup.set_theme(theme)/>
                <span>{theme.label()}</span>
            </label>
        }
    };
    let language = move |language: &'static str| {
        let chosen = move || document::root_attribute("lang").as_deref() == Some(language);
        view! { <option value=language lang=language selected=chosen()>{text::of(&["language", language])}</option> }
    };
    let speak = move |name: String| session.setup.set_language(PageOptions::language(&name));
    view! {
        <header class="masthead">
            <h1 class="wordmark"><span class="mark" aria-hidden="true"></span>"Interleave"</h1>
            <Places/>
            <select class="quiet" aria-label=text!(page.language)
                on:change=move |event| speak(event_target_value(&event))>
                {LANGUAGES.map(language).collect_view()}
            </select>
            <fieldset class="segments quiet">
                <legend class="unseen">{text!(page.theme)}</legend>
                {Theme::ALL.map(choice).collect_view()}
            </fieldset>
            <HelpButton/>
        </header>
    }
}
