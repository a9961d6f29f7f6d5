//! Where the parts of a picture lie.

use super::{Grouping, Point, Rect};

/// Where the rows and the strip of one timeline lie, CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The whole picture's width.
    pub width: f64,
    /// The whole picture's height.
    pub height: f64,
    /// Where time lies: right of the labels.
    pub plot: Rect,
    /// How many rows there are.
    pub rows: usize,
    /// From one row to the next.
    pub pitch: f64,
    /// The strip of concurrency and parallelism.
    pub strip: Rect,
}

/// Between the rows and the strip, and around the picture's edges.
const GAP: f64 = 8.0;

impl Layout {
    /// For so many rows in a picture of this width. Compact pictures, for embeds, are lower.
    pub fn new(width: f64, rows: usize, grouping: Grouping, compact: bool) -> Self {
        let rows = rows.max(1);
        let pitch: f64 = match (grouping, rows) {
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
        let plot = Rect { x, y: 0.0, width: plot_width, height: pitch * rows as f64 };
        let strip = Rect { y: plot.bottom() + GAP, height: strip_height, ..plot };
        Self { width, height: strip.bottom() + GAP, plot, rows, pitch, strip }
    }

    /// Where time lies from left to right in a picture of this width, beside the column of labels: its left edge and
    /// its width.
    pub fn across(width: f64) -> (f64, f64) {
        let left = if width < 480.0 { 60.0 } else { 96.0 };
        (left, (width - left - 1.0).max(1.0))
    }

    /// Where a row's spans are drawn.
    pub fn row(&self, row: usize) -> Rect {
        let space = if self.pitch >= 12.0 { 2.0 } else { 1.0 };
        Rect { y: self.plot.y + self.pitch * row as f64, height: self.pitch - space, ..self.plot }
    }

    /// The row at a place.
    pub fn row_at(&self, at: Point) -> Option<usize> {
        self.plot.contains(at).then(|| ((at.y - self.plot.y) / self.pitch) as usize)
    }

    /// Whether a row gets its label: all where there is room, else the first, the last and every tenth.
    pub fn is_labelled(&self, row: usize) -> bool {
        let every = if self.pitch >= 12.0 { 1 } else { (40.0 / self.pitch).ceil() as usize };
        let last = self.rows - 1;
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
            for row in 0..rows {
                let rect = layout.row(row);
                let middle = Point { x: rect.x + 1.0, y: rect.y + rect.height / 2.0 };
                assert_eq!(layout.row_at(middle), Some(row));
            }
            assert_eq!(layout.row_at(Point { x: 1.0, y: 1.0 }), None);
            assert!(layout.strip.y >= layout.plot.bottom());
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
