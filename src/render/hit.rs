//! What lies at a place of a picture, and what comes next to it.

use super::rows::PAINTED;
use super::{Picture, Point, Row, Selected};

/// What lies at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit {
    /// A span.
    Span(Selected),
    /// A row that has nothing to do.
    Gap {
        /// The row.
        row: usize,
        /// Since when, on the trace's clock, ms; `None` from the beginning.
        from_ms: Option<f64>,
        /// Until when; `None` to the end.
        to_ms: Option<f64>,
    },
    /// The strip.
    Strip {
        /// The moment, ms from the first task's beginning.
        at_ms: f64,
        /// Tasks in progress.
        concurrency: u32,
        /// Lanes computing.
        parallelism: u32,
    },
}

/// How far from a span's edge it still counts as pointed at, px: short spans are drawn a pixel wide.
const NEAR: f64 = 1.0;

impl Picture<'_> {
    /// What lies at a place.
    pub fn hit(&self, at: Point) -> Option<Hit> {
        let ms = self.scale.ms(at.x);
        if self.layout.strip.contains(at) {
            return Some(Hit::Strip {
                at_ms: ms - self.scale.origin_ms,
                concurrency: self.concurrency().at(ms),
                parallelism: self.parallelism().at(ms),
            });
        }
        let row = self.layout.row_at(at)?;
        let near_ms = self.scale.ms(at.x + NEAR) - ms;
        Some(self.span_at(row, ms, near_ms).map_or_else(|| self.gap_at(row, ms), Hit::Span))
    }

    /// The span beside the selected one in its row: the next by its beginning for 1, the one before for -1.
    /// Without a selection, the first of the first row.
    pub fn next_to(&self, selected: Option<&Selected>, direction: isize) -> Option<Selected> {
        let Some(selected) = selected else { return self.nth(0, 0) };
        let spans = self.spans(selected.row).len();
        let place = selected.place.unwrap_or(spans).checked_add_signed(direction)?;
        self.nth(selected.row, place)
    }

    /// A span of the row above (-1) or below (1), at about the same moment.
    pub fn across(&self, selected: Option<&Selected>, direction: isize) -> Option<Selected> {
        let Some(selected) = selected else { return self.nth(0, 0) };
        let row = selected.row.checked_add_signed(direction).filter(|row| *row < self.layout.rows.all)?;
        let ms = f64::midpoint(selected.span.start_ms, selected.span.end_ms);
        self.span_at(row, ms, 0.0).or_else(|| {
            let place = self.begun(row, ms).min(self.spans(row).len().checked_sub(1)?);
            self.nth(row, place)
        })
    }

    fn spans(&self, row: usize) -> &[u32] {
        self.rows.row(row).map_or(&[], Row::spans)
    }

    /// How many spans of a row have begun by a moment.
    fn begun(&self, row: usize, ms: f64) -> usize {
        self.rows.row(row).map_or(0, |row| row.begun(self.trace.spans(), ms))
    }

    fn nth(&self, row: usize, place: usize) -> Option<Selected> {
        let span = *self.spans(row).get(place)?;
        Some(Selected { row, span: self.trace.spans()[span as usize], place: Some(place) })
    }

    /// The uppermost of the spans at a moment, as they are painted; of equals the shortest. It looks at those
    /// only that begin before the moment, back to where none reaches as far.
    fn span_at(&self, row: usize, ms: f64, near_ms: f64) -> Option<Selected> {
        let reaches = |place: &usize| {
            let reach = self.rows.row(row).and_then(|row| row.reach(place + 1));
            reach.is_some_and(|reach| ms - near_ms <= reach)
        };
        let begun = (0..self.begun(row, ms + near_ms)).rev();
        let closed = begun.take_while(reaches).filter_map(|place| self.nth(row, place));
        let open = self.open(row).map(|open| Selected { row, span: open.until(self.now_ms), place: None });
        let rank = |found: &Selected| PAINTED.iter().position(|kind| *kind == found.span.kind);
        closed
            .chain(open)
            .filter(|found| found.span.start_ms <= ms + near_ms && ms - near_ms <= found.span.end_ms)
            .max_by(|a, b| rank(a).cmp(&rank(b)).then(b.span.ms().total_cmp(&a.span.ms())))
    }

    /// Of a moment at which no span holds.
    fn gap_at(&self, row: usize, ms: f64) -> Hit {
        let begun = self.begun(row, ms);
        let opens = self.open(row).map(|open| open.start_ms).filter(|start| *start >= ms);
        let next = self.nth(row, begun).map(|next| next.span.start_ms);
        Hit::Gap {
            row,
            from_ms: self.rows.row(row).and_then(|row| row.reach(begun)),
            to_ms: next.into_iter().chain(opens).reduce(f64::min),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Grouping, Index, Layout, Levels, Scale, Window};
    use super::*;
    use crate::trace::{Open, Span, SpanKind, Trace};
    use proptest::prelude::*;

    fn with_picture(check: impl FnOnce(Picture)) {
        let mut trace = Trace::default();
        let mut push = |lane, task, kind, start_ms, end_ms| {
            trace.push(Span { lane, task: Some(task), kind, start_ms, end_ms });
        };
        push(0, 0, SpanKind::Run, 100.0, 120.0);
        push(0, 1, SpanKind::Run, 150.0, 160.0);
        push(0, 0, SpanKind::Wait, 120.0, 170.0);
        push(1, 2, SpanKind::Run, 110.0, 190.0);
        trace.set_open(1, [Open { lane: 1, task: Some(3), kind: SpanKind::Run, start_ms: 195.0 }]);
        let mut index = Index::new(Grouping::Lanes);
        index.update(&trace);
        let layout = Layout::new(196.0 + 1.0, 2, Grouping::Lanes, false);
        let window = Window { from_ms: 0.0, to_ms: layout.plot.width };
        let scale = Scale { window, origin_ms: 100.0, left: layout.plot.x, width: layout.plot.width };
        let levels = Levels::new(2, None);
        check(Picture {
            trace: &trace,
            lanes: &index,
            rows: &index,
            now_ms: 200.0,
            scale,
            levels,
            layout: &layout,
        });
    }

    fn at(picture: &Picture, row: usize, ms: f64) -> Option<Hit> {
        picture.hit(Point { x: picture.scale.x(ms), y: picture.layout.row(row).y + 2.0 })
    }

    #[test]
    fn a_place_names_what_is_painted_there() {
        with_picture(|picture| {
            let task = |row, ms| match at(&picture, row, ms) {
                Some(Hit::Span(found)) => Some((found.span.task, found.span.kind)),
                _ => None,
            };
            assert_eq!(task(0, 110.0), Some((Some(0), SpanKind::Run)));
            assert_eq!(task(0, 155.0), Some((Some(1), SpanKind::Run)), "work lies on top of waits");
            assert_eq!(task(0, 130.0), Some((Some(0), SpanKind::Wait)));
            assert_eq!(task(1, 198.0), Some((Some(3), SpanKind::Run)), "still open");
            let gap = Hit::Gap { row: 1, from_ms: None, to_ms: Some(110.0) };
            assert_eq!(at(&picture, 1, 104.0), Some(gap));
            let gap = Hit::Gap { row: 1, from_ms: Some(190.0), to_ms: Some(195.0) };
            assert_eq!(at(&picture, 1, 192.5), Some(gap));
        });
    }

    #[test]
    fn the_strip_tells_both_numbers() {
        with_picture(|picture| {
            let strip = Point { x: picture.scale.x(155.0), y: picture.layout.strip.y + 1.0 };
            let Some(Hit::Strip { at_ms, concurrency, parallelism }) = picture.hit(strip) else {
                panic!("the strip is there")
            };
            assert!((at_ms - 55.0).abs() < 1e-9);
            assert_eq!((concurrency, parallelism), (3, 2));
        });
    }

    #[test]
    fn keys_walk_along_and_across() {
        with_picture(|picture| {
            let first = picture.next_to(None, 1).unwrap();
            assert_eq!(first.span.start_ms, 100.0);
            let second = picture.next_to(Some(&first), 1).unwrap();
            let third = picture.next_to(Some(&second), 1).unwrap();
            assert_eq!([second, third].map(|next| next.span.start_ms), [120.0, 150.0]);
            assert_eq!(picture.next_to(Some(&second), -1), Some(first));
            assert_eq!(picture.next_to(Some(&first), -1), None);
            let below = picture.across(Some(&third), 1).unwrap();
            assert_eq!((below.row, below.span.task), (1, Some(2)));
            assert_eq!(picture.across(Some(&below), 1), None);
        });
    }

    proptest! {
        /// Against the obvious way: looking at every span, in whatever order they were told.
        #[test]
        fn a_place_is_found_as_if_every_span_were_looked_at(
            pieces in prop::collection::vec((0u32..3, 0u32..80, 1u32..30, 0usize..6), 1..40),
            row in 0u32..3, at in 0u32..120, tasks: bool,
        ) {
            let mut trace = Trace::default();
            let mut index = Index::new(if tasks { Grouping::Tasks } else { Grouping::Lanes });
            for (of, start, length, kind) in pieces {
                let (start_ms, kind) = (f64::from(start), SpanKind::ALL[kind]);
                trace.push(Span { lane: of, task: Some(of), kind, start_ms, end_ms: start_ms + f64::from(length) });
                index.update(&trace);
            }
            let layout = Layout::new(1000.0, 3, index.grouping(), false);
            let window = Window { from_ms: 0.0, to_ms: 120.0 };
            let scale = Scale { window, origin_ms: 0.0, left: layout.plot.x, width: layout.plot.width };
            let picture = Picture {
                trace: &trace, lanes: &index, rows: &index, now_ms: 120.0, scale, levels: Levels::new(2, None), layout: &layout,
            };
            let ms = f64::from(at) + 0.5;
            let spans = || trace.spans().iter().filter(|span| span.lane == row);
            let holds = |span: &&Span| span.start_ms <= ms && ms <= span.end_ms;
            let rank = |span: &Span| PAINTED.iter().position(|kind| *kind == span.kind);
            match picture.span_at(row as usize, ms, 0.0) {
                Some(found) => {
                    prop_assert!(holds(&&found.span));
                    prop_assert_eq!(rank(&found.span), spans().filter(holds).map(rank).max().unwrap());
                }
                None => {
                    prop_assert_eq!(spans().filter(holds).count(), 0);
                    let Hit::Gap { from_ms, to_ms, .. } = picture.gap_at(row as usize, ms) else { unreachable!() };
                    let ends = spans().map(|span| span.end_ms).filter(|end| *end < ms);
                    prop_assert_eq!(from_ms, ends.reduce(f64::max));
                    let starts = spans().map(|span| span.start_ms).filter(|start| *start > ms);
                    prop_assert_eq!(to_ms, starts.reduce(f64::min));
                }
            }
        }
    }
}
