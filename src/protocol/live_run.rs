//! What the page makes of what happened on a lane.

use super::Batch;
use crate::trace::LiveRun;

impl LiveRun {
    /// Adds what happened on a lane to what is known.
    pub fn add(&mut self, batch: Batch) {
        batch.spans.into_iter().for_each(|span| self.trace.push(span));
        self.trace.set_open(batch.lane, batch.open);
        self.memory.extend(batch.memory);
        for (task, output) in batch.outputs {
            // A lane that is broken may tell of a task that there is none of.
            if let Some(place) = self.outputs.get_mut(task as usize) {
                *place = Some(output);
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
        live.add(Batch { lane: 1, spans: vec![span(0, 0.0, 4.0)], open: vec![open(1)], ..Batch::default() });
        assert_eq!((live.done(), live.lost_task()), (0, Some(1)));
        let outputs = vec![(0, "7".to_owned()), (1, "8".to_owned()), (9, "of nobody".to_owned())];
        live.add(Batch { lane: 1, spans: vec![span(1, 4.0, 6.0)], outputs, ..Batch::default() });
        assert_eq!((live.done(), live.lost_task()), (2, None));
        assert_eq!(live.known_outputs(), ["7", "8"]);
        assert_eq!(live.trace.spans().len(), 2);
    }
}
