//! The overview: over the rows of a race, which show all there is, a window for what the timelines show of it, to be moved
//! and resized.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use super::viewport::Viewport;
use crate::render::{OverviewCommand, OverviewHandle, RaceAxis, Window};
use crate::text;
use crate::text::milliseconds;

/// This near to an edge of what is shown is the edge: for a mouse, and for a finger; CSS pixels.
const NEAR: [f64; 2] = [6.0, 16.0];
/// What is shown is this wide at least, however short it is, CSS pixels.
const LEAST: f64 = 3.0;

/// Over all rows of a race on this axis a handle for what is shown.
pub(in crate::view) fn overview(axis: Memo<RaceAxis>) -> AnyView {
    let area = NodeRef::<Div>::new();
    let overview =
        Overview { viewport: expect_context::<Viewport>(), area, axis, held: StoredValue::new(None) };
    view! {
        <div class="overview" node_ref=area
            on:pointerdown=move |event| overview.press(&event)
            on:pointermove=move |event| overview.drag(&event)
            on:pointerup=move |_| overview.let_go()
            on:pointercancel=move |_| overview.let_go()>
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
    axis: Memo<RaceAxis>,
    /// What a pointer took hold of, at which moment, and what was shown then.
    held: StoredValue<Option<(OverviewHandle, f64, Window)>>,
}

impl Overview {
    /// What is shown, as a slider for the keyboard.
    fn handle(self) -> AnyView {
        let Self { viewport, axis, .. } = self;
        let extent = move || match viewport.zoom.get() {
            Some(window) => axis.with(|axis| axis.extent(&window)),
            // All there is ends where the axis does, which may go on for what is marked on it.
            None => axis.with(|axis| axis.extent(&axis.window())),
        };
        let share = move || viewport.window().middle_in(&viewport.whole.get());
        let said = move || {
            let window = viewport.window();
            text!(tip.from_to, from = milliseconds(window.from_ms), to = milliseconds(window.to_ms))
        };
        let key = move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            let command = OverviewCommand::of_key(&event.key()).filter(|_| plain);
            if command.is_some_and(|command| obeyed(viewport, command)) {
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
        let (at_ms, near_ms) = (self.moment(event), self.axis.get_untracked().ms(near));
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
        self.axis.get_untracked().moment(f64::from(event.client_x()) - left)
    }
}

/// Does what a key stands for; tells whether there was something to be done.
fn obeyed(viewport: Viewport, command: OverviewCommand) -> bool {
    match command {
        OverviewCommand::Pan(share) => viewport.pan_by(share),
        OverviewCommand::MoveToStart => {
            viewport.shift(|window, whole| window.moved(whole.from_ms - window.from_ms, whole));
        }
        OverviewCommand::MoveToEnd => {
            viewport.shift(|window, whole| window.moved(whole.to_ms - window.to_ms, whole));
        }
        OverviewCommand::Zoom(times) => viewport.zoom_by(times, viewport.moment_at(0.5)),
        OverviewCommand::ShowAll => viewport.show_all(),
        OverviewCommand::GoBack => return viewport.go_back(),
    }
    true
}
