//! A lesson at one of its steps: which ones can be set up, and which one a link or the form means.

use super::{Lesson, Step, find, lessons};
use crate::experiment::{Experiment, REPEAT, parse};

/// A lesson at one of its steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtStep {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// One of its steps.
    pub step: &'static Step,
}

impl Lesson {
    /// The steps that can be set up, in the order of reading: those whose experiment this version understands.
    pub fn steps_here(&self) -> impl Iterator<Item = &'static Step> + use<> {
        self.steps.iter().filter(|step| parse(step.query).notices.is_empty())
    }

    /// The step after this one, if there is one.
    pub fn step_after(&self, step: &Step) -> Option<&'static Step> {
        self.steps_here().skip_while(|one| *one != step).nth(1)
    }
}

impl Step {
    /// Whether this is its experiment, but for how often it is run.
    pub fn means(&self, experiment: &Experiment) -> bool {
        let once = |mut experiment: Experiment| {
            experiment.clear(&REPEAT);
            experiment
        };
        once(experiment.clone()) == once(parse(self.query).experiment)
    }
}

impl AtStep {
    /// A lesson and one of its steps, by their ids, if it can be set up.
    pub fn find(lesson: &str, step: &str) -> Option<Self> {
        let lesson = find(lesson)?;
        lesson.steps_here().find(|one| one.id == step).map(|step| Self { lesson, step })
    }

    /// What a link means that has this experiment and may name a lesson: the step that has the experiment, whether
    /// named or not; else the beginning of the lesson that is named.
    pub fn meant_by(lesson: Option<&str>, experiment: &Experiment) -> Option<Self> {
        let all = lessons().flat_map(|lesson| lesson.steps_here().map(move |step| Self { lesson, step }));
        let beginning = || {
            let lesson = find(lesson?)?;
            Some(Self { lesson, step: lesson.steps.first()? })
        };
        all.into_iter().find(|at| at.step.means(experiment)).or_else(beginning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(query: &str) -> Option<(&'static str, &'static str)> {
        let link = parse(query);
        AtStep::meant_by(link.lesson, &link.experiment).map(|at| (at.lesson.id, at.step.id))
    }

    #[test]
    fn every_step_is_meant_by_its_own_experiment() {
        let mut steps = 0;
        for at in lessons().flat_map(|lesson| lesson.steps_here().map(move |step| AtStep { lesson, step })) {
            assert_eq!(meant(at.step.query), Some((at.lesson.id, at.step.id)));
            assert_eq!(meant(&format!("{}&repeat=7", at.step.query)), Some((at.lesson.id, at.step.id)));
            assert_eq!(AtStep::find(at.lesson.id, at.step.id), Some(at));
            steps += 1;
        }
        assert!(steps > lessons().count(), "some lessons have several");
    }

    #[test]
    fn a_named_lesson_begins_where_the_experiment_is_another_one() {
        let first = find("downloads").unwrap().steps[0].id;
        assert_eq!(meant("lesson=downloads"), Some(("downloads", first)));
        assert_eq!(meant("lesson=downloads&delay=17"), Some(("downloads", first)));
        assert_eq!(meant("workload=fetch&delay=17"), None);
        assert_eq!(meant("lesson=unheard-of&delay=17"), None);
    }

    #[test]
    fn steps_follow_each_other() {
        let lesson = lessons().find(|lesson| lesson.steps_here().count() > 1).unwrap();
        let steps: Vec<_> = lesson.steps_here().collect();
        assert_eq!(lesson.step_after(steps[0]), Some(steps[1]));
        assert_eq!(lesson.step_after(steps[steps.len() - 1]), None);
    }
}
