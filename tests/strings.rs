//! Every id that the page makes a string's key from has its string, so that adding a row to a table
//! can't leave a hole in the page.

use std::path::{Path, PathBuf};

use interleave::exchange::FileFormat;
use interleave::experiment::{ExecutorId, OPTIONS};
use interleave::text::{LANGUAGES, Texts};
use interleave::trace::{Pressure, SpanKind};
use interleave::workload::{ParamKind as Takes, WORKLOADS};
use serde_json::Value;

fn strings() -> Value {
    serde_json::from_str(include_str!("../www/locales/en.json")).expect("it is JSON")
}

/// The string of a key such as `workload.primes.name`.
fn find<'a>(strings: &'a Value, key: &str) -> Option<&'a str> {
    key.split('.').try_fold(strings, |level, name| level.get(name))?.as_str()
}

fn missing(keys: impl IntoIterator<Item = String>) -> Vec<String> {
    let strings = strings();
    keys.into_iter().filter(|key| find(&strings, key).is_none()).collect()
}

#[test]
fn tables_have_their_strings() {
    let mut keys = Vec::new();
    for workload in &WORKLOADS {
        keys.extend(["name", "hint"].map(|part| format!("workload.{}.{part}", workload.name())));
    }
    for param in WORKLOADS.iter().flat_map(|workload| workload.params).chain(OPTIONS) {
        keys.push(format!("param.{}.name", param.key));
        if let Takes::Choice(options) = param.kind {
            keys.extend(options.iter().map(|option| format!("choice.{}.{option}", param.key)));
        }
    }
    for executor in ExecutorId::ALL {
        let parts = ["name", "python", "hint", "one", "many"];
        keys.extend(parts.map(|part| format!("executor.{}.{part}", executor.id())));
    }
    keys.extend(SpanKind::ALL.map(|kind| format!("kind.{}", kind.name())));
    let told = Pressure::ALL.into_iter().filter(|pressure| *pressure >= Pressure::Serious);
    keys.extend(told.map(|pressure| format!("pressure.{}", pressure.name())));
    assert_eq!(missing(keys), [""; 0]);
}

#[test]
fn every_verdict_can_be_spoken() {
    let overlaps = ["handing", "computing", "both", "waits", "turns", "nothing"];
    let all = ["sooner", "same", "later", "alone"]
        .into_iter()
        .flat_map(|pace| overlaps.into_iter().map(move |overlap| format!("verdict.{pace}.{overlap}")));
    let others = [
        "only",
        "failed",
        "first",
        "noise",
        "likewise.sooner",
        "likewise.same",
        "likewise.later",
        "likewise.noise",
    ];
    let others = others.into_iter().chain(["answered", "counted.lost", "counted.all", "counted.apart"]);
    assert_eq!(missing(all.chain(others.map(|key| format!("verdict.{key}")))), [""; 0]);
}

#[test]
fn every_file_can_be_offered() {
    let parts = ["form", "hint"];
    let keys =
        FileFormat::ALL.iter().flat_map(|form| parts.map(|part| format!("take.{part}.{}", form.name())));
    assert_eq!(missing(keys), [""; 0]);
}

/// What fills the places of a verdict; a misspelt place would be read out as `%{whom}`.
#[test]
fn verdicts_have_known_places_and_paired_asterisks() {
    let places = [
        "who",
        "wall",
        "lanes",
        "computing",
        "waiting",
        "sending",
        "progress",
        "peak",
        "share",
        "ratio",
        "low",
        "high",
        "other",
        "p50",
        "p99",
        "lost",
        "actual",
        "expected",
    ];
    fn check(value: &Value, places: &[&str]) {
        match value {
            Value::Object(inner) => inner.values().for_each(|value| check(value, places)),
            Value::String(text) => {
                for place in text.split("%{").skip(1) {
                    let name = place.split('}').next().unwrap();
                    assert!(places.contains(&name), "{text}");
                }
                assert!(text.matches('*').count().is_multiple_of(2), "{text}");
            }
            _ => panic!("strings only"),
        }
    }
    check(&strings()["verdict"], &places);
}

/// What the page shows as it is has nothing left to be filled in.
#[test]
fn strings_that_are_not_filled_have_no_places() {
    fn sources(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: PathBuf| {
            if path.is_dir() { sources(&path) } else { vec![std::fs::read_to_string(path).unwrap()] }
        };
        entries.flat_map(read).collect()
    }
    let english = language(LANGUAGES[0]);
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view"));
    let shown = |source: &String| -> Vec<String> {
        let calls = source.match_indices("text(\"").filter(|(at, _)| !source[..*at].ends_with('_'));
        calls.filter_map(|(at, call)| Some(source[at + call.len()..].split_once('"')?.0.to_owned())).collect()
    };
    let keys: Vec<String> = sources.iter().flat_map(shown).collect();
    assert!(keys.len() > 200, "calls are found: {}", keys.len());
    for key in keys {
        let text = english.get(&key);
        assert!(text.is_some_and(|text| !text.contains("%{")), "{key}: {text:?}");
    }
}

/// A language's strings, by key.
fn language(name: &str) -> Texts {
    let mut texts = Texts::default();
    for folder in ["", "lessons/"] {
        let path = format!("{}/www/locales/{folder}{name}.json", env!("CARGO_MANIFEST_DIR"));
        texts.add(&std::fs::read_to_string(&path).expect(&path)).expect(&path);
    }
    texts
}

/// The places of a string, and how often it begins or ends a stress.
fn shape(text: &str) -> (Vec<&str>, usize) {
    let mut places: Vec<_> = text.split("%{").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    places.sort_unstable();
    (places, text.matches('*').count())
}

#[test]
fn every_language_says_everything() {
    let english = language(LANGUAGES[0]);
    for name in &LANGUAGES[1..] {
        let other = language(name);
        let lacks: Vec<_> = english.keys().filter(|key| other.get(key).is_none()).collect();
        assert_eq!(lacks, [""; 0], "{name} lacks");
        let left_over: Vec<_> = other.keys().filter(|key| english.get(key).is_none()).collect();
        assert_eq!(left_over, [""; 0], "{name} has what English has not");
        for key in english.keys() {
            let [ours, theirs] = [&english, &other].map(|texts| texts.get(key).unwrap_or_default());
            assert_eq!(shape(ours), shape(theirs), "{name}: {key}");
            assert!(!theirs.trim().is_empty(), "{name}: {key}");
        }
    }
}
