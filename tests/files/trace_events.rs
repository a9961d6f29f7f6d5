//! Traces as profilers read them.

use std::collections::{BTreeMap, BTreeSet};

use interleave::exchange::FileFormat;
use interleave::text;
use interleave::trace::ResultDocument;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{LINK, any_document, example, file, speak_english};

/// Checks a trace against the rules of the format, and gives its timed events.
fn checked(document: &ResultDocument) -> Vec<Value> {
    speak_english();
    let trace: Value = serde_json::from_slice(&file(document, FileFormat::Trace, "")).expect("it is JSON");
    assert_eq!(trace["otherData"]["link"], LINK);
    assert_eq!(trace["displayTimeUnit"], "ms");
    let events = trace["traceEvents"].as_array().expect("events are a list");
    let (names, timed): (Vec<_>, Vec<_>) = events.iter().cloned().partition(|event| event["ph"] == "M");
    let id = |event: &Value, key: &str| {
        event[key].as_u64().filter(|id| *id > 0).unwrap_or_else(|| panic!("{key} of {event}"))
    };
    let mut processes = BTreeSet::new();
    let mut threads = BTreeSet::new();
    for event in &names {
        let is_name = event["args"]["name"].as_str().is_some_and(|name| !name.is_empty());
        match event["name"].as_str() {
            Some("process_name") => assert!(is_name && processes.insert(id(event, "pid")), "{event}"),
            Some("thread_name") => {
                assert!(is_name && threads.insert((id(event, "pid"), id(event, "tid"))), "{event}");
            }
            Some("process_sort_index" | "thread_sort_index") => {
                assert!(event["args"]["sort_index"].is_u64(), "{event}");
            }
            _ => panic!("{event}"),
        }
    }
    let mut busy: BTreeMap<(u64, u64), f64> = BTreeMap::new();
    let mut last = 0.0;
    for event in &timed {
        let ts =
            event["ts"].as_f64().filter(|ts| *ts >= last).unwrap_or_else(|| panic!("not in order: {event}"));
        last = ts;
        assert!(event["name"].as_str().is_some_and(|name| !name.is_empty()), "{event}");
        assert!(processes.contains(&id(event, "pid")), "{event}");
        match event["ph"].as_str() {
            Some("X") => {
                let thread = (id(event, "pid"), id(event, "tid"));
                assert!(threads.contains(&thread), "{event}");
                let dur = event["dur"].as_f64().filter(|dur| *dur >= 0.0).expect("a duration");
                // Nested or apart, and here always apart; below a picosecond it is the writing of numbers.
                let until = busy.insert(thread, ts + dur).unwrap_or_default();
                assert!(ts >= until - 1e-6, "overlaps the one before on its thread: {event}");
            }
            Some("C") => assert!(event["args"]["value"].is_u64(), "{event}"),
            _ => panic!("{event}"),
        }
    }
    timed
}

#[test]
fn a_trace_has_every_lane_as_a_thread() {
    let timed = checked(&example());
    let of = |pid: u64, ph: &str| -> Vec<&Value> {
        timed.iter().filter(|event| event["pid"] == pid && event["ph"] == ph).collect()
    };
    assert_eq!(of(1, "X").len(), 4);
    assert_eq!(of(2, "X").len(), 16);
    assert_eq!(of(3, "X").len(), 7);
    let start = of(3, "X")[0];
    assert_eq!((&start["cat"], &start["ts"], &start["dur"]), (&json!("start"), &json!(0.0), &json!(15500.0)));
    let first = of(1, "X")[0];
    assert_eq!(
        (&first["ts"], &first["dur"], &first["args"]["task"]),
        (&json!(12500.0), &json!(10000.0), &json!(0))
    );
    let tids = |pid| of(pid, "X").iter().map(|event| event["tid"].as_u64().unwrap()).collect::<BTreeSet<_>>();
    assert_eq!(tids(1).len(), 1);
    assert_eq!(tids(3).len(), 2);
    assert!(tids(2).len() > 1, "waits in flight at once lie next to each other");
    let works = of(2, "X").into_iter().filter(|event| event["cat"] == "run");
    assert_eq!(works.map(|event| event["tid"].as_u64().unwrap()).collect::<BTreeSet<_>>().len(), 1);
    for pid in 1..=3 {
        for (name, peak) in [(text!(legend.concurrency), [1, 4, 2]), (text!(legend.parallelism), [1, 1, 2])] {
            let levels: Vec<u64> = of(pid, "C")
                .iter()
                .filter(|event| event["name"] == name)
                .map(|event| event["args"]["value"].as_u64().unwrap())
                .collect();
            assert_eq!(levels.last(), Some(&0), "{name}");
            assert_eq!(levels.iter().max(), Some(&peak[pid as usize - 1]), "{name} of {pid}");
        }
    }
}

proptest! {
    #[test]
    fn any_trace_keeps_the_rules_and_the_time(document in any_document()) {
        let timed = checked(&document);
        let spans = document.runs.iter().flat_map(|run| &run.spans);
        let told: Vec<&Value> = timed.iter().filter(|event| event["ph"] == "X").collect();
        prop_assert_eq!(told.len(), spans.clone().count());
        let sum: f64 = told.iter().map(|event| event["dur"].as_f64().unwrap()).sum();
        let spent: f64 = spans.map(|span| span.ms() * 1000.0).sum();
        prop_assert!((sum - spent).abs() <= 0.001 * told.len() as f64 + 1e-6, "{} for {}", sum, spent);
    }
}
