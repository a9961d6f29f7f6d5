//! What the looks mean: the kinds of spans that occur, and the lines of the strip.

use leptos::prelude::*;

use super::stage::Stage;
use super::text::text;

#[component]
pub(super) fn Legend() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let kinds = Memo::new(move |_| stage.kinds());
    let item = |look: String, label: String| {
        view! { <li><i class=format!("swatch {look}") aria-hidden="true"></i>{label}</li> }
    };
    let spans = move || {
        let kinds = kinds.get().into_iter();
        kinds.map(|kind| item(kind.name().to_owned(), text(&format!("kind.{}", kind.name())))).collect_view()
    };
    let lines = ["concurrency", "parallelism", "gap"];
    view! {
        <ul class="legend" aria-label=text("legend.title")>
            {spans}
            {lines.map(|line| item(format!("line-{line}"), text(&format!("legend.{line}")))).collect_view()}
        </ul>
    }
}
