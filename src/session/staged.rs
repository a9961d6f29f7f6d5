//! Sessions as they are at some moment of their lives, for the gallery.

use leptos::prelude::*;

use super::canceller::Canceller;
use super::{History, Releases, RunHandle, Session, Status};
use crate::experiment::{ExecutorId, parse};
use crate::history::Kept;
use crate::protocol::release::News;
use crate::trace::{LiveRun, ResultDocument, RunError};

impl Session {
    /// One beside this one, at the link of this document and with its runs, of which some go on.
    pub fn staged(self, mut document: ResultDocument, going_on: Vec<Option<LiveRun>>) -> Self {
        let runs = RunHandle::take_all(&mut document);
        for (run, live) in runs.iter().zip(going_on) {
            live.into_iter().for_each(|live| run.update(|known| *known = live));
        }
        let session = self.of_document(&document, runs);
        session.setup.take_over(parse(&document.experiment));
        session
    }

    /// What is measured is to answer which way fits the program in the form.
    pub fn with_question(self) -> Self {
        self.advising.begin(Some(self.setup.experiment.get_untracked()));
        self
    }

    /// What is going on.
    pub fn with_status(self, status: Status) -> Self {
        match status {
            Status::Idle => self.runs.end(),
            Status::Asking(question) => self.runs.ask(question),
            Status::Loading => self.runs.load(Canceller::new().0),
            Status::Waiting => self.runs.wait(),
            Status::Calibrating => self.runs.calibrate(),
            Status::Running(progress) => self.runs.begin_run(progress),
            Status::Mapping(elapsed_ms, expected_ms) => self.runs.map(elapsed_ms, expected_ms),
            Status::Cancelling => {
                self.runs.load(Canceller::new().0);
                self.runs.cancel();
            }
        }
        self
    }

    /// Why the last start gave no result.
    pub fn with_problem(self, problem: RunError) -> Self {
        self.runs.fail(problem);
        self
    }

    /// How late the page was for its beats, ms.
    pub fn with_beats(self, late_ms: &[f64]) -> Self {
        late_ms.iter().for_each(|late_ms| self.conditions.beat(*late_ms, true));
        self
    }

    /// What was expected of the last start, in hundredths of a time.
    pub fn with_guesses(self, guesses: &[(ExecutorId, u64)]) -> Self {
        guesses
            .iter()
            .for_each(|(executor, hundredths)| self.predictions.guess(*executor, Some(*hundredths)));
        self.predictions.begin();
        self
    }

    /// What the fragment of its link says that somebody else measured.
    pub fn with_fragment(self, fragment: &str) -> Self {
        self.setup.experiment.with_untracked(|experiment| self.shared.hear(fragment, experiment));
        self
    }

    /// What there is to see of the history.
    pub fn with_history(self, kept: Kept) -> Self {
        Self { history: History::of(kept), ..self }
    }

    /// What there is to be told of releases.
    pub fn with_release(self, news: News) -> Self {
        Self { releases: Releases::of(news.into()), ..self }
    }
}
