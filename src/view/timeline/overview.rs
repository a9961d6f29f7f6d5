//! The overview: all there is of every run on one axis, and on it what is shown, to be moved and resized.

use leptos::ev::PointerEvent;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use super::state::TimelineState;
use super::viewport::Viewport;
use super::width::follow_width;
use crate::browser::canvas::CanvasSurface;
use crate::browser::frame::Redraw;
use crate::render::{Layout, OverviewHandle, Rect, Window};
use crate::text;
use crate::text::milliseconds;

/// How high the strip of a run is, CSS pixels, if all of them together are not too high for that.
const STRIP: f64 = 10.0;
/// How high all strips together may be, CSS pixels.
const HIGHEST: f64 = 32.0;
/// Between two strips, CSS pixels.
const SPACE: f64 = 2.0;
/// This near to an edge of what is shown is the edge: for a mouse, and for a finger; CSS pixels.
const NEAR: [f64; 2] = [6.0, 16.0];
/// One press of an arrow moves by this share of what is shown.
const STEP: f64 = 0.1;
/// One press of plus shows this share of what was shown.
const ZOOM: f64 = 0.8;

/// The strips of these timelines, one below the other, and over them a handle for what is shown.
pub(in crate::view) fn overview(timelines: Vec<TimelineState>) -> AnyView {
    let viewport = expect_context::<Viewport>();
    let canvas = NodeRef::<Canvas>::new();
    let area = NodeRef::<Div>::new();
    let width = RwSignal::new(0.0);
    let pitch = (STRIP + SPACE).min(HIGHEST / timelines.len().max(1) as f64);
    let height = pitch * timelines.len() as f64;
    let strip = move |row: usize| {
        let left = Layout::gutter(width.get_untracked());
        let width = (width.get_untracked() - left - 1.0).max(1.0);
        Rect { x: left, y: row as f64 * pitch, width, height: (pitch - SPACE).max(1.0) }
    };
    let timelines = StoredValue::new(timelines);
    let redraw = StoredValue::new_local(Redraw::new(move || {
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        if let Some(mut surface) = CanvasSurface::begin(&canvas, width.get_untracked(), height) {
            timelines.with_value(|timelines| {
                for (row, timeline) in timelines.iter().enumerate() {
                    timeline.paint_overview(&mut surface, strip(row));
                }
            });
        }
    }));
    Effect::new(move |_| {
        timelines.with_value(|timelines| timelines.iter().for_each(|timeline| timeline.run().live.track()));
        viewport.whole.track();
        viewport.peak.track();
        viewport.colours.track();
        width.track();
        redraw.with_value(Redraw::ask);
    });
    follow_width(canvas, width);

    // What a pointer took hold of, where, and what was shown then.
    let held = StoredValue::new(None::<(OverviewHandle, f64, Window)>);
    let moment = move |event: &PointerEvent| {
        let strip = strip(0);
        let whole = viewport.whole.get_untracked();
        let from_left = area.get_untracked().map_or(0.0, |area| area.get_bounding_client_rect().left());
        whole.from_ms + (f64::from(event.client_x()) - from_left - strip.x) / strip.width * whole.ms()
    };
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(area) = area.get_untracked() {
            // Without capture, dragging ends at the overview's edge.
            let _ = area.set_pointer_capture(event.pointer_id());
        }
        let (window, whole) = (untrack(|| viewport.window()), viewport.whole.get_untracked());
        let near = NEAR[usize::from(event.pointer_type() == "touch")];
        let at_ms = moment(&event);
        let grip = OverviewHandle::of(&window, &whole, at_ms, near / strip(0).width * whole.ms());
        held.set_value(Some((grip, at_ms, window)));
    };
    let drag = move |event: PointerEvent| {
        if let Some((grip, from_ms, window)) = held.get_value() {
            viewport.shift(|_, whole| grip.dragged(&window, whole, from_ms, moment(&event)));
        }
    };
    let on_key = move |key: &str| {
        match key {
            "ArrowLeft" | "ArrowDown" => viewport.pan_by(-STEP),
            "ArrowRight" | "ArrowUp" => viewport.pan_by(STEP),
            "PageUp" => viewport.pan_by(-1.0),
            "PageDown" => viewport.pan_by(1.0),
            "Home" => viewport.shift(|window, whole| window.moved(whole.from_ms - window.from_ms, whole)),
            "End" => viewport.shift(|window, whole| window.moved(whole.to_ms - window.to_ms, whole)),
            "+" | "=" => viewport.zoom_by(ZOOM, viewport.moment_at(0.5)),
            "-" | "\u{2212}" => viewport.zoom_by(1.0 / ZOOM, viewport.moment_at(0.5)),
            "0" | "Escape" => viewport.show_all(),
            "Backspace" => return viewport.go_back(),
            _ => return false,
        }
        true
    };
    let share = move |ms: f64| {
        let whole = viewport.whole.get();
        (ms - whole.from_ms) / whole.ms()
    };
    let (from, to) = (move || share(viewport.window().from_ms), move || share(viewport.window().to_ms));
    let px = move |share: f64| {
        width.track();
        strip(0).x + share * strip(0).width
    };
    let said = move || {
        let window = viewport.window();
        text!(tip.from_to, from = milliseconds(window.from_ms), to = milliseconds(window.to_ms))
    };
    view! {
        <div class="overview" node_ref=area on:pointerdown=press on:pointermove=drag
            on:pointerup=move |_| held.set_value(None) on:pointercancel=move |_| held.set_value(None)>
            <canvas node_ref=canvas role="img" aria-label=text!(overview.title) style:height=format!("{height}px")></canvas>
            <div class="shown" class:whole=move || viewport.zoom.with(Option::is_none) role="slider" tabindex="0"
                aria-label=text!(overview.shown) aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", f64::midpoint(from(), to()) * 100.0) aria-valuetext=said
                style:left=move || format!("{}px", px(from()))
                style:width=move || format!("{}px", (px(to()) - px(from())).max(3.0))
                on:keydown=move |event| {
                    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
                    if plain && on_key(&event.key()) { event.prevent_default() }
                }></div>
        </div>
    }
    .into_any()
}
