//! Where the cells of a map lie, and its axes and legend.

use super::surface::text_width;
use super::{Point, Rect};
use crate::advice::map::{COLUMNS, Place, ROWS};

/// Where the parts of a map lie, CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLayout {
    /// The whole picture's width.
    pub width: f64,
    /// The whole picture's height.
    pub height: f64,
    /// Where the cells lie.
    pub plot: Rect,
    /// The sample of each way in the legend; its name stands right of it.
    pub samples: Vec<Rect>,
}

/// The numbers of tasks, left of the cells.
const LEFT: f64 = 28.0;
/// A line of labels.
pub(super) const LINE: f64 = 18.0;
/// How high cells are for their width, and within what.
const HEIGHT: f64 = 0.6;
const HEIGHTS: [f64; 2] = [32.0, 52.0];
/// Around each cell.
const SEAM: f64 = 1.0;
/// The samples of the legend; to their names, and to the next sample.
const SAMPLE: Rect = Rect { x: 0.0, y: 3.0, width: 18.0, height: 12.0 };
pub(super) const TO_NAME: f64 = 6.0;
const TO_NEXT: f64 = 14.0;

impl MapLayout {
    /// Of a map of this width, whose ways are called so.
    pub fn new<'a>(width: f64, names: impl IntoIterator<Item = &'a str>) -> Self {
        let pitch = (width - LEFT).max(0.0) / COLUMNS.len() as f64;
        let height = (pitch * HEIGHT).clamp(HEIGHTS[0], HEIGHTS[1]) * ROWS.len() as f64;
        let plot = Rect { x: LEFT, y: LINE, width: width - LEFT, height };
        // The shares, what they are, and some air.
        let mut at = Point { x: LEFT, y: plot.bottom() + 2.5 * LINE };
        let mut samples = Vec::new();
        for name in names {
            let entry = SAMPLE.width + TO_NAME + text_width(name);
            if at.x + entry > width && at.x > LEFT {
                at = Point { x: LEFT, y: at.y + LINE };
            }
            samples.push(Rect { x: at.x, y: at.y + SAMPLE.y, ..SAMPLE });
            at.x += entry + TO_NEXT;
        }
        Self { width, height: at.y + LINE, plot, samples }
    }

    /// Where a place's cell is drawn.
    pub fn cell(&self, place: Place) -> Rect {
        let (width, height) = self.pitch();
        Rect {
            x: self.plot.x + place.column() as f64 * width + SEAM,
            y: self.plot.bottom() - (place.row() + 1) as f64 * height + SEAM,
            width: width - 2.0 * SEAM,
            height: height - 2.0 * SEAM,
        }
    }

    /// Which place's cell is there.
    pub fn cell_at(&self, at: Point) -> Option<Place> {
        let (width, height) = self.pitch();
        let column = ((at.x - self.plot.x) / width) as usize;
        let row = ((self.plot.bottom() - at.y) / height) as usize;
        Place::at(column, row.min(ROWS.len() - 1)).filter(|_| self.plot.contains(at))
    }

    /// From one cell to the next, across and up.
    fn pitch(&self) -> (f64, f64) {
        (self.plot.width / COLUMNS.len() as f64, self.plot.height / ROWS.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 4] = ["Sequential", "Event loop", "Locked threads", "Isolated workers"];

    #[test]
    fn more_waiting_is_on_the_right_and_more_tasks_above() {
        let layout = MapLayout::new(640.0, NAMES);
        let cell = |column, row| layout.cell(Place::at(column, row).unwrap());
        assert!(cell(1, 0).x >= cell(0, 0).right() && cell(0, 1).bottom() <= cell(0, 0).y);
        assert_eq!(layout.cell_at(Point { x: LEFT - 1.0, y: 100.0 }), None);
        assert_eq!(layout.cell_at(Point { x: 100.0, y: layout.plot.bottom() }), None);
        assert_eq!(layout.cell_at(Point { x: LEFT, y: LINE }), Place::at(0, ROWS.len() - 1));
    }

    proptest! {
        #[test]
        fn a_cell_is_found_where_it_is_drawn(width in 200.0..2000.0f64, across in 0.0..1.0f64, down in 0.0..1.0f64) {
            let layout = MapLayout::new(width, NAMES);
            for place in Place::all() {
                let cell = layout.cell(place);
                let at = Point { x: cell.x + across * cell.width, y: cell.y + down * cell.height };
                prop_assert_eq!(layout.cell_at(at), Some(place));
                prop_assert!(cell.right() <= width && cell.bottom() <= layout.height);
            }
        }

        /// Every point of the plot belongs to a cell.
        #[test]
        fn there_are_no_gaps(x in -100.0..1000.0f64, y in -100.0..600.0f64) {
            let (layout, at) = (MapLayout::new(640.0, NAMES), Point { x, y });
            prop_assert_eq!(layout.cell_at(at).is_some(), layout.plot.contains(at));
        }

        #[test]
        fn the_legend_is_within_the_picture(width in 200.0..2000.0f64) {
            let layout = MapLayout::new(width, NAMES);
            let ends = layout.samples.iter().zip(NAMES).map(|(sample, name)| sample.right() + TO_NAME + text_width(name));
            prop_assert!(ends.into_iter().all(|end| end <= width.max(LEFT + 130.0)));
            prop_assert!(layout.samples.iter().all(|sample| sample.bottom() <= layout.height && sample.y > layout.plot.bottom()));
        }
    }
}
