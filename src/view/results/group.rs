//! The runs of one executor in one step of a sweep, of which one is drawn.

use leptos::prelude::*;

use crate::experiment::{ExecutorName, Memory, SweepStep};
use crate::insight::Counted;
use crate::session::{RunHandle, Session};
use crate::trace::{LiveRun, RunState, Summary, Totals, Trace, nearest_to_median};

/// The runs of one executor in one step of a sweep.
#[derive(Clone)]
pub(in crate::view) struct Group {
    /// The executor.
    pub(in crate::view) executor: ExecutorName,
    /// The step of a sweep.
    pub(in crate::view) step: Option<SweepStep>,
    /// Its runs, warm-up included, in their order.
    pub(in crate::view) runs: Vec<RunHandle>,
}

impl Group {
    /// All runs, by executor and step, in the order in which they come first.
    pub(in crate::view) fn all(runs: &[RunHandle]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for run in runs {
            let same = |group: &&mut Self| group.executor == run.executor && group.step == run.step;
            match groups.iter_mut().find(same) {
                Some(group) => group.runs.push(run.clone()),
                None => groups.push(Self {
                    executor: run.executor.clone(),
                    step: run.step.clone(),
                    runs: vec![run.clone()],
                }),
            }
        }
        groups
    }

    /// Which run is drawn: the one with the median makespan once all are over, until then the latest one
    /// that has begun. Follows the runs.
    pub(in crate::view) fn shown(&self) -> usize {
        let phase = |run: &RunHandle| run.live.with(|live| live.phase.clone());
        let is_over = |run: &RunHandle| matches!(phase(run), RunState::Finished | RunState::Failed(_));
        let begun = self.runs.iter().rposition(|run| phase(run) != RunState::Queued).unwrap_or(0);
        if !self.runs.iter().all(is_over) {
            return begun;
        }
        let wall = |run: &RunHandle| {
            let counts = !run.warmup && phase(run) == RunState::Finished;
            counts.then(|| run.live.with(|live| live.wall_ms))
        };
        nearest_to_median(&self.runs.iter().map(wall).collect::<Vec<_>>()).unwrap_or(begun)
    }

    /// Does something with the trace of the run that is drawn.
    pub(in crate::view) fn with_trace<T>(&self, work: impl FnOnce(&Trace) -> T) -> T {
        let shown = untrack(|| self.shown());
        self.runs[shown].live.with_untracked(|live| work(&live.trace))
    }

    /// Its figures over all runs, as soon as there are some.
    pub(in crate::view) fn summary(&self, session: Session) -> Option<Summary> {
        let mine = |summary: &&Summary| summary.executor == self.executor && summary.step == self.step;
        session.runs.summary.with(|all| all.iter().find(mine).cloned())
    }

    /// What the tasks of one of its runs counted together, where they counted.
    pub(in crate::view) fn counted(&self, live: &LiveRun) -> Option<Counted> {
        let run = self.runs.first()?;
        let totals = Totals::of(&run.experiment, live.total)?;
        let apart = self.executor.memory() == Memory::Isolated && self.executor.pool(run.workers) > 1;
        Some(Counted { totals, together: !apart })
    }

    /// How many runs count and are over.
    pub(in crate::view) fn measured(&self) -> usize {
        let counts = |run: &&RunHandle| !run.warmup && run.live.with(|live| live.phase == RunState::Finished);
        self.runs.iter().filter(counts).count()
    }
}
