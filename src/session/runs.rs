//! The runs of the start that is being made, or was made last.

use leptos::prelude::*;

use super::canceller::Canceller;
use super::{RunHandle, Status};
use crate::experiment::{Experiment, Progress, Question, format};
use crate::trace::{Figures, Run, RunError, RunState, summarise};

/// The runs of the start that is being made, or was made last. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Runs {
    /// What is going on.
    pub status: ReadSignal<Status>,
    /// All of them, in the order in which they are made; the ones to come included.
    pub all: ReadSignal<Vec<RunHandle>>,
    /// The figures of those made so far, by executor and step. Derived from them, and kept because they have a
    /// million spans and the figures are looked at from everywhere.
    pub summary: ReadSignal<Vec<Figures>>,
    /// Why the last start gave no result.
    pub problem: ReadSignal<Option<RunError>>,
    write: Write,
    /// The experiment that they are of, as it was when the start was made.
    started: StoredValue<Experiment>,
    /// Calls off the start that was made last.
    canceller: StoredValue<Option<Canceller>, LocalStorage>,
}

/// The writing halves, for the actions below.
#[derive(Clone, Copy)]
struct Write {
    status: WriteSignal<Status>,
    all: WriteSignal<Vec<RunHandle>>,
    summary: WriteSignal<Vec<Figures>>,
    problem: WriteSignal<Option<RunError>>,
}

impl Runs {
    /// Those of a page on which none were made.
    pub(super) fn none() -> Self {
        Self::made(Experiment::default(), Vec::new(), Vec::new())
    }

    /// Those of a start that was made elsewhere.
    pub(super) fn made(experiment: Experiment, runs: Vec<RunHandle>, figures: Vec<Figures>) -> Self {
        let (status, write_status) = signal(Status::Idle);
        let (all, write_all) = signal(runs);
        let (summary, write_summary) = signal(figures);
        let (problem, write_problem) = signal(None);
        Self {
            status,
            all,
            summary,
            problem,
            write: Write {
                status: write_status,
                all: write_all,
                summary: write_summary,
                problem: write_problem,
            },
            started: StoredValue::new(experiment),
            canceller: StoredValue::new_local(None),
        }
    }

    /// Whether runs are being made, or wait to be.
    pub fn is_busy(self) -> bool {
        self.status.with(Status::is_busy)
    }

    /// Whether there is a result, of whatever experiment.
    pub fn has_result(self) -> bool {
        self.status.with(|status| *status == Status::Idle) && !self.summary.with(Vec::is_empty)
    }

    /// Whether they are of this experiment.
    pub(super) fn are_of(self, experiment: &Experiment) -> bool {
        self.started.with_value(|started| started == experiment)
    }

    /// Does something with the experiment that they are of.
    pub(super) fn with_started<T>(self, work: impl FnOnce(&Experiment) -> T) -> T {
        self.started.with_value(work)
    }

    /// The experiment that they are of, as its canonical link.
    pub fn link(self) -> String {
        self.started.with_value(format)
    }

    /// Those that are over.
    pub(super) fn over(self) -> Vec<RunHandle> {
        let is_over = |run: &RunHandle| run.live.with_untracked(|live| live.phase.is_over());
        self.all.get_untracked().into_iter().filter(is_over).collect()
    }

    /// Whether any of them has done all its tasks.
    pub(super) fn has_finished_any(self) -> bool {
        let is_finished = |run: &RunHandle| run.live.with_untracked(|live| live.phase == RunState::Finished);
        self.all.with_untracked(|runs| runs.iter().any(is_finished))
    }

    /// Somebody wants a start: what came of the one before is not a problem any more.
    pub(super) fn forget_problem(self) {
        self.write.problem.set(None);
    }

    /// A click has to accept this first.
    pub(super) fn ask(self, question: Question) {
        self.write.status.set(Status::Asking(question));
    }

    /// Nothing is started, and nothing asked any more.
    pub(super) fn stop_asking(self) {
        if self.status.with_untracked(|status| matches!(status, Status::Asking(_))) {
            self.write.status.set(Status::Idle);
        }
    }

    /// A start is made, which this calls off.
    pub(super) fn load(self, canceller: Canceller) {
        self.canceller.set_value(Some(canceller));
        self.write.status.set(Status::Loading);
    }

    /// The start waits for another one, in another frame or tab, to end.
    pub(super) fn wait(self) {
        self.write.status.set(Status::Waiting);
    }

    /// It is being found out how many cores there are.
    pub(super) fn calibrate(self) {
        self.write.status.set(Status::Calibrating);
    }

    /// These runs are made now, in place of those of the start before.
    pub(super) fn begin(self, experiment: Experiment, runs: Vec<RunHandle>, at: Progress) {
        self.started.set_value(experiment);
        self.write.summary.set(Vec::new());
        self.write.all.set(runs);
        self.write.status.set(Status::Running(at));
    }

    /// The next of them is made.
    pub(super) fn begin_run(self, at: Progress) {
        self.write.status.set(Status::Running(at));
    }

    /// Runs are made that are not to be looked at: those of a map, which has come so far, of so far in all, ms. Whoever
    /// has called it off is told that it is ending, nothing else.
    pub(super) fn map(self, elapsed_ms: f64, expected_ms: f64) {
        if self.status.with_untracked(|status| *status != Status::Cancelling) {
            self.write.status.set(Status::Mapping(elapsed_ms, expected_ms));
        }
    }

    /// They have come so far. Whoever has called them off is told that they are ending, nothing else.
    pub(super) fn progress(self, at: Progress) {
        if self.status.with_untracked(|status| matches!(status, Status::Running(_))) {
            self.write.status.set(Status::Running(at));
        }
    }

    /// Those from this place on are not needed.
    pub(super) fn leave_out_from(self, place: usize) {
        self.write.all.update(|runs| runs.truncate(place));
    }

    /// One of them is over: sums up those that are, and sets each beside the others.
    pub(super) fn sum_up(self) {
        let over = self.over();
        let mut runs: Vec<Run> = over.iter().map(RunHandle::result).collect();
        self.write.summary.set(summarise(&mut runs));
        for (handle, run) in over.iter().zip(runs) {
            handle.set_beside_others(run.metrics);
        }
    }

    /// They are over.
    pub(super) fn end(self) {
        self.write.status.set(Status::Idle);
    }

    /// They are over, or were never made, for this reason.
    pub(super) fn fail(self, problem: RunError) {
        self.write.status.set(Status::Idle);
        self.write.problem.set(Some(problem));
    }

    /// Calls them off, while they are made or wait to be.
    pub(super) fn cancel(self) {
        if self.status.with_untracked(Status::is_busy)
            && let Some(canceller) = self.canceller.get_value()
        {
            self.write.status.set(Status::Cancelling);
            canceller.cancel();
        }
    }
}
