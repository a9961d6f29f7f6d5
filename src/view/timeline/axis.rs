//! Time axes: the one that all timelines share, and that of a race.

use leptos::html::Canvas;
use leptos::prelude::*;

use super::viewport::Viewport;
use crate::browser::canvas::CanvasSurface;
use crate::browser::frame::Redraw;
use crate::render::{Layout, Scale, Window, draw_axis};
use crate::text;
use crate::view::common::paper::redrawing;
use crate::view::common::width::follow_width;

/// How high an axis is, CSS pixels.
const HEIGHT: f64 = 22.0;

/// The one that all timelines share.
#[component]
pub(in crate::view) fn Axis() -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    axis(RwSignal::new(0.0), Layout::across, move || viewport.window())
}

/// An axis on a canvas of its own, whose width `width` follows. Time lies where `across` says for a width, from left to
/// right, and is the stretch that `window` gives, and follows.
pub(in crate::view) fn axis(
    width: RwSignal<f64>,
    across: impl Fn(f64) -> (f64, f64) + 'static,
    window: impl Fn() -> Window + Copy + Send + Sync + 'static,
) -> AnyView {
    let viewport = expect_context::<Viewport>();
    let canvas = NodeRef::<Canvas>::new();
    let paint = move || {
        // It is gone once the axis has left the page, and what `window` asks may be, too.
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let whole = width.get_untracked();
        let (left, width) = across(whole);
        let scale = Scale { window: untrack(window), origin_ms: 0.0, left, width };
        CanvasSurface::draw(&canvas, whole, HEIGHT, |surface| draw_axis(surface, &scale, HEIGHT));
    };
    let redraw = redrawing(paint);
    Effect::new(move |_| {
        window();
        viewport.colours.track();
        width.track();
        redraw.with_value(Redraw::ask);
    });
    follow_width(canvas, width);
    view! {
        <canvas class="axis" node_ref=canvas role="img" aria-label=text!(timeline.axis)
            style:height=format!("{HEIGHT}px")></canvas>
    }
    .into_any()
}
