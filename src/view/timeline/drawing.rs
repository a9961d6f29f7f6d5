//! One executor's timeline: its lanes or tasks over time, and the strip below them.

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

use super::pointers::Pointers;
use super::selection::whole_button;
use super::state::TimelineState;
use super::tip::TipView;
use super::viewport::Viewport;
use crate::render::{Point, TimelineCommand, Turn, Wheeling};
use crate::text;
use crate::text::{milliseconds, times};
use crate::trace::RunState;
use crate::view::common::paper::redrawing;
use crate::view::common::width::{follow_sight, follow_width};
use crate::view::results::task_range::TaskRange;

/// A picture that is out of sight is drawn when nothing has changed for so long, ms: of many timelines only those that are
/// looked at have to keep up with who zooms or moves them.
const REST_MS: u32 = 200;

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

    let redraw = redrawing(move || timeline.paint());
    let in_sight = RwSignal::new(true);
    Effect::new(move |_| {
        timeline.follow();
        let in_sight = in_sight.get();
        redraw.with_value(|redraw| if in_sight { redraw.ask() } else { redraw.ask_later(REST_MS) });
    });
    follow_width(timeline.canvas, timeline.width);
    follow_sight(timeline.canvas, in_sight);

    let can_open = Memo::new(move |_| timeline.run().experiment.tasks() > 1);
    let toggle = move |_| {
        timeline.leave();
        timeline.by_task.update(|by_task| *by_task = !*by_task);
    };
    view! {
        <div class="timeline">
            <header>
                <h3>{name.clone()} " " <small>{executor.python()}</small></h3>
                <Show when=move || can_open.get() && !compact>
                    <button type="button" class="plain" aria-pressed=move || timeline.by_task.get().to_string()
                        on:click=toggle>{text!(timeline.tasks)}</button>
                </Show>
                {compact.then(|| view! { {whole_button()} <State timeline/> })}
            </header>
            <TaskRange range=Memo::new(move |_| timeline.rows()) first=timeline.first_row/>
            <Drawing timeline name/>
        </div>
    }
}

/// The canvas, and what pointer and keys do on it.
#[component]
fn Drawing(timeline: TimelineState, name: String) -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let pointers = Pointers::new(timeline, viewport);
    let focused = RwSignal::new(false);
    let place = |event: &PointerEvent| Point { x: event.offset_x().into(), y: event.offset_y().into() };
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            let selects = event.shift_key() || viewport.selecting.get_untracked();
            pointers.press(event.pointer_id(), place(&event), selects);
        }
    };
    let lift = move |event: PointerEvent| pointers.lift(event.pointer_id());
    let leave = move |event: PointerEvent| {
        // A finger that has gone up leaves the tip to be read.
        if event.pointer_type() == "mouse" {
            timeline.tip.set(None);
        }
    };
    let wheel = move |event: WheelEvent| {
        if turned(timeline, viewport, &event, focused.get_untracked()) {
            event.prevent_default();
        }
    };
    let key = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let command = TimelineCommand::of_key(&event.key(), event.shift_key()).filter(|_| plain);
        if command.is_some_and(|command| obeyed(timeline, viewport, command)) {
            event.prevent_default();
        }
    };
    let blur = move |_| {
        focused.set(false);
        timeline.leave();
    };
    view! {
        <div class="drawing">
            <canvas node_ref=timeline.canvas tabindex="0" role="img" aria-label=move || label(timeline, &name)
                class:held=move || viewport.zoom.with(Option::is_some)
                class:selecting=move || viewport.selecting.get()
                style:height=move || format!("{}px", timeline.height())
                on:pointerdown=press
                on:pointermove=move |event| pointers.moved(event.pointer_id(), place(&event))
                on:pointerup=lift
                on:pointercancel=lift
                on:pointerleave=leave
                on:focus=move |_| focused.set(true)
                on:blur=blur
                on:wheel=wheel
                on:keydown=key></canvas>
            <TipView tip=timeline.tip/>
        </div>
    }
}

/// Does what a key stands for; tells whether there was something to be done.
fn obeyed(timeline: TimelineState, viewport: Viewport, command: TimelineCommand) -> bool {
    match command {
        TimelineCommand::Walk(along) => timeline.walk(along, 0),
        TimelineCommand::ChangeRow(across) => timeline.walk(0, across),
        TimelineCommand::Zoom(factor) => viewport.zoom_by(factor, timeline.middle_ms()),
        TimelineCommand::Pan(share) => viewport.pan_by(share),
        TimelineCommand::ShowAll => viewport.show_all(),
        TimelineCommand::GoBack => return viewport.go_back(),
        TimelineCommand::Select(share) => {
            let start_ms = timeline.middle_ms();
            viewport.navigate(|navigation, whole| navigation.extend_selection(share, start_ms, whole));
        }
        TimelineCommand::ShowSelection => return viewport.show_selection(),
        TimelineCommand::Leave => {
            viewport.select_nothing();
            viewport.selecting.set(false);
            timeline.leave();
        }
    }
    true
}

/// Does what a turn of the wheel stands for; tells whether the page is kept from scrolling.
fn turned(timeline: TimelineState, viewport: Viewport, event: &WheelEvent, focused: bool) -> bool {
    let px = if event.delta_mode() == 0 { 1.0 } else { LINE };
    let turn = Turn {
        across: event.delta_x() * px,
        along: event.delta_y() * px,
        shift: event.shift_key(),
        ctrl: event.ctrl_key(),
    };
    let was_zoomed = viewport.zoom.with_untracked(Option::is_some);
    let wheeling = turn.wheeling(focused || event.meta_key());
    match wheeling {
        Wheeling::Pan(px) => viewport.pan_by(timeline.share(px) - timeline.share(0.0)),
        Wheeling::Zoom(factor) => {
            viewport.zoom_by(factor, viewport.moment_at(timeline.share(event.offset_x().into())));
        }
        Wheeling::Scroll => {}
    }
    turn.keeps_page(wheeling, was_zoomed)
}

/// The picture in words.
fn label(timeline: TimelineState, name: &str) -> String {
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
}

/// Where the run stands, until it is over.
#[component]
pub(in crate::view) fn State(timeline: TimelineState) -> impl IntoView {
    let phase = Memo::new(move |_| timeline.run().live.with(|live| live.phase.clone()));
    move || {
        let said = match phase.get() {
            RunState::Queued => text!(timeline.queued),
            RunState::Starting => text!(timeline.starting),
            RunState::Running => text!(timeline.running),
            RunState::Finished => return None,
            RunState::Failed(error) => {
                let why = text!(timeline.failed, why = error.in_words());
                return Some(view! { <p class="state failed">{why}</p> });
            }
        };
        Some(view! { <p class="state">{said}</p> })
    }
}
