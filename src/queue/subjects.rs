//! What is said where in a room, and who may say and hear it.
//!
//! | subject | who says it | what |
//! |---|---|---|
//! | `jobs.<run>` | host | a job, for the stream of jobs |
//! | `results.<run>.<job>` | takers | its result, for the stream of results |
//! | `up.<taker>` | that taker | who it is, what it is at |
//! | `down.all`, `down.<taker>` | host | that a run is called off |
//! | `clock.<taker>` | that taker | what time it is, please |
//! | `_INBOX.<somebody>.…` | host, broker | answers, and jobs that were asked for |
//!
//! A broker puts a taker's own name in the place of [`OWN`], so that nobody speaks for another, or reads what is meant
//! for another.

use super::jetstream::{JOBS, TAKERS};

/// What a broker replaces by the name of whoever it is about.
pub const OWN: &str = "{{subject()}}";
/// To all takers.
pub const DOWN_ALL: &str = "down.all";
/// What all takers say.
pub const UP: &str = "up.*";
/// What all takers ask of the host's clock.
pub const CLOCK: &str = "clock.*";

/// A run's number as it stands in subjects.
pub fn run_name(run: u64) -> String {
    format!("{run:016x}")
}

/// A job of this run.
pub fn job(run: u64) -> String {
    format!("jobs.{}", run_name(run))
}

/// The result of this job of this run.
pub fn result(run: u64, job: u32) -> String {
    format!("results.{}.{job}", run_name(run))
}

/// All results of this run.
pub fn results(run: u64) -> String {
    format!("results.{}.*", run_name(run))
}

/// Which job of this run a subject is about the result of.
pub fn job_of_result(run: u64, subject: &str) -> Option<u32> {
    let job = subject.strip_prefix("results.")?.strip_prefix(&run_name(run))?.strip_prefix('.')?;
    let number = job.parse().ok()?;
    (result(run, number) == subject).then_some(number)
}

/// What this taker says.
pub fn up(taker: &str) -> String {
    format!("up.{taker}")
}

/// Whose word this is, of those that only one can say.
pub fn taker_of(subject: &str) -> Option<&str> {
    subject.strip_prefix("up.").or_else(|| subject.strip_prefix("clock."))
}

/// To this taker.
pub fn down(taker: &str) -> String {
    format!("down.{taker}")
}

/// What this taker asks of the host's clock.
pub fn clock(taker: &str) -> String {
    format!("clock.{taker}")
}

/// An inbox of somebody's.
pub fn inbox(name: &str, about: &str) -> String {
    format!("_INBOX.{name}.{about}")
}

/// What tells a host that a job was handed out as often as may be.
pub fn too_often() -> String {
    format!("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{JOBS}.{TAKERS}")
}

/// What somebody may say and hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// On which subjects it may say something.
    pub publish: Vec<String>,
    /// On which of those it may not.
    pub publish_not: Vec<String>,
    /// On which subjects it may hear something.
    pub subscribe: Vec<String>,
}

impl Permissions {
    /// A host's: everything in its room, but not what could harm others on the same server.
    pub fn host() -> Self {
        let not = ["$JS.API.STREAM.RESTORE.>", "$JS.API.ACCOUNT.>", "$JS.API.SERVER.>", "$SYS.>"];
        Self {
            publish: vec![">".into()],
            publish_not: not.map(str::to_owned).to_vec(),
            subscribe: vec![">".into()],
        }
    }

    /// A taker's.
    pub fn taker() -> Self {
        let next = format!("$JS.API.CONSUMER.MSG.NEXT.{JOBS}.{TAKERS}");
        let acknowledge = format!("$JS.ACK.{JOBS}.{TAKERS}.>");
        // As later servers write it, with a domain and an account.
        let elsewhere = format!("$JS.ACK.*.*.{JOBS}.{TAKERS}.>");
        Self {
            publish: vec![next, acknowledge, elsewhere, "results.*.*".into(), up(OWN), clock(OWN)],
            publish_not: Vec::new(),
            subscribe: vec![inbox(OWN, ">"), DOWN_ALL.into(), down(OWN)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::codec::is_subject;

    #[test]
    fn what_is_written_is_understood() {
        assert_eq!(job_of_result(10, &result(10, 7)), Some(7));
        for foreign in
            [&result(11, 7), "results.000000000000000a.07", "results.000000000000000a.7.1", "jobs.a"]
        {
            assert_eq!(job_of_result(10, foreign), None, "{foreign}");
        }
        assert_eq!((taker_of(&up("U1")), taker_of(&clock("U1"))), (Some("U1"), Some("U1")));
        assert_eq!(taker_of(&down("U1")), None);
    }

    #[test]
    fn a_taker_says_nothing_in_the_name_of_others() {
        let Permissions { publish, subscribe, .. } = Permissions::taker();
        let own = |subject: &String| subject.contains(OWN);
        let of_all =
            |subjects: Vec<String>| subjects.into_iter().filter(|subject| !own(subject)).collect::<Vec<_>>();
        assert!(
            of_all(publish).iter().all(|subject| subject.starts_with("$JS.") || subject == "results.*.*")
        );
        assert_eq!(of_all(subscribe), [DOWN_ALL]);
        for subject in [job(1), result(1, 2), results(1), too_often(), inbox("U1", "q1")] {
            assert!(is_subject(&subject), "{subject}");
        }
    }
}
