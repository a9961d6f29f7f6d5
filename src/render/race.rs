//! The axis of a race: all there is of several runs, one below the other, and where moments lie on it.

use super::Window;

/// An axis from left to right on which all rows of a race lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaceAxis {
    /// How wide it is, CSS pixels.
    width: f64,
    /// From its left end to its right one.
    window: Window,
}

impl RaceAxis {
    /// This stretch of time, so wide; and further where one of these moments, ms from the first task's beginning, would
    /// be beyond its end.
    pub fn new(width: f64, whole: Window, moments: impl IntoIterator<Item = f64>) -> Self {
        let latest_ms = moments.into_iter().fold(0.0, f64::max) * BEYOND;
        Self { width: width.max(1.0), window: Window { to_ms: whole.to_ms.max(latest_ms), ..whole } }
    }

    /// From its left end to its right one.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Where a moment lies: 0 at the left end, 1 at the right one.
    pub fn share(&self, ms: f64) -> f64 {
        (ms - self.window.from_ms) / self.window.ms()
    }

    /// Where a stretch of time lies from left to right: its left edge and its width, CSS pixels.
    pub fn extent(&self, window: &Window) -> (f64, f64) {
        (self.share(window.from_ms) * self.width, window.ms() / self.window.ms() * self.width)
    }

    /// The moment at `x`, ms from the first task's beginning.
    pub fn moment(&self, x: f64) -> f64 {
        self.window.from_ms + self.ms(x)
    }

    /// How long a stretch of so many CSS pixels is, ms.
    pub fn ms(&self, px: f64) -> f64 {
        px / self.width * self.window.ms()
    }
}

/// So far beyond a moment the axis goes on, that a mark at it is seen whole.
const BEYOND: f64 = 1.02;

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Window = Window { from_ms: -20.0, to_ms: 180.0 };

    #[test]
    fn moments_and_places_lead_to_each_other() {
        let axis = RaceAxis::new(600.0, WHOLE, []);
        let (left, width) = axis.extent(&Window { from_ms: 0.0, to_ms: 100.0 });
        assert!((axis.moment(left) - 0.0).abs() < 1e-9);
        assert!((axis.moment(left + width) - 100.0).abs() < 1e-9);
        assert!((axis.share(80.0) - 0.5).abs() < 1e-9);
        assert_eq!(axis.extent(&WHOLE), (0.0, 600.0));
        // However narrow the page, time has room.
        assert!(RaceAxis::new(0.0, WHOLE, []).ms(1.0) > 0.0);
    }

    #[test]
    fn it_reaches_as_far_as_what_is_marked() {
        assert_eq!(RaceAxis::new(600.0, WHOLE, [170.0]).window(), WHOLE);
        let axis = RaceAxis::new(600.0, WHOLE, [90.0, 400.0]);
        assert!(axis.share(400.0) < 1.0 && axis.window().from_ms == WHOLE.from_ms);
    }
}
