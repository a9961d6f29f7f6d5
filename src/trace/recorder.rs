//! What a lane writes down while it works.

use super::{Open, Span, SpanKind};

/// Records the spans of one lane as they end, and what is open meanwhile. Every task is in one span at a
/// time: entering the next ends the one before, at the same moment.
#[derive(Debug)]
pub struct Recorder {
    lane: u32,
    recording: bool,
    spans: Vec<Span>,
    open: Vec<Open>,
    last_run_end_ms: f64,
}

impl Recorder {
    /// For this lane; one that isn't `recording` writes nothing down.
    pub fn new(lane: u32, recording: bool) -> Self {
        Self { lane, recording, spans: Vec::new(), open: Vec::new(), last_run_end_ms: f64::NEG_INFINITY }
    }

    /// From `at_ms` on `task` is in a span of this kind.
    pub fn enter(&mut self, task: u32, kind: SpanKind, at_ms: f64) {
        if self.recording {
            self.leave(task, at_ms);
            self.open.push(Open { lane: self.lane, task: Some(task), kind, start_ms: at_ms });
        }
    }

    /// At `at_ms` the task's span ends.
    pub fn leave(&mut self, task: u32, at_ms: f64) {
        let Some(place) = self.open.iter().position(|open| open.task == Some(task)) else { return };
        let open = self.open.swap_remove(place);
        if open.kind == SpanKind::Run {
            self.last_run_end_ms = at_ms;
        }
        if at_ms > open.start_ms || open.kind != SpanKind::Ready {
            self.spans.push(open.until(at_ms));
        }
    }

    /// The task was in no span after all.
    pub fn forget(&mut self, task: u32) {
        self.open.retain(|open| open.task != Some(task));
    }

    /// When the lane last stopped computing, ms.
    pub fn last_run_end_ms(&self) -> f64 {
        self.last_run_end_ms
    }

    /// Whether there is anything to be told.
    pub fn is_dirty(&self) -> bool {
        !self.spans.is_empty()
    }

    /// The spans that have ended since the last time, and what is open now.
    pub fn take(&mut self) -> (Vec<Span>, Vec<Open>) {
        (std::mem::take(&mut self.spans), self.open.clone())
    }
}
