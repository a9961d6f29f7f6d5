//! What pointers do on a timeline: point, drag, pinch and select.

use leptos::prelude::*;

use super::state::TimelineState;
use super::viewport::Viewport;
use crate::render::{Finger, Point};

/// A pointer that moves less than this while it is down was meant to point, not to drag; px.
const STILL: f64 = 3.0;

/// What the pointers on one timeline are doing. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Gesture {
    timeline: TimelineState,
    viewport: Viewport,
    held: StoredValue<Held>,
}

/// Which pointers are down, and what for.
#[derive(Clone, Default)]
struct Held {
    /// The numbers of the pointers, and what they hold; two at most.
    fingers: Vec<(i32, Finger)>,
    /// Where the first of them went down, px.
    down_x: f64,
    /// Whether it has moved on from there.
    dragging: bool,
    /// The moment at which a selection began.
    anchor_ms: Option<f64>,
}

impl Gesture {
    pub(in crate::view) fn new(timeline: TimelineState, viewport: Viewport) -> Self {
        Self { timeline, viewport, held: StoredValue::new(Held::default()) }
    }

    /// A pointer goes down, to select a stretch of time or to move what is shown.
    pub(in crate::view) fn press(&self, pointer: i32, at: Point, selects: bool) {
        if let Some(canvas) = self.timeline.canvas.get_untracked() {
            // Without capture, dragging ends at the canvas's edge.
            let _ = canvas.set_pointer_capture(pointer);
        }
        let finger = self.finger(at.x);
        self.held.update_value(|held| {
            if held.fingers.is_empty() {
                *held = Held { down_x: at.x, anchor_ms: selects.then_some(finger.on_ms), ..Held::default() };
            } else if held.fingers.len() > 1 {
                return;
            } else {
                // A second finger zooms, whatever the first one began.
                held.anchor_ms = None;
                held.dragging = true;
                self.timeline.tip.set(None);
            }
            held.fingers.push((pointer, finger));
        });
    }

    /// A pointer has moved, whether it is down or not.
    pub(in crate::view) fn moved(&self, pointer: i32, at: Point) {
        let here = self.finger(at.x);
        let held = self.held.try_update_value(|held| {
            let (_, finger) = held.fingers.iter_mut().find(|(id, _)| *id == pointer)?;
            finger.at = here.at;
            held.dragging |= (at.x - held.down_x).abs() > STILL;
            held.dragging.then(|| held.clone())
        });
        let idle = |held: &Held| {
            let moves = held.fingers.len() > 1 || self.viewport.zoom.with_untracked(Option::is_some);
            !moves && held.anchor_ms.is_none()
        };
        let Some(held) = held.flatten().filter(|held| !idle(held)) else { return self.timeline.point(at) };
        self.timeline.tip.set(None);
        if let Some(anchor_ms) = held.anchor_ms {
            self.viewport.selection.set(Some((anchor_ms, here.on_ms)));
        } else {
            let fingers: Vec<Finger> = held.fingers.iter().map(|(_, finger)| *finger).collect();
            self.viewport.shift(|window, whole| window.under(&fingers, whole));
        }
    }

    /// A pointer goes up, or is taken over by the browser, to scroll.
    pub(in crate::view) fn lift(&self, pointer: i32) {
        let selected = self.held.try_update_value(|held| {
            held.fingers.retain(|(id, _)| *id != pointer);
            // The finger that stays holds what is under it now.
            for (_, finger) in &mut held.fingers {
                finger.on_ms = self.viewport.moment_at(finger.at);
            }
            held.anchor_ms.take().is_some() && held.dragging
        });
        if selected == Some(true) {
            self.viewport.selecting.set(false);
        }
    }

    fn finger(&self, x: f64) -> Finger {
        let at = self.timeline.share(x);
        Finger { on_ms: self.viewport.moment_at(at), at }
    }
}
