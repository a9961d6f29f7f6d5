//! An arrow from who let a lane go on to that lane.

use super::{Ink, Picture, Point, Surface};

/// Who let a lane go on, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// The row of the lane that let go.
    pub from: usize,
    /// The row of the lane that goes on.
    pub to: usize,
    /// The moment, on the trace's clock, ms.
    pub at_ms: f64,
}

/// How long and half as wide the head of an arrow is, px.
const HEAD: f64 = 4.0;

impl Picture<'_> {
    /// Draws the arrow; nothing where its moment is out of sight.
    pub fn draw_flow(&self, surface: &mut impl Surface, flow: &Flow) {
        let x = self.scale.x(flow.at_ms);
        if !(self.scale.left..=self.scale.left + self.scale.width).contains(&x) {
            return;
        }
        let middle = |row: usize| {
            let rect = self.layout.row(row);
            rect.y + rect.height / 2.0
        };
        let (from, tip) = (Point { x, y: middle(flow.from) }, Point { x, y: middle(flow.to) });
        let back = tip.y + HEAD * (from.y - tip.y).signum();
        surface.line(&[from, tip], Ink::Selection);
        surface.line(&[Point { x: x - HEAD, y: back }, tip, Point { x: x + HEAD, y: back }], Ink::Selection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Anchor, Grouping, Hue, Index, Layout, Levels, Rect, Scale, Window};
    use crate::trace::{SpanKind, Trace};

    /// Notes the lines that are drawn on it.
    #[derive(Default)]
    struct Lines(Vec<Vec<Point>>);

    impl Surface for Lines {
        fn line(&mut self, points: &[Point], _: Ink) {
            self.0.push(points.to_vec());
        }
        fn span(&mut self, _: Rect, _: SpanKind, _: f64) {}
        fn fill(&mut self, _: Rect, _: Ink) {}
        fn tint(&mut self, _: Rect, _: Hue, _: f64) {}
        fn frame(&mut self, _: Rect, _: Ink) {}
        fn area(&mut self, _: &[Point], _: Ink) {}
        fn text(&mut self, _: Point, _: &str, _: Anchor, _: Ink) {}
        fn clear_for(&mut self, _: Point, _: &str, _: Anchor) {}
    }

    /// The lines of an arrow at a moment of a window from 0 to 100 ms, and the picture's rows.
    fn drawn(from: usize, to: usize, at_ms: f64) -> (Vec<Vec<Point>>, Layout) {
        let (trace, index) = (Trace::default(), Index::new(Grouping::Lanes));
        let layout = Layout::new(1000.0, 3, Grouping::Lanes, false);
        let window = Window { from_ms: 0.0, to_ms: 100.0 };
        let scale = Scale { window, origin_ms: 0.0, left: layout.plot.x, width: layout.plot.width };
        let (rows, levels) = (&index, Levels::new(1, None));
        let picture =
            Picture { trace: &trace, lanes: rows, rows, now_ms: 0.0, scale, levels, layout: &layout };
        let mut lines = Lines::default();
        picture.draw_flow(&mut lines, &Flow { from, to, at_ms });
        (lines.0, layout)
    }

    #[test]
    fn it_points_at_the_lane_that_goes_on() {
        for (from, to) in [(0, 2), (2, 0)] {
            let (lines, layout) = drawn(from, to, 50.0);
            let [shaft, head] = lines.as_slice() else { panic!("{lines:?}") };
            let x = layout.plot.x + layout.plot.width / 2.0;
            assert!(shaft.iter().chain([&head[1]]).all(|point| (point.x - x).abs() < 0.001));
            assert!(layout.row(from).contains(shaft[0]) && layout.row(to).contains(shaft[1]));
            assert_eq!(head[1], shaft[1]);
            let (start, wing, tip) = (shaft[0].y, head[0].y, head[1].y);
            assert!((start..tip).contains(&wing) || (tip..start).contains(&wing), "wings lie behind the tip");
        }
        assert!(drawn(0, 1, 101.0).0.is_empty(), "out of sight");
    }
}
