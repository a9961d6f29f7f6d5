//! A lesson at one of its steps: which ones can be set up, and which one a link or the form means.

use super::{Lesson, Step, find, lessons};
use crate::experiment::{Experiment, MOST_WORKERS, REPEAT, WORKERS, parse};
use crate::workload::Value;

/// A sweep over numbers of workers, on a machine of so many cores: one, half the cores, all of them, twice and four times
/// as many. Each number divides that of the tasks, so that no core is idle at the end. `None` of another experiment.
fn scaled(experiment: &Experiment, cores: u32) -> Option<Experiment> {
    experiment.sweep.as_ref().filter(|sweep| sweep.param.key == WORKERS.key)?;
    let cores = cores.clamp(1, MOST_WORKERS);
    let half = (cores > 2 && cores.is_multiple_of(2)).then_some(cores / 2);
    let more =
        [cores, 2 * cores, 4 * cores].into_iter().filter(|workers| (2..=MOST_WORKERS).contains(workers));
    let numbers: Vec<u32> = [1].into_iter().chain(half).chain(more).collect();
    let most = numbers.last().copied().unwrap_or(1);
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let mut scaled = experiment.clone();
    scaled.sweep = scaled.read_sweep(&format!("{}:{}", WORKERS.key, numbers.join(","))).ok();
    let tasks = experiment.tasks().next_multiple_of(most);
    scaled.set(scaled.param("tasks")?, Value::Integer(tasks.into()));
    Some(scaled)
}

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
    /// Its experiment on a machine of so many cores. A sweep over numbers of workers goes to four times as many as there
    /// are cores, where a pool may have so many; everything else, and all of it where the cores aren't known, is as the
    /// link has it.
    pub fn experiment(&self, cores: Option<u32>) -> Experiment {
        let experiment = parse(self.query).experiment;
        cores.and_then(|cores| scaled(&experiment, cores)).unwrap_or(experiment)
    }

    /// Whether this is its experiment, as the link has it or on any machine, but for how often it is run.
    pub fn means(&self, experiment: &Experiment) -> bool {
        let once = |mut experiment: Experiment| {
            experiment.clear(&REPEAT);
            experiment
        };
        let (meant, own) = (once(experiment.clone()), once(parse(self.query).experiment));
        meant == own || (1..=MOST_WORKERS).any(|cores| scaled(&own, cores).is_some_and(|own| meant == own))
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
    use crate::experiment::{estimate, format, plan};

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
    fn a_step_over_workers_goes_to_four_times_the_cores() {
        let AtStep { step, .. } = AtStep::find("more-threads-than-cores", "workers").unwrap();
        let sweep = |cores| format(&step.experiment(Some(cores))).split_once("tasks=").unwrap().1.to_owned();
        assert!(sweep(1).starts_with("32&") && sweep(1).ends_with("sweep=workers:1,2,4"), "{}", sweep(1));
        assert!(sweep(2).starts_with("32&") && sweep(2).ends_with("sweep=workers:1,2,4,8"), "{}", sweep(2));
        assert!(sweep(3).starts_with("36&") && sweep(3).ends_with("sweep=workers:1,3,6,12"), "{}", sweep(3));
        assert!(sweep(12).starts_with("48&") && sweep(12).ends_with("workers:1,6,12,24,48"), "{}", sweep(12));
        assert!(sweep(24).starts_with("48&") && sweep(24).ends_with("workers:1,12,24,48"), "{}", sweep(24));
        for cores in 1..=256 {
            let experiment = step.experiment(Some(cores));
            assert!(step.means(&experiment), "{cores} cores");
            let link = parse(&format(&experiment));
            assert_eq!((link.notices, &link.experiment), (vec![], &experiment), "{cores} cores");
            let estimate = estimate(&plan(&experiment, |_, _| true), cores);
            assert!(estimate.ms < 15_000.0, "{estimate:?} on {cores} cores");
            let numbers = experiment.sweep.iter().flat_map(|sweep| &sweep.values);
            let tasks = u64::from(experiment.tasks());
            assert!(
                numbers.clone().count() > 1
                    && numbers.clone().all(|number| matches!(number, Value::Integer(n) if tasks % n == 0)),
                "{cores} cores"
            );
        }
        let other = AtStep::find("more-threads-than-cores", "turns").unwrap().step;
        assert_eq!(other.experiment(Some(2)), parse(other.query).experiment);
        assert_eq!(step.experiment(None), parse(step.query).experiment);
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
