//! What pointers do on a timeline: point, drag, pinch and select.

use leptos::prelude::*;

use super::state::TimelineState;
use super::viewport::Viewport;
use crate::render::{Finger, Gesture, Point, Pointing};

/// The pointers on one timeline, and what they do to it. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Pointers {
    timeline: TimelineState,
    viewport: Viewport,
    gesture: StoredValue<Gesture>,
}

impl Pointers {
    pub(in crate::view) fn new(timeline: TimelineState, viewport: Viewport) -> Self {
        Self { timeline, viewport, gesture: StoredValue::new(Gesture::default()) }
    }

    /// A pointer goes down, to select a stretch of time or to move what is shown.
    pub(in crate::view) fn press(&self, pointer: i32, at: Point, selects: bool) {
        if let Some(canvas) = self.timeline.canvas.get_untracked() {
            // Without capture, dragging ends at the canvas's edge.
            let _ = canvas.set_pointer_capture(pointer);
        }
        let finger = self.finger(at.x);
        let press = |gesture: &mut Gesture| gesture.press(pointer, at.x, finger, selects);
        match self.gesture.try_update_value(press) {
            Some(true) => self.timeline.point(at),
            _ => self.timeline.tip.set(None),
        }
    }

    /// A pointer has moved, whether it is down or not.
    pub(in crate::view) fn moved(&self, pointer: i32, at: Point) {
        let here = self.finger(at.x);
        let is_zoomed = self.viewport.zoom.with_untracked(Option::is_some);
        let moved = |gesture: &mut Gesture| gesture.moved(pointer, at.x, here, is_zoomed);
        match self.gesture.try_update_value(moved) {
            Some(Pointing::Select(from_ms, to_ms)) => {
                self.timeline.tip.set(None);
                self.viewport.navigate(|navigation, _| navigation.select(from_ms, to_ms));
            }
            Some(Pointing::Move(fingers)) => {
                self.timeline.tip.set(None);
                self.viewport.shift(|window, whole| window.under(&fingers, whole));
            }
            Some(Pointing::Point) | None => self.timeline.point(at),
        }
    }

    /// A pointer goes up, or is taken over by the browser, to scroll.
    pub(in crate::view) fn lift(&self, pointer: i32) {
        let lift = |gesture: &mut Gesture| gesture.lift(pointer, |at| self.viewport.moment_at(at));
        if self.gesture.try_update_value(lift) == Some(true) {
            self.viewport.selecting.set(false);
        }
    }

    fn finger(&self, x: f64) -> Finger {
        let at = self.timeline.share(x);
        Finger { on_ms: self.viewport.moment_at(at), at }
    }
}
