//! One run's timeline as it is shown now: what is drawn, pointed at and measured.

use std::borrow::Cow;

use super::concurrency::Concurrency;
use super::strip::Parallelism;
use super::{Grouping, Index, Layout, Levels, Scale};
use crate::trace::{Open, Span, SpanKind, Trace};

/// The words in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// What each row that is shown is called, from the first of those on; empty for those without a label.
    pub rows: Vec<String>,
    /// What each lane is called, for rows that are tasks: a task says where it ran.
    pub lanes: Vec<String>,
    /// Beside the upper line of the strip; empty for none.
    pub concurrency: String,
    /// Beside the lower line of the strip; empty for none.
    pub parallelism: String,
    /// On the strip, where a line marks how many cores there are.
    pub cores: String,
}

/// One run's timeline.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// Its lanes.
    pub lanes: &'a Index,
    /// Its rows: the lanes again, or the tasks.
    pub rows: &'a Index,
    /// The present moment on the trace's clock, ms; spans that are open reach to here.
    pub now_ms: f64,
    /// Where time lies.
    pub scale: Scale,
    /// How high levels lie on the strip.
    pub levels: Levels,
    /// Where everything lies.
    pub layout: &'a Layout,
}

/// A span that is pointed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selected {
    /// Its row.
    pub row: usize,
    /// The span, on the trace's clock; one that is open ends now.
    pub span: Span,
    /// Its place in the row's list of spans; `None` while it is open.
    pub place: Option<usize>,
}

impl Picture<'_> {
    pub(super) fn concurrency(&self) -> Cow<'_, Concurrency> {
        match self.lanes.concurrency() {
            Some(kept) => Cow::Borrowed(kept),
            None => Cow::Owned(Concurrency::new(&self.trace.task_extents_until(self.now_ms))),
        }
    }

    pub(super) fn parallelism(&self) -> Parallelism<'_> {
        let running = self.trace.open().iter().filter(|open| open.kind == SpanKind::Run);
        Parallelism {
            covered: self.lanes.rows().iter().map(|row| row.covered(SpanKind::Run)).collect(),
            open: running.map(|open| open.start_ms).collect(),
            now_ms: self.now_ms,
        }
    }

    /// What a row is in the middle of.
    pub(super) fn open(&self, row: usize) -> impl Iterator<Item = &Open> {
        self.trace.open().iter().filter(move |open| self.row_of(open) == Some(row))
    }

    /// The same for each row that is shown, at the price of one: thousands of tasks may be in the middle of something.
    pub(super) fn open_by_row(&self) -> Vec<Vec<Open>> {
        let shown = self.layout.shown();
        let mut rows = vec![Vec::new(); shown.len()];
        for open in self.trace.open() {
            let place = self.row_of(open).and_then(|row| row.checked_sub(shown.start));
            let row = place.and_then(|place| rows.get_mut(place));
            row.into_iter().for_each(|row| row.push(*open));
        }
        rows
    }

    fn row_of(&self, open: &Open) -> Option<usize> {
        match self.rows.grouping() {
            Grouping::Lanes => Some(open.lane as usize),
            Grouping::Tasks => open.task.map(|task| task as usize),
        }
    }
}
