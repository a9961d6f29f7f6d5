//! A job that a lane is at, and what has come of it so far.

use std::collections::BTreeMap;

use super::message::{Job, MOST_SPANS};
use crate::trace::{Span, coarser};

/// A job that a lane is at.
#[derive(Debug)]
pub struct JobInHand {
    job: Job,
    outputs: BTreeMap<u32, String>,
    spans: Vec<Span>,
}

/// What came of a job whose tasks are all done.
#[derive(Debug, PartialEq)]
pub struct Done {
    /// What they came to, in their order.
    pub outputs: Vec<String>,
    /// What happened meanwhile, on the clock of whoever did it, ms; [`MOST_SPANS`] at most.
    pub spans: Vec<Span>,
}

impl JobInHand {
    /// A job of which nothing is done.
    pub fn new(job: Job) -> Self {
        Self { job, outputs: BTreeMap::new(), spans: Vec::new() }
    }

    /// The job.
    pub fn job(&self) -> &Job {
        &self.job
    }

    /// Takes up what some of its tasks came to, by their numbers, and what happened meanwhile.
    pub fn collect(&mut self, outputs: impl IntoIterator<Item = (u32, String)>, spans: Vec<Span>) {
        self.outputs.extend(outputs);
        self.spans.extend(spans);
        if self.spans.len() > MOST_SPANS {
            self.spans = coarser(std::mem::take(&mut self.spans), MOST_SPANS);
        }
    }

    /// What came of it, once all of its tasks are done. From then on it is over.
    pub fn take_done(&mut self) -> Option<Done> {
        let output = |task| self.outputs.get(task).cloned();
        let outputs = self.job.tasks.iter().map(output).collect::<Option<_>>()?;
        Some(Done { outputs, spans: std::mem::take(&mut self.spans) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::SpanKind;
    use crate::workload::WorkRate;

    fn in_hand(tasks: &[u32]) -> JobInHand {
        let experiment = "workload=squares&tasks=9".into();
        let work_rate = WorkRate::default();
        let tasks = tasks.to_vec();
        JobInHand::new(Job {
            run: 5,
            number: 7,
            attempt: 0,
            nonce: 9,
            experiment,
            tasks,
            work_rate,
            zero_ms: 0.0,
        })
    }

    fn spans(task: u32, count: usize) -> Vec<Span> {
        let turn = |n: usize| {
            let kind = if n.is_multiple_of(2) { SpanKind::Run } else { SpanKind::Preempted };
            Span { lane: 0, task: Some(task), kind, start_ms: n as f64, end_ms: n as f64 + 1.0 }
        };
        (0..count).map(turn).collect()
    }

    #[test]
    fn outputs_come_in_the_order_of_the_tasks_once_all_are_there() {
        let mut hand = in_hand(&[4, 2]);
        hand.collect([(2, "two".to_owned())], spans(2, 1));
        assert_eq!(hand.take_done(), None, "one is to come");
        hand.collect([(4, "four".to_owned()), (8, "of another".to_owned())], spans(4, 1));
        let done = hand.take_done().expect("all are done");
        assert_eq!(done.outputs, ["four", "two"]);
        assert_eq!(done.spans, [spans(2, 1), spans(4, 1)].concat());
    }

    #[test]
    fn however_often_its_core_was_taken_no_time_is_lost() {
        let mut hand = in_hand(&[0]);
        let all = spans(0, 3 * MOST_SPANS);
        for some in all.chunks(MOST_SPANS) {
            hand.collect([], some.to_vec());
        }
        hand.collect([(0, "done".to_owned())], Vec::new());
        let told = hand.take_done().expect("all are done").spans;
        let sum = |spans: &[Span]| spans.iter().map(Span::ms).sum::<f64>();
        assert!(told.len() <= MOST_SPANS && (sum(&told) - sum(&all)).abs() < 1e-6, "{} spans", told.len());
    }
}
