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
