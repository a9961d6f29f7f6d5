//! Figures of two measurements, side by side in a table.

use leptos::prelude::*;

use crate::text;
use crate::text::{milliseconds, times};
use crate::trace::Figures;

/// The table, with a column for the ways of running, and these.
pub(in crate::view) fn table<const N: usize>(
    labelled_by: &'static str,
    columns: [String; N],
    rows: AnyView,
) -> AnyView {
    let heads = columns.map(|head| view! { <th scope="col">{head}</th> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-labelledby=labelled_by>
            <table>
                <thead><tr><th scope="col">{text!(figure.executor)}</th>{heads.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What begins a row: the executor, in a step of a sweep if there is one, and how many lanes it had.
pub(in crate::view) fn way(figures: &Figures) -> AnyView {
    let lanes = text!(share.lanes, n = figures.lanes);
    let name = figures.executor.label_in(figures.step.as_ref());
    view! { <th scope="row">{name} " " <small>{lanes}</small></th> }.into_any()
}

/// A median, and in smaller type what goes with it.
pub(in crate::view) fn figures(figures: &Figures) -> AnyView {
    let Figures { median_ms, min_ms, max_ms, speedup, .. } = *figures;
    let speedup = speedup.map(|ratio| text!(figure.times, ratio = times(ratio)));
    let (min, max) = (milliseconds(min_ms), milliseconds(max_ms));
    let spread = (min_ms < max_ms).then(|| text!(figure.spread, min = min, max = max));
    let notes = [speedup, spread].into_iter().flatten().map(|note| view! { " " <small>{note}</small> });
    view! { {milliseconds(median_ms)} {notes.collect_view()} }.into_any()
}
