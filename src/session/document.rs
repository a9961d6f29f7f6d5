//! The result document of the start that was made last, for links, files, hosts and the history.

use leptos::prelude::*;

use super::{RunHandle, Session};
use crate::exchange::json;
use crate::history::{MOST_SPANS, drawn};
use crate::trace::{Figures, ResultDocument, Run, SCHEMA, summarise};

/// The result document of a start without spans, and the runs that have them.
#[derive(Clone)]
pub(super) struct Outline {
    pub(super) document: ResultDocument,
    runs: Vec<RunHandle>,
}

impl Session {
    /// The result document of the last start, with at most so many spans in all; `turn` lets others go on meanwhile.
    pub(super) async fn document(self, most_spans: usize, turn: &impl AsyncFn()) -> ResultDocument {
        let mut outline = self.outline();
        let most_each = most_spans / outline.runs.len().max(1);
        for place in 0..outline.runs.len() {
            turn().await;
            outline.add_spans(place, most_each);
        }
        outline.document
    }

    /// The figures of the runs that are on the page, where they are over.
    pub fn figures(self) -> Vec<Figures> {
        if self.runs.has_result() { self.runs.summary.get() } else { Vec::new() }
    }

    /// Keeps the last start in the history, if it measured anything.
    pub(super) fn remember(self, outline: Outline) {
        if !self.runs.summary.with_untracked(Vec::is_empty) {
            let drawn = drawn(&outline.document.runs);
            self.history.keep(outline.with_spans(MOST_SPANS, |run| drawn[run]));
        }
    }

    /// What there is to be told of the last start, before anybody says how many spans of it they want.
    pub(super) fn outline(self) -> Outline {
        let over = self.runs.over();
        let mut runs: Vec<Run> = over.iter().map(RunHandle::result).collect();
        let document = ResultDocument {
            schema: SCHEMA.into(),
            experiment: self.runs.link(),
            environment: self.conditions.environment(),
            summary: summarise(&mut runs).iter().map(Into::into).collect(),
            runs,
        };
        Outline { document, runs: over }
    }
}

impl Outline {
    /// As JSON, with at most so many spans in all.
    pub(super) fn json(self, most_spans: usize) -> String {
        json(&self.with_spans(most_spans, |_| true))
    }

    /// With spans of the runs at these places only, so many in all.
    fn with_spans(mut self, most_spans: usize, wanted: impl Fn(usize) -> bool) -> ResultDocument {
        let most_each = most_spans / (0..self.runs.len()).filter(|run| wanted(*run)).count().max(1);
        (0..self.runs.len())
            .for_each(|place| self.add_spans(place, if wanted(place) { most_each } else { 0 }));
        self.document
    }

    /// Gives the run at this place at most so many spans.
    fn add_spans(&mut self, place: usize, most: usize) {
        let run = &mut self.document.runs[place];
        self.runs[place].live.with_untracked(|live| match most {
            // Of a million, none is copied only to be left out.
            0 => run.dropped_spans = live.trace.dropped() + live.trace.spans().len() as u64,
            _ => run.add_spans(&live.trace, most),
        });
    }
}
