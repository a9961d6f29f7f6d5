//! A trace, made ready to be drawn again and again while it grows.

use std::collections::BTreeMap;

use super::Coverage;
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

    /// Takes a span in, or what it has gained at its end. Spans are told when they end, so that those that
    /// have begun later are few, and may have been told before.
    fn add(&mut self, trace: &[Span], place: usize, is_new: bool) {
        let span = trace[place];
        // A trace holds far fewer spans than u32 counts (MOST_SPANS).
        let number = place as u32;
        let mut at = self.begun(trace, span.start_ms);
        if is_new {
            self.spans.insert(at, number);
            self.reach.insert(at, f64::NEG_INFINITY);
        } else {
            at = self.spans[..at].iter().rposition(|other| *other == number).unwrap_or(at);
        }
        let mut reach = self.reach(at).unwrap_or(f64::NEG_INFINITY);
        for (span, known) in self.spans[at..].iter().zip(&mut self.reach[at..]) {
            reach = reach.max(trace[*span as usize].end_ms);
            if *known >= reach && *known != f64::NEG_INFINITY {
                break;
            }
            *known = reach;
        }
    }
}

impl Index {
    /// Of nothing yet.
    pub fn new(grouping: Grouping) -> Self {
        Self { grouping, rows: Vec::new(), tasks: Vec::new(), tips: BTreeMap::new(), seen: 0, dropped: 0 }
    }

    /// Takes in what the trace has gained since the last time.
    pub fn update(&mut self, trace: &Trace) {
        let spans = trace.spans();
        if spans.len() < self.seen || trace.dropped() < self.dropped {
            *self = Self::new(self.grouping);
        }
        self.dropped = trace.dropped();
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
                self.rows[row].add(spans, *place, false);
            }
        }
        for (place, span) in spans.iter().enumerate().skip(self.seen) {
            self.tips.insert(span.lane, (place, span.end_ms));
            if let Some(row) = self.cover(span) {
                self.rows[row].add(spans, place, true);
                if span.kind == SpanKind::Run {
                    self.rows[row].switches.push(span.start_ms);
                }
            }
        }
        self.seen = spans.len();
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
        assert_eq!(at_once.rows[0].covered, index.rows[0].covered);
        assert_eq!(at_once.tasks, index.tasks);
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
