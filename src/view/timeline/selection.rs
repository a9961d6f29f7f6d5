//! A stretch of time that was selected, and its own figures for each executor.

use leptos::prelude::*;

use super::state::TimelineState;
use super::viewport::Viewport;
use crate::render::Window;
use crate::text;
use crate::text::{Key, keys::selection};
use crate::text::{milliseconds, percent, times};
use crate::view::results::group::group_name;

/// The columns that count; shares of kinds follow them.
const COLUMNS: [Key; 5] =
    [selection::concurrency, selection::parallelism, selection::busy, selection::begun, selection::ended];

/// A button that has the next drag select, and how else it is done.
pub(in crate::view) fn select_button() -> AnyView {
    let viewport = expect_context::<Viewport>();
    view! {
        <button type="button" id="select" aria-pressed=move || viewport.selecting.get().to_string()
            title=text!(selection.hint) on:click=move |_| viewport.selecting.update(|on| *on = !*on)>
            {text!(selection.select)}
        </button>
    }
    .into_any()
}

/// A button that shows all there is again. It keeps its place, so that nothing moves under two fingers.
pub(in crate::view) fn whole_button() -> AnyView {
    let viewport = expect_context::<Viewport>();
    view! {
        <button type="button" class="zoom-out" disabled=move || viewport.zoom.with(Option::is_none)
            on:click=move |_| viewport.show_all()>{text!(timeline.whole)}</button>
    }
    .into_any()
}

/// A button that shows what was shown before a selection was zoomed in on; there when that was done.
pub(in crate::view) fn back_button() -> AnyView {
    let viewport = expect_context::<Viewport>();
    view! {
        <Show when=move || viewport.can_go_back.get()>
            <button type="button" on:click=move |_| { viewport.go_back(); }>{text!(timeline.back)}</button>
        </Show>
    }
    .into_any()
}

/// The figures of what is selected on these timelines, if anything is.
pub(in crate::view) fn selection(timelines: Vec<TimelineState>) -> AnyView {
    let viewport = expect_context::<Viewport>();
    let timelines = StoredValue::new(timelines);
    (move || {
        viewport
            .selected
            .get()
            .map(|window| timelines.with_value(|timelines| panel(viewport, timelines, &window)))
    })
    .into_any()
}

fn panel(viewport: Viewport, timelines: &[TimelineState], window: &Window) -> AnyView {
    let kinds = viewport.kinds.get();
    let figures = COLUMNS.map(Key::text).into_iter();
    let heads = figures.chain(kinds.iter().map(|kind| kind.label()));
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let row = |timeline: &TimelineState| {
        let cells = timeline.range_figures(window).map_or_else(
            || vec![text!(figure.none); COLUMNS.len() + kinds.len()],
            |found| {
                let counts = [
                    times(found.mean_concurrency),
                    times(found.mean_parallelism),
                    milliseconds(found.busy_ms),
                    found.begun.to_string(),
                    found.ended.to_string(),
                ];
                let shares = kinds.iter().map(|kind| percent(found.shares[*kind as usize], 1));
                counts.into_iter().chain(shares).collect()
            },
        );
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{timeline.with_group(group_name)}</th>{cells}</tr> }
    };
    let (from, to) = (milliseconds(window.from_ms), milliseconds(window.to_ms));
    let extent = text!(selection.extent, length = milliseconds(window.ms()), from = from, to = to);
    view! {
        <div class="selection" role="group" aria-label=text!(selection.title)>
            <header>
                <p>{extent}</p>
                <button type="button" class="plain" on:click=move |_| { viewport.show_selection(); }>
                    {text!(selection.zoom)}
                </button>
                <button type="button" class="plain" on:click=move |_| viewport.select_nothing()>
                    {text!(selection.clear)}
                </button>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label=text!(selection.title)>
                <table>
                    <thead><tr><th scope="col">{text!(figure.executor)}</th>{heads}</tr></thead>
                    <tbody>{timelines.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
