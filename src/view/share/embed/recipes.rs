//! Where the HTML goes, by what the article is made with.

use leptos::prelude::*;

use crate::exchange::EmbedCode;
use crate::view::page::text::{filled, text};

/// The makers of pages that there are recipes for.
const MAKERS: [&str; 6] = ["html", "wordpress", "docusaurus", "mdbook", "jupyter-book", "notion"];

#[component]
pub(in crate::view) fn Recipes(snippet: Memo<EmbedCode>) -> impl IntoView {
    let recipe = move |maker: &'static str| {
        let told = move || {
            let places = snippet
                .with(|snippet| [("frame", snippet.frame()), ("script", format!("{}embed.js", snippet.app))]);
            filled(&format!("snippet.recipe.{maker}.how"), &places)
        };
        view! {
            <details>
                <summary>{text(&format!("snippet.recipe.{maker}.name"))}</summary>
                <p>{told}</p>
            </details>
        }
    };
    view! {
        <h3>{text("snippet.recipes")}</h3>
        <div class="recipes">{MAKERS.map(recipe).collect_view()}</div>
    }
}
