//! What can be done elsewhere: which experiments can be sent as jobs, and what their tasks should come to.

use super::message::Job;
use crate::experiment::{Experiment, format, parse};
use crate::workload::{Arrived, Step, Wait, WorkRate, WorkloadId};

/// What keeps an experiment from being run on other machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its tasks count in one memory.
    OneMemory,
    /// Its tasks are sent a payload, which no broker would carry.
    Payload,
    /// Its tasks would send requests from other people's machines to somebody else's.
    ForeignRequests,
    /// Its tasks are to go on in one place when all of them have come as far.
    OnePlace,
}

/// Whether this experiment's tasks can be done on other machines.
///
/// # Errors
/// What keeps them from it.
pub fn travels(experiment: &Experiment) -> Result<(), Obstacle> {
    let after = experiment.workload.param("where").map(|param| experiment.values.choice(param));
    if experiment.workload.extras.totals.is_some() {
        Err(Obstacle::OneMemory)
    } else if experiment.payload().is_some() {
        Err(Obstacle::Payload)
    } else if experiment.foreign_requests().is_some() {
        Err(Obstacle::ForeignRequests)
    } else if experiment.workload.id == WorkloadId::Parse && after == Some("after") {
        Err(Obstacle::OnePlace)
    } else {
        Ok(())
    }
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
    (link.notices.is_empty() && is_there && travels(&experiment).is_ok()).then_some(experiment)
}

/// Whether outputs can be foretold: those of some are how long something took.
pub fn is_foretold(experiment: &Experiment) -> bool {
    experiment.workload.extras.latency.is_none()
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
    fn what_needs_one_machine_does_not_travel() {
        for (link, obstacle) in [
            ("workload=counter", Err(Obstacle::OneMemory)),
            ("workload=transfer&by=share", Err(Obstacle::Payload)),
            ("workload=transfer", Err(Obstacle::Payload)),
            ("workload=fetch&url=https://example.org/a", Err(Obstacle::ForeignRequests)),
            ("workload=parse&where=after", Err(Obstacle::OnePlace)),
            ("workload=parse", Ok(())),
            ("workload=fetch", Ok(())),
            ("workload=thumbnails", Ok(())),
            ("workload=sleep&poison=10", Ok(())),
        ] {
            assert_eq!(travels(&experiment(link)), obstacle, "{link}");
        }
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
    fn a_sweep_stays_at_home() {
        let written = written(&experiment("workload=squares&tasks=3&sweep=number:10,20"));
        assert_eq!(written, "workload=squares&tasks=3");
    }
}
