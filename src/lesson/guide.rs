//! The guide: a few questions, each of which ends in the experiment that proves its answer.

use crate::text;

/// One piece of advice.
#[derive(Debug)]
pub struct Advice {
    /// Its name in the keys of strings.
    pub id: &'static str,
    /// What proves it.
    pub target: Target,
}

impl Advice {
    /// When it is wanted.
    pub fn when(&self) -> String {
        text::of(&["guide", self.id, "when"])
    }

    /// What it says.
    pub fn then(&self) -> String {
        text::of(&["guide", self.id, "then"])
    }
}

text::require!(advice in GUIDE => ["guide", advice.id, "when"], ["guide", advice.id, "then"]);

/// Where a piece of advice leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A step of a lesson, by the ids of both.
    Lesson(&'static str, &'static str),
    /// An experiment, in the canonical spelling of links.
    Experiment(&'static str),
}

/// The advice, in the order of reading: which model, and then what is left to decide.
pub const GUIDE: &[Advice] = &[
    Advice { id: "measure", target: Target::Lesson("four-models", "squares") },
    Advice { id: "many-waits", target: Target::Lesson("downloads", "download") },
    Advice { id: "few-waits", target: Target::Lesson("pictures", "download") },
    Advice { id: "computing", target: Target::Lesson("sums-of-squares", "sum") },
    Advice {
        id: "no-lock",
        target: Target::Experiment(
            "workload=primes&executors=sequential,locked-threads,threads,processes&workers=2",
        ),
    },
    Advice { id: "both", target: Target::Lesson("keep-the-loop-free", "handed-off") },
    Advice { id: "workers-computing", target: Target::Lesson("more-threads-than-cores", "workers") },
    Advice {
        id: "workers-waiting",
        target: Target::Experiment("workload=fetch&tasks=80&executors=locked-threads&sweep=workers:2,8,32"),
    },
    Advice { id: "size", target: Target::Lesson("four-models", "size") },
];
