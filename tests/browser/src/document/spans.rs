//! What holds for the lanes and spans of any run.

use super::{Lane, ROUNDING, Run, Span};

impl Run {
    pub(super) fn check_lanes(&self) {
        let lanes = self.lanes.len() as u32;
        assert!(self.lanes.iter().map(|lane| lane.id).eq(0..lanes), "lanes are numbered: {:?}", self.lanes);
        assert!(self.lanes.iter().all(|lane| !lane.name.is_empty()), "{:?}", self.lanes);
        let kind = match self.executor.as_str() {
            "event-loop" => "loop",
            "threads" => "thread",
            "processes" => "process",
            "queue" => {
                let is_taker = |lane: &Lane| lane.kind == "taker" && lane.clock_uncertainty_ms.is_some();
                assert!(self.lanes.iter().all(is_taker), "{:?}", self.lanes);
                let tasks = self.outputs.len() as u64;
                assert!(
                    self.error.is_some() || self.deliveries >= Some(1.min(tasks)),
                    "{:?}",
                    self.deliveries
                );
                return;
            }
            _ => return,
        };
        assert!(self.lanes.iter().all(|lane| lane.kind == kind), "{}: {:?}", self.executor, self.lanes);
        assert!(self.error.is_some() || lanes == self.workers, "{lanes} lanes of {} workers", self.workers);
    }

    pub(super) fn check_spans(&self, tolerance: f64) {
        let tasks = self.outputs.len() as u32;
        for span in &self.spans {
            assert!(
                self.lanes.iter().any(|lane| lane.id == span.lane),
                "{span:?} is on a lane that there is"
            );
            assert!(span.start_ms <= span.end_ms, "{span:?} goes forwards");
            match span.kind.as_str() {
                "start" => {
                    let joins_later = self.executor == "queue";
                    assert!(
                        joins_later || span.start_ms < 0.0 && span.end_ms <= tolerance,
                        "{span:?} lies before the first task"
                    );
                    assert_eq!(span.task, None, "{span:?}");
                }
                "run" | "preempted" | "wait" | "blocked" | "ready" | "lost" => {
                    assert!(span.task.is_some(), "{span:?} has a task")
                }
                "send" => {}
                kind => panic!("there are no {kind} spans"),
            }
            let task_is_known = span.task.is_none_or(|task| self.error.is_some() || task < tasks);
            assert!(task_is_known, "{span:?} is of one of {tasks} tasks");
        }
        for lane in &self.lanes {
            let mut runs: Vec<&Span> =
                self.spans.iter().filter(|span| span.lane == lane.id && wants_a_core(span)).collect();
            runs.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
            for pair in runs.windows(2) {
                assert!(
                    pair[0].end_ms <= pair[1].start_ms + ROUNDING,
                    "one lane computes two things: {pair:?}"
                );
            }
        }
        if self.error.is_none() && self.dropped_spans == 0 {
            let extents = self.extents();
            let missing = (0..tasks).find(|task| !extents.contains_key(task));
            assert_eq!(missing, None, "every task has a span");
        }
    }
}

/// Whether a lane computes, or would if it had a core.
fn wants_a_core(span: &Span) -> bool {
    ["run", "preempted"].contains(&span.kind.as_str())
}
