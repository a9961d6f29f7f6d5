//! Starts: by a person, by a link, by a host page.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::canceller::Canceller;
use super::series::Series;
use super::{Session, series};
use crate::advice::Description;
use crate::experiment::{Start, StartRefusal, StartedBy, consider, consider_runs};
use crate::trace::RunError;

impl Session {
    /// Has what makes runs loaded, for somebody who is about to press Run.
    pub fn prepare(self) {
        spawn_local(async {
            // What can't be had is told when it is needed.
            let _ = series::prepare().await;
        });
    }

    /// Starts, as somebody who pressed Run wants.
    pub fn run(self) {
        self.start(StartedBy::Person, true);
    }

    /// Starts after all, as somebody wants who was told what it takes.
    pub fn accept(self) {
        self.start(StartedBy::Accepted, true);
    }

    /// Does not start.
    pub fn decline(self) {
        self.runs.stop_asking();
    }

    /// Calls off the runs that are being made.
    pub fn cancel(self) {
        self.runs.cancel();
    }

    /// Starts, unless there is a reason not to; then says it, and tells the host.
    pub(super) fn start(self, by: StartedBy, is_recording: bool) {
        if untrack(|| self.runs.is_busy()) {
            // Not shown: what goes on is.
            self.host.tell_failed(&RunError::from(&StartRefusal::Busy));
            return;
        }
        self.runs.forget_problem();
        let Some(features) = self.conditions.features.get_untracked() else {
            return self.fail(RunError::from(&StartRefusal::NotReady));
        };
        let experiment = self.setup.experiment.get_untracked();
        let asks = self.setup.page.with_untracked(|page| page.advise);
        let description = Description::of(&experiment).filter(|_| asks);
        let (considered, experiment) = match description {
            None => (consider(&experiment, &features, by), experiment),
            Some(_) => {
                let Some(plan) = untrack(|| self.advice_plan()) else {
                    return self.fail(RunError::from(&StartRefusal::TooLongToAdvise));
                };
                self.setup.set_up(plan.asked);
                (consider_runs(&plan.experiment, plan.runs, &features, by), plan.experiment)
            }
        };
        match considered {
            Start::Runs(planned) => {
                self.advising.begin(description.map(|_| self.setup.experiment.get_untracked()));
                self.make(Series { experiment, planned, features, is_recording, description });
            }
            Start::Question(asked) => {
                self.host.tell_failed(&RunError::from(&asked));
                self.runs.ask(asked);
            }
            Start::Refused(refusal) => self.fail(RunError::from(&refusal)),
        }
    }

    fn make(self, series: Series) {
        let (canceller, cancelled) = Canceller::new();
        self.runs.load(canceller);
        spawn_local(async move {
            match series::make(self, series, cancelled).await {
                Ok(making) => making.await,
                Err(_) => self.fail(RunError::from(&StartRefusal::NotLoaded)),
            }
        });
    }

    /// Says why there is no result, and tells the host.
    fn fail(self, error: RunError) {
        self.host.tell_failed(&error);
        self.runs.fail(error);
    }
}
