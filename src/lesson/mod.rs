//! The experiments that tutorials on concurrency published: what they set up, what they measured, and
//! whether it comes out here in the same order.
//!
//! Here belong the lessons' ids, links and published figures, the guide, the glossary and the code
//! samples; not what people read of them (`www/locales`) nor what their links mean
//! ([`crate::experiment`], which has the lessons' names and first links, too). Everything here is pure.
//!
//! Adding a lesson is its link in [`crate::experiment::lesson_links`], one row in the file of its topic, its
//! strings, and its line in `tests/lessons.txt`. A lesson without steps is listed as coming.
//!
//! ```
//! use interleave::lesson;
//!
//! let downloads = lesson::find("downloads").unwrap();
//! assert!(downloads.link().unwrap().starts_with("workload=fetch"));
//! assert_eq!(downloads.published.as_ref().unwrap().figures[0].seconds, 14.29);
//! ```

mod at_step;
mod both;
mod computing;
mod glossary;
mod guide;
mod memory;
mod next;
mod samples;
pub mod scheduler;
mod tour;
mod waiting;

pub use at_step::AtStep;
pub use glossary::{GLOSSARY, Term};
pub use guide::{Advice, GUIDE, Target};
pub use next::NextStep;
pub use samples::{Excerpt, Line, SAMPLES, Sample};
pub use tour::TourStop;

use crate::experiment::{ExecutorId, parse};
use crate::insight::{Expectation, PublishedFigure};
use crate::text;
use crate::text::listed;

/// One row of the table of lessons.
#[derive(Debug)]
pub struct Lesson {
    /// Its name in links, for ever.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// Its experiments, in the order in which they are read. A link that names the lesson stands for the
    /// first. Empty where it can't be run yet.
    pub steps: &'static [Step],
    /// What somebody else measured.
    pub published: Option<Published>,
}

/// What a lesson is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Tasks that wait.
    Waiting,
    /// Tasks that compute.
    Computing,
    /// Tasks that do both.
    Both,
    /// Memory that tasks share, or don't.
    Memory,
}

/// One experiment of a lesson.
#[derive(Debug, PartialEq)]
pub struct Step {
    /// Its name, unique in its lesson.
    pub id: &'static str,
    /// The experiment, in the canonical spelling of links.
    pub query: &'static str,
    /// Pairs of executors of which the first is expected to be done sooner. Empty where figures say it,
    /// or where it isn't the time that matters.
    pub sooner: &'static [(ExecutorId, ExecutorId)],
}

/// What somebody else measured, quoted as theirs.
#[derive(Debug)]
pub struct Published {
    /// What it is called.
    pub source: &'static str,
    /// Who measured it, or that nobody did.
    pub by: Publisher,
    /// Where it can be read.
    pub url: Option<&'static str>,
    /// The machine: its processor, its clock, its memory, as far as the source names them.
    pub machine: &'static [&'static str],
    /// The makespans, in the source's order.
    pub figures: &'static [PublishedFigure],
}

/// Who published figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publisher {
    /// Who goes by this name.
    Named(&'static str),
    /// Nobody measured: the source calculates.
    Arithmetic,
}

impl Publisher {
    /// What it is called, in the language that is shown.
    pub fn label(self) -> String {
        match self {
            Self::Named(name) => name.to_owned(),
            Self::Arithmetic => text!(lessons.arithmetic),
        }
    }
}

impl Published {
    /// Where its figures are from, in a sentence, in which [`text::GAP`] stands in the place of the source.
    pub fn origin(&self) -> String {
        match self.by {
            Publisher::Arithmetic => text!(lessons.calculated, source = text::GAP),
            Publisher::Named(by) if self.machine.is_empty() => {
                text!(lessons.published, source = text::GAP, by = by)
            }
            Publisher::Named(by) => {
                text!(lessons.published_on, source = text::GAP, by = by, machine = listed(self.machine))
            }
        }
    }
}

impl Topic {
    /// All of them, in the order of reading.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Computing, Self::Both, Self::Memory];

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Waiting => text!(lessons.topic.waiting),
            Self::Computing => text!(lessons.topic.computing),
            Self::Both => text!(lessons.topic.both),
            Self::Memory => text!(lessons.topic.memory),
        }
    }
}

impl Lesson {
    /// The experiment that a link with this lesson stands for; `None` where its workload or executor is still to come.
    pub fn link(&self) -> Option<&'static str> {
        self.steps.first().map(|step| step.query)
    }

    /// Whether it can be run: there is an experiment.
    pub fn is_offered(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Whether its tasks count in one memory, where a switch at the wrong moment loses something: whoever has seen that
    /// may want to be who switches, in [`scheduler`].
    pub fn leads_to_scheduler(&self) -> bool {
        let counts = |link| parse(link).experiment.workload.extras.totals.is_some();
        self.link().is_some_and(counts)
    }

    /// What it is called.
    pub fn title(&self) -> String {
        title(self.id)
    }

    /// What it asks.
    pub fn question(&self) -> String {
        text::of(&["lesson", self.id, "question"])
    }

    /// What it sets up.
    pub fn setup(&self) -> String {
        text::of(&["lesson", self.id, "setup"])
    }

    /// What to look at.
    pub fn look(&self) -> String {
        text::of(&["lesson", self.id, "look"])
    }

    /// What happened.
    pub fn after(&self) -> String {
        text::of(&["lesson", self.id, "after"])
    }

    /// Why it may come out in another way here.
    pub fn differ(&self) -> String {
        text::of(&["lesson", self.id, "differ"])
    }

    /// What one of its steps is called; there are names where there are several.
    pub fn step_label(&self, step: &Step) -> String {
        text::of(&["lesson", self.id, "step", step.id])
    }

    /// What its source calls what this executor does.
    pub fn their_label(&self, executor: ExecutorId) -> String {
        text::of(&["lesson", self.id, "theirs", executor.id()])
    }

    /// Sees to it, at compile time, that it has the strings that are shown of it.
    const fn require_strings(&self) {
        text::keys::require(&["lesson", self.id, "title"]);
        text::keys::require(&["lesson", self.id, "question"]);
        text::keys::require(&["lesson", self.id, "setup"]);
        if self.steps.is_empty() {
            return;
        }
        text::keys::require(&["lesson", self.id, "look"]);
        text::keys::require(&["lesson", self.id, "after"]);
        text::keys::require(&["lesson", self.id, "differ"]);
        let mut n = 0;
        while n < self.steps.len() && self.steps.len() > 1 {
            text::keys::require(&["lesson", self.id, "step", self.steps[n].id]);
            n += 1;
        }
        if let Some(published) = &self.published {
            let mut n = 0;
            while n < published.figures.len() {
                let executor = published.figures[n].executor.id();
                text::keys::require(&["lesson", self.id, "theirs", executor]);
                n += 1;
            }
        }
    }

    /// The published makespans; empty where there are none.
    pub fn figures(&self) -> &'static [PublishedFigure] {
        self.published.as_ref().map_or(&[], |published| published.figures)
    }

    /// What is to be expected of one of its steps. Figures belong to the first.
    pub fn expectation(&self, step: &Step) -> Expectation {
        let is_first = self.steps.first().is_some_and(|first| first.id == step.id);
        Expectation { figures: if is_first { self.figures() } else { &[] }, sooner: step.sooner }
    }
}

impl PartialEq for Lesson {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Every lesson there is, topic by topic, in the order of reading.
const LESSONS: [&[Lesson]; 4] = [waiting::LESSONS, computing::LESSONS, both::LESSONS, memory::LESSONS];

const _: () = {
    let mut topic = 0;
    while topic < LESSONS.len() {
        let mut n = 0;
        while n < LESSONS[topic].len() {
            LESSONS[topic][n].require_strings();
            n += 1;
        }
        topic += 1;
    }
};

/// Every lesson there is, in the order of reading.
pub fn lessons() -> impl Iterator<Item = &'static Lesson> {
    LESSONS.into_iter().flatten()
}

/// What the lesson called `id` is called.
pub fn title(id: &str) -> String {
    text::of(&["lesson", id, "title"])
}

/// The lesson called `id`, if there is one.
pub fn find(id: &str) -> Option<&'static Lesson> {
    lessons().find(|lesson| lesson.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let ids: Vec<_> = lessons().map(|lesson| lesson.id).collect();
        assert!(ids.iter().enumerate().all(|(n, id)| !ids[..n].contains(id)));
        for lesson in lessons() {
            let steps: Vec<_> = lesson.steps.iter().map(|step| step.id).collect();
            assert!(steps.iter().enumerate().all(|(n, id)| !steps[..n].contains(id)), "{}", lesson.id);
        }
    }

    #[test]
    fn figures_are_expected_of_the_first_step_only() {
        let lesson = find("loops-in-processes").unwrap();
        let expected = |step: usize| lesson.expectation(&lesson.steps[step]);
        assert_eq!(expected(0).figures, lesson.figures());
        assert_eq!(expected(1), Expectation { figures: &[], sooner: lesson.steps[1].sooner });
        let with_figures = find("downloads").unwrap();
        assert!(!with_figures.expectation(&with_figures.steps[0]).figures.is_empty());
    }

    #[test]
    fn where_updates_are_lost_readers_may_schedule() {
        let leads: Vec<_> =
            lessons().filter(|lesson| lesson.leads_to_scheduler()).map(|lesson| lesson.id).collect();
        assert_eq!(leads, ["lost-updates"]);
    }

    /// Figures belong to the first step; every other step speaks for itself.
    #[test]
    fn what_was_measured_there_is_measured_here() {
        for lesson in lessons() {
            for figure in lesson.figures() {
                let query = lesson.link().unwrap();
                let executors = query.split('&').find_map(|pair| pair.strip_prefix("executors=")).unwrap();
                assert!(
                    executors.split(',').any(|id| id == figure.executor.id()),
                    "{}: {figure:?}",
                    lesson.id
                );
            }
            let first = lesson.steps.first();
            assert!(lesson.figures().is_empty() || first.is_some_and(|step| step.sooner.is_empty()));
        }
    }
}
