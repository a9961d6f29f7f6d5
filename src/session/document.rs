//! The result document of the start that was made last, for links, files, hosts and the history.

use leptos::prelude::*;

use super::{RunHandle, Session};
use crate::history::{MOST_SPANS, drawn};
use crate::trace::{Figures, ResultDocument, Run, SCHEMA, summarise};

impl Session {
    /// The result document of the last start, with at most so many spans in all.
    pub fn document(self, most_spans: usize) -> ResultDocument {
        let (handles, mut document) = self.outline();
        let most_each = most_spans / document.runs.len().max(1);
        for (handle, run) in handles.iter().zip(&mut document.runs) {
            handle.live.with_untracked(|live| run.add_spans(&live.trace, most_each));
        }
        document
    }

    /// The result document of the last start, without spans.
    pub fn document_without_spans(self) -> ResultDocument {
        self.outline().1
    }

    /// The result of the last start as JSON, with at most so many spans in all.
    pub(super) fn json(self, most_spans: usize) -> String {
        // A document has nothing that JSON has no form for.
        serde_json::to_string(&self.document(most_spans)).unwrap_or_default()
    }

    /// The figures of the runs that are on the page, where they are over.
    pub fn figures(self) -> Vec<Figures> {
        if self.runs.has_result() { self.runs.summary.get() } else { Vec::new() }
    }

    /// Keeps the last start in the history, if it measured anything.
    pub(super) fn remember(self) {
        if !self.runs.summary.with_untracked(Vec::is_empty) {
            self.history.keep(self.document_as_drawn(MOST_SPANS));
        }
    }

    /// The result document with spans of those runs only that are drawn, so many in all.
    fn document_as_drawn(self, most_spans: usize) -> ResultDocument {
        let (handles, mut document) = self.outline();
        let drawn = drawn(&document.runs);
        let most_each = most_spans / drawn.iter().filter(|drawn| **drawn).count().max(1);
        for ((handle, run), is_drawn) in handles.iter().zip(&mut document.runs).zip(drawn) {
            handle.live.with_untracked(|live| match is_drawn {
                true => run.add_spans(&live.trace, most_each),
                false => run.dropped_spans = live.trace.dropped() + live.trace.spans().len() as u64,
            });
        }
        document
    }

    /// The runs that are over, and the document of them without spans.
    fn outline(self) -> (Vec<RunHandle>, ResultDocument) {
        let over = self.runs.over();
        let mut runs: Vec<Run> = over.iter().map(RunHandle::result).collect();
        let document = ResultDocument {
            schema: SCHEMA.into(),
            experiment: self.runs.link(),
            environment: self.conditions.environment(),
            summary: summarise(&mut runs).iter().map(Into::into).collect(),
            runs,
        };
        (over, document)
    }
}
