//! The page's head: its name, what it promises, its colours.

use leptos::prelude::*;

use super::lessons::SECTION;
use super::text::text;
use crate::browser::document;
use crate::experiment::Theme;
use crate::session::Session;

#[component]
pub(super) fn Masthead() -> impl IntoView {
    let session = expect_context::<Session>();
    let choice = move |theme: Theme| {
        let checked = move || session.page.with(|page| page.theme == theme);
        view! {
            <label>
                <input type="radio" name="theme" value=theme.name() prop:checked=checked
                    on:change=move |_| session.page.update(|page| page.theme = theme)/>
                <span>{text(&format!("theme.{}", theme.name()))}</span>
            </label>
        }
    };
    view! {
        <header class="masthead">
            <h1 class="wordmark"><span class="mark" aria-hidden="true"></span>"Interleave"</h1>
            <p class="promise">{text("page.promise")}</p>
            <button type="button" class="plain" on:click=|_| document::focus(SECTION)>{text("lessons.title")}</button>
            <fieldset class="segments quiet">
                <legend class="unseen">{text("page.theme")}</legend>
                {[Theme::Auto, Theme::Light, Theme::Dark].map(choice).collect_view()}
            </fieldset>
        </header>
    }
}
