//! What would be tried for an answer, and what came of it.

use leptos::prelude::*;

use super::{RunHandle, Session};
use crate::advice::{Advice, Description, Plan, Turning, turnings};
use crate::experiment::Experiment;
use crate::trace::Run;

impl Session {
    /// What would be tried on so many cores for an answer to the program in the form; `None` where that is none, takes too
    /// long, or where it is not known yet what the browser offers. Follows all that.
    pub fn advice_plan(self, cores: u32) -> Option<Plan> {
        let features = self.conditions.features.get()?;
        self.setup.experiment.with(|asked| Plan::of(asked, &features, cores))
    }

    /// What the last start says, if it was one for an answer and is over, and the program that it was asked about.
    pub fn advice(self) -> Option<(Experiment, Description, Advice)> {
        let asked = self.advising.asked.get().filter(|_| self.runs.has_result())?;
        let description = Description::of(&asked)?;
        let runs: Vec<Run> = self.runs.over().iter().map(RunHandle::result).collect();
        let advice = Advice::of(&description, &runs)?;
        Some((asked, description, advice))
    }

    /// What would change this answer, by arithmetic.
    pub fn turnings(self, asked: &Experiment, advice: &Advice) -> Vec<Turning> {
        let ways: Vec<_> = advice.ways.iter().map(|way| way.executor).collect();
        let cores = self.conditions.cores().unwrap_or(1);
        turnings(asked, advice.picked().executor, &ways, cores)
    }
}
