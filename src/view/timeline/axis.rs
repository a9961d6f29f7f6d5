//! The time axis that all timelines share.

use leptos::html::Canvas;
use leptos::prelude::*;

use super::viewport::Viewport;
use crate::browser::canvas::CanvasSurface;
use crate::browser::frame::Redraw;
use crate::render::{Layout, Scale, draw_axis};
use crate::text;
use crate::view::page::width::follow_width;

/// How high it is, CSS pixels.
const HEIGHT: f64 = 22.0;

#[component]
pub(in crate::view) fn Axis() -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let canvas = NodeRef::<Canvas>::new();
    let width = RwSignal::new(0.0);
    let paint = move || {
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let width = width.get_untracked();
        let (left, across) = Layout::across(width);
        let window = untrack(|| viewport.window());
        let scale = Scale { window, origin_ms: 0.0, left, width: across };
        CanvasSurface::draw(&canvas, width, HEIGHT, |surface| draw_axis(surface, &scale, HEIGHT));
    };
    let redraw = StoredValue::new_local(Redraw::new(paint));
    Effect::new(move |_| {
        viewport.window();
        viewport.colours.track();
        width.track();
        redraw.with_value(Redraw::ask);
    });
    follow_width(canvas, width);
    view! {
        <canvas class="axis" node_ref=canvas role="img" aria-label=text!(timeline.axis)
            style:height=format!("{HEIGHT}px")></canvas>
    }
}
