//! What to look at next, once an experiment that belongs to no lesson was run: the lesson that shows what this one can't.

use super::{AtStep, find};
use crate::experiment::Experiment;
use crate::text::Key;
use crate::text::keys::next;
use crate::workload::WorkloadId;

/// Where to go on, and what for.
#[derive(Clone, Copy, Debug)]
pub struct NextStep {
    /// What it says.
    says: Key,
    /// The lesson that it leads to.
    lesson: &'static str,
}

impl NextStep {
    /// The one after an experiment, if there is any: a program of the reader's own leads where its reader wants.
    pub fn after(experiment: &Experiment) -> Option<Self> {
        let step = |says, lesson| Some(Self { says, lesson });
        match experiment.workload.id {
            WorkloadId::Primes | WorkloadId::Squares | WorkloadId::Factorial | WorkloadId::Thumbnails => {
                step(next::computed, "one-bad-citizen")
            }
            WorkloadId::Sleep | WorkloadId::Fetch if experiment.poison_ms() == 0 => {
                step(next::waited, "two-prime-counts")
            }
            WorkloadId::Sleep | WorkloadId::Fetch | WorkloadId::Parse | WorkloadId::Requests => {
                step(next::both, "lost-updates")
            }
            WorkloadId::Counter => step(next::counted, "share-or-copy"),
            WorkloadId::Transfer => step(next::sent, "four-models"),
            WorkloadId::Mix => None,
        }
    }

    /// What it says.
    pub fn in_words(self) -> String {
        self.says.text()
    }

    /// Where it leads; `None` where that lesson can't be run.
    pub fn target(self) -> Option<AtStep> {
        let lesson = find(self.lesson)?;
        Some(AtStep { lesson, step: lesson.steps_here().next()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;
    use crate::workload::WORKLOADS;

    #[test]
    fn every_workload_leads_to_a_lesson_about_another_but_one_of_the_readers_own() {
        for workload in &WORKLOADS {
            let experiment = parse(&format!("workload={}", workload.name())).experiment;
            let target = NextStep::after(&experiment).map(|step| step.target().expect("it can be run"));
            assert_eq!(target.is_none(), workload.id == WorkloadId::Mix, "{}", workload.name());
            if let Some(AtStep { step, .. }) = target {
                assert_ne!(parse(step.query).experiment, experiment, "{}", workload.name());
            }
        }
        let poisoned = parse("workload=sleep&poison=100").experiment;
        assert_eq!(NextStep::after(&poisoned).map(|step| step.lesson), Some("lost-updates"));
    }
}
