//! Whether an experiment may be started, and what has to be asked first.

use super::refusal::{MOST_FOREIGN_REQUESTS, StartRefusal};
use super::{Estimate, Experiment, Features, MOST_FROZEN_MS, Memory, Planned, estimate, freeze_ms, plan};

/// What a person is asked about first, though they pressed Run: more than 60 s or 512 MiB.
const ASKED: Estimate = Estimate { ms: 60_000.0, bytes: 512 << 20 };

/// Who wants runs to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartedBy {
    /// Somebody who pressed Run.
    Person,
    /// Somebody who has seen what it takes, and agreed.
    Accepted,
    /// A link with `autorun`, or a host page.
    Stranger,
}

/// What comes of wanting to start.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// These runs are to be made; there is at least one.
    Runs(Vec<Planned>),
    /// A click has to accept this first.
    Question(Question),
    /// Nothing, whoever wants it.
    Refused(StartRefusal),
}

/// What a click has to accept before a start.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What the start is expected to take.
    pub estimate: Estimate,
    /// The foreign host that would get requests, and how many.
    pub foreign: Option<(String, u32)>,
}

/// What comes of wanting to start this experiment where a browser offers this.
pub fn consider(experiment: &Experiment, features: &Features, by: StartedBy) -> Start {
    let runs = plan(experiment, |executor, step| features.check(executor, step).is_ok());
    consider_runs(experiment, runs, features, by)
}

/// What comes of wanting to make these runs of an experiment, each of which can run here.
pub fn consider_runs(
    experiment: &Experiment,
    runs: Vec<Planned>,
    features: &Features,
    by: StartedBy,
) -> Start {
    if runs.is_empty() {
        return Start::Refused(StartRefusal::NothingRuns(features.unavailable(experiment)));
    }
    let foreign = experiment.foreign_requests().map(|(host, requests)| (host.to_owned(), requests));
    if let Some((host, requests)) = &foreign {
        if features.embedded {
            return Start::Refused(StartRefusal::ForeignFromEmbed(host.clone()));
        }
        if *requests > MOST_FOREIGN_REQUESTS {
            return Start::Refused(StartRefusal::TooManyForeign(host.clone()));
        }
    }
    let freezes = |run: &Planned| {
        run.executor.facts().memory == Memory::Page
            && freeze_ms(&run.experiment).is_some_and(|ms| ms > MOST_FROZEN_MS)
    };
    if runs.iter().any(freezes) {
        return Start::Refused(StartRefusal::Freezes);
    }
    let estimate = estimate(&runs, features.hardware_concurrency);
    let asks = match by {
        StartedBy::Accepted => false,
        StartedBy::Person => foreign.is_some() || estimate.exceeds(&ASKED),
        StartedBy::Stranger => foreign.is_some() || estimate.needs_click(),
    };
    if asks { Start::Question(Question { estimate, foreign }) } else { Start::Runs(runs) }
}

impl std::fmt::Display for Question {
    /// In English, for host pages.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, mib) = (self.estimate.ms / 1000.0, self.estimate.bytes >> 20);
        write!(f, "This needs a click: it would take about {seconds:.0} s and {mib} MiB.")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ExecutorId, Unavailable, parse};
    use super::*;

    const HERE: Features = Features::ALL;
    const EVERYBODY: [StartedBy; 3] = [StartedBy::Person, StartedBy::Accepted, StartedBy::Stranger];

    fn start(query: &str, features: Features, by: StartedBy) -> Start {
        consider(&parse(query).experiment, &features, by)
    }

    fn refusals(query: &str, features: Features) -> [Option<StartRefusal>; 3] {
        EVERYBODY.map(|by| match start(query, features, by) {
            Start::Refused(refusal) => Some(refusal),
            Start::Runs(_) | Start::Question(_) => None,
        })
    }

    fn everybody(refusal: StartRefusal) -> [Option<StartRefusal>; 3] {
        EVERYBODY.map(|_| Some(refusal.clone()))
    }

    fn asked(query: &str) -> [bool; 3] {
        EVERYBODY.map(|by| matches!(start(query, HERE, by), Start::Question(_)))
    }

    #[test]
    fn the_more_a_start_takes_the_fewer_may_make_it_without_a_click() {
        assert_eq!(asked("limit=3000"), [false, false, false]);
        // Some 20 s: a person knows what they pressed, a link doesn't.
        assert_eq!(asked("workload=sleep&delay=4000&executors=sequential"), [false, false, true]);
        assert_eq!(asked("workload=sleep&delay=60000&executors=sequential"), [true, false, true]);
        // Much memory, little time.
        let heavy = "workload=transfer&size=268435456&tasks=2&executors=processes&workers=2";
        assert_eq!(asked(heavy), [true, false, true]);
    }

    #[test]
    fn what_is_asked_says_what_it_takes() {
        let Start::Question(question) =
            start("workload=sleep&delay=60000&executors=sequential", HERE, StartedBy::Person)
        else {
            panic!("five minutes need a click");
        };
        assert_eq!(question.foreign, None);
        assert!((300_000.0..301_000.0).contains(&question.estimate.ms), "{question:?}");
        assert_eq!(question.to_string(), "This needs a click: it would take about 300 s and 3 MiB.");
    }

    #[test]
    fn a_foreign_host_is_named_before_anything_is_sent_to_it() {
        let foreign = "workload=fetch&url=https://example.com/data&executors=event-loop";
        let few = format!("{foreign}&tasks=2");
        for by in [StartedBy::Person, StartedBy::Stranger] {
            let Start::Question(question) = start(&few, HERE, by) else { panic!("{by:?} is asked") };
            assert_eq!(question.foreign, Some(("example.com".into(), 2)));
        }
        assert!(matches!(start(&few, HERE, StartedBy::Accepted), Start::Runs(_)));
        let embedded = Features { embedded: true, ..HERE };
        let refused = everybody(StartRefusal::ForeignFromEmbed("example.com".into()));
        assert_eq!(refusals(&few, embedded), refused);
        let most = format!("{foreign}&tasks={MOST_FOREIGN_REQUESTS}");
        assert_eq!(refusals(&most, HERE), [None, None, None]);
        let more = format!("{foreign}&tasks={}", MOST_FOREIGN_REQUESTS + 1);
        let too_many = everybody(StartRefusal::TooManyForeign("example.com".into()));
        assert_eq!(refusals(&more, HERE), too_many);
    }

    #[test]
    fn nobody_can_have_the_page_frozen_for_long() {
        let freezes = everybody(StartRefusal::Freezes);
        assert_eq!(refusals("limit=1000000&tasks=8&executors=page", HERE), freezes);
        assert_eq!(
            refusals("limit=3000&executors=sequential&sweep=limit:10,1000000", HERE),
            [None, None, None]
        );
        // A step of a sweep is enough.
        let sweep = "tasks=8&executors=sequential,page&sweep=limit:10,1000000";
        assert_eq!(refusals(sweep, HERE), freezes);
        assert_eq!(refusals("limit=3000&executors=page", HERE), [None, None, None]);
    }

    #[test]
    fn what_can_t_run_is_left_out_and_nothing_but_that_is_refused() {
        let framed = Features { isolated: false, shared_memory: false, top_level: false, ..HERE };
        let nothing = everybody(StartRefusal::NothingRuns(vec![
            (Unavailable::NotIsolatedInFrame, vec![ExecutorId::Threads]),
            (Unavailable::InFrame, vec![ExecutorId::Page]),
        ]));
        assert_eq!(refusals("executors=threads,page", framed), nothing);
        let Start::Runs(runs) =
            start("limit=3000&executors=threads,sequential,page", framed, StartedBy::Stranger)
        else {
            panic!("one of them can run");
        };
        let executors: Vec<_> = runs.iter().map(|run| run.executor.id()).collect();
        assert_eq!(executors, ["sequential"]);
    }
}
