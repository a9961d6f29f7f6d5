//! What the parts of an experiment are called, in the language that is shown.

use super::{ExecutorId, ExecutorName, Experiment, SweepStep, Theme};
use crate::text;
use crate::text::{Spelled, listed};

text::require!(executor in ExecutorId::ALL =>
    ["executor", executor.id(), "name"],
    ["executor", executor.id(), "python"],
    ["executor", executor.id(), "hint"]);

impl ExecutorId {
    /// What it is called.
    pub fn label(self) -> String {
        text::of(&["executor", self.id(), "name"])
    }

    /// What Python calls it.
    pub fn python(self) -> String {
        text::of(&["executor", self.id(), "python"])
    }

    /// How it runs tasks, in a sentence.
    pub fn hint(self) -> String {
        text::of(&["executor", self.id(), "hint"])
    }

    /// It with so many lanes, as it is called within a sentence: `four threads`.
    pub fn with_lanes(self, lanes: u32) -> String {
        text::counted(&["executor", self.id(), "subject"], &Spelled(lanes))
    }
}

impl ExecutorName {
    /// What it is called; one that this version doesn't know, by its name there.
    pub fn label(&self) -> String {
        match self {
            Self::Known(known) => known.label(),
            Self::Other(name) => name.clone(),
        }
    }

    /// It with so many lanes, as it is called within a sentence.
    pub fn with_lanes(&self, lanes: u32) -> String {
        match self {
            Self::Known(known) => known.with_lanes(lanes),
            Self::Other(name) => name.clone(),
        }
    }

    /// What it is called in a step of a sweep, if there is one.
    pub fn label_in(&self, step: Option<&SweepStep>) -> String {
        match step {
            Some(step) => listed(&[self.label(), step.label()]),
            None => self.label(),
        }
    }

    /// What Python calls it; empty for one that this version doesn't know.
    pub fn python(&self) -> String {
        self.known().map(ExecutorId::python).unwrap_or_default()
    }
}

impl SweepStep {
    /// As in `Workers = 4`.
    pub fn label(&self) -> String {
        // The key may be a stranger's; then there is no string of it, and it stands for itself.
        let key = text::of(&["param", &self.key, "name"]);
        text!(timeline.step, key = key, value = self.value)
    }
}

impl Theme {
    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Auto => text!(theme.auto),
            Self::Light => text!(theme.light),
            Self::Dark => text!(theme.dark),
        }
    }
}

impl Experiment {
    /// As in `Count primes, 2 tasks`.
    pub fn heading(&self) -> String {
        text!(embed.heading, workload = self.workload.label(), n = self.tasks())
    }

    /// As in `Count primes, 2 tasks (Sequential, Threads)`.
    pub fn in_words(&self) -> String {
        format!("{} ({})", self.heading(), listed_executors(&self.executors))
    }
}

/// What several executors are called, one after the other.
pub fn listed_executors(executors: &[ExecutorId]) -> String {
    listed(&executors.iter().map(|executor| executor.label()).collect::<Vec<_>>())
}
