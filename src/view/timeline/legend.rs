//! What the looks mean: the kinds of spans that occur, and the lines of the strip.

use leptos::prelude::*;

use super::viewport::Viewport;
use crate::render::Levels;
use crate::text;
use crate::text::keys::legend;

#[component]
pub(in crate::view) fn Legend() -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let kinds = viewport.kinds;
    let spans = move || kinds.get().into_iter().map(|kind| swatch(kind.name(), kind.label())).collect_view();
    let lines =
        [("concurrency", legend::concurrency), ("parallelism", legend::parallelism), ("gap", legend::gap)];
    let cores = move || {
        let is_marked = Levels::new(viewport.peak.get(), viewport.cores()).of_cores().is_some();
        is_marked.then(|| swatch("line-cores", text!(legend.cores)))
    };
    view! {
        <ul class="legend" aria-label=text!(legend.title)>
            {spans}
            {lines.map(|(line, label)| swatch(&format!("line-{line}"), label.text())).collect_view()}
            {cores}
        </ul>
    }
}

/// One look, and what it means.
pub(in crate::view) fn swatch(look: &str, label: String) -> impl IntoView + use<> {
    view! { <li><i class=format!("swatch {look}") aria-hidden="true"></i>{label}</li> }
}
