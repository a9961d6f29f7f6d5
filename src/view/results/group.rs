//! The runs of one executor in one step of a sweep, of which one is drawn.

use leptos::prelude::*;

use crate::experiment::{ExecutorName, SweepStep};
use crate::session::{RunHandle, Session};
use crate::trace::{Figures, Grouped, RunGroup, Standing, Trace};

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
        self.live.with(|live| live.standing(self.warmup))
    }
}

impl Group {
    /// Does something with the trace of the run that is drawn.
    pub(in crate::view) fn with_trace<T>(&self, work: impl FnOnce(&Trace) -> T) -> T {
        untrack(|| self.drawn_run()).live.with_untracked(|live| work(&live.trace))
    }

    /// Its figures over all runs, as soon as there are some.
    pub(in crate::view) fn figures(&self, session: Session) -> Option<Figures> {
        session.runs.summary.with(|all| Figures::find(all, &self.executor, self.step.as_ref()).cloned())
    }
}

/// How many tasks there are in the run that has most of them: a sweep may step their number.
pub(super) fn most_tasks(groups: &[Group]) -> usize {
    groups.iter().map(|group| group.runs[0].experiment.tasks()).max().unwrap_or(0) as usize
}

/// What the runs of a group are called, the step of a sweep included.
pub(in crate::view) fn group_name(group: &Group) -> String {
    group.executor.label_in(group.step.as_ref())
}
