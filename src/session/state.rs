//! The page's state: its parts, and what only several of them tell together.

use leptos::prelude::*;

use super::host::Host;
use super::shared_results::Own;
use super::{
    Advising, Conditions, History, Mapping, Predictions, Releases, Rooms, RunHandle, Runs, Setup,
    SharedResults,
};
use crate::browser::page;
use crate::exchange::{LinkedResult, Place, Refusal, SharedResult, address_fragment, link};
use crate::experiment::{ExecutorId, Features, Link, Unavailable, parse};
use crate::insight::{Guess, measured_ratio};
use crate::trace::{Figures, ResultDocument};

/// The page's state, in parts that anybody reads and only their own actions change. A handle that can be copied
/// anywhere on the page's thread.
#[derive(Clone, Copy)]
pub struct Session {
    /// What is configured.
    pub setup: Setup,
    /// The runs of the start that is being made, or was made last.
    pub runs: Runs,
    /// The conditions under which they are made.
    pub conditions: Conditions,
    /// What the reader expects of them.
    pub predictions: Predictions,
    /// Results that travel in links.
    pub shared: SharedResults,
    /// The runs that were made in this browser.
    pub history: History,
    /// What there is to be told of releases of the app.
    pub releases: Releases,
    /// The room that it is the host of.
    pub rooms: Rooms,
    /// What the adviser was asked.
    pub advising: Advising,
    /// Which way wins where.
    pub mapping: Mapping,
    /// Who is told of what happens, beside the views.
    pub(super) host: Host,
    /// Whether the page can be looked at, or never will be.
    pub(super) is_built: RwSignal<bool>,
}

impl Session {
    /// The state of a page that is opened with this link, in a frame or window of this host.
    pub(super) fn new(link: Link, host: Host) -> Self {
        let conditions = Conditions::unknown();
        Self {
            setup: Setup::new(link),
            runs: Runs::none(),
            conditions,
            predictions: Predictions::none(),
            shared: SharedResults::none(),
            history: History::none(),
            releases: Releases::none(),
            rooms: Rooms::none(conditions),
            advising: Advising::nothing(),
            mapping: Mapping::nothing(),
            host,
            is_built: RwSignal::new(false),
        }
    }

    /// A session that shows somebody else's document, and the runs that were taken from it, beside this one: it has
    /// runs to look at, and none can be made. It looks as this page does, and nothing that happens in it is told to
    /// a host.
    pub fn of_document(self, document: &ResultDocument, runs: Vec<RunHandle>) -> Self {
        let experiment = parse(&document.experiment).experiment;
        Self {
            setup: self.setup.with_experiment(experiment.clone()),
            runs: Runs::made(experiment, runs, document.figures()),
            conditions: Conditions::of(&document.environment),
            ..Self::new(Link::default(), Host::nobody())
        }
    }

    /// Why an executor can't run the experiment in the form here; `None` if it can, or if that is not known yet.
    pub fn unavailable(self, executor: ExecutorId) -> Option<Unavailable> {
        let features = self.conditions.features.get()?;
        self.setup.experiment.with(|experiment| features.check(executor, experiment).err())
    }

    /// The executors in the form that can't run here, by why not, as far as that is known.
    pub fn all_unavailable(self) -> Vec<(Unavailable, Vec<ExecutorId>)> {
        let features = self.conditions.features.get();
        let unavailable =
            |features: Features| self.setup.experiment.with(|experiment| features.unavailable(experiment));
        features.map(unavailable).unwrap_or_default()
    }

    /// Whether any of the executors in the form can run here. As long as that is not known, everything may.
    pub fn can_run(self) -> bool {
        let features = self.conditions.features.get();
        features.is_none_or(|found| self.setup.experiment.with(|experiment| found.can_run_any(experiment)))
    }

    /// Whether there is a result to be shown: of runs, in the link, or pinned.
    pub fn has_something_to_show(self) -> bool {
        !self.runs.all.with(Vec::is_empty)
            || self.shared.heard.with(Option::is_some)
            || self.history.kept.with(|kept| kept.pinned().is_some())
    }

    /// Whether there is a result, and it is of the experiment in the form.
    pub fn is_measured(self) -> bool {
        self.runs.has_result() && self.setup.experiment.with(|experiment| self.runs.are_of(experiment))
    }

    /// Where this page measures, in short.
    pub fn place(self) -> Place {
        Place::of(&self.conditions.environment())
    }

    /// What was expected of the last start, and what was measured where that is known.
    pub fn predicted(self) -> Vec<(Guess, Option<f64>)> {
        let measured = |guess: &Guess| {
            let ratio = |summary: &Vec<Figures>| {
                self.runs.with_started(|started| measured_ratio(started, summary, guess.executor))
            };
            self.runs.summary.with(ratio).filter(|_| self.runs.has_result())
        };
        self.predictions.last.get().into_iter().map(|guess| (guess, measured(&guess))).collect()
    }

    /// What somebody else says to have measured for the experiment in the form, and where, or why that can't be shown.
    pub fn claimed(self) -> Option<Result<(Place, Vec<Figures>), Refusal>> {
        match self.shared.heard.with(|heard| heard.as_ref().map(LinkedResult::read))? {
            Ok(theirs) => {
                let figures = self.setup.experiment.with(|experiment| theirs.about(experiment))?;
                Some(Ok((theirs.place, figures)))
            }
            Err(refusal) => Some(Err(refusal)),
        }
    }

    /// What this page has measured for the experiment in the form, in short.
    pub fn own_claim(self) -> Option<SharedResult> {
        self.with_own(|own| own.result.clone())
    }

    /// The fragment that stands in the address bar, with its `#`.
    pub(super) fn fragment(self) -> String {
        let heard = self.shared.heard.read();
        self.setup
            .experiment
            .with(|experiment| address_fragment(experiment, heard.as_ref(), &page::fragment()))
    }

    /// The fragment for a link from here: what this page has measured, or else what it was told.
    pub fn fragment_to_pass_on(self) -> String {
        self.with_own(|own| own.fragment.clone()).unwrap_or_else(|| self.fragment())
    }

    /// A link to the experiment in the form, with a result if one is given.
    pub fn link(self, result: Option<&SharedResult>) -> String {
        let at = self.setup.page.with(|page| page.at);
        self.setup.experiment.with(|experiment| link(&page::address(), experiment, at, result))
    }

    /// Something of what this page has measured for the experiment in the form.
    fn with_own<T>(self, work: impl FnOnce(&Own) -> T) -> Option<T> {
        if self.is_measured() { self.shared.own.with(|own| own.as_ref().map(work)) } else { None }
    }
}
