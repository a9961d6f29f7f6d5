//! What is said in sentences made of several strings, in each language: reasons in the reader's own, and counts in the
//! right form.

use std::collections::BTreeSet;

use interleave::exchange::{FieldRule, ImportError};
use interleave::experiment::{Allowed, ExecutorId, Experiment, Lanes, Notice, OPTIONS, parse};
use interleave::insight::{Claim, Counted, Outcome, Overlap, Sentence, TurnTaking};
use interleave::text;
use interleave::text::{LANGUAGES, Spelled, Texts};
use interleave::trace::{Latencies, RunMetrics, Spread, Totals, Trace};
use interleave::workload::WORKLOADS;

/// Words that stay as they are in every language: names, units and what is to be typed.
const NAMES: [&str; 11] =
    ["http", "https", "UTF", "worker", "workers", "workload", "startMs", "ms", "MiB", "JSON", "px"];

/// From now on this thread says everything in this language.
fn speak(language: &'static str) {
    let mut texts = Texts::new(language);
    let path = format!("{}/www/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
    texts.add(&std::fs::read_to_string(&path).expect(&path)).expect(&path);
    text::show(texts);
}

/// Runs of two Latin letters and more.
fn latin(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).collect()
}

/// Sees to it that a sentence is Chinese but for names and what it quotes.
fn is_chinese(said: &str, quoted: &str) {
    assert!(said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
    let known: BTreeSet<&str> = latin(quoted).into_iter().chain(NAMES).collect();
    let foreign: Vec<_> = latin(said).difference(&known).copied().collect();
    assert_eq!(foreign, [""; 0], "{said}");
}

/// Links that are not understood, in every way there is.
const STRANGE: [&str; 19] = [
    "workers=65",
    "at=3600001",
    "workload=prime",
    "v=2",
    "autorun=true",
    "theme=pink",
    "lang=fr",
    "lesson=nothing",
    "workload=counter&guard=mutex",
    "workload=fetch&url=ftp://example.com",
    "theme=%zz",
    "tasks=1&tasks=2",
    "executors=threads,threads",
    "executors=magic,threads&sweep=nothing",
    "sweep=workers:1..64",
    "delay=5&wrokers=2",
    "workload=mix&phases=",
    "workload=mix&phases=c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1,c1",
    "workload=mix&phases=c1,x2",
];

fn notices() -> Vec<Notice> {
    STRANGE.iter().flat_map(|query| parse(query).notices).collect()
}

/// A number for each kind, without a gap.
fn kind(allowed: &Allowed) -> usize {
    match allowed {
        Allowed::Between(..) => 0,
        Allowed::OneOf(_) => 1,
        Allowed::Address => 2,
        Allowed::PercentEncoded => 3,
        Allowed::GivenOnce => 4,
        Allowed::EachOnce => 5,
        Allowed::Sweep => 6,
        Allowed::SweepValues => 7,
        Allowed::KeyOf(..) => 8,
        Allowed::Key(_) => 9,
        Allowed::Phases => 10,
        Allowed::PhaseCount => 11,
        Allowed::Phase(..) => 12,
    }
}

/// The names in what is allowed, which are the same in every language.
fn names(allowed: &Allowed) -> String {
    match allowed {
        Allowed::OneOf(names) | Allowed::KeyOf(_, names) | Allowed::Key(names) => {
            format!(
                "{} {}",
                names.join(" "),
                if let Allowed::KeyOf(workload, _) = allowed { workload } else { "" }
            )
        }
        _ => String::new(),
    }
}

fn rules() -> Vec<FieldRule> {
    // One more has to be listed here: this doesn't compile without it.
    let next = |rule: FieldRule| match rule {
        FieldRule::Between(..) => Some(FieldRule::AtMost(65)),
        FieldRule::AtMost(_) => Some(FieldRule::NotEmpty),
        FieldRule::NotEmpty => Some(FieldRule::Spans(1_000_000)),
        FieldRule::Spans(_) => Some(FieldRule::UnknownExecutors(8)),
        FieldRule::UnknownExecutors(_) => Some(FieldRule::Name),
        FieldRule::Name => Some(FieldRule::Text(40)),
        FieldRule::Text(_) => Some(FieldRule::Place(3)),
        FieldRule::Place(_) => Some(FieldRule::LaneOfRun),
        FieldRule::LaneOfRun => Some(FieldRule::Moments(1e9)),
        FieldRule::Moments(_) => Some(FieldRule::NotBeforeStart),
        FieldRule::NotBeforeStart => None,
    };
    std::iter::successors(Some(FieldRule::Between(0.0, 64.0)), |rule| next(*rule)).collect()
}

#[test]
fn every_kind_of_notice_is_among_those_below() {
    let kinds: BTreeSet<usize> = notices().iter().map(|notice| kind(&notice.allowed)).collect();
    assert_eq!(kinds, (0..13).collect());
}

#[test]
fn in_english_a_page_says_what_its_host_is_told() {
    speak("en");
    for Notice { allowed, .. } in notices() {
        assert_eq!(allowed.in_words(), allowed.to_string());
    }
}

#[test]
fn a_host_is_told_in_english_whatever_the_page_speaks() {
    speak("zh-Hant");
    let notice = serde_json::to_value(&parse("workers=65").notices[0]).unwrap();
    assert_eq!(notice, serde_json::json!({ "key": "workers", "value": "65", "allowed": "1 to 64" }));
}

#[test]
fn notices_are_in_the_readers_language() {
    for language in &LANGUAGES[1..] {
        speak(language);
        for notice in notices() {
            let quoted = format!("{} {} {}", notice.key, notice.value, names(&notice.allowed));
            is_chinese(&notice.in_words(), &quoted);
        }
    }
}

#[test]
fn what_a_field_does_not_take_is_told_in_the_readers_language() {
    for language in &LANGUAGES[1..] {
        speak(language);
        for param in WORKLOADS.iter().flat_map(|workload| workload.params).chain(OPTIONS) {
            let allowed = Allowed::from(param.read("?").unwrap_err());
            let (name, words) = (param.label(), allowed.in_words());
            let said =
                text!(param.allowed, name = name, allowed = words, value = "?", kept = text!(param.absent));
            is_chinese(&said, &names(&allowed));
        }
        for typed in ["workers:1", "workers:x,2", "workers:1,1", "workers", "nothing:1,2"] {
            let allowed = Experiment::default().read_sweep(typed).unwrap_err();
            is_chinese(&text!(sweep.refused, value = typed, allowed = allowed.in_words()), typed);
        }
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_in_the_readers_language() {
    let field = || "runs[0].spans[17].endMs".to_owned();
    let wrong = rules().into_iter().map(|allowed| ImportError::Wrong { field: field(), allowed });
    // One more has to be listed here, too.
    let next = |error: &ImportError| match error {
        ImportError::TooLarge => Some(ImportError::Unreadable("EOF while parsing".into())),
        ImportError::Unreadable(_) => Some(ImportError::OtherSchema("otio/1".into())),
        ImportError::OtherSchema(_) => Some(ImportError::Newer),
        ImportError::Newer | ImportError::Wrong { .. } => None,
    };
    let errors: Vec<_> = std::iter::successors(Some(ImportError::TooLarge), next).chain(wrong).collect();
    for language in &LANGUAGES[1..] {
        speak(language);
        for error in &errors {
            let quoted = match error {
                ImportError::Unreadable(why) | ImportError::OtherSchema(why) => why.clone(),
                ImportError::Wrong { field, .. } => field.clone(),
                ImportError::TooLarge | ImportError::Newer => String::new(),
            };
            is_chinese(&error.in_words(), &quoted);
        }
    }
}

/// Everything that a verdict may say.
fn claims(last: &Outcome) -> Vec<Claim<'_>> {
    use Overlap::{Both, Computing, Handing, Nothing, Turns, Waits};
    let overlaps = [Handing, Computing, Both, Waits, Turns, Nothing].into_iter();
    let paced = overlaps.flat_map(|one| {
        [Claim::Sooner(one, 2.0), Claim::Same(one), Claim::Later(one, 2.0), Claim::Alone(one)]
    });
    let counted =
        |actual, together| Claim::Counted(Counted { totals: Totals { expected: 9, actual }, together });
    let latencies = Latencies { p50_ms: 1.0, p95_ms: 2.0, p99_ms: 3.0, max_ms: 4.0 };
    let others = [
        counted(9, true),
        counted(7, true),
        counted(3, false),
        Claim::Answered(latencies),
        Claim::Noise(1.2, [0.9, 1.5]),
        Claim::First(2.0, last),
        Claim::TookTurns(TurnTaking { cores: 2, had: 0.25, switches_per_s: 500.0 }),
        Claim::Only { alone: true },
        Claim::Only { alone: false },
        Claim::Failed,
    ];
    paced.chain(others).collect()
}

#[test]
fn a_verdict_is_told_in_full_in_every_language() {
    let (trace, metrics) = (Trace::default(), RunMetrics::default());
    let outcome = |executor: ExecutorId, lanes| {
        Outcome::new(executor.into(), lanes, &trace, &metrics, Spread::once(7.0))
    };
    let (outcome, last) = (outcome(ExecutorId::Processes, 4), outcome(ExecutorId::EventLoop, 1));
    for language in LANGUAGES {
        speak(language);
        let mut said = BTreeSet::new();
        for (claim, likewise) in claims(&last).into_iter().flat_map(|claim| [(claim, false), (claim, true)]) {
            let sentence = Sentence { outcome: &outcome, claim, likewise }.in_words();
            assert!(
                !sentence.contains("%{") && sentence.matches('*').count().is_multiple_of(2),
                "{sentence}"
            );
            assert!(!sentence.starts_with(char::is_lowercase), "{sentence}");
            if language != "en" {
                // Traditional Chinese gives the two words in English, too: translations of them differ.
                is_chinese(&sentence, "concurrency parallelism");
            }
            said.insert(sentence);
        }
        // In short there are five: sooner, as long, later, noise, and turns.
        assert_eq!(said.len(), claims(&last).len() + 5, "{language}");
    }
}

#[test]
fn what_is_counted_is_in_the_form_of_its_number() {
    speak("en");
    assert_eq!(parse("tasks=1").experiment.heading(), "Count primes, 1 task");
    assert_eq!(parse("tasks=2").experiment.heading(), "Count primes, 2 tasks");
    let threads = [1, 2, 12, 13].map(|lanes| ExecutorId::Threads.with_lanes(lanes));
    assert_eq!(threads, ["one thread", "two threads", "twelve threads", "13 threads"]);
    assert_eq!([1, 2].map(|n| text!(unit.bytes, n = n as u64)), ["byte", "bytes"]);
    speak("zh-Hans");
    assert_eq!(parse("tasks=1").experiment.heading(), "统计质数，1 个任务");
    assert_eq!([1, 4].map(|lanes| ExecutorId::Threads.with_lanes(lanes)), ["一个线程", "四个线程"]);
    for language in LANGUAGES {
        speak(language);
        for (executor, lanes) in ExecutorId::ALL.into_iter().flat_map(|one| [(one, 1), (one, 5), (one, 64)]) {
            let called = executor.with_lanes(lanes);
            assert!(!called.contains(['%', '.']), "{called}");
            let is_told =
                executor.facts().lanes == Lanes::One || called.contains(&Spelled(lanes).to_string());
            assert!(is_told || lanes == 1, "{called} of {lanes}");
        }
    }
}
