//! What to look at next, once an experiment that belongs to no lesson was run: the lesson that shows what this one can't.

use super::{AtStep, find};
use crate::experiment::Experiment;
use crate::text::Key;
use crate::text::keys::next;

/// Tasks that wait compute, too, from so much on, ms: less is what it takes to ask for something.
const COMPUTES_MS: f64 = 1.0;

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
        if experiment.is_program() {
            return None;
        }
        let (extras, values) = (&experiment.workload.extras, &experiment.values);
        let cost = (experiment.workload.cost)(values);
        // Tasks that do neither, such as sleeping for 0 ms, are about waiting all the same.
        let waits = cost.wait_ms > 0.0 || (extras.downloads)(values) || cost.compute_ms == 0.0;
        let computes = cost.compute_ms >= COMPUTES_MS || experiment.poison_ms() > 0;
        let (says, lesson) = match (waits, computes) {
            _ if extras.totals.is_some() => (next::counted, "share-or-copy"),
            _ if extras.payload.is_some() => (next::sent, "four-models"),
            (false, _) => (next::computed, "one-bad-citizen"),
            (true, false) => (next::waited, "two-prime-counts"),
            (true, true) => (next::both, "lost-updates"),
        };
        Some(Self { says, lesson })
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
            assert_eq!(target.is_none(), experiment.is_program(), "{}", workload.name());
            if let Some(AtStep { step, .. }) = target {
                assert_ne!(parse(step.query).experiment, experiment, "{}", workload.name());
            }
        }
    }

    #[test]
    fn what_tasks_do_says_what_comes_next() {
        for (leads_to, workloads) in [
            ("one-bad-citizen", &["primes", "primes&limit=2", "squares", "factorial", "thumbnails"][..]),
            ("two-prime-counts", &["sleep", "sleep&delay=0", "fetch", "fetch&delay=0"]),
            ("lost-updates", &["sleep&poison=100", "fetch&poison=100", "parse", "requests"]),
            ("share-or-copy", &["counter"]),
            ("four-models", &["transfer"]),
        ] {
            for workload in workloads {
                let step = NextStep::after(&parse(&format!("workload={workload}")).experiment);
                assert_eq!(step.map(|step| step.lesson), Some(leads_to), "{workload}");
            }
        }
    }
}
