//! One executor's timeline: its lanes or tasks over time, and the strip below them.

use leptos::ev::{PointerEvent, WheelEvent};
use leptos::prelude::*;

use super::gesture::Gesture;
use super::selection::whole_button;
use super::state::TimelineState;
use super::tip::TipView;
use super::viewport::Viewport;
use super::width::follow_width;
use crate::browser::frame::Redraw;
use crate::render::Point;
use crate::session::RunState;
use crate::text;
use crate::text::{milliseconds, times};
use crate::view::page::messages::explained;

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
pub(in crate::view) fn Timeline(
    /// What it keeps.
    timeline: TimelineState,
    /// Whether space is scarce.
    compact: bool,
) -> impl IntoView {
    let executor = timeline.executor();
    let name = executor.label();

    let redraw = StoredValue::new_local(Redraw::new(move || timeline.paint()));
    Effect::new(move |_| {
        timeline.follow();
        redraw.with_value(Redraw::ask);
    });
    follow_width(timeline.canvas, timeline.width);

    let can_open = Memo::new(move |_| timeline.run().experiment.tasks() > 1);
    let toggle = move |_| {
        timeline.selected.set(None);
        timeline.tip.set(None);
        timeline.by_task.update(|by_task| *by_task = !*by_task);
    };
    view! {
        <div class="timeline">
            <header>
                <h3>{name.clone()} " " <small>{executor.python()}</small></h3>
                <State timeline/>
                <Show when=move || can_open.get() && !compact>
                    <button type="button" class="plain" aria-pressed=move || timeline.by_task.get().to_string()
                        on:click=toggle>{text!(timeline.tasks)}</button>
                </Show>
                {compact.then(whole_button)}
            </header>
            <Drawing timeline name/>
        </div>
    }
}

/// The canvas, and what pointer and keys do on it.
#[component]
fn Drawing(timeline: TimelineState, name: String) -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let gesture = Gesture::new(timeline, viewport);
    let focused = RwSignal::new(false);
    let middle = move || {
        let window = untrack(|| viewport.window());
        let selected =
            timeline.selected.get_untracked().filter(|_| timeline.tip.with_untracked(Option::is_some));
        selected.map_or(f64::midpoint(window.from_ms, window.to_ms), |selected| {
            selected.span.start_ms - timeline.origin_ms()
        })
    };
    let on_key = move |key: &str, shift: bool| {
        match key {
            "ArrowRight" if shift => viewport.extend_selection(SELECT, middle()),
            "ArrowLeft" if shift => viewport.extend_selection(-SELECT, middle()),
            "ArrowRight" => timeline.walk(1, 0),
            "ArrowLeft" => timeline.walk(-1, 0),
            "ArrowDown" => timeline.walk(0, 1),
            "ArrowUp" => timeline.walk(0, -1),
            "+" | "=" | "w" => viewport.zoom_by(ZOOM, middle()),
            "-" | "\u{2212}" | "s" => viewport.zoom_by(1.0 / ZOOM, middle()),
            "a" => viewport.pan_by(-STEP),
            "d" => viewport.pan_by(STEP),
            "0" => viewport.show_all(),
            "Backspace" => return viewport.go_back(),
            "Enter" => return viewport.show_selection(),
            "Escape" => {
                viewport.selection.set(None);
                viewport.selecting.set(false);
                timeline.selected.set(None);
                timeline.tip.set(None);
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
        let zoomed = viewport.zoom.with_untracked(Option::is_some);
        if across.abs() > along.abs() {
            viewport.pan_by(timeline.share(across) - timeline.share(0.0));
            zoomed
        } else if zooms && along != 0.0 {
            let factor = (along * ZOOM_BY_PX).clamp(-MOST_ZOOM, MOST_ZOOM).exp();
            viewport.zoom_by(factor, viewport.moment_at(timeline.share(event.offset_x().into())));
            // Where there is no more to show, the page scrolls.
            zoomed || along < 0.0 || event.ctrl_key()
        } else {
            false
        }
    };
    let place = |event: &PointerEvent| Point { x: event.offset_x().into(), y: event.offset_y().into() };
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            let selects = event.shift_key() || viewport.selecting.get_untracked();
            gesture.press(event.pointer_id(), place(&event), selects);
            timeline.point(place(&event));
        }
    };
    let lift = move |event: PointerEvent| gesture.lift(event.pointer_id());
    let leave = move |event: PointerEvent| {
        // A finger that has gone up leaves the tip to be read.
        if event.pointer_type() == "mouse" {
            timeline.tip.set(None);
        }
    };
    let label = move || {
        timeline.run().live.with(|live| match live.phase {
            RunState::Finished => {
                let metrics = &live.metrics;
                text!(
                    timeline.label,
                    name = name,
                    lanes = text!(share.lanes, n = live.trace.lanes.len()),
                    wall = milliseconds(live.wall_ms),
                    computing = times(metrics.mean_parallelism),
                    progress = times(metrics.mean_concurrency)
                )
            }
            _ => text!(timeline.label_pending, name = name),
        })
    };
    view! {
        <div class="drawing">
            <canvas node_ref=timeline.canvas tabindex="0" role="img" aria-label=label
                class:held=move || viewport.zoom.with(Option::is_some)
                class:selecting=move || viewport.selecting.get()
                style:height=move || format!("{}px", timeline.height())
                on:pointerdown=press
                on:pointermove=move |event| gesture.moved(event.pointer_id(), place(&event))
                on:pointerup=lift
                on:pointercancel=lift
                on:pointerleave=leave
                on:focus=move |_| focused.set(true)
                on:blur=move |_| { focused.set(false); timeline.selected.set(None); timeline.tip.set(None); }
                on:wheel=move |event| if on_wheel(&event) { event.prevent_default() }
                on:keydown=move |event| {
                    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
                    if plain && on_key(&event.key(), event.shift_key()) { event.prevent_default() }
                }></canvas>
            <TipView tip=timeline.tip/>
        </div>
    }
}

/// Where the run stands, until it is over.
#[component]
fn State(timeline: TimelineState) -> impl IntoView {
    let phase = Memo::new(move |_| timeline.run().live.with(|live| live.phase.clone()));
    move || {
        let said = match phase.get() {
            RunState::Queued => text!(timeline.queued),
            RunState::Starting => text!(timeline.starting),
            RunState::Running => text!(timeline.running),
            RunState::Finished => return None,
            RunState::Failed(error) => {
                let why = text!(timeline.failed, why = explained(&error));
                return Some(view! { <p class="state failed">{why}</p> });
            }
        };
        Some(view! { <p class="state">{said}</p> })
    }
}
