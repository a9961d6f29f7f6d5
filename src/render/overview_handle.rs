//! What a drag does to the stretch of time that is shown: on a timeline, and on the overview of all runs.

use super::Window;

/// Where somebody took hold of the overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverviewHandle {
    /// At the window's left edge.
    From,
    /// At the window's right edge.
    To,
    /// Inside the window, to move it.
    Inside,
    /// Where there is no window yet, to draw one.
    Outside,
}

impl OverviewHandle {
    /// Of a hold at `at_ms`, where `near_ms` from an edge still is the edge.
    pub fn of(window: &Window, whole: &Window, at_ms: f64, near_ms: f64) -> Self {
        let (from, to) = ((at_ms - window.from_ms).abs(), (at_ms - window.to_ms).abs());
        match () {
            () if from <= near_ms && from <= to => Self::From,
            () if to <= near_ms => Self::To,
            () if window != whole && (window.from_ms..window.to_ms).contains(&at_ms) => Self::Inside,
            () => Self::Outside,
        }
    }

    /// What is shown after a drag from `from_ms` to `to_ms`, of what was shown when it began.
    pub fn dragged(self, window: &Window, whole: &Window, from_ms: f64, to_ms: f64) -> Window {
        match self {
            Self::From => Window::between(to_ms, window.to_ms, whole),
            Self::To => Window::between(window.from_ms, to_ms, whole),
            Self::Inside => window.moved(to_ms - from_ms, whole),
            Self::Outside => Window::between(from_ms, to_ms, whole),
        }
    }
}

/// A finger on a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finger {
    /// The moment that it was put on, ms from the first task's beginning.
    pub on_ms: f64,
    /// Where it is now, as a share of the picture's width.
    pub at: f64,
}

/// Two fingers nearer than this share of a picture's width count as so far apart.
const NEAREST: f64 = 0.02;

impl Window {
    /// What is shown when these fingers still are on their moments: moved by one, zoomed by two.
    #[must_use]
    pub fn under(&self, fingers: &[Finger], whole: &Self) -> Self {
        let (on_ms, at, ms) = match fingers {
            [a, b, ..] => {
                let apart_ms = (a.on_ms - b.on_ms).abs();
                let ms = apart_ms / (a.at - b.at).abs().max(NEAREST);
                (f64::midpoint(a.on_ms, b.on_ms), f64::midpoint(a.at, b.at), ms)
            }
            [one] => (one.on_ms, one.at, self.ms()),
            [] => return *self,
        };
        let from_ms = on_ms - at * ms;
        Self { from_ms, to_ms: from_ms + ms }.fitted(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: Window = Window { from_ms: 0.0, to_ms: 100.0 };

    #[test]
    fn an_overview_is_taken_at_edges_inside_and_outside() {
        let window = Window { from_ms: 20.0, to_ms: 60.0 };
        let grip = |at_ms| OverviewHandle::of(&window, &WHOLE, at_ms, 2.0);
        assert_eq!(
            [19.0, 61.0, 40.0, 80.0].map(grip),
            [OverviewHandle::From, OverviewHandle::To, OverviewHandle::Inside, OverviewHandle::Outside]
        );
        assert_eq!(
            OverviewHandle::of(&WHOLE, &WHOLE, 40.0, 2.0),
            OverviewHandle::Outside,
            "all is shown: a window can be drawn"
        );
        let dragged = |grip: OverviewHandle, from_ms, to_ms| {
            let window = grip.dragged(&window, &WHOLE, from_ms, to_ms);
            (window.from_ms, window.to_ms)
        };
        assert_eq!(dragged(OverviewHandle::From, 20.0, 30.0), (30.0, 60.0));
        assert_eq!(dragged(OverviewHandle::From, 20.0, 70.0), (60.0, 70.0), "beyond the other edge");
        assert_eq!(dragged(OverviewHandle::To, 60.0, 500.0), (20.0, 100.0));
        assert_eq!(dragged(OverviewHandle::Inside, 40.0, 10.0), (0.0, 40.0));
        assert_eq!(dragged(OverviewHandle::Outside, 90.0, 70.0), (70.0, 90.0));
    }

    proptest! {
        #[test]
        fn moments_stay_under_their_fingers(a in 0.1f64..0.4, b in 0.6f64..0.9, to_a in 0.1f64..0.4, to_b in 0.6f64..0.9) {
            let window = Window { from_ms: 40.0, to_ms: 50.0 };
            let on = |at: f64| window.from_ms + at * window.ms();
            let fingers = [Finger { on_ms: on(a), at: to_a }, Finger { on_ms: on(b), at: to_b }];
            let shown = window.under(&fingers, &WHOLE);
            for finger in fingers {
                prop_assert!((shown.from_ms + finger.at * shown.ms() - finger.on_ms).abs() < 1e-6);
            }
            let moved = window.under(&fingers[..1], &WHOLE);
            prop_assert!((moved.ms() - window.ms()).abs() < 1e-9);
            prop_assert!((moved.from_ms + to_a * moved.ms() - on(a)).abs() < 1e-6);
        }
    }
}
