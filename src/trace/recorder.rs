//! What a lane writes down while it works.

use std::collections::BTreeMap;

use super::preemption::{Absence, PreemptionMeter};
use super::{Open, Span, SpanKind};
use crate::workload::Work;

/// Records the spans of one lane as they end, and what is open meanwhile. Every task is in one span at a
/// time: entering the next ends the one before, at the same moment.
#[derive(Debug)]
pub struct Recorder {
    lane: u32,
    recording: bool,
    spans: Vec<Span>,
    /// What is open, by task: ten thousand may be in the middle of something, and each is found at every step.
    open: BTreeMap<u32, Open>,
    last_run_end_ms: f64,
    /// When the last slice ended, ms, where the lane did nothing else since then that takes time.
    slice_end_ms: Option<f64>,
    /// The task that is in its critical section.
    in_section: Option<u32>,
    /// What was computed in critical sections since it was last told, ms.
    critical_ms: f64,
}

impl Recorder {
    /// For this lane; one that isn't `recording` writes nothing down.
    pub fn new(lane: u32, recording: bool) -> Self {
        Self {
            lane,
            recording,
            spans: Vec::new(),
            open: BTreeMap::new(),
            last_run_end_ms: f64::NEG_INFINITY,
            slice_end_ms: None,
            in_section: None,
            critical_ms: 0.0,
        }
    }

    /// From `at_ms` on `task` is in a span of this kind.
    pub fn enter(&mut self, task: u32, kind: SpanKind, at_ms: f64) {
        if self.recording {
            self.leave(task, at_ms);
            self.open.insert(task, Open { lane: self.lane, task: Some(task), kind, start_ms: at_ms });
        }
    }

    /// At `at_ms` the task's span ends.
    pub fn leave(&mut self, task: u32, at_ms: f64) {
        let Some(open) = self.open.remove(&task) else { return };
        if open.kind == SpanKind::Run {
            self.last_run_end_ms = at_ms;
            self.note_computed(task, at_ms - open.start_ms);
        }
        if at_ms > open.start_ms || open.kind != SpanKind::Ready {
            self.spans.push(open.until(at_ms));
        }
    }

    /// Whether the task is computing on this lane.
    fn computes(&self, task: u32) -> bool {
        self.open.get(&task).is_some_and(|open| open.kind == SpanKind::Run)
    }

    /// From `begun_ms` to `end_ms` the task that computes did so much work. The meter of this lane learns from it, and what
    /// that tells is written down.
    pub fn note_work(&mut self, meter: &mut PreemptionMeter, work: Work, begun_ms: f64, end_ms: f64) {
        // A core that is lost between two slices is lost, too.
        let start_ms = self.slice_end_ms.replace(end_ms).unwrap_or(begun_ms);
        meter.add(work, start_ms, end_ms).into_iter().for_each(|absence| self.preempt(absence));
    }

    /// When the last slice ended, ms, where the lane did nothing else since then that takes time.
    pub fn slice_end_ms(&self) -> Option<f64> {
        self.slice_end_ms
    }

    /// The lane does something else that takes time, and no slice's.
    pub fn interrupt(&mut self) {
        self.slice_end_ms = None;
    }

    /// The task stops computing, if this lane computed it: what is still to be told of its slices is written down.
    pub fn stop_computing(&mut self, meter: &mut PreemptionMeter, task: u32) {
        self.interrupt();
        if self.computes(task) {
            meter.settle().for_each(|absence| self.preempt(absence));
        }
    }

    /// Shortly before now, while a task was computing on this lane, the lane had no core.
    fn preempt(&mut self, absence: Absence) {
        let running = |open: &&mut Open| open.kind == SpanKind::Run;
        let Some(open) = self.open.values_mut().find(running) else { return };
        let (lane, task) = (open.lane, open.task);
        let from_ms = (absence.end_ms - absence.ms).max(open.start_ms);
        let run = Span { lane, task, kind: SpanKind::Run, start_ms: open.start_ms, end_ms: from_ms };
        let computed_ms = run.ms();
        let preempted =
            Span { lane, task, kind: SpanKind::Preempted, start_ms: from_ms, end_ms: absence.end_ms };
        open.start_ms = absence.end_ms;
        self.spans.extend([run, preempted].into_iter().filter(|span| span.ms() > 0.0));
        task.into_iter().for_each(|task| self.note_computed(task, computed_ms));
    }

    /// At `at_ms` the task, which computes, begins its critical section.
    pub fn begin_section(&mut self, task: u32, at_ms: f64) {
        self.enter(task, SpanKind::Run, at_ms);
        self.in_section = Some(task);
    }

    /// At `at_ms` the task ends its critical section, and computes on.
    pub fn end_section(&mut self, task: u32, at_ms: f64) {
        self.enter(task, SpanKind::Run, at_ms);
        self.in_section = None;
    }

    /// What was computed in critical sections since the last time, ms.
    pub fn take_critical_ms(&mut self) -> f64 {
        std::mem::take(&mut self.critical_ms)
    }

    fn note_computed(&mut self, task: u32, ms: f64) {
        if self.in_section == Some(task) {
            self.critical_ms += ms;
        }
    }

    /// The task was in no span after all.
    pub fn forget(&mut self, task: u32) {
        self.open.remove(&task);
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
        (std::mem::take(&mut self.spans), self.open.values().copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_computed_in_critical_sections_is_told_apart() {
        let mut recorder = Recorder::new(0, true);
        recorder.enter(1, SpanKind::Run, 0.0);
        recorder.begin_section(1, 2.0);
        recorder.preempt(Absence { end_ms: 5.0, ms: 1.0 });
        // It is put aside in its section, and another task computes meanwhile.
        recorder.enter(1, SpanKind::Ready, 6.0);
        recorder.enter(2, SpanKind::Run, 6.0);
        recorder.enter(2, SpanKind::Blocked, 9.0);
        recorder.enter(1, SpanKind::Run, 9.0);
        recorder.end_section(1, 10.0);
        recorder.leave(1, 13.0);
        assert_eq!(recorder.take_critical_ms(), 2.0 + 1.0 + 1.0);
        assert_eq!(recorder.take_critical_ms(), 0.0);
    }

    #[test]
    fn a_lane_without_a_core_was_not_computing() {
        let mut recorder = Recorder::new(0, true);
        recorder.enter(7, SpanKind::Run, 1.0);
        assert!(recorder.computes(7) && !recorder.computes(8));
        recorder.preempt(Absence { end_ms: 6.0, ms: 3.0 });
        // As early as it began, at most.
        recorder.preempt(Absence { end_ms: 9.0, ms: 5.0 });
        recorder.leave(7, 10.0);
        let spans: Vec<_> =
            recorder.take().0.iter().map(|span| (span.kind, span.start_ms, span.end_ms)).collect();
        let (run, preempted) = (SpanKind::Run, SpanKind::Preempted);
        assert_eq!(spans, [(run, 1.0, 3.0), (preempted, 3.0, 6.0), (preempted, 6.0, 9.0), (run, 9.0, 10.0)]);
        assert!(!recorder.computes(7));
        recorder.preempt(Absence { end_ms: 12.0, ms: 1.0 });
        assert!(!recorder.is_dirty(), "nothing was computing");
    }
}
