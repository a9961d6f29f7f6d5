//! Which lesson is being read.

use leptos::prelude::*;

use crate::browser::{document, frame};
use crate::experiment::{Experiment, REPEAT, parse};
use crate::lesson::{Lesson, Step, find, lessons};
use crate::session::Session;

/// The lesson at hand, beside the session. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Reading {
    session: Session,
    /// The lesson that is open.
    pub(in crate::view) open: RwSignal<Option<Open>>,
    /// The lesson whose heading is to get the keyboard's focus, each time that this is set.
    pub(in crate::view) arriving: RwSignal<Option<&'static Lesson>>,
    /// What was open when the last start was made.
    pub(in crate::view) ran: RwSignal<Option<Open>>,
}

/// A lesson at one of its steps.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::view) struct Open {
    pub(in crate::view) lesson: &'static Lesson,
    pub(in crate::view) step: &'static Step,
}

impl Reading {
    /// Begins with the lesson that the link names, or whose experiment it holds.
    pub(in crate::view) fn new(session: Session) -> Self {
        let open = RwSignal::new(from_link(session));
        let ran = RwSignal::new(None);
        Effect::watch(move || session.lesson.track(), move |(), _, _| open.set(from_link(session)), false);
        Effect::new(move |_| {
            session.runs.track();
            ran.set(open.get_untracked());
        });
        Self { session, open, arriving: RwSignal::new(None), ran }
    }

    /// Opens a lesson at one of its steps, and sets its experiment up.
    pub(in crate::view) fn open(self, lesson: &'static Lesson, step: &'static Step) {
        self.set_up(step.query);
        self.open.set(Some(Open { lesson, step }));
        self.arriving.set(Some(lesson));
    }

    /// Sets a step of the open lesson up.
    pub(in crate::view) fn choose(self, step: &'static Step) {
        self.set_up(step.query);
        self.open.update(|open| *open = open.map(|open| Open { step, ..open }));
    }

    /// Closes the lesson; the experiment stays.
    pub(in crate::view) fn close(self) {
        self.open.set(None);
    }

    /// Sets an experiment up that belongs to no lesson.
    pub(in crate::view) fn try_out(self, query: &str) {
        self.close();
        self.set_up(query);
        frame::next_frame(|| document::focus("run"));
    }

    /// Sets an experiment up that belongs to no lesson, and runs it.
    pub(in crate::view) fn run(self, query: &str) {
        self.close();
        self.set_up(query);
        self.session.run();
    }

    /// Whether the form still says what the step does, but for how often it is run.
    pub(in crate::view) fn is_as_set_up(self, step: &Step) -> bool {
        self.session.experiment.with(|experiment| means(experiment, step))
    }

    fn set_up(self, query: &str) {
        self.session.notices.update(Vec::clear);
        self.session.experiment.set(parse(query).experiment);
    }
}

/// The steps of a lesson that can be set up.
pub(in crate::view) fn steps(lesson: &Lesson) -> impl Iterator<Item = &'static Step> + use<> {
    lesson.steps.iter().filter(|step| parse(step.query).notices.is_empty())
}

/// A lesson and one of its steps, by their ids, if they can be set up.
pub(in crate::view) fn step_of(lesson: &str, step: &str) -> Option<(&'static Lesson, &'static Step)> {
    let lesson = find(lesson)?;
    steps(lesson).find(|one| one.id == step).map(|step| (lesson, step))
}

/// Whether this is a step's experiment, but for how often it is run.
fn means(experiment: &Experiment, step: &Step) -> bool {
    let once = |mut experiment: Experiment| {
        experiment.clear(&REPEAT);
        experiment
    };
    once(experiment.clone()) == once(parse(step.query).experiment)
}

fn from_link(session: Session) -> Option<Open> {
    let named = session.lesson.get_untracked().and_then(find);
    let all = || lessons().flat_map(|lesson| steps(lesson).map(move |step| Open { lesson, step }));
    let is_meant = |open: &Open| session.experiment.with_untracked(|experiment| means(experiment, open.step));
    let of_named = || named.and_then(|lesson| Some(Open { lesson, step: lesson.steps.first()? }));
    all().find(is_meant).or_else(of_named)
}
