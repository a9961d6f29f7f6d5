//! Where the strips of an overview lie, and which moments.

use super::{Layout, Rect, Window};

/// How high the strip of a run is, CSS pixels, if all of them together are not too high for that.
const STRIP: f64 = 10.0;
/// How high all strips together may be, CSS pixels.
const HIGHEST: f64 = 32.0;
/// Between two strips, CSS pixels.
const SPACE: f64 = 2.0;

/// All there is of several runs, a strip each, one below the other and right of a column as wide as that of the
/// timelines' labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverviewLayout {
    /// How wide it is, CSS pixels.
    width: f64,
    /// How many runs there are.
    rows: usize,
}

impl OverviewLayout {
    /// Of so many runs.
    pub fn new(width: f64, rows: usize) -> Self {
        Self { width, rows }
    }

    /// How high it is, CSS pixels.
    pub fn height(&self) -> f64 {
        self.pitch() * self.rows as f64
    }

    /// Where the strip of a run lies.
    pub fn strip(&self, row: usize) -> Rect {
        let (x, width) = Layout::across(self.width);
        Rect { x, y: row as f64 * self.pitch(), width, height: (self.pitch() - SPACE).max(1.0) }
    }

    /// Where a stretch of time lies from left to right: its left edge and its width, CSS pixels.
    pub fn extent(&self, window: &Window, whole: &Window) -> (f64, f64) {
        let strip = self.strip(0);
        let px = strip.width / whole.ms();
        (strip.x + (window.from_ms - whole.from_ms) * px, window.ms() * px)
    }

    /// The moment at `x`, ms from the first task's beginning.
    pub fn moment(&self, x: f64, whole: &Window) -> f64 {
        whole.from_ms + self.ms(x - self.strip(0).x, whole)
    }

    /// How long a stretch of so many CSS pixels is, ms.
    pub fn ms(&self, px: f64, whole: &Window) -> f64 {
        px / self.strip(0).width * whole.ms()
    }

    /// From one strip to the next, CSS pixels.
    fn pitch(&self) -> f64 {
        (STRIP + SPACE).min(HIGHEST / self.rows.max(1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_lie_below_each_other_and_together_are_not_too_high() {
        for rows in 1..20 {
            let layout = OverviewLayout::new(800.0, rows);
            assert!(layout.height() <= HIGHEST, "{rows} rows");
            for row in 1..rows {
                let (above, strip) = (layout.strip(row - 1), layout.strip(row));
                assert!(above.y < strip.y && strip.height >= 1.0);
            }
        }
        assert_eq!(OverviewLayout::new(800.0, 2).strip(1).height, STRIP);
    }

    #[test]
    fn moments_and_places_lead_to_each_other() {
        let whole = Window { from_ms: -20.0, to_ms: 180.0 };
        let layout = OverviewLayout::new(600.0, 3);
        let (left, width) = layout.extent(&Window { from_ms: 0.0, to_ms: 100.0 }, &whole);
        assert!((layout.moment(left, &whole) - 0.0).abs() < 1e-9);
        assert!((layout.moment(left + width, &whole) - 100.0).abs() < 1e-9);
        let strip = layout.strip(0);
        assert_eq!(layout.extent(&whole, &whole), (strip.x, strip.width));
        // However narrow the page, time has room.
        assert!(OverviewLayout::new(10.0, 1).ms(1.0, &whole) > 0.0);
    }
}
