//! The runs that an experiment asks for, in their order.

use super::{ExecutorId, Experiment};
use crate::workload::Value;

/// One run to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// How the tasks are run.
    pub executor: ExecutorId,
    /// Which repeat this is, from 0; a warm-up run counts as 0.
    pub repeat: u32,
    /// Whether it only warms up, so that its figures don't count.
    pub warmup: bool,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// The experiment with the step's value set.
    pub experiment: Experiment,
}

/// Whether a new round of repeats begins with the run at this place: by then every executor has had its turn in those
/// before.
pub fn is_new_round(runs: &[Planned], place: usize) -> bool {
    let repeat = |place: usize| runs.get(place).map(|run| run.repeat);
    place.checked_sub(1).is_some_and(|before| repeat(place) > repeat(before))
}

/// One value of a sweep.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SweepStep {
    /// The key that is stepped.
    pub key: String,
    /// Its value, as it stands in a link.
    pub value: String,
}

/// All runs of an experiment. An executor is left out of a step for which it is not `available`: what a step sets may
/// decide whether it can run here. Repeats are interleaved (A B A B …), so that a machine that grows slower or faster
/// favours nobody; from two repeats on, each executor first runs once to warm up.
pub fn plan(experiment: &Experiment, available: impl Fn(ExecutorId, &Experiment) -> bool) -> Vec<Planned> {
    let repeats = experiment.repeats();
    let rounds = (0..if repeats > 1 { 1 } else { 0 })
        .map(|_| (0, true))
        .chain((0..repeats).map(|repeat| (repeat, false)));
    let mut runs = Vec::new();
    for (step, experiment) in steps(experiment) {
        let executors = experiment.executors.iter().copied();
        let executors: Vec<_> = executors.filter(|executor| available(*executor, &experiment)).collect();
        for (repeat, warmup) in rounds.clone() {
            runs.extend(executors.iter().map(|executor| Planned {
                executor: *executor,
                repeat,
                warmup,
                step: step.clone(),
                experiment: experiment.clone(),
            }));
        }
    }
    runs
}

fn steps(experiment: &Experiment) -> Vec<(Option<SweepStep>, Experiment)> {
    let Some(sweep) = &experiment.sweep else { return vec![(None, experiment.clone())] };
    let stepped = |(step, value): (SweepStep, &Value)| {
        let mut stepped = experiment.clone();
        stepped.set(sweep.param, value.clone());
        (Some(step), stepped)
    };
    sweep.steps().zip(&sweep.values).map(stepped).collect()
}

impl Experiment {
    /// It with a step's value set, as it was written in a document; itself where that can't be read.
    pub fn at_step(&self, step: Option<&SweepStep>) -> Self {
        let mut stepped = self.clone();
        if let Some(step) = step
            && let Some(param) = self.param(&step.key)
            && let Ok(value) = param.read(&step.value)
        {
            stepped.set(param, value);
        }
        stepped
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn drawn(query: &str) -> String {
        let runs = plan(&parse(query).experiment, |executor, _| executor != ExecutorId::Threads);
        let drawn = runs.iter().map(|run| {
            let step = run.step.as_ref().map(|step| format!("@{}", step.value)).unwrap_or_default();
            let kind = if run.warmup { "w".into() } else { run.repeat.to_string() };
            format!("{}{kind}{step}", &run.executor.id()[..1])
        });
        drawn.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_round_is_new_when_everybody_had_a_turn() {
        let runs = plan(&parse("executors=sequential,processes&repeat=3").experiment, |_, _| true);
        let new: Vec<_> = (0..=runs.len()).filter(|place| is_new_round(&runs, *place)).collect();
        // Two runs warm up, and those after them are the first round.
        assert_eq!((runs.len(), new), (8, vec![4, 6]));
    }

    #[test]
    fn runs_are_interleaved_and_warmed_up() {
        assert_eq!(drawn("executors=sequential,threads,processes"), "s0 p0");
        assert_eq!(drawn("executors=sequential,processes&repeat=2"), "sw pw s0 p0 s1 p1");
        assert_eq!(drawn("executors=processes&sweep=workers:1,4"), "p0@1 p0@4");
    }

    #[test]
    fn a_step_sets_its_value() {
        let runs = plan(&parse("executors=processes&workers=9&sweep=workers:1..3").experiment, |_, _| true);
        assert_eq!(runs.iter().map(|run| run.experiment.workers(8)).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_step_is_set_as_a_document_has_it() {
        let experiment = parse("executors=processes&workers=9&sweep=workers:1..3").experiment;
        for run in plan(&experiment, |_, _| true) {
            assert_eq!(experiment.at_step(run.step.as_ref()), run.experiment);
        }
        let of_another_version = SweepStep { key: "workers".into(), value: "99999".into() };
        assert_eq!(experiment.at_step(Some(&of_another_version)), experiment);
        assert_eq!(experiment.at_step(None), experiment);
    }
}
