//! A stretch of time that was selected, and its own figures for each executor.

use leptos::prelude::*;

use super::sheet::Sheet;
use super::stage::Stage;
use super::tables::group_name;
use super::text::{filled, text};
use crate::picture::{Window, milliseconds, times};

/// The columns that count; shares of kinds follow them.
const COLUMNS: [&str; 5] = ["concurrency", "parallelism", "busy", "begun", "ended"];

/// A button that has the next drag select, and how else it is done.
pub(super) fn select_button() -> AnyView {
    let stage = expect_context::<Stage>();
    view! {
        <button type="button" id="select" aria-pressed=move || stage.selecting.get().to_string()
            title=text("selection.hint") on:click=move |_| stage.selecting.update(|on| *on = !*on)>
            {text("selection.select")}
        </button>
    }
    .into_any()
}

/// A button that shows all there is again. It keeps its place, so that nothing moves under two fingers.
pub(super) fn whole_button() -> AnyView {
    let stage = expect_context::<Stage>();
    view! {
        <button type="button" class="zoom-out" disabled=move || stage.zoom.with(Option::is_none)
            on:click=move |_| stage.show_all()>{text("timeline.whole")}</button>
    }
    .into_any()
}

/// A button that shows what was shown before a selection was zoomed in on; there when that was done.
pub(super) fn back_button() -> AnyView {
    let stage = expect_context::<Stage>();
    view! {
        <Show when=move || stage.can_go_back()>
            <button type="button" on:click=move |_| { stage.go_back(); }>{text("timeline.back")}</button>
        </Show>
    }
    .into_any()
}

/// The figures of what is selected on these timelines, if anything is.
pub(super) fn selection(sheets: Vec<Sheet>) -> AnyView {
    let stage = expect_context::<Stage>();
    let sheets = StoredValue::new(sheets);
    (move || stage.selected().map(|window| sheets.with_value(|sheets| panel(stage, sheets, &window))))
        .into_any()
}

fn panel(stage: Stage, sheets: &[Sheet], window: &Window) -> AnyView {
    let kinds = stage.kinds();
    let figures = COLUMNS.map(|key| text(&format!("selection.{key}"))).into_iter();
    let heads = figures.chain(kinds.iter().map(|kind| text(&format!("kind.{}", kind.name()))));
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let row = |sheet: &Sheet| {
        let percent = |share: f64| filled("figure.percent", &[("number", format!("{:.1}", share * 100.0))]);
        let cells = sheet.stretch(window).map_or_else(
            || vec![text("figure.none"); COLUMNS.len() + kinds.len()],
            |found| {
                let counts = [
                    times(found.mean_concurrency),
                    times(found.mean_parallelism),
                    milliseconds(found.busy_ms),
                    found.begun.to_string(),
                    found.ended.to_string(),
                ];
                let shares = kinds.iter().map(|kind| percent(found.shares[*kind as usize]));
                counts.into_iter().chain(shares).collect()
            },
        );
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{sheet.with_group(group_name)}</th>{cells}</tr> }
    };
    let places = [
        ("length", milliseconds(window.ms())),
        ("from", milliseconds(window.from_ms)),
        ("to", milliseconds(window.to_ms)),
    ];
    view! {
        <div class="selection" role="group" aria-label=text("selection.title")>
            <header>
                <p>{filled("selection.extent", &places)}</p>
                <button type="button" class="plain" on:click=move |_| { stage.show_selection(); }>
                    {text("selection.zoom")}
                </button>
                <button type="button" class="plain" on:click=move |_| stage.selection.set(None)>
                    {text("selection.clear")}
                </button>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label=text("selection.title")>
                <table>
                    <thead><tr><th scope="col">{text("figure.executor")}</th>{heads}</tr></thead>
                    <tbody>{sheets.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
