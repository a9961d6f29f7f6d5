//! Somebody else's result, as a session of its own: it has runs to look at, and none can be made.

use leptos::prelude::*;

use super::{CpuPressure, Features, LiveRun, RunHandle, RunState, Session};
use crate::experiment::{Experiment, Link, Source, parse};
use crate::trace::{ResultDocument, Run};

/// Makes the runs of a document ready to be shown. They take its spans with them: a million are kept once.
pub fn take_runs(document: &mut ResultDocument) -> Vec<RunHandle> {
    let experiment = parse(&document.experiment).experiment;
    let take = |run: &mut Run| {
        let handle = handle(run, &experiment);
        run.spans = Vec::new();
        handle
    };
    document.runs.iter_mut().map(take).collect()
}

impl Session {
    /// A session that shows a document, and the runs that were taken from it, beside this one. It looks as this
    /// page does, and nothing that happens in it is told to a host.
    pub fn beside(self, document: &ResultDocument, runs: Vec<RunHandle>) -> Self {
        let experiment = parse(&document.experiment).experiment;
        let environment = &document.environment;
        let shown = Self { page: self.page, ..Self::new(Link { experiment, ..Link::default() }) };
        shown.features.set(Some(Features {
            isolated: environment.cross_origin_isolated,
            // The document doesn't say; nothing is run in this session.
            shared_memory: environment.cross_origin_isolated,
            top_level: true,
            embedded: false,
            secure: true,
            hardware_concurrency: environment.hardware_concurrency,
            // The document doesn't say; so nothing is said of it.
            source: Source::ServiceWorker,
            clock_resolution_ms: environment.clock_resolution_ms,
        }));
        shown.measured_cores.set(environment.measured_cores);
        shown.was_hidden.set(environment.hidden_while_running);
        shown.pressure.set(CpuPressure { now: None, highest: environment.cpu_pressure });
        shown.summary.set(document.figures());
        shown.runs.set(runs);
        shown
    }
}

fn handle(run: &Run, experiment: &Experiment) -> RunHandle {
    let mut experiment = experiment.clone();
    if let Some(step) = &run.step
        && let Some(param) = experiment.param(&step.key)
        && let Ok(value) = param.read(&step.value)
    {
        experiment.set(param, value);
    }
    let live = LiveRun {
        phase: run.error.clone().map_or(RunState::Finished, RunState::Failed),
        trace: run.trace(),
        now_ms: 0.0,
        startup_ms: run.startup_ms,
        outputs: run
            .outputs
            .iter()
            .map(|output| Some(output.clone()).filter(|text| !text.is_empty()))
            .collect(),
        moved_bytes: run.moved_bytes,
        total: run.totals.map(|totals| totals.actual),
        wall_ms: run.wall_ms,
        metrics: run.metrics,
    };
    RunHandle {
        executor: run.executor.clone(),
        repeat: run.repeat,
        warmup: run.warmup,
        step: run.step.clone(),
        experiment,
        workers: run.workers,
        live: ArcRwSignal::new(live),
    }
}
