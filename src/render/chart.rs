//! A chart of a sweep: where axes, marks and lines lie.

use super::Point;
use super::surface::text_width;

/// How large a chart is, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Room for the labels of the axes, px: left, right, above and below the plot.
const MARGIN: [f64; 4] = [56.0, 12.0, 12.0, 36.0];
/// Marks at both ends stay this far clear of the axes, px.
const INSET: f64 = 16.0;
/// From one name to the next below it at least, px.
const LINE: f64 = 14.0;
/// Names take at most this share of the width.
const MOST_NAMES: f64 = 0.25;
/// Numbers that span more than this many times the least are spread by their logarithms.
const WIDE: f64 = 20.0;

/// One axis: which values it shows, and how they are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    from: f64,
    to: f64,
    logarithmic: bool,
    /// Values to be labelled.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// Shows exactly these values, each labelled: the steps of a sweep. Names have their places as values.
    pub fn of_steps(values: &[f64]) -> Self {
        let (from, to) = bounds(values);
        let logarithmic = from > 0.0 && to > from * WIDE;
        Self { from, to, logarithmic, ticks: values.to_vec() }
    }

    /// Shows amounts from 0 to the greatest of these, or their magnitudes where they are far apart.
    pub fn of_amounts(values: &[f64]) -> Self {
        let (least, most) = bounds(values);
        if least > 0.0 && most > least * WIDE {
            let (from, to) = (10f64.powf(least.log10().floor()), 10f64.powf(most.log10().ceil()));
            let decades = (to / from).log10().round() as i32;
            let ticks = (0..=decades).map(|decade| from * 10f64.powi(decade)).collect();
            return Self { from, to, logarithmic: true, ticks };
        }
        let step = round_step(most.max(f64::MIN_POSITIVE) / 4.0);
        let count = (most / step).ceil().max(1.0) as u32;
        let ticks = (0..=count).map(|n| f64::from(n) * step).collect();
        Self { from: 0.0, to: f64::from(count) * step, logarithmic: false, ticks }
    }

    /// Where a value lies, from 0 at the axis's beginning to 1 at its end.
    fn share(&self, value: f64) -> f64 {
        let spread = |value: f64| if self.logarithmic { value.max(f64::MIN_POSITIVE).ln() } else { value };
        let (from, to) = (spread(self.from), spread(self.to));
        if to > from { (spread(value) - from) / (to - from) } else { 0.5 }
    }
}

/// Two axes in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its size.
    pub frame: Frame,
    /// What is stepped.
    pub across: Axis,
    /// What was measured.
    pub up: Axis,
    /// Room for names right of the plot, px.
    pub names: f64,
}

impl Chart {
    /// Where two values meet.
    pub fn at(&self, across: f64, up: f64) -> Point {
        let [left, _, above, below] = MARGIN;
        let width = self.edges().1 - left - 2.0 * INSET;
        let height = self.frame.height - above - below;
        Point {
            x: left + INSET + self.across.share(across) * width,
            y: above + (1.0 - self.up.share(up).clamp(0.0, 1.0)) * height,
        }
    }

    /// The plot's left and right edge, px.
    pub fn edges(&self) -> (f64, f64) {
        (MARGIN[0], self.frame.width - MARGIN[1] - self.names)
    }

    /// The plot's lower edge, px.
    pub fn floor(&self) -> f64 {
        self.frame.height - MARGIN[3]
    }
}

/// The room that names need right of a plot, px; 0 where a frame is too narrow for them.
pub fn room_for(names: &[String], frame: Frame) -> f64 {
    let room = names.iter().map(|name| text_width(name)).fold(0.0, f64::max);
    if room <= frame.width * MOST_NAMES { room } else { 0.0 }
}

/// Where names stand that belong at these heights: as near as can be, no two on top of each other.
pub fn apart(heights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    // Neighbours that would touch move apart around their middle, as one block with those they run into.
    let mut blocks: Vec<(f64, Vec<usize>)> = Vec::new();
    for place in order {
        let mut block = (heights[place], vec![place]);
        while let Some(above) = blocks.pop_if(|above| {
            let reach = LINE * (above.1.len() + block.1.len()) as f64 / 2.0;
            block.0 - above.0 < reach
        }) {
            let (upper, lower) = (above.1.len() as f64, block.1.len() as f64);
            let middle = (above.0 * upper + block.0 * lower) / (upper + lower);
            block = (middle, [above.1, block.1].concat());
        }
        blocks.push(block);
    }
    let mut found = heights.to_vec();
    for (middle, places) in blocks {
        let top = middle - LINE * (places.len() - 1) as f64 / 2.0;
        for (n, place) in places.into_iter().enumerate() {
            found[place] = top + LINE * n as f64;
        }
    }
    found
}

/// Points as the `d` of a path: a line through them.
pub fn path(points: &[Point]) -> String {
    let step = |(n, point): (usize, &Point)| {
        format!("{}{:.1} {:.1}", if n == 0 { "M" } else { "L" }, point.x, point.y)
    };
    points.iter().enumerate().map(step).collect()
}

fn bounds(values: &[f64]) -> (f64, f64) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if least <= most { (least, most) } else { (0.0, 1.0) }
}

/// The least of 1, 2 or 5 times a power of ten that is no less than `step`.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    factors.into_iter().map(|factor| factor * power).find(|round| *round >= step * 0.999).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::super::surface::LETTER;
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_every_value() {
        assert_eq!(Axis::of_amounts(&[1.0, 1.9, 3.7]).ticks, [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(Axis::of_amounts(&[120.0, 340.0]).ticks, [0.0, 100.0, 200.0, 300.0, 400.0]);
        assert_eq!(Axis::of_amounts(&[0.5, 300.0]).ticks, [0.1, 1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(Axis::of_amounts(&[]).ticks.first(), Some(&0.0));
        assert_eq!(Axis::of_amounts(&[0.0]).ticks.len(), 2);
    }

    #[test]
    fn values_lie_in_their_order_inside_the_frame() {
        for steps in [vec![1.0, 2.0, 3.0, 8.0], vec![1.0, 1e4, 1e6, 1e8], vec![5.0]] {
            let chart = Chart {
                frame: Frame { width: 600.0, height: 300.0 },
                across: Axis::of_steps(&steps),
                up: Axis::of_amounts(&[1.0, 4.0]),
                names: 0.0,
            };
            let xs: Vec<f64> = steps.iter().map(|step| chart.at(*step, 1.0).x).collect();
            assert!(xs.windows(2).all(|pair| pair[0] < pair[1]), "{xs:?}");
            let (left, right) = chart.edges();
            assert!(xs.iter().all(|x| (left..right).contains(x)), "{xs:?}");
            assert!(chart.at(steps[0], 4.0).y < chart.at(steps[0], 1.0).y);
            assert_eq!(chart.at(steps[0], 0.0).y, chart.floor());
            let named = Chart { names: 80.0, ..chart };
            assert!(named.at(steps[steps.len() - 1], 1.0).x < right - 80.0);
        }
    }

    #[test]
    fn names_stand_apart_and_in_their_order() {
        assert_eq!(apart(&[10.0, 100.0]), [10.0, 100.0]);
        assert_eq!(apart(&[54.0, 50.0]), [59.0, 45.0]);
        for heights in [vec![], vec![5.0], vec![50.0, 52.0, 20.0, 51.0, 49.0], vec![7.0; 8]] {
            let found = apart(&heights);
            let mut order: Vec<usize> = (0..heights.len()).collect();
            order.sort_by(|a, b| found[*a].total_cmp(&found[*b]));
            assert!(order.windows(2).all(|pair| heights[pair[0]] <= heights[pair[1]]), "{found:?}");
            assert!(order.windows(2).all(|pair| found[pair[1]] - found[pair[0]] > LINE - 0.001), "{found:?}");
        }
    }

    #[test]
    fn names_have_room_where_the_frame_is_wide() {
        let names = ["Threads".to_owned(), "线程".to_owned()];
        let room = |width| room_for(&names, Frame { width, height: 300.0 });
        assert_eq!(room(768.0), 7.0 * LETTER);
        assert_eq!(room(150.0), 0.0);
    }
}
