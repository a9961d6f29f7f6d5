//! What the looks mean: the kinds of spans that occur, and the lines of the strip.

use leptos::prelude::*;

use super::stage::Stage;
use super::text::{kind_name, text};

#[component]
pub(super) fn Legend() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let kinds = Memo::new(move |_| stage.kinds());
    let spans =
        move || kinds.get().into_iter().map(|kind| swatch(kind.name(), kind_name(kind))).collect_view();
    let lines = ["concurrency", "parallelism", "gap"];
    view! {
        <ul class="legend" aria-label=text("legend.title")>
            {spans}
            {lines.map(|line| swatch(&format!("line-{line}"), text(&format!("legend.{line}")))).collect_view()}
        </ul>
    }
}

/// One look, and what it means.
pub(super) fn swatch(look: &str, label: String) -> impl IntoView + use<> {
    view! { <li><i class=format!("swatch {look}") aria-hidden="true"></i>{label}</li> }
}
