//! One run on the page: what was to be run, and what is known of it.

use leptos::prelude::*;

use crate::experiment::{ExecutorName, Experiment, Planned, SweepStep, parse};
use crate::trace::{LiveRun, ResultDocument, Run, RunMetrics, RunOf, Trace};

/// One run: what was to be run, and what is known of it. A handle that can be cloned: clones are of the same run.
#[derive(Clone)]
pub struct RunHandle {
    /// How its tasks are run.
    pub executor: ExecutorName,
    /// Which repeat this is, from 0; a warm-up run counts as 0.
    pub repeat: u32,
    /// Whether it only warms up, so that its figures don't count.
    pub warmup: bool,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// The experiment with the step's value set.
    pub experiment: Experiment,
    /// Lanes in its pool.
    pub workers: u32,
    /// What is known of it so far; changes at most once a frame.
    pub live: ArcReadSignal<LiveRun>,
    write: ArcWriteSignal<LiveRun>,
}

impl RunHandle {
    /// One that is to be made, on a machine of so many cores.
    pub(super) fn new(planned: &Planned, cores: u32) -> Self {
        let (live, write) = arc_signal(LiveRun::default());
        Self {
            executor: planned.executor.into(),
            repeat: planned.repeat,
            warmup: planned.warmup,
            step: planned.step.clone(),
            experiment: planned.experiment.clone(),
            workers: planned.executor.pool(planned.experiment.workers(cores)),
            live,
            write,
        }
    }

    /// The runs of a document, ready to be shown. They take its spans with them: a million are kept once.
    pub fn take_all(document: &mut ResultDocument) -> Vec<Self> {
        let traces = document.runs.iter_mut().map(Run::take_trace).collect();
        Self::of_document(document, traces)
    }

    /// The runs of a document, in which this happened, ready to be shown.
    pub fn of_document(document: &ResultDocument, traces: Vec<Trace>) -> Vec<Self> {
        let experiment = parse(&document.experiment).experiment;
        let runs = document.runs.iter().zip(traces);
        runs.map(|(run, trace)| Self::of(run, trace, &experiment)).collect()
    }

    fn of(run: &Run, trace: Trace, experiment: &Experiment) -> Self {
        let (live, write) = arc_signal(LiveRun::of(run, trace));
        Self {
            executor: run.executor.clone(),
            repeat: run.repeat,
            warmup: run.warmup,
            step: run.step.clone(),
            experiment: experiment.at_step(run.step.as_ref()),
            workers: run.workers,
            live,
            write,
        }
    }

    /// Changes what is known of it.
    pub(super) fn update(&self, change: impl FnOnce(&mut LiveRun)) {
        self.write.update(change);
    }

    /// Changes what is known of it; views hear of that with the next [`update`](Self::update).
    pub(super) fn update_untracked(&self, change: impl FnOnce(&mut LiveRun)) {
        self.write.update_untracked(change);
    }

    /// Its figures, now that others are there to compare it with. Views hear of them only where they are others than
    /// before, as those of most runs are not.
    pub(super) fn set_beside_others(&self, metrics: RunMetrics) {
        self.write.maybe_update(|live| std::mem::replace(&mut live.metrics, metrics) != metrics);
    }

    /// As a run of a result document, without spans.
    pub(super) fn result(&self) -> Run {
        self.live.with_untracked(|live| live.result(self.of_what()))
    }

    /// What it is a run of.
    pub fn of_what(&self) -> RunOf<'_> {
        RunOf {
            executor: &self.executor,
            workers: self.workers,
            repeat: self.repeat,
            warmup: self.warmup,
            step: self.step.as_ref(),
            experiment: &self.experiment,
        }
    }
}
