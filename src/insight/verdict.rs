//! What the pictures say, in sentences: which way of running was how much faster, and *why*.
//!
//! A sentence leaves here as the key of a string and its arguments; words belong to the locale.

use super::outcome::Outcome;
use crate::experiment::ExecutorName;
use crate::trace::{Latencies, Pace};

/// What fills a place in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// An executor with so many lanes, as the subject of a sentence.
    Subject(ExecutorName, u32),
    /// A ratio.
    Times(f64),
    /// A duration, ms.
    Ms(f64),
    /// A number.
    Count(u64),
    /// A share, percent.
    Percent(f64),
}

/// A sentence: the key of its string, and what fills its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The key, such as `verdict.sooner.parallel`.
    pub key: String,
    /// Names of places, and what fills them.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// More than this on average is more than one at a time; less is noise at the edges.
const MORE_THAN_ONE: f64 = 1.15;

/// What overlapped in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Overlap {
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

    fn name(self) -> &'static str {
        match self {
            Self::Handing => "handing",
            Self::Computing => "computing",
            Self::Both => "both",
            Self::Waits => "waits",
            Self::Turns => "turns",
            Self::Nothing => "nothing",
        }
    }
}

/// The verdict on what was compared, most telling sentence first.
pub fn verdict(outcomes: &[Outcome]) -> Vec<Sentence> {
    let (failed, mut done): (Vec<_>, Vec<_>) = outcomes.iter().partition(|outcome| outcome.failed);
    done.sort_by(|a, b| a.makespan.median.total_cmp(&b.makespan.median));
    let mut sentences: Vec<_> = done.iter().filter_map(|outcome| counted(outcome)).collect();
    if done.iter().any(|outcome| outcome.latencies.is_some()) {
        // Requests come at their own pace: how soon all are over says nothing.
        sentences.extend(answered(&done));
    } else {
        sentences.extend(paces(&done));
    }
    sentences.extend(failed.iter().map(|outcome| sentence("verdict.failed", outcome)));
    sentences
}

/// Who lost updates.
fn counted(outcome: &Outcome) -> Option<Sentence> {
    let counted = outcome.counted?;
    let (totals, lost) = (counted.totals, counted.lost());
    let key = match lost {
        _ if !counted.together => "verdict.counted.apart",
        0 => "verdict.counted.all",
        _ => "verdict.counted.lost",
    };
    let mut sentence = sentence(key, outcome);
    let figures = [("lost", lost), ("actual", totals.actual), ("expected", totals.expected)];
    sentence.arguments.extend(figures.map(|(name, figure)| (name, Argument::Count(figure))));
    Some(sentence)
}

/// How soon light requests were answered, soonest first.
fn answered(done: &[&Outcome]) -> Vec<Sentence> {
    let mut answers: Vec<_> =
        done.iter().filter_map(|outcome| Some((*outcome, outcome.latencies?))).collect();
    answers.sort_by(|a, b| a.1.p99_ms.total_cmp(&b.1.p99_ms));
    let answer = |(outcome, latencies): &(&Outcome, Latencies)| {
        let mut sentence = sentence("verdict.answered", outcome);
        sentence.arguments.push(("p50", Argument::Ms(latencies.p50_ms)));
        sentence.arguments.push(("p99", Argument::Ms(latencies.p99_ms)));
        sentence
    };
    answers.iter().map(answer).collect()
}

/// How soon all tasks were done, and what overlapped.
fn paces(done: &[&Outcome]) -> Vec<Sentence> {
    let baseline = done.iter().find(|outcome| outcome.executor.is_baseline());
    let others = || done.iter().filter(|outcome| !outcome.executor.is_baseline());
    let mut sentences = Vec::new();
    match baseline {
        Some(baseline) if others().next().is_some() => {
            // Fastest first, and those that gained nothing after them.
            sentences.extend(others().map(|outcome| compared(outcome, baseline)));
            say_likewise(&mut sentences);
        }
        Some(only) => sentences.push(sentence("verdict.only", only)),
        None => {
            sentences.extend(done.iter().map(|outcome| alone(outcome)));
            // Nobody came first where the difference is noise.
            if let [first, .., last] = done
                && let Pace::Sooner(ratio) = first.makespan.pace(&last.makespan)
            {
                let mut race = sentence("verdict.first", first);
                race.arguments.push(("other", subject(last)));
                race.arguments.push(("ratio", Argument::Times(ratio)));
                sentences.insert(0, race);
            }
        }
    }
    sentences
}

fn compared(outcome: &Outcome, baseline: &Outcome) -> Sentence {
    let possible = outcome.makespan.ratio(&baseline.makespan, outcome.speedup_interval);
    let (pace, ratio) = match possible.pace() {
        Pace::Sooner(ratio) => ("sooner", ratio),
        Pace::Later(ratio) => ("later", ratio),
        Pace::Level => ("same", possible.times),
        Pace::Noise => {
            let mut noise = sentence("verdict.noise", outcome);
            let [low, high] = possible.range;
            let places = [("ratio", possible.times), ("low", low), ("high", high)];
            noise.arguments.extend(places.map(|(name, ratio)| (name, Argument::Times(ratio))));
            return noise;
        }
    };
    let mut sentence = sentence(&format!("verdict.{pace}.{}", Overlap::of(outcome).name()), outcome);
    sentence.arguments.push(("ratio", Argument::Times(ratio)));
    sentence
}

/// Who fared like the one before is told of in a word: `verdict.likewise.sooner`.
fn say_likewise(sentences: &mut [Sentence]) {
    for n in (1..sentences.len()).rev() {
        if sentences[n].key == sentences[n - 1].key {
            let pace = sentences[n].key.split('.').nth(1).unwrap_or_default();
            sentences[n].key = format!("verdict.likewise.{pace}");
        }
    }
}

fn alone(outcome: &Outcome) -> Sentence {
    sentence(&format!("verdict.alone.{}", Overlap::of(outcome).name()), outcome)
}

fn sentence(key: &str, outcome: &Outcome) -> Sentence {
    let share = outcome.computing / f64::from(outcome.lanes.max(1)) * 100.0;
    Sentence {
        key: key.to_owned(),
        arguments: vec![
            ("who", subject(outcome)),
            ("wall", Argument::Ms(outcome.makespan.median)),
            ("lanes", Argument::Count(outcome.lanes.into())),
            ("computing", Argument::Times(outcome.computing)),
            ("waiting", Argument::Times(outcome.waiting)),
            ("sending", Argument::Times(outcome.sending)),
            ("progress", Argument::Times(outcome.in_progress)),
            ("peak", Argument::Count(outcome.peak.into())),
            ("share", Argument::Percent(share)),
        ],
    }
}

fn subject(outcome: &Outcome) -> Argument {
    Argument::Subject(outcome.executor.clone(), outcome.lanes)
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Counted;
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

    fn keys(outcomes: Vec<Outcome>) -> String {
        let keys = verdict(&outcomes).into_iter().map(|sentence| sentence.key);
        keys.map(|key| key.replace("verdict.", "")).collect::<Vec<_>>().join(" ")
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
        let sentences = verdict(&[serving("event-loop", 30.0), serving("offload", 5.0)]);
        assert!(sentences.iter().all(|sentence| sentence.key == "verdict.answered"), "{sentences:?}");
        assert_eq!(sentences[0].arguments[0].1, Argument::Subject(ExecutorId::Offload.into(), 1));
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
        assert_eq!(keys(vec![sequential.clone()]), "only");
        assert_eq!(keys(vec![slow.clone()]), "alone.computing");
        let other = drawn("threads", AT_ONCE);
        assert_eq!(keys(vec![slow.clone(), other]), "first alone.computing alone.computing");
        let failed = Outcome { failed: true, ..slow };
        assert_eq!(keys(vec![sequential, failed.clone()]), "only failed");
        assert_eq!(keys(vec![failed]), "failed");
        assert_eq!(keys(vec![]), "");
    }
}
