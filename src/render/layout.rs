//! Where the parts of a picture lie.

use std::ops::Range;

use super::{Grouping, Point, Rect, RowRange};

/// Where the rows and the strip of one timeline lie, CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The whole picture's width.
    pub width: f64,
    /// The whole picture's height.
    pub height: f64,
    /// Where time lies: right of the labels.
    pub plot: Rect,
    /// Which rows there are, and which of them are shown.
    pub rows: RowRange,
    /// From one row to the next.
    pub pitch: f64,
    /// The strip of concurrency and parallelism.
    pub strip: Rect,
}

/// Between the rows and the strip, and around the picture's edges.
const GAP: f64 = 8.0;
/// The most rows that are shown at once: more of them are higher than a screen, and no canvas has room for ten
/// thousand.
const MOST_SHOWN: usize = 240;

impl Layout {
    /// For so many rows in a picture of this width. Compact pictures, for embeds, are lower.
    pub fn new(width: f64, rows: usize, grouping: Grouping, compact: bool) -> Self {
        Self::scrolled(width, rows, 0, grouping, compact)
    }

    /// The same, from row number `first` on where there are more than can be shown.
    pub fn scrolled(width: f64, rows: usize, first: usize, grouping: Grouping, compact: bool) -> Self {
        let rows = RowRange::new(first, MOST_SHOWN, rows.max(1));
        let pitch: f64 = match (grouping, rows.all) {
            (Grouping::Lanes, ..=4) => 24.0,
            (Grouping::Lanes, ..=8) => 18.0,
            (Grouping::Lanes, ..=16) => 12.0,
            (Grouping::Lanes, _) => 8.0,
            (Grouping::Tasks, ..=20) => 14.0,
            (Grouping::Tasks, ..=60) => 8.0,
            (Grouping::Tasks, ..=200) => 5.0,
            (Grouping::Tasks, _) => 3.0,
        };
        let pitch = if compact { pitch.min(16.0) } else { pitch };
        let strip_height = if compact { 32.0 } else { 48.0 };
        let (x, plot_width) = Self::across(width);
        let plot = Rect { x, y: 0.0, width: plot_width, height: pitch * rows.shown as f64 };
        let strip = Rect { y: plot.bottom() + GAP, height: strip_height, ..plot };
        Self { width, height: strip.bottom() + GAP, plot, rows, pitch, strip }
    }

    /// Where time lies from left to right in a picture of this width, beside the column of labels: its left edge and
    /// its width.
    pub fn across(width: f64) -> (f64, f64) {
        let left = if width < 480.0 { 60.0 } else { 96.0 };
        (left, (width - left - 1.0).max(1.0))
    }

    /// The rows that are shown.
    pub fn shown(&self) -> Range<usize> {
        self.rows.rows()
    }

    /// Where a row's spans are drawn; outside of the plot where it isn't shown.
    pub fn row(&self, row: usize) -> Rect {
        let space = if self.pitch >= 12.0 { 2.0 } else { 1.0 };
        let place = row as f64 - self.rows.first as f64;
        Rect { y: self.plot.y + self.pitch * place, height: self.pitch - space, ..self.plot }
    }

    /// The row at a place.
    pub fn row_at(&self, at: Point) -> Option<usize> {
        let place = || ((at.y - self.plot.y) / self.pitch) as usize;
        self.plot.contains(at).then(|| self.rows.first + place())
    }

    /// Whether a row gets its label: all where there is room, else the first, the last and every tenth or so.
    pub fn is_labelled(&self, row: usize) -> bool {
        let every = if self.pitch >= 12.0 { 1 } else { (40.0 / self.pitch).ceil() as usize };
        let last = self.rows.all - 1;
        row == last || row.is_multiple_of(every) && row + every <= last
    }
}

/// How high a level of the strip lies. One scale serves all timelines that are compared, so that heights
/// compare as lengths do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// The level at the top.
    pub top: u32,
    /// How many cores there are; `None` where nobody knows.
    pub cores: Option<u32>,
}

/// Up to here levels are drawn in proportion; above, by their square roots, so that one lane can still
/// be seen beside a thousand tasks.
const PROPORTIONAL: u32 = 12;

impl Levels {
    /// With room for this peak, on a machine of so many cores.
    pub fn new(peak: u32, cores: Option<u32>) -> Self {
        Self { top: peak.max(1), cores }
    }

    /// The level of all cores, where more was in progress than they could compute.
    pub fn of_cores(&self) -> Option<u32> {
        self.cores.filter(|cores| *cores < self.top)
    }

    /// The level's share of the strip's height.
    pub fn share(&self, level: f64) -> f64 {
        let share = (level / f64::from(self.top)).clamp(0.0, 1.0);
        if self.top > PROPORTIONAL { share.sqrt() } else { share }
    }

    /// Where a level lies on a strip, px.
    pub fn y(&self, level: f64, strip: &Rect) -> f64 {
        strip.bottom() - self.share(level) * strip.height
    }

    /// The levels that are named beside the strip.
    pub fn named(&self) -> Vec<u32> {
        match self.top {
            1 => vec![1],
            2..=3 => vec![1, self.top],
            4..=PROPORTIONAL => vec![1, self.top / 2, self.top],
            _ => vec![1, self.top / 4, self.top],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_back_to_its_row() {
        for (rows, grouping) in
            [(1, Grouping::Lanes), (64, Grouping::Lanes), (200, Grouping::Tasks), (1001, Grouping::Tasks)]
        {
            let layout = Layout::new(800.0, rows, grouping, false);
            for row in layout.shown() {
                let rect = layout.row(row);
                let middle = Point { x: rect.x + 1.0, y: rect.y + rect.height / 2.0 };
                assert_eq!(layout.row_at(middle), Some(row));
            }
            assert_eq!(layout.row_at(Point { x: 1.0, y: 1.0 }), None);
            assert!(layout.strip.y >= layout.plot.bottom());
        }
    }

    #[test]
    fn of_ten_thousand_rows_those_are_shown_that_are_scrolled_to() {
        let top = Layout::new(800.0, 10_000, Grouping::Tasks, false);
        assert!(top.height < 1000.0, "{} px", top.height);
        for first in [0, 1, 5000, 9760, 20_000] {
            let layout = Layout::scrolled(800.0, 10_000, first, Grouping::Tasks, false);
            assert_eq!((layout.height, layout.plot, layout.strip), (top.height, top.plot, top.strip));
            for row in layout.shown() {
                let rect = layout.row(row);
                let middle = Point { x: rect.x + 1.0, y: rect.y + rect.height / 2.0 };
                assert_eq!(layout.row_at(middle), Some(row));
            }
        }
    }

    #[test]
    fn labels_don_t_touch() {
        for rows in 1..=1001 {
            let layout = Layout::new(800.0, rows, Grouping::Tasks, false);
            let labelled: Vec<_> = (0..rows).filter(|row| layout.is_labelled(*row)).collect();
            assert_eq!(labelled.first(), Some(&0));
            assert_eq!(labelled.last(), Some(&(rows - 1)));
            let apart = labelled.windows(2).all(|pair| (pair[1] - pair[0]) as f64 * layout.pitch >= 10.0);
            assert!(apart, "{rows} rows: {labelled:?}");
        }
    }

    #[test]
    fn small_levels_stay_visible_beside_great_ones() {
        assert_eq!(Levels::new(2, None).share(1.0), 0.5);
        assert!(Levels::new(160, None).share(1.0) > 0.07);
        assert_eq!(Levels::new(160, None).share(160.0), 1.0);
    }
}
