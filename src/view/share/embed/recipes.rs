//! Where the HTML goes, by what the article is made with.

use leptos::prelude::*;

use crate::exchange::EmbedCode;
use crate::text;

/// The makers of pages that there are recipes for.
const MAKERS: [Maker; 6] =
    [Maker::Html, Maker::Wordpress, Maker::Docusaurus, Maker::Mdbook, Maker::JupyterBook, Maker::Notion];

#[derive(Clone, Copy)]
enum Maker {
    Html,
    Wordpress,
    Docusaurus,
    Mdbook,
    JupyterBook,
    Notion,
}

impl Maker {
    fn label(self) -> String {
        match self {
            Self::Html => text!(snippet.recipe.html.name),
            Self::Wordpress => text!(snippet.recipe.wordpress.name),
            Self::Docusaurus => text!(snippet.recipe.docusaurus.name),
            Self::Mdbook => text!(snippet.recipe.mdbook.name),
            Self::JupyterBook => text!(snippet.recipe.jupyter_book.name),
            Self::Notion => text!(snippet.recipe.notion.name),
        }
    }

    /// What is to be done with this HTML.
    fn recipe(self, snippet: &EmbedCode) -> String {
        match self {
            Self::Html => text!(snippet.recipe.html.how),
            Self::Wordpress => text!(snippet.recipe.wordpress.how),
            Self::Docusaurus => {
                text!(snippet.recipe.docusaurus.how, script = format!("{}embed.js", snippet.app))
            }
            Self::Mdbook => text!(snippet.recipe.mdbook.how),
            Self::JupyterBook => text!(snippet.recipe.jupyter_book.how, frame = snippet.frame()),
            Self::Notion => text!(snippet.recipe.notion.how, frame = snippet.frame()),
        }
    }
}

#[component]
pub(in crate::view) fn Recipes(snippet: Memo<EmbedCode>) -> impl IntoView {
    let recipe = move |maker: Maker| {
        let told = move || snippet.with(|snippet| maker.recipe(snippet));
        view! {
            <details>
                <summary>{maker.label()}</summary>
                <p>{told}</p>
            </details>
        }
    };
    view! {
        <h3>{text!(snippet.recipes)}</h3>
        <div class="recipes">{MAKERS.map(recipe).collect_view()}</div>
    }
}
