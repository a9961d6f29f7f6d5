//! What each task did: where, when, and how long it waited before it began.

use super::{Span, SpanKind};

/// What one task did in a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskFigures {
    /// The lanes that it was on, in their order.
    pub lanes: Vec<u32>,
    /// From its first span other than `ready` to the end of its last, ms.
    pub extent: Option<(f64, f64)>,
    /// Since when it was ready for the first time, ms; `None` where nobody said so.
    pub ready_ms: Option<f64>,
    /// Until when it was ready for the last time, ms.
    ready_until_ms: Option<f64>,
    /// How long it did each kind of thing, ms, by `kind as usize`.
    pub spent: [f64; SpanKind::ALL.len()],
}

/// What the tasks numbered 0 to `count` − 1 did.
pub fn task_figures(spans: &[Span], count: usize) -> Vec<TaskFigures> {
    let mut tasks = vec![TaskFigures::default(); count];
    for span in spans {
        if let Some(task) = span.task.and_then(|task| tasks.get_mut(task as usize)) {
            task.add(span);
        }
    }
    tasks
}

impl TaskFigures {
    /// Takes in one of its spans.
    pub fn add(&mut self, span: &Span) {
        if let Err(place) = self.lanes.binary_search(&span.lane) {
            self.lanes.insert(place, span.lane);
        }
        self.spent[span.kind as usize] += span.ms();
        if span.kind == SpanKind::Ready {
            self.ready_ms = Some(self.ready_ms.map_or(span.start_ms, |ms| ms.min(span.start_ms)));
            self.ready_until_ms = Some(self.ready_until_ms.map_or(span.end_ms, |ms| ms.max(span.end_ms)));
        } else {
            let (from, to) = self.extent.unwrap_or((span.start_ms, span.end_ms));
            self.extent = Some((from.min(span.start_ms), to.max(span.end_ms)));
        }
        if let (Some((_, to)), Some(ready_until_ms)) = (&mut self.extent, self.ready_until_ms) {
            *to = to.max(ready_until_ms);
        }
    }

    /// Since when it waited to begin, ms: since it was ready, where that was said, else since the first of
    /// all tasks began, at `origin_ms`. `None` if it never began.
    pub fn waiting_since_ms(&self, origin_ms: f64) -> Option<f64> {
        let begin_ms = self.extent?.0;
        let ready_ms = self.ready_ms.filter(|ready_ms| *ready_ms <= begin_ms);
        Some(ready_ms.unwrap_or(origin_ms).min(begin_ms))
    }

    /// How long it waited before it began, ms.
    pub fn waited_ms(&self, origin_ms: f64) -> Option<f64> {
        Some(self.extent?.0 - self.waiting_since_ms(origin_ms)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_waits_since_it_was_ready_or_since_the_beginning() {
        let span =
            |lane, task, kind, start_ms, end_ms| Span { lane, task: Some(task), kind, start_ms, end_ms };
        let spans = [
            span(0, 0, SpanKind::Run, 10.0, 20.0),
            span(1, 1, SpanKind::Run, 15.0, 30.0),
            span(1, 1, SpanKind::Ready, 30.0, 31.0),
            span(0, 2, SpanKind::Ready, 12.0, 20.0),
            span(0, 2, SpanKind::Run, 20.0, 22.0),
            span(1, 2, SpanKind::Wait, 22.0, 40.0),
            span(0, 2, SpanKind::Ready, 40.0, 41.0),
        ];
        let tasks = task_figures(&spans, 4);
        let waited = [0, 1, 2, 3].map(|k: usize| tasks[k].waited_ms(10.0));
        assert_eq!(waited, [Some(0.0), Some(5.0), Some(8.0), None]);
        assert_eq!((tasks[2].extent, tasks[2].lanes.as_slice()), (Some((20.0, 41.0)), &[0, 1][..]));
        assert_eq!(tasks[2].spent[SpanKind::Ready as usize], 9.0);
    }
}
