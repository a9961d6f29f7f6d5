//! What happened on a lane since the last time: written once, on the lane, and read once, on the page.
//!
//! The coordinator in between needs a few figures only. They travel as a head of their own, and the rest goes
//! through its hands as bytes, however many spans there are.

use serde::{Deserialize, Serialize};

use super::{bytes, decode, encode};
use crate::trace::{MemoryChange, Open, Span, SpanKind};

/// What happened on one lane since the last time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The lane.
    pub lane: u32,
    /// Spans that have ended.
    pub spans: Vec<Span>,
    /// What the lane is in the middle of.
    pub open: Vec<Open>,
    /// Tasks that are done, with their outputs.
    pub outputs: Vec<(u32, String)>,
    /// What memory was taken and let go of.
    pub memory: Vec<MemoryChange>,
    /// What was computed in critical sections, ms.
    pub critical_ms: f64,
}

/// What a coordinator has to know of a batch that it forwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchHead {
    /// The lane.
    pub lane: u32,
    /// How many tasks are done.
    pub done: u32,
    /// The task that the lane is in the middle of: the one that computes, else one that waits.
    pub task: Option<u32>,
    /// What the lane's memory holds of the number that a `counter` counts in.
    pub total: Option<u64>,
    /// What was copied or moved into the lane's memory, bytes.
    pub moved_bytes: u64,
    /// How long the lane may be silent from here, beyond the usual, ms: a request that blocks it.
    pub patience_ms: u32,
}

/// A batch on its way to the page: what the coordinator reads, and what it forwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EncodedBatch {
    /// For the coordinator.
    pub head: BatchHead,
    /// For the page.
    pub body: BatchBody,
}

/// A written [`Batch`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchBody(#[serde(with = "bytes")] Vec<u8>);

impl Batch {
    /// Writes it down.
    pub fn encode(&self) -> BatchBody {
        BatchBody(encode(self))
    }

    /// Writes it down, with what a coordinator has to know. The arguments are as in [`BatchHead`].
    pub fn addressed(&self, total: Option<u64>, moved_bytes: u64, patience_ms: u32) -> EncodedBatch {
        let computing = self.open.iter().find(|open| open.kind == SpanKind::Run);
        let head = BatchHead {
            lane: self.lane,
            done: self.outputs.len() as u32,
            task: computing.or(self.open.first()).and_then(|open| open.task),
            total,
            moved_bytes,
            patience_ms,
        };
        EncodedBatch { head, body: self.encode() }
    }
}

impl BatchBody {
    /// Reads it; `None` if these bytes are no batch.
    pub fn decode(&self) -> Option<Batch> {
        decode(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FromLane, Report};
    use super::*;

    fn open(task: u32, kind: SpanKind) -> Open {
        Open { lane: 3, task: Some(task), kind, start_ms: 20.0 }
    }

    fn batch() -> Batch {
        let span =
            |task, start_ms| Span { lane: 3, task: Some(task), kind: SpanKind::Run, start_ms, end_ms: 20.0 };
        Batch {
            lane: 3,
            spans: vec![span(7, 10.0), span(8, 12.5)],
            open: vec![open(9, SpanKind::Wait), open(10, SpanKind::Run)],
            outputs: vec![(7, "9592".into()), (8, String::new())],
            memory: vec![MemoryChange { at_ms: 11.0, bytes: -5 }],
            critical_ms: 2.5,
        }
    }

    #[test]
    fn a_batch_that_is_forwarded_arrives_as_it_was_written() {
        let message = encode(&FromLane::Batch(batch().addressed(Some(5), 1 << 40, 250)));

        // In the coordinator.
        let Some(FromLane::Batch(EncodedBatch { head, body })) = decode(&message) else {
            panic!("a batch is read as a batch");
        };
        let expected = BatchHead {
            lane: 3,
            done: 2,
            task: Some(10),
            total: Some(5),
            moved_bytes: 1 << 40,
            patience_ms: 250,
        };
        assert_eq!(head, expected);
        let forwarded = encode(&Report::Batch(body));

        // On the page.
        let Some(Report::Batch(body)) = decode(&forwarded) else { panic!("a report is read as a report") };
        assert_eq!(body.decode(), Some(batch()));
    }

    #[test]
    fn the_head_names_the_task_that_computes_else_one_that_waits() {
        let task = |open| Batch { open, ..batch() }.addressed(None, 0, 0).head.task;
        assert_eq!(task(vec![open(1, SpanKind::Wait), open(2, SpanKind::Run)]), Some(2));
        assert_eq!(task(vec![open(1, SpanKind::Wait), open(2, SpanKind::Ready)]), Some(1));
        assert_eq!(task(vec![]), None);
    }

    #[test]
    fn the_bytes_of_a_batch_travel_as_one_piece() {
        let long = Batch { outputs: vec![(0, "x".repeat(100_000))], ..batch() };
        let written = long.encode();
        assert!(encode(&Report::Batch(written)).len() < encode(&long).len() + 8);
        assert_eq!(BatchBody(vec![0xff; 3]).decode(), None);
    }
}
