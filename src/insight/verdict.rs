//! What the pictures say, in sentences: which way of running was how much faster, and *why*.

use super::outcome::{Counted, Outcome, Sections, TurnTaking};
use crate::trace::{Latencies, Pace};

/// A sentence about how an executor came out. `in_words` says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence<'a> {
    /// What it is about.
    pub outcome: &'a Outcome,
    /// What it says.
    pub claim: Claim<'a>,
    /// Whether the sentence before says the same of another executor, so that a word is enough.
    pub likewise: bool,
}

/// What is said of an executor. "Sooner" and "later" are as one task after the other would be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim<'a> {
    /// How many updates were lost.
    Counted(Counted),
    /// How soon light requests were answered.
    Answered(Latencies),
    /// It was sooner by this ratio, and this overlapped.
    Sooner(Overlap, f64),
    /// It took as long, though this overlapped.
    Same(Overlap),
    /// It took longer by this ratio, though this overlapped.
    Later(Overlap, f64),
    /// It may have been sooner or later: the ratio, and what that may be, from least to greatest.
    Noise(f64, [f64; 2]),
    /// This overlapped, and there is nothing to compare it with.
    Alone(Overlap),
    /// It was soonest of those that are compared, by this ratio to the last.
    First(f64, &'a Outcome),
    /// More of its lanes wanted to compute than there were cores, so that these took turns.
    TookTurns(TurnTaking),
    /// So much of what was computed was in critical sections, one at a time or not.
    InSections(Sections),
    /// It is one task after the other, and nothing else was run, or nothing else came to its end.
    Only {
        /// Whether nothing else was run.
        alone: bool,
    },
    /// It ended before its tasks did.
    Failed,
}

/// More than this on average is more than one at a time; less is noise at the edges.
pub(super) const MORE_THAN_ONE: f64 = 1.15;

/// What overlapped in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// Most of the time data was on its way between memories.
    Handing,
    /// Lanes computed at once.
    Computing,
    /// Lanes computed at once, and waits overlapped too.
    Both,
    /// Waits overlapped, with each other or with computing; only one lane computed at a time.
    Waits,
    /// Several tasks were in progress, but they only took turns.
    Turns,
    /// One task at a time.
    Nothing,
}

impl Overlap {
    fn of(outcome: &Outcome) -> Self {
        let computing = outcome.computing > MORE_THAN_ONE;
        let waits = outcome.waiting > MORE_THAN_ONE;
        if outcome.sending > outcome.computing {
            return Self::Handing;
        }
        match (computing, waits) {
            (true, true) => Self::Both,
            (true, false) => Self::Computing,
            (false, true) => Self::Waits,
            _ if outcome.waiting + outcome.computing > MORE_THAN_ONE => Self::Waits,
            _ if outcome.in_progress > MORE_THAN_ONE => Self::Turns,
            _ => Self::Nothing,
        }
    }
}

/// The verdict on what was compared, most telling sentence first.
pub fn verdict(outcomes: &[Outcome]) -> Vec<Sentence<'_>> {
    let (failed, mut done): (Vec<_>, Vec<_>) = outcomes.iter().partition(|outcome| outcome.failed);
    done.sort_by(|a, b| a.makespan.median.total_cmp(&b.makespan.median));
    let mut sentences: Vec<_> = done.iter().filter_map(|outcome| counted(outcome)).collect();
    if done.iter().any(|outcome| outcome.latencies.is_some()) {
        // Requests come at their own pace: how soon all are over says nothing.
        sentences.extend(answered(&done));
    } else {
        sentences.extend(paces(&done, failed.is_empty()));
    }
    sentences.extend(done.iter().filter_map(|outcome| took_turns(outcome)));
    sentences.extend(in_sections(&done));
    say_likewise(&mut sentences);
    sentences.extend(failed.into_iter().map(|outcome| sentence(outcome, Claim::Failed)));
    sentences
}

fn sentence<'a>(outcome: &'a Outcome, claim: Claim<'a>) -> Sentence<'a> {
    Sentence { outcome, claim, likewise: false }
}

/// Who lost updates.
fn counted(outcome: &Outcome) -> Option<Sentence<'_>> {
    outcome.counted.map(|counted| sentence(outcome, Claim::Counted(counted)))
}

/// Whose lanes took turns on cores.
fn took_turns(outcome: &Outcome) -> Option<Sentence<'_>> {
    outcome.turns.map(|turns| sentence(outcome, Claim::TookTurns(turns)))
}

/// Whose critical sections excluded each other, and then whose did not.
fn in_sections<'a>(done: &[&'a Outcome]) -> Vec<Sentence<'a>> {
    let of = |exclude: bool| {
        let told = done.iter().filter_map(|outcome| Some((*outcome, outcome.sections?)));
        told.filter(move |(_, sections)| sections.exclude == exclude)
    };
    let say = |(outcome, sections)| sentence(outcome, Claim::InSections(sections));
    of(true).chain(of(false)).map(say).collect()
}

/// How soon light requests were answered, soonest first.
fn answered<'a>(done: &[&'a Outcome]) -> Vec<Sentence<'a>> {
    let mut answers: Vec<_> =
        done.iter().filter_map(|outcome| Some((*outcome, outcome.latencies?))).collect();
    answers.sort_by(|a, b| a.1.p99_ms.total_cmp(&b.1.p99_ms));
    answers.into_iter().map(|(outcome, latencies)| sentence(outcome, Claim::Answered(latencies))).collect()
}

/// How soon all tasks were done, and what overlapped; of those that came to their end, which may be all.
fn paces<'a>(done: &[&'a Outcome], are_all: bool) -> Vec<Sentence<'a>> {
    let (baselines, others): (Vec<_>, Vec<_>) =
        done.iter().copied().partition(|outcome| outcome.executor.is_baseline());
    let mut sentences = Vec::new();
    match baselines.first() {
        Some(baseline) if !others.is_empty() => {
            // Fastest first, and those that gained nothing after them.
            sentences.extend(others.into_iter().map(|outcome| compared(outcome, baseline)));
        }
        Some(only) => sentences.push(sentence(only, Claim::Only { alone: are_all })),
        None => {
            // Nobody came first where the difference is noise.
            if let [first, .., last] = done
                && let Pace::Sooner(ratio) = first.makespan.pace(&last.makespan)
            {
                sentences.push(sentence(first, Claim::First(ratio, last)));
            }
            let alone = |outcome| sentence(outcome, Claim::Alone(Overlap::of(outcome)));
            sentences.extend(done.iter().copied().map(alone));
        }
    }
    sentences
}

fn compared<'a>(outcome: &'a Outcome, baseline: &Outcome) -> Sentence<'a> {
    let possible = outcome.makespan.ratio(&baseline.makespan, outcome.speedup_interval);
    let overlap = Overlap::of(outcome);
    let claim = match possible.pace() {
        Pace::Sooner(ratio) => Claim::Sooner(overlap, ratio),
        Pace::Later(ratio) => Claim::Later(overlap, ratio),
        Pace::Level => Claim::Same(overlap),
        Pace::Noise => Claim::Noise(possible.times, possible.range),
    };
    sentence(outcome, claim)
}

/// Who fared like the one before is told of in a word.
fn say_likewise(sentences: &mut [Sentence<'_>]) {
    for n in 1..sentences.len() {
        sentences[n].likewise = match (sentences[n - 1].claim, sentences[n].claim) {
            (Claim::Sooner(one, _), Claim::Sooner(other, _))
            | (Claim::Later(one, _), Claim::Later(other, _))
            | (Claim::Same(one), Claim::Same(other)) => one == other,
            (Claim::Noise(..), Claim::Noise(..)) | (Claim::TookTurns(_), Claim::TookTurns(_)) => true,
            (Claim::InSections(one), Claim::InSections(other)) => one.exclude == other.exclude,
            _ => false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;
    use crate::trace::{RunMetrics, Spread, Totals, Trace};

    /// The outcome of a run as it is drawn.
    fn drawn(executor: &str, drawing: &str) -> Outcome {
        let trace: Trace = drawing.parse().unwrap();
        let metrics = trace.metrics();
        let run = RunMetrics {
            peak_concurrency: metrics.peak_concurrency,
            mean_concurrency: metrics.mean_concurrency,
            mean_parallelism: metrics.mean_parallelism,
            ..RunMetrics::default()
        };
        let (lanes, makespan) = (trace.lanes.len() as u32, Spread::once(metrics.wall_ms));
        Outcome::new(executor.to_owned().into(), lanes, &trace, &run, makespan)
    }

    /// Two tasks on one lane, one after the other.
    const IN_TURN: &str = "0 run 00001111";
    /// And on two.
    const AT_ONCE: &str = "
        0 run 0000
        1 run 1111
    ";

    #[test]
    fn a_difference_within_the_noise_is_called_noise() {
        let sequential = drawn("sequential", IN_TURN);
        let threads = |interval| Outcome { speedup_interval: Some(interval), ..drawn("threads", AT_ONCE) };
        assert_eq!(keys(vec![sequential.clone(), threads([0.9, 2.4])]), "noise");
        assert_eq!(keys(vec![sequential.clone(), threads([1.1, 2.4])]), "sooner.computing");
        // Where nothing differs, there is no difference that could be noise.
        let in_turn = Outcome { speedup_interval: Some([0.9, 1.1]), ..drawn("event-loop", IN_TURN) };
        assert_eq!(keys(vec![sequential, in_turn]), "same.nothing");
    }

    /// What is said, in short.
    fn keys(outcomes: Vec<Outcome>) -> String {
        let key = |sentence: &Sentence<'_>| {
            let (pace, overlap) = match sentence.claim {
                Claim::Counted(Counted { together: false, .. }) => ("counted.apart", None),
                Claim::Counted(counted) if counted.lost() > 0 => ("counted.lost", None),
                Claim::Counted(_) => ("counted.all", None),
                Claim::Answered(_) => ("answered", None),
                Claim::Sooner(overlap, _) => ("sooner", Some(overlap)),
                Claim::Same(overlap) => ("same", Some(overlap)),
                Claim::Later(overlap, _) => ("later", Some(overlap)),
                Claim::Noise(..) => ("noise", None),
                Claim::Alone(overlap) => ("alone", Some(overlap)),
                Claim::First(..) => ("first", None),
                Claim::TookTurns(_) => ("turns", None),
                Claim::InSections(Sections { exclude: true, .. }) => ("sections", None),
                Claim::InSections(_) => ("sections.apart", None),
                Claim::Only { alone: true } => ("only.alone", None),
                Claim::Only { alone: false } => ("only", None),
                Claim::Failed => ("failed", None),
            };
            match (sentence.likewise, overlap) {
                (true, _) => format!("likewise.{pace}"),
                (false, Some(overlap)) => format!("{pace}.{overlap:?}").to_lowercase(),
                (false, None) => pace.to_owned(),
            }
        };
        verdict(&outcomes).iter().map(key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn work_that_overlapped_is_told_from_work_that_took_turns() {
        let sequential = drawn("sequential", IN_TURN);
        let threads = drawn("threads", AT_ONCE);
        let in_turn = drawn("event-loop", IN_TURN);
        let taking_turns = drawn("event-loop", "0 run 01010101");
        assert_eq!(keys(vec![sequential.clone(), in_turn, threads.clone()]), "sooner.computing same.nothing");
        assert_eq!(keys(vec![sequential.clone(), taking_turns]), "same.turns");
        assert_eq!(keys(vec![threads, sequential]), "sooner.computing");
    }

    #[test]
    fn waits_that_overlapped_are_told_from_computing() {
        let sequential = drawn("sequential", "0 wait 000111222");
        let threads = "
            0 wait 000222
            1 wait 111
        ";
        let event_loop = "
            0 wait 000
            0 wait 111
            0 wait 222
        ";
        let (threads, event_loop) = (drawn("threads", threads), drawn("event-loop", event_loop));
        assert_eq!(keys(vec![sequential, threads, event_loop]), "sooner.waits likewise.sooner");
    }

    #[test]
    fn what_mostly_sends_is_told_by_that() {
        let copied = "
            0 send 000.222.
            0 run  ...0...2
            1 send 11111...
            1 run  .....111
        ";
        let moved = "
            0 send 0....
            0 run  .0002
            1 send 1....
            1 run  .1113
        ";
        let (copied, moved) = (drawn("processes", copied), drawn("threads", moved));
        assert_eq!(keys(vec![copied, moved]), "first alone.computing alone.handing");
    }

    #[test]
    fn nobody_comes_first_within_the_noise() {
        let long = |columns: usize| format!("0 run {}", "0".repeat(columns));
        let race = |other: &str| keys(vec![drawn("threads", &long(100)), drawn("processes", other)]);
        let (longer, much_longer) = (long(103), long(150));
        assert!(!race(&longer).contains("first"), "{}", race(&longer));
        assert!(race(&much_longer).starts_with("first"), "{}", race(&much_longer));
    }

    #[test]
    fn what_was_counted_comes_first() {
        let counting = |executor: &str, actual, together| Outcome {
            counted: Some(Counted { totals: Totals { expected: 10, actual }, together }),
            ..drawn(executor, AT_ONCE)
        };
        let all = [counting("threads", 7, true), counting("locked-threads", 10, true)];
        let keys = keys([all.to_vec(), vec![counting("processes", 5, false)]].concat());
        assert!(keys.starts_with("counted.lost counted.all counted.apart "), "{keys}");
    }

    #[test]
    fn requests_are_told_by_latency_not_by_pace() {
        let serving = |executor: &str, p99_ms| Outcome {
            latencies: Some(Latencies { p50_ms: 1.0, p95_ms: 2.0, p99_ms, max_ms: 50.0 }),
            ..drawn(executor, "0 run 0011")
        };
        let outcomes = [serving("event-loop", 30.0), serving("offload", 5.0)];
        let sentences = verdict(&outcomes);
        assert!(
            sentences.iter().all(|sentence| matches!(sentence.claim, Claim::Answered(_))),
            "{sentences:?}"
        );
        assert_eq!(sentences[0].outcome.executor, ExecutorId::Offload);
    }

    #[test]
    fn lanes_that_outnumber_cores_took_turns() {
        // Four lanes on two cores.
        let four = "
            0 run       00..00..
            0 preempted ..00..00
            1 run       11..11..
            1 preempted ..11..11
            2 run       ..22..22
            2 preempted 22..22..
            3 run       ..33..33
            3 preempted 33..33..
        ";
        let on_cores = |executor: &str, cores| {
            let outcome = drawn(executor, four);
            let trace: Trace = four.parse().unwrap();
            let turns = TurnTaking::of(&trace, trace.metrics().busy_ms, cores);
            Outcome { turns, ..outcome }
        };
        let turns = on_cores("threads", 2).turns.unwrap();
        assert_eq!((turns.cores, turns.had, turns.switches_per_s), (2, 0.5, 1000.0));
        assert_eq!(keys(vec![on_cores("threads", 2)]), "alone.computing turns");
        let both = vec![on_cores("threads", 2), on_cores("processes", 2)];
        assert_eq!(keys(both), "alone.computing alone.computing turns likewise.turns");
        // With a core for each, others took them, and that is said elsewhere.
        assert_eq!(on_cores("threads", 4).turns, None);
        let at_once: Trace = AT_ONCE.parse().unwrap();
        let turns = TurnTaking::of(&at_once, at_once.metrics().busy_ms, 1);
        assert_eq!(turns, None, "nobody was without a core");
    }

    #[test]
    fn critical_sections_are_told_by_whether_they_exclude_each_other() {
        let with = |executor: &str, exclude| {
            let sections = Some(Sections { share: 0.25, exclude });
            Outcome { sections, ..drawn(executor, AT_ONCE) }
        };
        let all = [("processes", false), ("threads", true), ("process-loops", false), ("offload", true)];
        let said = keys(all.map(|(executor, exclude)| with(executor, exclude)).to_vec());
        assert!(
            said.ends_with("sections likewise.sections sections.apart likewise.sections.apart"),
            "{said}"
        );
    }

    #[test]
    fn slower_alone_only_and_failed() {
        let sequential = drawn("sequential", "0 run 0011");
        let slow = "
            0 run 0000000
            1 run 1111111
        ";
        let slow = drawn("processes", slow);
        assert_eq!(keys(vec![sequential.clone(), slow.clone()]), "later.computing");
        assert_eq!(keys(vec![sequential.clone()]), "only.alone");
        assert_eq!(keys(vec![slow.clone()]), "alone.computing");
        let other = drawn("threads", AT_ONCE);
        assert_eq!(keys(vec![slow.clone(), other]), "first alone.computing alone.computing");
        let failed = Outcome { failed: true, ..slow };
        assert_eq!(keys(vec![sequential, failed.clone()]), "only failed");
        assert_eq!(keys(vec![failed]), "failed");
        assert_eq!(keys(vec![]), "");
    }
}
