//! What is done elsewhere: experiments as jobs say them, and what their tasks should come to.

use serde::{Deserialize, Serialize};

use super::message::Job;
use crate::experiment::{Experiment, format, parse};
use crate::workload::{Arrived, Step, Wait, WorkRate};

/// The tasks of an experiment as jobs of so many each, in the order in which they are started.
pub fn jobs_of(experiment: &Experiment, chunk: usize) -> Vec<Vec<u32>> {
    experiment.order().chunks(chunk.max(1)).map(<[u32]>::to_vec).collect()
}

/// An experiment as a job says it: its tasks, and nothing of how else they are run.
pub fn written(experiment: &Experiment) -> String {
    format(&Experiment { sweep: None, ..experiment.clone() })
}

/// The experiment that a job is of; `None` where it can't be done here: it isn't understood, or may not travel.
pub fn experiment_of(job: &Job) -> Option<Experiment> {
    let link = parse(&job.experiment);
    let experiment = link.experiment;
    let is_there = job.tasks.iter().all(|task| *task < experiment.tasks());
    (link.notices.is_empty() && is_there && experiment.obstacle().is_none()).then_some(experiment)
}

/// Whether outputs can be foretold: those of some are how long something took.
pub fn is_foretold(experiment: &Experiment) -> bool {
    experiment.workload.extras.latency.is_none()
}

/// What a worker is named that does jobs again for the host of a room.
pub const CHECKER: &str = "checker";

/// A job that is to be done again, without its waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Which one.
    pub job: u32,
    /// What is run, as a link says it.
    pub experiment: String,
    /// The tasks.
    pub tasks: Vec<u32>,
    /// How much work takes a millisecond, where work is given as a time.
    pub work_rate: WorkRate,
}

/// What a worker says that does jobs again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromChecker {
    /// Its program runs; it can be asked.
    Loaded,
    /// This is what a job comes to.
    Checked {
        /// Which one.
        job: u32,
        /// The outputs of its tasks; `None` where they can't be told.
        outputs: Option<Vec<String>>,
    },
}

impl Check {
    /// Does the job again: the outputs of its tasks; `None` where they can't be told.
    pub fn outputs(&self) -> Option<Vec<String>> {
        let experiment = parse(&self.experiment).experiment;
        self.tasks.iter().map(|task| foretell(&experiment, *task, self.work_rate)).collect()
    }
}

/// What a wait brings in the end, without waiting for it, where that is known.
pub fn brings(wait: &Wait) -> Option<Arrived> {
    match wait {
        Wait::Due { .. } | Wait::Sleep { .. } => Some(Arrived::Time),
        Wait::Fetch(resource) if resource.url.is_some() => None,
        Wait::Fetch(resource) if resource.keep => Some(Arrived::Body(resource.form.content(resource.size))),
        Wait::Fetch(resource) => Some(Arrived::Bytes(resource.size)),
        Wait::Payload => None,
    }
}

/// Does a task again without its waits, to see what it should come to; `None` where that can't be told.
pub fn foretell(experiment: &Experiment, task: u32, work_rate: WorkRate) -> Option<String> {
    let mut work = experiment.task(task, work_rate);
    let mut arrived = None;
    loop {
        match work.advance(0.0, arrived.take()) {
            // Whoever is alone is never kept out.
            Step::Computing | Step::Lock | Step::Unlock => {}
            Step::Waiting(wait) => arrived = Some(brings(&wait)?),
            Step::Park(_) => return None,
            Step::Done(output) => return Some(output),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experiment(link: &str) -> Experiment {
        let link = parse(link);
        assert!(link.notices.is_empty(), "{:?}", link.notices);
        link.experiment
    }

    #[test]
    fn a_job_is_done_only_where_it_is_understood() {
        let job = |experiment: &str, tasks: &[u32]| Job {
            run: 0,
            number: 0,
            attempt: 0,
            nonce: 0,
            experiment: experiment.into(),
            tasks: tasks.to_vec(),
            work_rate: WorkRate::default(),
            zero_ms: 0.0,
        };
        assert!(experiment_of(&job("workload=squares&tasks=3", &[0, 2])).is_some());
        assert!(experiment_of(&job("workload=squares&tasks=3", &[3])).is_none());
        assert!(experiment_of(&job("workload=cubes", &[0])).is_none());
        assert!(experiment_of(&job("workload=squares&sides=4", &[0])).is_none());
        assert!(experiment_of(&job("workload=counter", &[0])).is_none());
    }

    #[test]
    fn outputs_are_foretold_without_waiting() {
        let foretold = |link: &str, task| foretell(&experiment(link), task, WorkRate::default());
        assert_eq!(foretold("workload=squares&number=4", 1).as_deref(), Some("30"));
        assert_eq!(foretold("workload=sleep&delay=60000", 0).as_deref(), Some("60000"));
        assert_eq!(foretold("workload=fetch&delay=10000", 0).as_deref(), Some("10240"));
        assert!(foretold("workload=parse&size=2000", 0).is_some());
        assert!(
            foretold("workload=sleep&tasks=1&poison=5", 1).is_some_and(|output| output.ends_with("slices"))
        );
        assert_eq!(foretold("workload=transfer", 0), None);
        assert!(!is_foretold(&experiment("workload=requests")));
    }

    #[test]
    fn a_job_is_done_again() {
        let check = |tasks: &[u32]| {
            let experiment = "workload=squares&number=4&tasks=3".into();
            Check { job: 5, experiment, tasks: tasks.into(), work_rate: WorkRate::default() }.outputs()
        };
        assert_eq!(check(&[1, 0]), Some(vec!["30".to_owned(), "14".to_owned()]));
    }

    #[test]
    fn a_sweep_stays_at_home() {
        let written = written(&experiment("workload=squares&tasks=3&sweep=number:10,20"));
        assert_eq!(written, "workload=squares&tasks=3");
    }
}
