//! One executor's timeline: its lanes or tasks over time, and the strip below them.

use leptos::ev::{PointerEvent, WheelEvent};
use leptos::prelude::*;

use super::gesture::Gesture;
use super::messages::explained;
use super::selection::whole_button;
use super::sheet::Sheet;
use super::stage::Stage;
use super::text::{executor_in_python, executor_name, filled, text};
use super::tip::TipView;
use super::width::follow_width;
use crate::browser::frame::Redraw;
use crate::picture::{Point, milliseconds, times};
use crate::session::Phase;

/// One press of plus shows this share of what was shown.
const ZOOM: f64 = 0.8;
/// How much nearer one px of the wheel takes, as a power of e; a notch is 100 to 120 px, and a pinch on a
/// touchpad many turns of a few.
const ZOOM_BY_PX: f64 = 0.0022;
/// The most that one turn of the wheel zooms, in the same measure.
const MOST_ZOOM: f64 = 0.5;
/// One press of a key moves by this share of what is shown.
const STEP: f64 = 0.1;
/// One press of Shift with an arrow selects this share of what is shown.
const SELECT: f64 = 0.02;
/// Wheels that count lines or pages, in px.
const LINE: f64 = 40.0;

#[component]
pub(super) fn Timeline(
    /// What it keeps.
    sheet: Sheet,
    /// Whether space is scarce.
    compact: bool,
) -> impl IntoView {
    let executor = sheet.executor();
    let name = executor_name(executor);

    let redraw = StoredValue::new_local(Redraw::new(move || sheet.paint()));
    Effect::new(move |_| {
        sheet.follow();
        redraw.with_value(Redraw::ask);
    });
    follow_width(sheet.canvas, sheet.width);

    let can_open = Memo::new(move |_| sheet.run().planned.experiment.tasks() > 1);
    let toggle = move |_| {
        sheet.selected.set(None);
        sheet.tip.set(None);
        sheet.by_task.update(|by_task| *by_task = !*by_task);
    };
    view! {
        <div class="timeline">
            <header>
                <h3>{name.clone()} " " <small>{executor_in_python(executor)}</small></h3>
                <State sheet/>
                <Show when=move || can_open.get() && !compact>
                    <button type="button" class="plain" aria-pressed=move || sheet.by_task.get().to_string()
                        on:click=toggle>{text("timeline.tasks")}</button>
                </Show>
                {compact.then(whole_button)}
            </header>
            <Drawing sheet name/>
        </div>
    }
}

/// The canvas, and what pointer and keys do on it.
#[component]
fn Drawing(sheet: Sheet, name: String) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let gesture = Gesture::new(sheet, stage);
    let focused = RwSignal::new(false);
    let middle = move || {
        let window = untrack(|| stage.window());
        let selected = sheet.selected.get_untracked().filter(|_| sheet.tip.with_untracked(Option::is_some));
        selected.map_or(f64::midpoint(window.from_ms, window.to_ms), |selected| {
            selected.span.start_ms - sheet.origin_ms()
        })
    };
    let on_key = move |key: &str, shift: bool| {
        match key {
            "ArrowRight" if shift => stage.extend_selection(SELECT, middle()),
            "ArrowLeft" if shift => stage.extend_selection(-SELECT, middle()),
            "ArrowRight" => sheet.walk(1, 0),
            "ArrowLeft" => sheet.walk(-1, 0),
            "ArrowDown" => sheet.walk(0, 1),
            "ArrowUp" => sheet.walk(0, -1),
            "+" | "=" | "w" => stage.zoom_by(ZOOM, middle()),
            "-" | "\u{2212}" | "s" => stage.zoom_by(1.0 / ZOOM, middle()),
            "a" => stage.pan_by(-STEP),
            "d" => stage.pan_by(STEP),
            "0" => stage.show_all(),
            "Backspace" => return stage.go_back(),
            "Enter" => return stage.show_selection(),
            "Escape" => {
                stage.selection.set(None);
                stage.selecting.set(false);
                sheet.selected.set(None);
                sheet.tip.set(None);
            }
            _ => return false,
        }
        true
    };
    // The wheel zooms with Ctrl, as a pinch on a touchpad does, or where somebody has clicked; else it scrolls
    // the page. Sideways it moves what is shown.
    let on_wheel = move |event: &WheelEvent| {
        let px = if event.delta_mode() == 0 { 1.0 } else { LINE };
        let (mut across, mut along) = (event.delta_x() * px, event.delta_y() * px);
        if event.shift_key() && across == 0.0 {
            (across, along) = (along, across);
        }
        let zooms = event.ctrl_key() || event.meta_key() || focused.get_untracked();
        let zoomed = stage.zoom.with_untracked(Option::is_some);
        if across.abs() > along.abs() {
            stage.pan_by(sheet.share(across) - sheet.share(0.0));
            zoomed
        } else if zooms && along != 0.0 {
            let factor = (along * ZOOM_BY_PX).clamp(-MOST_ZOOM, MOST_ZOOM).exp();
            stage.zoom_by(factor, stage.moment_at(sheet.share(event.offset_x().into())));
            // Where there is no more to show, the page scrolls.
            zoomed || along < 0.0 || event.ctrl_key()
        } else {
            false
        }
    };
    let place = |event: &PointerEvent| Point { x: event.offset_x().into(), y: event.offset_y().into() };
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            let selects = event.shift_key() || stage.selecting.get_untracked();
            gesture.press(event.pointer_id(), place(&event), selects);
            sheet.point(place(&event));
        }
    };
    let lift = move |event: PointerEvent| gesture.lift(event.pointer_id());
    let leave = move |event: PointerEvent| {
        // A finger that has gone up leaves the tip to be read.
        if event.pointer_type() == "mouse" {
            sheet.tip.set(None);
        }
    };
    let label = move || {
        sheet.run().live.with(|live| match live.phase {
            Phase::Finished => {
                let metrics = &live.metrics;
                let places = [
                    ("name", name.clone()),
                    ("lanes", live.trace.lanes.len().to_string()),
                    ("wall", milliseconds(live.wall_ms)),
                    ("computing", times(metrics.mean_parallelism)),
                    ("progress", times(metrics.mean_concurrency)),
                ];
                filled("timeline.label", &places)
            }
            _ => filled("timeline.label_pending", &[("name", name.clone())]),
        })
    };
    view! {
        <div class="drawing">
            <canvas node_ref=sheet.canvas tabindex="0" role="img" aria-label=label
                class:held=move || stage.zoom.with(Option::is_some)
                class:selecting=move || stage.selecting.get()
                style:height=move || format!("{}px", sheet.height())
                on:pointerdown=press
                on:pointermove=move |event| gesture.moved(event.pointer_id(), place(&event))
                on:pointerup=lift
                on:pointercancel=lift
                on:pointerleave=leave
                on:focus=move |_| focused.set(true)
                on:blur=move |_| { focused.set(false); sheet.selected.set(None); sheet.tip.set(None); }
                on:wheel=move |event| if on_wheel(&event) { event.prevent_default() }
                on:keydown=move |event| {
                    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
                    if plain && on_key(&event.key(), event.shift_key()) { event.prevent_default() }
                }></canvas>
            <TipView tip=sheet.tip/>
        </div>
    }
}

/// Where the run stands, until it is over.
#[component]
fn State(sheet: Sheet) -> impl IntoView {
    let phase = Memo::new(move |_| sheet.run().live.with(|live| live.phase.clone()));
    move || {
        let said = match phase.get() {
            Phase::Queued => text("timeline.queued"),
            Phase::Starting => text("timeline.starting"),
            Phase::Running => text("timeline.running"),
            Phase::Finished => return None,
            Phase::Failed(error) => {
                let why = filled("timeline.failed", &[("why", explained(&error))]);
                return Some(view! { <p class="state failed">{why}</p> });
            }
        };
        Some(view! { <p class="state">{said}</p> })
    }
}
