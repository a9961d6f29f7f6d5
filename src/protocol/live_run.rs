//! What the page makes of what happened on a lane.

use super::Batch;
use crate::trace::LiveRun;

impl LiveRun {
    /// Adds what happened on a lane to what is known.
    pub fn add(&mut self, batch: Batch) {
        batch.spans.into_iter().for_each(|span| self.trace.push(span));
        self.trace.set_open(batch.lane, batch.open);
        self.memory.extend(batch.memory);
        self.critical_ms += batch.critical_ms;
        for (task, output) in batch.outputs {
            // A lane that is broken may tell of a task that there is none of.
            if let Some(place) = self.outputs.get_mut(task as usize) {
                *place = Some(output);
            }
        }
    }

    /// What a lane did of these tasks came to nothing: they are to be done anew.
    pub fn retract(&mut self, lane: u32, tasks: &[u32]) {
        for task in tasks {
            self.trace.retract(lane, *task);
            if let Some(place) = self.outputs.get_mut(*task as usize) {
                *place = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Open, Span, SpanKind};

    #[test]
    fn batches_add_up() {
        let span = |task, start_ms, end_ms| Span {
            lane: 1,
            task: Some(task),
            kind: SpanKind::Run,
            start_ms,
            end_ms,
        };
        let open = |task| Open { lane: 1, task: Some(task), kind: SpanKind::Run, start_ms: 4.0 };
        let mut live = LiveRun::starting(2);
        live.add(Batch {
            lane: 1,
            spans: vec![span(0, 0.0, 4.0)],
            open: vec![open(1)],
            critical_ms: 1.5,
            ..Batch::default()
        });
        assert_eq!((live.done(), live.lost_task()), (0, Some(1)));
        let outputs = vec![(0, "7".to_owned()), (1, "8".to_owned()), (9, "of nobody".to_owned())];
        live.add(Batch {
            lane: 1,
            spans: vec![span(1, 4.0, 6.0)],
            outputs,
            critical_ms: 0.25,
            ..Batch::default()
        });
        assert_eq!(live.critical_ms, 1.75);
        assert_eq!((live.done(), live.lost_task()), (2, None));
        assert_eq!(live.known_outputs(), ["7", "8"]);
        assert_eq!(live.trace.spans().len(), 2);
    }

    #[test]
    fn what_came_to_nothing_was_an_attempt() {
        let span =
            |lane, task, kind, start_ms, end_ms| Span { lane, task: Some(task), kind, start_ms, end_ms };
        let mut live = LiveRun::starting(2);
        let spans = vec![
            span(1, 0, SpanKind::Run, 0.0, 4.0),
            span(1, 0, SpanKind::Wait, 4.0, 6.0),
            span(1, 1, SpanKind::Run, 6.0, 9.0),
        ];
        let outputs = vec![(0, "wrong".to_owned()), (1, "8".to_owned())];
        live.add(Batch { lane: 1, spans, outputs, ..Batch::default() });
        live.retract(1, &[0]);
        assert_eq!((live.done(), live.known_outputs()[0].as_str()), (1, ""));
        assert_eq!(live.trace.metrics().busy_ms, 3.0);
        let lost: Vec<_> = live.trace.spans().iter().filter(|span| span.kind == SpanKind::Lost).collect();
        assert_eq!(lost, [&span(1, 0, SpanKind::Lost, 0.0, 6.0)]);
        let spans = vec![span(2, 0, SpanKind::Run, 10.0, 14.0)];
        live.add(Batch { lane: 2, spans, outputs: vec![(0, "7".to_owned())], ..Batch::default() });
        assert_eq!(
            (live.known_outputs(), live.trace.metrics().busy_ms),
            (vec!["7".to_owned(), "8".to_owned()], 7.0)
        );
    }
}
