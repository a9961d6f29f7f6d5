//! Which lesson is being read.

use leptos::prelude::*;

use crate::browser::{document, frame};
use crate::experiment::{ExecutorId, parse};
use crate::insight::compare_with_published;
use crate::lesson::{AtStep, Lesson, Step};
use crate::session::Session;
use crate::view::common::place::Place;

/// The lesson at hand, beside the session. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Reading {
    session: Session,
    place: Place,
    /// The lesson that is open.
    pub(in crate::view) open: RwSignal<Option<AtStep>>,
    /// The lesson whose heading is to get the keyboard's focus, each time that this is set.
    pub(in crate::view) arriving: RwSignal<Option<&'static Lesson>>,
    /// What was open when the last start was made.
    pub(in crate::view) ran: RwSignal<Option<AtStep>>,
}

impl Reading {
    /// Begins with the lesson that the link names, or whose experiment it holds.
    pub(in crate::view) fn new(session: Session) -> Self {
        let open = RwSignal::new(from_link(session));
        let ran = RwSignal::new(None);
        Effect::watch(
            move || session.setup.lesson.track(),
            move |(), _, _| open.set(from_link(session)),
            false,
        );
        Effect::new(move |_| {
            session.runs.all.track();
            ran.set(open.get_untracked());
        });
        Self { session, place: expect_context::<Place>(), open, arriving: RwSignal::new(None), ran }
    }

    /// Opens a lesson at one of its steps, and sets its experiment up.
    pub(in crate::view) fn open(self, at: AtStep) {
        self.place.play();
        self.choose(at);
        self.arriving.set(Some(at.lesson));
    }

    /// Sets a step of the open lesson up.
    pub(in crate::view) fn choose(self, at: AtStep) {
        let cores = untrack(|| self.session.conditions.cores());
        self.session.setup.set_up(at.step.experiment(cores));
        self.open.set(Some(at));
    }

    /// What was published of the lesson whose step was run last, on the axis of what was measured here.
    pub(in crate::view) fn theirs(self) -> Memo<Vec<(ExecutorId, f64)>> {
        Memo::new(move |_| {
            let Some(AtStep { lesson, step }) = self.ran.get() else { return Vec::new() };
            let expected = lesson.expectation(step);
            self.session
                .runs
                .summary
                .with(|measured| compare_with_published(&expected, measured).theirs_here())
        })
    }

    /// Closes the lesson; the experiment stays.
    pub(in crate::view) fn close(self) {
        self.open.set(None);
    }

    /// Sets an experiment up that belongs to no lesson.
    pub(in crate::view) fn try_out(self, query: &str) {
        self.place.play();
        self.close();
        self.session.setup.set_up(parse(query).experiment);
        frame::next_frame(|| document::focus("run"));
    }

    /// Sets an experiment up that belongs to no lesson, and runs it.
    pub(in crate::view) fn run(self, query: &str) {
        self.close();
        self.session.setup.set_up(parse(query).experiment);
        self.session.run();
    }

    /// Whether the form still says what the step does, but for how often it is run.
    pub(in crate::view) fn is_as_set_up(self, step: &Step) -> bool {
        self.session.setup.experiment.with(|experiment| step.means(experiment))
    }
}

fn from_link(session: Session) -> Option<AtStep> {
    let lesson = session.setup.lesson.get_untracked();
    session.setup.experiment.with_untracked(|experiment| AtStep::meant_by(lesson, experiment))
}
