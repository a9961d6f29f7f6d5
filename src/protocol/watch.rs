//! Noticing that a lane is gone: a worker that breaks or is killed says nothing, so whoever has tasks in
//! hand must be heard of.

use std::collections::BTreeMap;

use super::Batch;
use crate::trace::{ErrorCode, Open, RunError, SpanKind};

/// How long a lane with tasks in hand may be silent, ms. It speaks every 500 ms when it can.
const SILENCE_MS: f64 = 3_000.0;
/// How often somebody should look, ms.
pub const LOOK_MS: u32 = 250;

/// When each lane was last heard of, and with what in hand.
#[derive(Default)]
pub struct Watch {
    lanes: BTreeMap<u32, Heard>,
    looked_ms: f64,
}

struct Heard {
    at_ms: f64,
    patience_ms: f64,
    open: Vec<Open>,
}

impl Watch {
    /// A lane is about to begin with this task, and has to be heard of from now on.
    pub fn expect(&mut self, lane: u32, task: u32, now_ms: f64) {
        let open = vec![Open { lane, task: Some(task), kind: SpanKind::Run, start_ms: now_ms }];
        self.lanes.insert(lane, Heard { at_ms: now_ms, patience_ms: 0.0, open });
    }

    /// A lane said something.
    pub fn heard(&mut self, batch: &Batch, now_ms: f64) {
        if let Some(heard) = self.lanes.get_mut(&batch.lane) {
            heard.at_ms = now_ms;
            heard.patience_ms = f64::from(batch.patience_ms);
            heard.open.clone_from(&batch.open);
        }
    }

    /// A lane has nothing to do, and may be silent.
    pub fn release(&mut self, lane: u32) {
        self.lanes.remove(&lane);
    }

    /// Whether no lane has anything to do.
    pub fn is_idle(&self) -> bool {
        self.lanes.is_empty()
    }

    /// The task that a lane was last known to work on: the one that computes, else one that waits.
    pub fn task_of(&self, lane: u32) -> Option<u32> {
        let open = &self.lanes.get(&lane)?.open;
        open.iter().find(|open| open.kind == SpanKind::Run).or(open.first())?.task
    }

    /// Looks after the lanes, if the last time is long enough ago.
    ///
    /// # Errors
    /// The lane that was silent for too long, and the task that is lost with it.
    pub fn look(&mut self, now_ms: f64) -> Result<(), RunError> {
        if now_ms - self.looked_ms < f64::from(LOOK_MS) {
            return Ok(());
        }
        // If the one who looks was itself asleep, so was everybody.
        if now_ms - self.looked_ms > 4.0 * f64::from(LOOK_MS) {
            self.lanes.values_mut().for_each(|heard| heard.at_ms = now_ms);
        }
        self.looked_ms = now_ms;
        let lost = self.lanes.iter().find(|(_, heard)| now_ms - heard.at_ms > SILENCE_MS + heard.patience_ms);
        lost.map_or(Ok(()), |(lane, _)| Err(lost_worker(*lane, self.task_of(*lane))))
    }
}

fn lost_worker(lane: u32, task: Option<u32>) -> RunError {
    let what = task.map(|task| format!(", and with it task {task}")).unwrap_or_default();
    let message = format!("Worker {} stopped answering{what}.", lane + 1);
    RunError { code: ErrorCode::WorkerLost, message, task }
}
