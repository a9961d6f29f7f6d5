//! A trace, made ready to be drawn again and again while it grows.

use std::collections::BTreeMap;

use super::Coverage;
use super::concurrency::Concurrency;
use crate::trace::{Span, SpanKind, TaskFigures, Trace};

/// What a row of a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// A lane.
    Lanes,
    /// A task.
    Tasks,
}

/// A trace's spans by row. Follows a trace that grows: [`Index::update`] looks at what is new only.
#[derive(Clone, Debug)]
pub struct Index {
    grouping: Grouping,
    rows: Vec<Row>,
    /// What each task did, as far as its spans tell.
    tasks: Vec<TaskFigures>,
    /// The last span of each lane and the end it had: a trace may make that one longer.
    tips: BTreeMap<u32, (usize, f64)>,
    seen: usize,
    dropped: u64,
    /// How many tasks were in progress, kept from the moment that nothing of the trace is open and all was taken in.
    concurrency: Option<Concurrency>,
}

/// One row: what it did when, and its spans.
#[derive(Clone, Debug, Default)]
pub struct Row {
    covered: [Coverage; SpanKind::ALL.len()],
    spans: Vec<u32>,
    /// For each of `spans`, the latest end of it and those before it, ms.
    reach: Vec<f64>,
    switches: Vec<f64>,
}

impl Row {
    /// When it did this.
    pub fn covered(&self, kind: SpanKind) -> &Coverage {
        &self.covered[kind as usize]
    }

    /// When it took up a piece of work, ms, in order.
    pub fn switches(&self) -> &[f64] {
        &self.switches
    }

    /// Its spans, by their places in the trace, in the order of their beginnings.
    pub fn spans(&self) -> &[u32] {
        &self.spans
    }

    /// How many of its spans have begun by `ms`, of a trace with these spans.
    pub fn begun(&self, trace: &[Span], ms: f64) -> usize {
        self.spans.partition_point(|span| trace[*span as usize].start_ms <= ms)
    }

    /// The latest end of its first `spans` spans, ms.
    pub fn reach(&self, spans: usize) -> Option<f64> {
        self.reach.get(spans.checked_sub(1)?).copied()
    }

    /// Takes in these spans, and what one that it had has gained at its end. All at once: spans are told when they
    /// end, so that of ten thousand waits in flight each has begun before all that was told since.
    fn take_in(&mut self, trace: &[Span], new: &[u32], longer: Option<u32>) {
        let start_ms = |span: &u32| trace[*span as usize].start_ms;
        let mut new = new.to_vec();
        new.sort_by(|a, b| start_ms(a).total_cmp(&start_ms(b)));
        let first = new.first().map_or(self.spans.len(), |span| self.begun(trace, start_ms(span)));
        let longer = longer.and_then(|longer| self.spans.iter().rposition(|span| *span == longer));
        let later = self.spans.split_off(first);
        let mut later = later.into_iter().peekable();
        for span in new {
            while let Some(before) = later.next_if(|other| start_ms(other) <= start_ms(&span)) {
                self.spans.push(before);
            }
            self.spans.push(span);
        }
        self.spans.extend(later);
        self.reach.truncate(longer.map_or(first, |longer| longer.min(first)));
        let mut reach = self.reach.last().copied().unwrap_or(f64::NEG_INFINITY);
        for span in &self.spans[self.reach.len()..] {
            reach = reach.max(trace[*span as usize].end_ms);
            self.reach.push(reach);
        }
    }
}

impl Index {
    /// Of nothing yet.
    pub fn new(grouping: Grouping) -> Self {
        Self {
            grouping,
            rows: Vec::new(),
            tasks: Vec::new(),
            tips: BTreeMap::new(),
            seen: 0,
            dropped: 0,
            concurrency: None,
        }
    }

    /// Takes in what the trace has gained since the last time.
    pub fn update(&mut self, trace: &Trace) {
        self.update_some(trace, usize::MAX);
    }

    /// Takes in so many spans of what the trace has gained since the last time; tells whether that was all.
    pub fn update_some(&mut self, trace: &Trace, most: usize) -> bool {
        let spans = trace.spans();
        if spans.len() < self.seen || trace.dropped() < self.dropped {
            *self = Self::new(self.grouping);
        }
        let dropped = std::mem::replace(&mut self.dropped, trace.dropped());
        let mut longer = Vec::new();
        for (place, end_ms) in self.tips.values_mut() {
            let span = spans[*place];
            if span.end_ms > *end_ms {
                longer.push((*place, Span { start_ms: *end_ms, ..span }));
                *end_ms = span.end_ms;
            }
        }
        for (place, piece) in &longer {
            if let Some(row) = self.cover(piece) {
                // A trace holds far fewer spans than u32 counts (MOST_SPANS).
                self.rows[row].take_in(spans, &[], Some(*place as u32));
            }
        }
        let mut new: Vec<(usize, u32)> = Vec::new();
        let end = spans.len().min(self.seen.saturating_add(most));
        for (place, span) in spans.iter().enumerate().take(end).skip(self.seen) {
            self.tips.insert(span.lane, (place, span.end_ms));
            if let Some(row) = self.cover(span) {
                new.push((row, place as u32));
                if span.kind == SpanKind::Run {
                    self.rows[row].switches.push(span.start_ms);
                }
            }
        }
        new.sort_by_key(|(row, _)| *row);
        for of_row in new.chunk_by(|a, b| a.0 == b.0) {
            let places: Vec<u32> = of_row.iter().map(|(_, place)| *place).collect();
            self.rows[of_row[0].0].take_in(spans, &places, None);
        }
        let is_same = longer.is_empty() && (self.seen, self.dropped) == (end, dropped);
        self.seen = end;
        let is_whole = end == spans.len();
        if !(is_same && trace.open().is_empty()) {
            self.concurrency = None;
        }
        if self.grouping == Grouping::Lanes && is_whole && trace.open().is_empty() {
            let extents = || Concurrency::new(&trace.task_extents());
            self.concurrency.get_or_insert_with(extents);
        }
        is_whole
    }

    /// How many tasks were in progress over time, once the trace is over and wholly taken in: it takes sorting, which not
    /// each picture has to do.
    pub(super) fn concurrency(&self) -> Option<&Concurrency> {
        self.concurrency.as_ref()
    }

    /// Row number `row`: the lane or task of that number, if anything happened there.
    pub fn row(&self, row: usize) -> Option<&Row> {
        self.rows.get(row)
    }

    /// All rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What the rows are.
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// What a task did, as far as its spans tell.
    pub fn task(&self, task: u32) -> Option<&TaskFigures> {
        self.tasks.get(task as usize)
    }

    /// Enters a span in its row's coverage and among what its task did, and says which row that is.
    fn cover(&mut self, span: &Span) -> Option<usize> {
        if let Some(task) = span.task.map(|task| task as usize) {
            if self.tasks.len() <= task {
                self.tasks.resize_with(task + 1, TaskFigures::default);
            }
            self.tasks[task].add(span);
        }
        let row = match self.grouping {
            Grouping::Lanes => span.lane as usize,
            Grouping::Tasks => span.task? as usize,
        };
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Row::default);
        }
        self.rows[row].covered[span.kind as usize].add(span.start_ms, span.end_ms);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Open;

    fn span(lane: u32, task: u32, kind: SpanKind, start_ms: f64, end_ms: f64) -> Span {
        Span { lane, task: Some(task), kind, start_ms, end_ms }
    }

    #[test]
    fn follows_a_trace_that_grows_piece_by_piece() {
        let mut trace = Trace::default();
        let mut index = Index::new(Grouping::Lanes);
        for n in 0..10 {
            let at = f64::from(n);
            trace.push(span(0, 0, SpanKind::Run, at, at + 1.0));
            trace.push(span(1, n as u32, SpanKind::Wait, at, at + 0.5));
            index.update(&trace);
        }
        assert_eq!(index.row(0).unwrap().spans().len(), 1, "one span that was made longer");
        assert_eq!(index.row(0).unwrap().covered(SpanKind::Run).between(0.0, 99.0), 10.0);
        assert_eq!(index.row(1).unwrap().covered(SpanKind::Wait).between(0.0, 99.0), 5.0);
        let mut at_once = Index::new(Grouping::Lanes);
        at_once.update(&trace);
        assert_eq!(at_once.concurrency, index.concurrency);
        assert_eq!(at_once.concurrency, Some(Concurrency::new(&trace.task_extents())));
        trace.set_open(0, [Open { lane: 0, task: Some(0), kind: SpanKind::Run, start_ms: 10.0 }]);
        at_once.update(&trace);
        assert_eq!(at_once.concurrency, None, "it changes with each moment");
        assert_eq!(at_once.rows[0].covered, index.rows[0].covered);
        assert_eq!(at_once.tasks, index.tasks);
    }

    /// Spans that are told when they end, in pieces of any size, are in the order of their beginnings, and each knows
    /// how far those up to it reach.
    #[test]
    fn spans_are_in_order_however_they_were_told() {
        for piece in [1, 2, 7, 100] {
            let mut trace = Trace::default();
            let mut index = Index::new(Grouping::Lanes);
            // Waits that began one after the other, and end with a moment of computing each.
            let spans = (0..50u32).flat_map(|task| {
                let (begun, ended) = (f64::from(task % 10) * 0.1, 100.0 + f64::from(task));
                [
                    span(0, task, SpanKind::Wait, begun, ended),
                    span(0, task, SpanKind::Run, ended, ended + 0.5),
                ]
            });
            for pieces in spans.collect::<Vec<_>>().chunks(piece) {
                pieces.iter().for_each(|span| trace.push(*span));
                index.update(&trace);
            }
            let row = index.row(0).unwrap();
            let told = row.spans().iter().map(|place| trace.spans()[*place as usize]).collect::<Vec<_>>();
            assert_eq!(told.len(), 100);
            assert!(told.windows(2).all(|pair| pair[0].start_ms <= pair[1].start_ms));
            let mut reach = f64::NEG_INFINITY;
            for (place, span) in told.iter().enumerate() {
                reach = reach.max(span.end_ms);
                assert_eq!(row.reach(place + 1), Some(reach));
            }
        }
    }

    /// What is taken in piece by piece is what is taken in at once, be the trace there already or not.
    #[test]
    fn a_long_trace_is_taken_in_by_turns() {
        let mut trace = Trace::default();
        for n in 0..1000u32 {
            let at = f64::from(n);
            trace.push(span(n % 3, n % 7, SpanKind::ALL[n as usize % 4], at, at + 2.5));
        }
        let mut at_once = Index::new(Grouping::Tasks);
        at_once.update(&trace);
        let mut by_turns = Index::new(Grouping::Tasks);
        let turns = (1..).find(|_| by_turns.update_some(&trace, 64)).unwrap();
        assert_eq!(turns, 1000usize.div_ceil(64));
        assert!(by_turns.update_some(&trace, 0), "there is nothing left");
        assert_eq!(by_turns.tasks, at_once.tasks);
        for (row, expected) in by_turns.rows.iter().zip(&at_once.rows) {
            assert_eq!((&row.covered, &row.spans), (&expected.covered, &expected.spans));
            assert_eq!((&row.reach, &row.switches), (&expected.reach, &expected.switches));
        }
    }

    #[test]
    fn a_new_trace_starts_over() {
        let mut trace = Trace::default();
        trace.push(span(0, 0, SpanKind::Run, 0.0, 1.0));
        let mut index = Index::new(Grouping::Tasks);
        index.update(&trace);
        index.update(&Trace::default());
        assert!(index.rows().is_empty());
    }
}
