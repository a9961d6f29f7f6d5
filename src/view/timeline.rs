//! One executor's timeline: its lanes or tasks over time, and the strip below them.

use leptos::prelude::*;

use super::group::Group;
use super::messages::explained;
use super::sheet::{MOST_ROWS, Sheet};
use super::stage::Stage;
use super::text::{executor_in_python, executor_name, filled, text};
use super::tip::TipView;
use crate::browser::frame::Redraw;
use crate::browser::size::SizeWatch;
use crate::picture::{Point, Window, milliseconds, times};
use crate::session::Phase;

/// One notch of the wheel, or one press of plus, shows this share of what was shown.
const ZOOM: f64 = 0.8;
/// A pointer that moves less than this while it is down was meant to point, not to drag; px.
const STILL: f64 = 3.0;

#[component]
pub(super) fn Timeline(
    /// The runs of one executor.
    group: Group,
    /// Whether space is scarce.
    compact: bool,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let executor = group.executor;
    let name = executor_name(executor);
    let sheet = Sheet::new(group, compact);

    let redraw = StoredValue::new_local(Redraw::new(move || sheet.paint()));
    Effect::new(move |_| {
        sheet.follow();
        redraw.with_value(Redraw::ask);
    });
    let watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new(move |_| {
        if let Some(canvas) = sheet.canvas.get() {
            watch.set_value(SizeWatch::new(&canvas, move |width| {
                // The last report may come after the timeline has left the page.
                let _ = sheet.width.try_set(width);
            }));
        }
    });

    let can_open = Memo::new(move |_| (2..=MOST_ROWS).contains(&sheet.run().planned.experiment.tasks()));
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
                <Show when=move || stage.zoom.with(Option::is_some)>
                    <button type="button" class="plain" on:click=move |_| stage.zoom.set(None)>
                        {text("timeline.whole")}
                    </button>
                </Show>
            </header>
            <Drawing sheet name/>
        </div>
    }
}

/// The canvas, and what pointer and keys do on it.
#[component]
fn Drawing(sheet: Sheet, name: String) -> impl IntoView {
    let stage = expect_context::<Stage>();
    // Where the pointer went down, and what was shown then.
    let held = RwSignal::new(None::<(f64, Window)>);
    let moved = move |x: f64, y: f64| match held.get_untracked() {
        Some((from, window)) if (x - from).abs() > STILL && stage.zoom.with_untracked(Option::is_some) => {
            sheet.tip.set(None);
            let shifted = window.moved(sheet.duration(from - x), &stage.whole.get_untracked());
            stage.zoom.set(Some(shifted));
        }
        _ => sheet.point(Point { x, y }),
    };
    let pressed = move |x: f64, pointer: i32| {
        if let Some(window) = stage.zoom.get_untracked() {
            held.set(Some((x, window)));
            if let Some(canvas) = sheet.canvas.get_untracked() {
                // Without capture, dragging ends at the canvas's edge.
                let _ = canvas.set_pointer_capture(pointer);
            }
        }
    };
    let middle = move || {
        let window = untrack(|| stage.window());
        let selected = sheet.selected.get_untracked().filter(|_| sheet.tip.with_untracked(Option::is_some));
        selected.map_or(f64::midpoint(window.from_ms, window.to_ms), |selected| {
            selected.span.start_ms - sheet.origin_ms()
        })
    };
    let on_key = move |key: &str| {
        match key {
            "ArrowRight" => sheet.walk(1, 0),
            "ArrowLeft" => sheet.walk(-1, 0),
            "ArrowDown" => sheet.walk(0, 1),
            "ArrowUp" => sheet.walk(0, -1),
            "+" | "=" => stage.zoom_by(ZOOM, middle()),
            "-" | "\u{2212}" => stage.zoom_by(1.0 / ZOOM, middle()),
            "0" => stage.zoom.set(None),
            "Escape" => {
                sheet.selected.set(None);
                sheet.tip.set(None);
            }
            _ => return false,
        }
        true
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
                style:height=move || format!("{}px", sheet.height())
                on:pointerdown=move |event| pressed(event.offset_x().into(), event.pointer_id())
                on:pointermove=move |event| moved(event.offset_x().into(), event.offset_y().into())
                on:pointerup=move |_| held.set(None)
                on:pointerleave=move |_| { held.set(None); sheet.tip.set(None); }
                on:pointercancel=move |_| held.set(None)
                on:blur=move |_| { sheet.selected.set(None); sheet.tip.set(None); }
                on:wheel=move |event| if event.ctrl_key() || event.meta_key() {
                    event.prevent_default();
                    let factor = if event.delta_y() < 0.0 { ZOOM } else { 1.0 / ZOOM };
                    stage.zoom_by(factor, sheet.moment(event.offset_x().into()));
                }
                on:keydown=move |event| {
                    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
                    if plain && on_key(&event.key()) { event.prevent_default() }
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
