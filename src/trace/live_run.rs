//! What is known of a run while it goes on, and as a run of a result document when it is over.

use super::{
    ErrorCode, Latencies, MemoryChange, Run, RunError, RunMetrics, Standing, Totals, Trace, most_held,
};
use crate::experiment::{ExecutorName, Experiment, SweepStep};

/// What is known of a run so far.
#[derive(Clone, Debug, Default)]
pub struct LiveRun {
    /// Where it stands.
    pub phase: RunState,
    /// Lanes and spans, ms since the run's epoch.
    pub trace: Trace,
    /// The present moment on the trace's clock, ms, while it goes on; open spans reach to here.
    pub now_ms: f64,
    /// Making the pool, ms.
    pub startup_ms: f64,
    /// What each task gave, by task, as far as they are done.
    pub outputs: Vec<Option<String>>,
    /// What was copied or moved between memories, bytes, when it is over.
    pub moved_bytes: u64,
    /// What memory was taken and let go of so far.
    pub memory: Vec<MemoryChange>,
    /// What was computed in critical sections so far, ms.
    pub critical_ms: f64,
    /// What one memory holds of the number that a `counter` counted in, when it is over.
    pub total: Option<u64>,
    /// How often jobs were handed out, when it is over; of a queue only.
    pub deliveries: Option<u64>,
    /// The makespan, ms, when it is over.
    pub wall_ms: f64,
    /// The figures, when it is over.
    pub metrics: RunMetrics,
}

/// Where a run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RunState {
    /// Its turn has not come.
    #[default]
    Queued,
    /// Its pool is being made.
    Starting,
    /// Its tasks are being run.
    Running,
    /// All its tasks are done.
    Finished,
    /// It ended before its tasks did.
    Failed(RunError),
}

/// What a run is of: what a result document says of it before its figures.
#[derive(Clone, Copy, Debug)]
pub struct RunOf<'a> {
    /// How its tasks are run.
    pub executor: &'a ExecutorName,
    /// Lanes in its pool.
    pub workers: u32,
    /// Which repeat this is, from 0; a warm-up run counts as 0.
    pub repeat: u32,
    /// Whether it only warms up, so that its figures don't count.
    pub warmup: bool,
    /// The step of a sweep.
    pub step: Option<&'a SweepStep>,
    /// The experiment with the step's value set.
    pub experiment: &'a Experiment,
}

impl RunState {
    /// Whether nothing more will become known of it.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Finished | Self::Failed(_))
    }
}

impl LiveRun {
    /// One that has just begun, with so many tasks.
    pub fn starting(tasks: u32) -> Self {
        Self { phase: RunState::Starting, outputs: vec![None; tasks as usize], ..Self::default() }
    }

    /// One that was read from a result document, and what happened in it.
    pub fn of(run: &Run, trace: Trace) -> Self {
        let written = |output: &String| Some(output.clone()).filter(|text| !text.is_empty());
        Self {
            phase: run.error.clone().map_or(RunState::Finished, RunState::Failed),
            trace,
            now_ms: 0.0,
            startup_ms: run.startup_ms,
            outputs: run.outputs.iter().map(written).collect(),
            moved_bytes: run.moved_bytes,
            deliveries: run.deliveries,
            memory: Vec::new(),
            critical_ms: run.metrics.critical_ms.unwrap_or_default(),
            total: run.totals.map(|totals| totals.actual),
            wall_ms: run.wall_ms,
            metrics: run.metrics,
        }
    }

    /// The present moment on the trace's clock, ms: now while it goes on, its end when it is over.
    pub fn present_ms(&self) -> f64 {
        if self.phase.is_over() { self.trace.end_ms() } else { self.now_ms }
    }

    /// How far it reaches from its first task's beginning, ms: back to where its pool began to be made, and on to the
    /// present moment, which is 0 where no task has begun.
    pub fn reach_ms(&self) -> (f64, f64) {
        let end_ms = self.trace.origin_ms().map(|origin_ms| self.present_ms() - origin_ms);
        (self.startup_ms, end_ms.unwrap_or_default())
    }

    /// The makespan, ms, if all its tasks are done.
    pub fn makespan_ms(&self) -> Option<f64> {
        (self.phase == RunState::Finished).then_some(self.wall_ms)
    }

    /// How it stands beside others of its executor; one that only warms up doesn't count.
    pub fn standing(&self, warmup: bool) -> Standing {
        match self.phase {
            RunState::Queued => Standing::ToCome,
            RunState::Starting | RunState::Running => Standing::GoingOn,
            RunState::Finished if !warmup => Standing::Measured(self.wall_ms),
            RunState::Finished | RunState::Failed(_) => Standing::Over,
        }
    }

    /// The highest level of its strip. What is over has it among its figures; only of a run that goes on the tasks are
    /// looked at.
    pub fn peak(&self) -> u32 {
        match self.phase.is_over() {
            true => self.metrics.peak_concurrency.max(self.metrics.peak_parallelism),
            false => self.trace.peak_concurrency(self.present_ms()),
        }
    }

    /// What each task gave, by task; empty where it has given nothing yet.
    pub fn known_outputs(&self) -> Vec<String> {
        self.outputs.iter().map(|output| output.clone().unwrap_or_default()).collect()
    }

    /// How many tasks are done.
    pub fn done(&self) -> u32 {
        self.outputs.iter().flatten().count() as u32
    }

    /// The task that is lost when the run is cut off: the first that is in progress, else the first that has no
    /// output.
    pub fn lost_task(&self) -> Option<u32> {
        let open = self.trace.open().iter().filter_map(|open| open.task).min();
        open.or_else(|| self.outputs.iter().position(Option::is_none).map(|task| task as u32))
    }

    /// Fills in the figures that are known once it is over. Without spans, because nothing was recorded, the
    /// makespan that the coordinator told stays.
    pub fn finish(&mut self, is_recorded: bool, longest_page_stall_ms: f64) {
        let told = self.trace.metrics();
        if is_recorded {
            self.wall_ms = told.wall_ms;
        }
        let memory_bytes = most_held(&std::mem::take(&mut self.memory));
        let critical_ms = Some(self.critical_ms).filter(|ms| *ms > 0.0);
        self.metrics = RunMetrics { longest_page_stall_ms, memory_bytes, critical_ms, ..told.into() };
    }

    /// As a run of a result document, without spans.
    pub fn result(&self, of: RunOf) -> Run {
        let outputs = self.known_outputs();
        Run {
            repeat: of.repeat,
            warmup: of.warmup,
            step: of.step.cloned(),
            startup_ms: self.startup_ms,
            wall_ms: self.wall_ms,
            latencies: Latencies::of(of.experiment, &outputs),
            moved_bytes: self.moved_bytes,
            deliveries: self.deliveries,
            totals: Totals::of(of.experiment, self.total),
            outputs,
            lanes: self.trace.lanes.clone(),
            metrics: self.metrics,
            error: match &self.phase {
                RunState::Failed(error) => Some(error.clone()),
                _ => None,
            },
            ..Run::new(of.executor.clone(), of.workers)
        }
    }
}

/// What all runs of a start come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartEnd {
    /// Somebody called it off; that is all there is to tell.
    Cancelled(RunError),
    /// There is a result, but no run has come to its end: why the last of them didn't.
    NothingMeasured(RunError),
    /// There is a result.
    Measured,
}

impl StartEnd {
    /// Of a start whose last early end was this one, if there was any, and that has finished a run or not.
    pub fn of(ended: Option<RunError>, has_finished: bool) -> Self {
        match ended {
            Some(error) if error.code == ErrorCode::Cancelled => Self::Cancelled(error),
            Some(error) if !has_finished => Self::NothingMeasured(error),
            _ => Self::Measured,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lane, LaneKind, Open, Span, SpanKind};
    use super::*;
    use crate::experiment::{ExecutorId, parse};

    fn span(task: u32, start_ms: f64, end_ms: f64) -> Span {
        Span { lane: 0, task: Some(task), kind: SpanKind::Run, start_ms, end_ms }
    }

    /// Two tasks, 4 ms and 5 ms long, of which the second may have no output.
    fn live(outputs: [Option<&str>; 2]) -> LiveRun {
        let mut live = LiveRun::starting(2);
        live.trace.lanes = vec![Lane::new(0, LaneKind::Process)];
        live.trace.push(span(0, 10.0, 14.0));
        live.trace.push(span(1, 14.0, 19.0));
        live.outputs = outputs.map(|output| output.map(str::to_owned)).to_vec();
        live.startup_ms = 3.0;
        live.moved_bytes = 8;
        live.critical_ms = 2.5;
        live.memory = [5, 9, -9].map(|bytes| MemoryChange { at_ms: 12.0, bytes }).to_vec();
        live.wall_ms = 9.5;
        live
    }

    /// A document's run, with spans, is taken in and gives the same run again, without.
    #[test]
    fn what_is_read_is_what_was_written() {
        let experiment = parse("limit=3000").experiment;
        let executor = ExecutorName::from(ExecutorId::Sequential);
        let of = RunOf {
            executor: &executor,
            workers: 1,
            repeat: 4,
            warmup: false,
            step: None,
            experiment: &experiment,
        };
        for phase in [RunState::Finished, RunState::Failed(RunError::cancelled())] {
            let mut written = LiveRun { phase: phase.clone(), ..live([Some("430"), None]) };
            written.finish(true, 7.0);
            let mut run = written.result(of);
            assert_eq!(run.wall_ms, 9.0, "from the first task's beginning to the last one's end");
            assert_eq!((run.outputs.as_slice(), run.repeat), (&["430".to_owned(), String::new()][..], 4));
            assert_eq!((run.metrics.longest_page_stall_ms, run.metrics.memory_bytes), (7.0, Some(5)));
            assert_eq!(run.metrics.critical_ms, Some(2.5));
            let without_spans = run.clone();
            run.add_spans(&written.trace, usize::MAX);
            let trace = run.take_trace();
            let read = LiveRun::of(&run, trace);
            assert_eq!((read.phase.clone(), run.spans.len()), (phase, 0));
            assert_eq!((read.trace.spans().len(), read.outputs[1].as_ref()), (2, None));
            assert_eq!(read.result(of), without_spans);
        }
    }

    #[test]
    fn what_was_not_recorded_takes_as_long_as_the_coordinator_says() {
        let mut unrecorded = LiveRun { trace: Trace::default(), ..live([Some("430"), Some("430")]) };
        unrecorded.finish(false, 0.0);
        assert_eq!(unrecorded.wall_ms, 9.5);
    }

    #[test]
    fn the_present_is_now_until_it_is_over() {
        let going_on = LiveRun { phase: RunState::Running, now_ms: 25.0, ..live([None, None]) };
        assert_eq!((going_on.present_ms(), going_on.reach_ms()), (25.0, (3.0, 15.0)));
        assert_eq!((going_on.peak(), going_on.makespan_ms()), (1, None));
        let just_begun = LiveRun { trace: Trace::default(), ..going_on.clone() };
        assert_eq!(just_begun.reach_ms(), (3.0, 0.0));
        let over = LiveRun { phase: RunState::Finished, ..going_on };
        let metrics = RunMetrics { peak_concurrency: 3, peak_parallelism: 4, ..over.metrics };
        assert_eq!((over.reach_ms(), over.makespan_ms()), ((3.0, 9.0), Some(9.5)));
        assert_eq!((over.present_ms(), LiveRun { metrics, ..over }.peak()), (19.0, 4));
    }

    #[test]
    fn what_warms_up_or_fails_does_not_count() {
        let standing = |phase: RunState, warmup| LiveRun { phase, ..live([None, None]) }.standing(warmup);
        assert_eq!(standing(RunState::Queued, false), Standing::ToCome);
        assert_eq!(standing(RunState::Starting, false), Standing::GoingOn);
        assert_eq!(standing(RunState::Finished, false), Standing::Measured(9.5));
        assert_eq!(standing(RunState::Finished, true), Standing::Over);
        assert_eq!(standing(RunState::Failed(RunError::cancelled()), false), Standing::Over);
    }

    #[test]
    fn the_task_in_progress_is_the_one_that_is_lost() {
        let mut cut_off = live([Some("430"), None]);
        assert_eq!((cut_off.done(), cut_off.lost_task()), (1, Some(1)));
        let open = |task| Open { lane: 0, task: Some(task), kind: SpanKind::Wait, start_ms: 19.0 };
        cut_off.trace.set_open(0, [open(5), open(3)]);
        assert_eq!(cut_off.lost_task(), Some(3));
        assert_eq!(live([Some("430"), Some("430")]).lost_task(), None);
    }

    #[test]
    fn a_start_without_a_finished_run_says_why() {
        let lost = RunError::new(ErrorCode::WorkerLost, "It is gone.");
        assert_eq!(StartEnd::of(None, true), StartEnd::Measured);
        assert_eq!(StartEnd::of(Some(lost.clone()), true), StartEnd::Measured, "the others are shown");
        assert_eq!(StartEnd::of(Some(lost.clone()), false), StartEnd::NothingMeasured(lost));
        for has_finished in [true, false] {
            let end = StartEnd::of(Some(RunError::cancelled()), has_finished);
            assert_eq!(end, StartEnd::Cancelled(RunError::cancelled()));
        }
    }
}
