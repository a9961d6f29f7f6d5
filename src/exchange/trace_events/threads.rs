//! Which thread each span of a run is on.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::rank;
use crate::trace::{Run, Span, SpanKind};

/// Which thread each span is on, so that no two of one thread overlap.
pub(super) struct Threads {
    /// Lane (its place) and row within it, of thread 1, 2, … (0 means the idle thread to viewers).
    pub(super) all: Vec<(usize, usize)>,
    /// The thread of each span, by the span's place.
    pub(super) of_spans: Vec<u32>,
}

impl Threads {
    pub(super) fn of(run: &Run) -> Self {
        let mut threads = Self { all: Vec::new(), of_spans: vec![0; run.spans.len()] };
        for (place, lane) in run.lanes.iter().enumerate() {
            let first = threads.all.len() as u32 + 1;
            let mut rows = Rows::default();
            // What the lane itself did comes first and takes its own row; spans are in order of their start.
            for own in [true, false] {
                rows.begin_again();
                for (n, span) in run.spans.iter().enumerate().filter(|(_, span)| span.lane == lane.id) {
                    if own != matches!(span.kind, SpanKind::Wait | SpanKind::Ready) {
                        threads.of_spans[n] = first + rows.take(span, own) as u32;
                    }
                }
            }
            threads.all.extend((0..rows.count()).map(|row| (place, row)));
        }
        threads
    }
}

/// The rows of a lane, ten thousand of which may be taken at once.
struct Rows {
    /// What the lane itself did in each, in order.
    own: Vec<Vec<(f64, f64)>>,
    /// Those that nothing takes at the moment.
    free: BTreeSet<usize>,
    /// The others, each with the end of what takes it: the one that is free first comes first.
    taken: BinaryHeap<Reverse<(i64, usize)>>,
}

/// A lane has a row, whatever it does.
impl Default for Rows {
    fn default() -> Self {
        Self { own: vec![Vec::new()], free: BTreeSet::new(), taken: BinaryHeap::new() }
    }
}

impl Rows {
    /// Further spans come, again in the order of their start: only what the lane itself did stands in their way.
    fn begin_again(&mut self) {
        self.taken.clear();
        self.free = (0..self.own.len()).collect();
    }

    /// Puts a span into the first row in which it overlaps nothing.
    fn take(&mut self, span: &Span, own: bool) -> usize {
        while let Some(Reverse((end, row))) = self.taken.peek().copied()
            && end <= rank(span.start_ms)
        {
            self.taken.pop();
            self.free.insert(row);
        }
        let row = self.free.iter().copied().find(|row| self.is_clear(*row, span)).unwrap_or(self.own.len());
        if row == self.own.len() {
            self.own.push(Vec::new());
        }
        if own {
            self.own[row].push((span.start_ms, span.end_ms));
        }
        self.free.remove(&row);
        self.taken.push(Reverse((rank(span.end_ms), row)));
        row
    }

    /// Whether the lane itself did nothing in this row meanwhile.
    fn is_clear(&self, row: usize, span: &Span) -> bool {
        let own = &self.own[row];
        let next = own.partition_point(|own| own.1 <= span.start_ms);
        // One without a length is at home between two others, but not inside of one.
        own.get(next).is_none_or(|own| own.0 >= span.end_ms)
    }

    fn count(&self) -> usize {
        self.own.len()
    }
}
