//! The strip under the rows: tasks in progress and lanes computing, two lines over time, and between them
//! what was in progress without being computed.

use super::concurrency::Concurrency;
use super::coverage::Cursor;
use super::{Coverage, Ink, Levels, Point, Rect, Scale, Surface};

/// How many lanes compute, over time: their coverages, and what is still being computed.
pub(super) struct Parallelism<'a> {
    /// What each lane has computed.
    pub(super) covered: Vec<&'a Coverage>,
    /// Since when lanes are in the middle of computing, ms.
    pub(super) open: Vec<f64>,
    /// The present moment, ms.
    pub(super) now_ms: f64,
}

impl Parallelism<'_> {
    /// The number at a moment.
    pub(super) fn at(&self, ms: f64) -> u32 {
        let ended = self.covered.iter().filter(|covered| covered.holds(ms));
        (ended.count() + self.open.iter().filter(|since| (**since..self.now_ms).contains(&ms)).count()) as u32
    }

    /// The integral up to a moment, lanes × ms; of moments in their order, each lane with a cursor.
    fn until(&self, cursors: &mut [Cursor], ms: f64) -> f64 {
        let open = self.open.iter().map(|since| (ms.min(self.now_ms) - since).max(0.0));
        let covered = self.covered.iter().zip(cursors);
        covered.map(|(covered, cursor)| covered.until_after(cursor, ms)).chain(open).sum()
    }

    /// A cursor for each lane, at the beginning.
    fn cursors(&self) -> Vec<Cursor> {
        vec![Cursor::default(); self.covered.len()]
    }
}

/// Beyond so many rows they are drawn, and their sum is taken, in columns of two pixels: a picture of a million
/// spans has to be drawn within a frame, and among so many eyes see no more.
const MANY: usize = 16;

/// How wide the columns of a picture are, px.
pub(super) fn column(rows: usize) -> f64 {
    if rows > MANY { 2.0 } else { 1.0 }
}

/// Draws both lines, each as its mean over every pixel column, so that the area below is exact whatever
/// the scale: lane-milliseconds and task-milliseconds. An overview has areas, and no lines.
pub(super) fn draw_strip(
    surface: &mut impl Surface,
    concurrency: &Concurrency,
    parallelism: &Parallelism,
    levels: Levels,
    scale: &Scale,
    strip: Rect,
    lines: bool,
) {
    surface.fill(strip, Ink::Bed);
    let y = |level| levels.y(level, &strip);
    let wide = column(parallelism.covered.len());
    let upper = outline(scale, wide, |ms| concurrency.until(ms), y);
    let mut cursors = parallelism.cursors();
    let lower = outline(scale, wide, |ms| parallelism.until(&mut cursors, ms), y);
    let gap: Vec<Point> = upper.iter().chain(lower.iter().rev()).copied().collect();
    let bottom = strip.bottom();
    let base = [Point { x: strip.right(), y: bottom }, Point { x: strip.x, y: bottom }];
    let busy: Vec<Point> = lower.iter().chain(&base).copied().collect();
    surface.area(&gap, Ink::Gap);
    surface.area(&busy, Ink::Parallelism);
    if let Some(cores) = levels.of_cores().filter(|_| lines) {
        let y = y(cores.into());
        surface.line(&[Point { x: strip.x, y }, Point { x: strip.right(), y }], Ink::Cores);
    }
    if lines {
        surface.line(trimmed(&lower, bottom), Ink::Parallelism);
        surface.line(trimmed(&upper, bottom), Ink::Concurrency);
    }
}

/// The line without its ends on the ground, where there is nothing to tell.
fn trimmed(line: &[Point], ground: f64) -> &[Point] {
    let is_up = |point: &Point| point.y != ground;
    match (line.iter().position(is_up), line.iter().rposition(is_up)) {
        (Some(first), Some(last)) => &line[first.saturating_sub(1)..line.len().min(last + 2)],
        _ => &[],
    }
}

/// The mean of each column, so many pixels wide, as a line; columns of one level are one stretch of it.
fn outline(
    scale: &Scale,
    wide: f64,
    mut until: impl FnMut(f64) -> f64,
    y: impl Fn(f64) -> f64,
) -> Vec<Point> {
    let columns = (scale.width / wide).floor().max(1.0) as u32;
    let column_ms = scale.window.ms() / scale.width;
    let mut points: Vec<Point> = Vec::new();
    let mut sum = until(scale.from_ms());
    for column in 0..columns {
        let left = scale.left + f64::from(column) * wide;
        let right = if column + 1 == columns { scale.left + scale.width } else { left + wide };
        let next = until(scale.ms(right));
        // Sums of many lengths differ by rounding where levels are the same.
        let level = ((next - sum) / column_ms / (right - left) * 1e6).round() / 1e6;
        sum = next;
        let y = y(level);
        match points.last_mut() {
            Some(last) if last.y == y => last.x = right,
            _ => points.extend([Point { x: left, y }, Point { x: right, y }]),
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::super::Window;
    use super::*;

    #[test]
    fn a_step_line_has_its_steps_where_they_were() {
        let concurrency = Concurrency::new(&[(0.0, 60.0), (0.0, 30.0)]);
        assert_eq!((concurrency.at(29.9), concurrency.at(30.0)), (2, 1));
        assert_eq!(concurrency.at(60.0), 0);
        let window = Window { from_ms: 0.0, to_ms: 100.0 };
        let scale = Scale { window, origin_ms: 0.0, left: 0.0, width: 100.0 };
        let line = outline(&scale, 1.0, |ms| concurrency.until(ms), |level| level);
        let steps: Vec<_> = line.iter().map(|point| (point.x, point.y)).collect();
        assert_eq!(steps, [(0.0, 2.0), (30.0, 2.0), (30.0, 1.0), (60.0, 1.0), (60.0, 0.0), (100.0, 0.0)]);
    }

    #[test]
    fn what_is_shorter_than_a_pixel_counts_with_its_share() {
        let mut covered = Coverage::default();
        (0..1000).for_each(|n| covered.add(f64::from(n), f64::from(n) + 0.5));
        let parallelism = Parallelism { covered: vec![&covered], open: vec![1000.0], now_ms: 2000.0 };
        let window = Window { from_ms: 0.0, to_ms: 2000.0 };
        let scale = Scale { window, origin_ms: 0.0, left: 0.0, width: 100.0 };
        let mut cursors = parallelism.cursors();
        let line = outline(&scale, 1.0, |ms| parallelism.until(&mut cursors, ms), |level| level);
        let steps: Vec<_> = line.iter().map(|point| (point.x, point.y)).collect();
        assert_eq!(steps, [(0.0, 0.5), (50.0, 0.5), (50.0, 1.0), (100.0, 1.0)]);
        assert_eq!([0.25, 0.75, 1500.0, 2000.0].map(|ms| parallelism.at(ms)), [1, 0, 1, 0]);
    }
}
