//! What can be done with a session: by a person, by a link, by a host page.

use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::canceller::Canceller;
use super::state::SessionEvent;
use super::{Features, Question, Session, Status, host, release, series};
use crate::browser::{clock, features, page, pressure, source};
use crate::experiment::{
    Estimate, Experiment, MOST_FROZEN_MS, Memory, Planned, estimate, format_page, freeze_ms, parse, plan,
};
use crate::trace::{ErrorCode, Pressure, RunError};

/// Most requests to a foreign host in one run.
const MOST_FOREIGN_REQUESTS: u32 = 200;
/// What a person is asked about first, though they pressed Run: more than 60 s or 512 MiB.
const ASKED: Estimate = Estimate { ms: 60_000.0, bytes: 512 << 20 };

/// Who wants runs to be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StartedBy {
    /// Somebody who pressed Run.
    Person,
    /// Somebody who has seen what it takes, and agreed.
    Accepted,
    /// A link with `autorun`, or a host page.
    Stranger,
}

impl Session {
    /// The session of this page: reads the address, finds out what the browser offers, hears the host,
    /// and starts by itself where the link says so.
    pub fn open() -> Self {
        let link = parse(&page::query());
        let starts_itself = link.starts_itself();
        let session = Self::new(link);
        session.hear_fragment();
        session.keep_address();
        host::listen(session);
        let (sender, shown) = oneshot::channel();
        session.shown.set_value(Some(sender));
        spawn_local(async move {
            let base = page::base();
            session.features.set(Some(Features {
                isolated: features::is_isolated(),
                shared_memory: features::can_share_memory(),
                top_level: features::is_top_level(),
                embedded: session.page.with_untracked(|page| page.embed),
                secure: features::is_secure(),
                hardware_concurrency: features::hardware_concurrency(),
                clock_resolution_ms: clock::resolution_ms(),
                source: source::prepare(&base).await,
            }));
            // Whoever hears that the page is ready may look at it. The sender lives as long as the session.
            let _ = shown.await;
            session.tell(&SessionEvent::Configured);
            release::keep(session);
            pressure::watch(move |now| session.feel(now));
            if !session.page.with_untracked(|page| page.embed) {
                session.history.open();
            }
            if starts_itself {
                session.start(StartedBy::Stranger, true);
            }
        });
        session
    }

    /// Views have something to show, or never will.
    pub fn is_shown(self) {
        if let Some(sender) = self.shown.try_update_value(Option::take).flatten() {
            // Heard by `open`, which waits for it.
            let _ = sender.send(());
        }
    }

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
        self.status.set(Status::Idle);
    }

    /// Calls off the runs that are being made.
    pub fn cancel(self) {
        if let Some(canceller) = self.canceller.get_value() {
            self.status.set(Status::Cancelling);
            canceller.cancel();
        }
    }

    /// Takes over an experiment from outside, with what is to be said of it.
    pub(super) fn configure(self, query: &str) {
        let link = parse(query);
        if matches!(self.status.get_untracked(), Status::Asking(_)) {
            self.status.set(Status::Idle);
        }
        self.notices.set(link.notices);
        self.lesson.set(link.lesson);
        self.experiment.set(link.experiment);
    }

    /// Starts, unless there is a reason not to; then says it, and tells the host.
    pub(super) fn start(self, by: StartedBy, recording: bool) {
        // From the first moment of a start to its end, whatever its status.
        if self.canceller.with_value(Option::is_some) {
            let message = "A run is going on: wait for its end, or cancel it.";
            self.tell(&SessionEvent::Failed(RunError::new(ErrorCode::Busy, message)));
            return;
        }
        self.problem.set(None);
        match self.consider(by) {
            Ok(runs) => self.make(runs, recording),
            Err(error) if error.code == ErrorCode::NeedsClick => self.tell(&SessionEvent::Failed(error)),
            Err(error) => self.fail(error),
        }
    }

    /// Says why there is no result, and tells the host.
    fn fail(self, error: RunError) {
        self.problem.set(Some(error.clone()));
        self.tell(&SessionEvent::Failed(error));
    }

    /// The runs to be made, or why there are none.
    fn consider(self, by: StartedBy) -> Result<Vec<Planned>, RunError> {
        let experiment = self.experiment.get_untracked();
        let Some(features) = self.features.get_untracked() else {
            // Only for some ms after the page was opened; the page's own button is not there before.
            return Err(RunError::new(ErrorCode::Busy, "The page is not ready yet."));
        };
        let runs = plan(&experiment, |executor, step| features.check(executor, step).is_ok());
        if runs.is_empty() {
            let message =
                "None of the chosen executors can run here: threads need a cross-origin isolated page.";
            return Err(RunError::new(ErrorCode::NotIsolated, message));
        }
        let foreign = foreign(&experiment, self.page.with_untracked(|page| page.embed))?;
        let cost = estimate(&runs, features.hardware_concurrency);
        let freezes = |run: &Planned| {
            run.executor.facts().memory == Memory::Page
                && freeze_ms(&run.experiment).is_some_and(|ms| ms > MOST_FROZEN_MS)
        };
        if runs.iter().any(freezes) {
            let message =
                "It would freeze the page for more than 10 s: take smaller tasks, or leave out “page”.";
            return Err(RunError::new(ErrorCode::BadExperiment, message));
        }
        let asks = match by {
            StartedBy::Accepted => false,
            StartedBy::Person => foreign.is_some() || cost.ms > ASKED.ms || cost.bytes > ASKED.bytes,
            StartedBy::Stranger => foreign.is_some() || cost.needs_click(),
        };
        if asks {
            self.status.set(Status::Asking(Question { estimate: cost, foreign }));
            let message = format!(
                "This needs a click: it would take about {:.0} s and {} MiB.",
                cost.ms / 1000.0,
                cost.bytes >> 20
            );
            return Err(RunError::new(ErrorCode::NeedsClick, message));
        }
        Ok(runs)
    }

    fn make(self, runs: Vec<Planned>, recording: bool) {
        let (canceller, cancelled) = Canceller::new();
        self.canceller.set_value(Some(canceller));
        self.started.set_value(self.experiment.get_untracked());
        self.recording.set_value(recording);
        self.expected.set(self.guesses.try_update(std::mem::take).unwrap_or_default());
        self.status.set(Status::Loading);
        spawn_local(async move {
            match series::make(self, runs, cancelled).await {
                Ok(making) => making.await,
                Err(_) => {
                    self.status.set(Status::Idle);
                    self.fail(RunError::new(
                        ErrorCode::WorkerStart,
                        "A file of this page could not be loaded.",
                    ));
                }
            }
            self.canceller.set_value(None);
        });
    }

    /// Takes note of the pressure on the processor.
    fn feel(self, now: Pressure) {
        let is_measuring = matches!(self.status.get_untracked(), Status::Running(_) | Status::Cancelling);
        self.pressure.update(|pressure| {
            pressure.now = Some(now);
            if is_measuring {
                pressure.highest = pressure.highest.max(pressure.now);
            }
        });
    }

    /// Keeps the address bar in step with the form.
    fn keep_address(self) {
        Effect::watch(
            move || {
                let query = self.experiment.with(|experiment| format_page(experiment, &self.page.get()));
                (query, self.fragment())
            },
            |(query, fragment), _, _| page::replace_address(query, fragment),
            false,
        );
    }
}

/// The foreign host that would get requests, and how many.
fn foreign(experiment: &Experiment, embed: bool) -> Result<Option<(String, u32)>, RunError> {
    let Some((host, requests)) = experiment.foreign_requests() else { return Ok(None) };
    let refused = |reason: &str| Err(RunError::new(ErrorCode::BadExperiment, reason));
    if embed {
        return refused(&format!("Requests to {host} are never sent from an embedded page."));
    }
    if requests > MOST_FOREIGN_REQUESTS {
        return refused(&format!("At most {MOST_FOREIGN_REQUESTS} tasks may send requests to {host}."));
    }
    Ok(Some((host.to_owned(), requests)))
}
