//! Starts: by a person, by a link, by a host page.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::canceller::Canceller;
use super::series::Series;
use super::{Session, series};
use crate::experiment::{Features, Start, StartRefusal, StartedBy, consider};
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
        let asks = self.setup.page.with_untracked(|page| page.advise) && experiment.is_program();
        match asks {
            true => self.start_for_an_answer(features, by, is_recording),
            false => {
                let considered = consider(&experiment, &features, by);
                self.make_considered(considered, Series::of(experiment, features, is_recording));
            }
        }
    }

    /// The same for an answer to which way fits the program in the form. What plans that arrives with what makes runs.
    fn start_for_an_answer(self, features: Features, by: StartedBy, is_recording: bool) {
        spawn_local(async move {
            match series::for_an_answer(self, features, by, is_recording).await {
                // Somebody has started something else meanwhile.
                _ if untrack(|| self.runs.is_busy()) => {}
                Ok(Some((considered, series))) => self.make_considered(considered, series),
                Ok(None) => self.fail(RunError::from(&StartRefusal::TooLongToAdvise)),
                Err(_) => self.fail(RunError::from(&StartRefusal::NotLoaded)),
            }
        });
    }

    fn make_considered(self, considered: Start, series: Series) {
        match considered {
            Start::Runs(planned) => self.make(Series { planned, ..series }),
            Start::Question(question) => {
                self.host.tell_failed(&RunError::from(&question));
                self.runs.ask(question);
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
