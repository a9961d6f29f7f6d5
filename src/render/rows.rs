//! The spans of one row, drawn by pixel.

use super::coverage::Cursor;
use super::{Ink, Rect, Row, Scale, Surface};
use crate::trace::{Open, SpanKind};

/// From below to above: where spans of one row overlap (an event loop has many waits in flight), the row
/// shows what it is busy with.
pub(super) const PAINTED: [SpanKind; SpanKind::ALL.len()] = [
    SpanKind::Ready,
    SpanKind::Wait,
    SpanKind::Start,
    SpanKind::Blocked,
    SpanKind::Send,
    SpanKind::Lost,
    SpanKind::Preempted,
    SpanKind::Run,
];

/// Shades between nothing and all of a pixel column: eyes tell no more apart.
const SHADES: u32 = 32;
/// What fills less of a pixel column than this is not drawn.
const EMPTY: f64 = 0.002;

/// Draws what a row did, with what it is in the middle of; where spans are many, by columns so many px wide.
pub(super) fn draw_row(
    surface: &mut impl Surface,
    row: Option<&Row>,
    open: &[Open],
    now_ms: f64,
    scale: &Scale,
    rect: Rect,
    wide: f64,
) {
    for kind in PAINTED {
        if let Some(row) = row {
            draw_kind(surface, row, kind, scale, rect, wide);
        }
        // All that is open ends now, so that together it is one stretch, however many waits are in flight.
        let since = open.iter().filter(|open| open.kind == kind).map(|open| open.start_ms).reduce(f64::min);
        if let Some(since_ms) = since {
            draw_exactly(surface, kind, since_ms, now_ms, scale, rect);
        }
    }
    if let Some(row) = row {
        draw_seams(surface, row, scale, rect);
    }
}

/// Where one piece of work follows upon another, as long as there is room to tell them apart.
fn draw_seams(surface: &mut impl Surface, row: &Row, scale: &Scale, rect: Rect) {
    let switches = row.switches();
    let first = switches.partition_point(|ms| *ms <= scale.from_ms());
    let end = switches.partition_point(|ms| *ms < scale.to_ms());
    let seams = &switches[first..end.max(first)];
    if seams.len() as f64 <= scale.width / 8.0 {
        for ms in seams {
            surface.fill(Rect { x: scale.x(*ms) - 0.5, width: 1.0, ..rect }, Ink::Seam);
        }
    }
}

fn draw_kind(surface: &mut impl Surface, row: &Row, kind: SpanKind, scale: &Scale, rect: Rect, wide: f64) {
    let intervals = row.covered(kind).within(scale.from_ms(), scale.to_ms());
    if intervals.len() as f64 <= scale.width / 4.0 {
        for interval in intervals {
            draw_exactly(surface, kind, interval.from_ms, interval.to_ms, scale, rect);
        }
    } else {
        draw_by_column(surface, row, kind, scale, rect, wide);
    }
}

/// Few spans: each with its own edges, and none too narrow to be seen.
fn draw_exactly(
    surface: &mut impl Surface,
    kind: SpanKind,
    from_ms: f64,
    to_ms: f64,
    scale: &Scale,
    rect: Rect,
) {
    if let Some((x, width)) = scale.shown(from_ms, to_ms) {
        let room = scale.left + scale.width - x;
        surface.span(Rect { x, width: width.max(1.0).min(room.max(width)), ..rect }, kind, 1.0);
    }
}

/// Many spans: how much of each pixel column they fill, in shades. Neighbours of one shade are one rectangle.
fn draw_by_column(
    surface: &mut impl Surface,
    row: &Row,
    kind: SpanKind,
    scale: &Scale,
    rect: Rect,
    wide: f64,
) {
    let covered = row.covered(kind);
    let columns = (scale.width / wide).floor() as u32;
    let mut cursor = Cursor::default();
    let mut until = covered.until_after(&mut cursor, scale.ms(scale.left));
    let (mut since, mut shade) = (scale.left, 0);
    for column in 0..=columns {
        let x = scale.left + f64::from(column) * wide;
        let mut here = 0;
        if column < columns {
            let next = covered.until_after(&mut cursor, scale.ms(x + wide));
            here = shade_of((next - until) * scale.width / scale.window.ms() / wide);
            until = next;
        }
        if here != shade || column == columns {
            if shade > 0 {
                let coverage = f64::from(shade) / f64::from(SHADES);
                surface.column(Rect { x: since, width: x - since, ..rect }, kind, coverage);
            }
            (since, shade) = (x, here);
        }
    }
}

/// The shade of what fills this share of a pixel column: 0 for nothing, the palest for however little.
fn shade_of(share: f64) -> u32 {
    if share < EMPTY { 0 } else { ((share * f64::from(SHADES)).round() as u32).clamp(1, SHADES) }
}

#[cfg(test)]
mod tests {
    use super::super::{Anchor, Grouping, Hue, Index, Point, Window};
    use super::*;
    use crate::trace::{Span, Trace};

    /// A notebook of what was drawn.
    #[derive(Default)]
    struct Notebook(Vec<(Rect, SpanKind, f64)>);

    impl Surface for Notebook {
        fn span(&mut self, rect: Rect, kind: SpanKind, coverage: f64) {
            self.0.push((rect, kind, coverage));
        }
        fn fill(&mut self, _: Rect, _: Ink) {}
        fn tint(&mut self, _: Rect, _: Hue, _: f64) {}
        fn frame(&mut self, _: Rect, _: Ink) {}
        fn line(&mut self, _: &[Point], _: Ink) {}
        fn area(&mut self, _: &[Point], _: Ink) {}
        fn text(&mut self, _: Point, _: &str, _: Anchor, _: Ink) {}
        fn clear_for(&mut self, _: Point, _: &str, _: Anchor) {}
    }

    fn drawn(spans: impl IntoIterator<Item = (SpanKind, f64, f64)>, to_ms: f64) -> Notebook {
        drawn_live(spans, &[], to_ms)
    }

    fn drawn_live(
        spans: impl IntoIterator<Item = (SpanKind, f64, f64)>,
        open: &[Open],
        to_ms: f64,
    ) -> Notebook {
        let mut trace = Trace::default();
        for (n, (kind, start_ms, end_ms)) in spans.into_iter().enumerate() {
            trace.push(Span { lane: 0, task: Some(n as u32), kind, start_ms, end_ms });
        }
        let mut index = Index::new(Grouping::Lanes);
        index.update(&trace);
        let window = Window { from_ms: 0.0, to_ms };
        let scale = Scale { window, origin_ms: 0.0, left: 0.0, width: 100.0 };
        let rect = Rect { x: 0.0, y: 0.0, width: 100.0, height: 10.0 };
        let mut notebook = Notebook::default();
        draw_row(&mut notebook, index.row(0), open, to_ms, &scale, rect, 1.0);
        notebook
    }

    #[test]
    fn a_hundred_thousand_spans_cost_a_rectangle_a_column() {
        let spans = (0..100_000).map(|n| (SpanKind::Run, f64::from(n), f64::from(n) + 0.25));
        let notebook = drawn(spans, 100_000.0);
        assert!(notebook.0.len() <= 100, "{} rectangles", notebook.0.len());
        assert!(notebook.0.iter().all(|(_, _, coverage)| (coverage - 0.25).abs() < 0.01));
    }

    #[test]
    fn the_area_drawn_is_the_time_spent() {
        let spans = (0..5_000).map(|n| (SpanKind::Run, f64::from(n), f64::from(n) + f64::from(n % 7) / 7.0));
        let spent: f64 = spans.clone().map(|(_, from, to)| to - from).sum();
        let notebook = drawn(spans, 5_000.0);
        let area: f64 = notebook.0.iter().map(|(rect, _, coverage)| rect.width * coverage).sum();
        let half_a_shade = 0.5 / f64::from(SHADES);
        assert!((area * 50.0 - spent).abs() < half_a_shade * 5_000.0);
    }

    #[test]
    fn short_spans_are_seen_and_work_lies_on_top() {
        let notebook = drawn([(SpanKind::Run, 500.0, 500.001), (SpanKind::Wait, 0.0, 1000.0)], 1000.0);
        assert_eq!(
            notebook.0.iter().map(|(_, kind, _)| *kind).collect::<Vec<_>>(),
            [SpanKind::Wait, SpanKind::Run]
        );
        assert_eq!(notebook.0[1].0.width, 1.0);
    }

    #[test]
    fn however_many_waits_are_in_flight_they_are_one_rectangle() {
        let open = |(task, kind, start_ms)| Open { lane: 0, task: Some(task), kind, start_ms };
        let waits = (0..1000).map(|n| (n, SpanKind::Wait, 40.0 - f64::from(n % 30)));
        let open: Vec<Open> = waits.chain([(1000, SpanKind::Run, 90.0)]).map(open).collect();
        let shapes: Vec<_> = drawn_live([], &open, 100.0)
            .0
            .iter()
            .map(|(rect, kind, _)| (*kind, rect.x, rect.right()))
            .collect();
        assert_eq!(shapes, [(SpanKind::Wait, 11.0, 100.0), (SpanKind::Run, 90.0, 100.0)]);
    }
}
