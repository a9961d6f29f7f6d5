//! The overview: all there is of every run on one axis, and on it what is shown, to be moved and resized.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use super::state::TimelineState;
use super::viewport::Viewport;
use crate::browser::canvas::CanvasSurface;
use crate::browser::frame::Redraw;
use crate::render::{OverviewHandle, OverviewLayout, Window};
use crate::text;
use crate::text::milliseconds;
use crate::view::page::width::follow_width;

/// This near to an edge of what is shown is the edge: for a mouse, and for a finger; CSS pixels.
const NEAR: [f64; 2] = [6.0, 16.0];
/// What is shown is this wide at least, however short it is, CSS pixels.
const LEAST: f64 = 3.0;
/// One press of an arrow moves by this share of what is shown.
const STEP: f64 = 0.1;
/// One press of plus shows this share of what was shown.
const ZOOM: f64 = 0.8;

/// The strips of these timelines, one below the other, and over them a handle for what is shown.
pub(in crate::view) fn overview(timelines: Vec<TimelineState>) -> AnyView {
    let area = NodeRef::<Div>::new();
    let width = RwSignal::new(0.0);
    let rows = timelines.len();
    let overview = Overview {
        viewport: expect_context::<Viewport>(),
        area,
        layout: Memo::new(move |_| OverviewLayout::new(width.get(), rows)),
        held: StoredValue::new(None),
    };
    view! {
        <div class="overview" node_ref=area
            on:pointerdown=move |event| overview.press(&event)
            on:pointermove=move |event| overview.drag(&event)
            on:pointerup=move |_| overview.let_go()
            on:pointercancel=move |_| overview.let_go()>
            {overview.strips(timelines, width)}
            {overview.handle()}
        </div>
    }
    .into_any()
}

/// What belongs to an overview. A handle that can be copied.
#[derive(Clone, Copy)]
struct Overview {
    viewport: Viewport,
    area: NodeRef<Div>,
    layout: Memo<OverviewLayout>,
    /// What a pointer took hold of, at which moment, and what was shown then.
    held: StoredValue<Option<(OverviewHandle, f64, Window)>>,
}

impl Overview {
    /// The canvas with a strip for each timeline; `width` follows its own.
    fn strips(self, timelines: Vec<TimelineState>, width: RwSignal<f64>) -> AnyView {
        let Self { viewport, layout, .. } = self;
        let canvas = NodeRef::<Canvas>::new();
        let timelines = StoredValue::new(timelines);
        let redraw = StoredValue::new_local(Redraw::new(move || {
            // Both are gone once the overview has left the page.
            let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
            let Some(layout) = layout.try_get_untracked() else { return };
            CanvasSurface::draw(&canvas, width.get_untracked(), layout.height(), |surface| {
                timelines.with_value(|timelines| {
                    for (row, timeline) in timelines.iter().enumerate() {
                        timeline.paint_overview(surface, layout.strip(row));
                    }
                });
            });
        }));
        Effect::new(move |_| {
            timelines.with_value(|timelines| timelines.iter().for_each(TimelineState::follow_spans));
            viewport.whole.track();
            viewport.peak.track();
            viewport.colours.track();
            layout.track();
            redraw.with_value(Redraw::ask);
        });
        follow_width(canvas, width);
        let height = move || format!("{}px", layout.with(OverviewLayout::height));
        view! { <canvas node_ref=canvas role="img" aria-label=text!(overview.title) style:height=height></canvas> }
            .into_any()
    }

    /// What is shown, as a slider for the keyboard.
    fn handle(self) -> AnyView {
        let Self { viewport, layout, .. } = self;
        let extent = move || layout.with(|layout| layout.extent(&viewport.window(), &viewport.whole.get()));
        let share = move || {
            let (window, whole) = (viewport.window(), viewport.whole.get());
            (f64::midpoint(window.from_ms, window.to_ms) - whole.from_ms) / whole.ms()
        };
        let said = move || {
            let window = viewport.window();
            text!(tip.from_to, from = milliseconds(window.from_ms), to = milliseconds(window.to_ms))
        };
        let key = move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            if plain && obeyed(viewport, &event.key()) {
                event.prevent_default();
            }
        };
        view! {
            <div class="shown" class:whole=move || viewport.zoom.with(Option::is_none) role="slider" tabindex="0"
                aria-label=text!(overview.shown) aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", share() * 100.0) aria-valuetext=said
                style:left=move || format!("{}px", extent().0)
                style:width=move || format!("{}px", extent().1.max(LEAST))
                on:keydown=key></div>
        }
        .into_any()
    }

    fn press(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        if let Some(area) = self.area.get_untracked() {
            // Without capture, dragging ends at the overview's edge.
            let _ = area.set_pointer_capture(event.pointer_id());
        }
        let (window, whole) = (untrack(|| self.viewport.window()), self.viewport.whole.get_untracked());
        let near = NEAR[usize::from(event.pointer_type() == "touch")];
        let (at_ms, near_ms) = (self.moment(event), self.layout.get_untracked().ms(near, &whole));
        self.held.set_value(Some((OverviewHandle::of(&window, &whole, at_ms, near_ms), at_ms, window)));
    }

    fn drag(self, event: &PointerEvent) {
        if let Some((handle, from_ms, window)) = self.held.get_value() {
            let to_ms = self.moment(event);
            self.viewport.shift(|_, whole| handle.dragged(&window, whole, from_ms, to_ms));
        }
    }

    fn let_go(self) {
        self.held.set_value(None);
    }

    /// The moment that a pointer is at.
    fn moment(self, event: &PointerEvent) -> f64 {
        let left = self.area.get_untracked().map_or(0.0, |area| area.get_bounding_client_rect().left());
        let x = f64::from(event.client_x()) - left;
        self.layout.get_untracked().moment(x, &self.viewport.whole.get_untracked())
    }
}

/// Does what a key stands for on the handle; tells whether there was something to be done.
fn obeyed(viewport: Viewport, key: &str) -> bool {
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
}
