//! The runs of one executor in one step of a sweep, of which one is drawn.

use leptos::prelude::*;

use crate::experiment::{ExecutorName, SweepStep};
use crate::insight::Counted;
use crate::session::{LiveRun, RunHandle, RunState, Session};
use crate::trace::{Figures, Grouped, RunGroup, Standing, Totals, Trace};

/// The runs of one executor in one step of a sweep, as they are on the page. What is asked of them follows them.
pub(in crate::view) type Group = RunGroup<RunHandle>;

impl Grouped for RunHandle {
    fn executor(&self) -> &ExecutorName {
        &self.executor
    }

    fn step(&self) -> Option<&SweepStep> {
        self.step.as_ref()
    }

    fn standing(&self) -> Standing {
        self.live.with(|live| match live.phase {
            RunState::Queued => Standing::ToCome,
            RunState::Starting | RunState::Running => Standing::GoingOn,
            RunState::Finished if !self.warmup => Standing::Measured(live.wall_ms),
            RunState::Finished | RunState::Failed(_) => Standing::Over,
        })
    }
}

impl Group {
    /// Does something with the trace of the run that is drawn.
    pub(in crate::view) fn with_trace<T>(&self, work: impl FnOnce(&Trace) -> T) -> T {
        let drawn = untrack(|| self.drawn());
        self.runs[drawn].live.with_untracked(|live| work(&live.trace))
    }

    /// Its figures over all runs, as soon as there are some.
    pub(in crate::view) fn figures(&self, session: Session) -> Option<Figures> {
        let is_its = |figures: &&Figures| figures.is_of(&self.executor, self.step.as_ref());
        session.summary.with(|all| all.iter().find(is_its).cloned())
    }

    /// What the tasks of one of its runs counted together, where they counted.
    pub(in crate::view) fn counted(&self, live: &LiveRun) -> Option<Counted> {
        let run = self.runs.first()?;
        let totals = Totals::of(&run.experiment, live.total)?;
        Some(Counted::new(totals, &self.executor, self.executor.pool(run.workers)))
    }
}

/// What the runs of a group are called, the step of a sweep included.
pub(in crate::view) fn group_name(group: &Group) -> String {
    group.executor.label_in(group.step.as_ref())
}
