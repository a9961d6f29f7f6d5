//! The files that results are taken along as, read back by other people's parsers and checked against the
//! rules of their formats; and what is read back in.

use std::collections::{BTreeMap, BTreeSet};

use interleave::exchange::{
    FileFormat, ImportError, file_name, illustrate, read_document, write_spans, write_tasks,
    write_trace_events,
};
use interleave::text;
use interleave::text::Texts;
use interleave::trace::{
    Cores, Environment, Lane, LaneKind, ResultDocument, Run, SCHEMA, Span, SpanKind, summarise,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const LINK: &str = "https://example.org/interleave/?workload=primes&limit=5000&tasks=4";

/// From now on this thread says everything in English.
fn speak_english() {
    let mut texts = Texts::new("en");
    texts.add(include_str!("../www/locales/en.json")).expect("it is JSON");
    text::show(texts);
}

fn run(executor: &str, lanes: u32, spans: Vec<Span>) -> Run {
    let kind = if executor == "event-loop" { LaneKind::Loop } else { LaneKind::Thread };
    let mut run = Run {
        startup_ms: 20.0,
        outputs: (0..4).map(|k| format!("{}", 1229 + k)).collect(),
        lanes: (0..lanes).map(|id| Lane::new(id, kind)).collect(),
        spans,
        ..Run::new(executor.to_owned(), lanes)
    };
    let metrics = run.trace().metrics();
    run.wall_ms = metrics.wall_ms;
    run.metrics = metrics.into();
    run
}

#[test]
fn a_result_keeps_the_longest_spans_and_counts_the_rest() {
    let span = |n: u32| Span {
        lane: 0,
        task: Some(n),
        kind: SpanKind::Run,
        start_ms: f64::from(n * 10),
        end_ms: f64::from(n * 10 + n + 1),
    };
    let full = run("threads", 1, (0..4).map(span).collect());
    let trace = full.trace();
    for most in 0..6 {
        let mut kept = full.clone();
        kept.add_spans(&trace, most);
        let tasks: Vec<_> = kept.spans.iter().filter_map(|span| span.task).collect();
        let left_out = 4usize.saturating_sub(most);
        assert_eq!(tasks, (left_out as u32..4).collect::<Vec<_>>(), "at most {most}");
        assert_eq!(kept.dropped_spans, left_out as u64);
    }
}

fn document(mut runs: Vec<Run>) -> ResultDocument {
    ResultDocument {
        schema: SCHEMA.into(),
        experiment: "workload=primes&limit=5000&tasks=4".into(),
        environment: Environment {
            hardware_concurrency: 4,
            measured_cores: None,
            cores: Cores::default(),
            cross_origin_isolated: true,
            clock_resolution_ms: 0.005,
            user_agent: "Mozilla/5.0 Firefox/153.0".into(),
            hidden_while_running: false,
            cpu_pressure: None,
            work_per_ms: None,
            app_version: "0.1.0".into(),
        },
        summary: summarise(&mut runs).iter().map(Into::into).collect(),
        runs,
    }
}

fn span(lane: u32, task: u32, kind: SpanKind, start_ms: f64, end_ms: f64) -> Span {
    Span { lane, task: Some(task), kind, start_ms, end_ms }
}

/// One lane after the other, an event loop with waits in flight, and two threads of which one starts late.
fn example() -> ResultDocument {
    let sequential =
        (0..4).map(|k| span(0, k, SpanKind::Run, f64::from(k) * 10.0, f64::from(k + 1) * 10.0)).collect();
    let mut looping = Vec::new();
    for k in 0..4 {
        let at = f64::from(k);
        looping.push(span(0, k, SpanKind::Run, at, at + 1.0));
        looping.push(span(0, k, SpanKind::Wait, at + 1.0, at + 12.0));
        looping.push(span(0, k, SpanKind::Ready, at + 12.0, at * 3.0 + 14.0));
        looping.push(span(0, k, SpanKind::Run, at * 3.0 + 14.0, at * 3.0 + 17.0));
    }
    looping.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
    let threads = vec![
        Span { lane: 1, task: None, kind: SpanKind::Start, start_ms: -12.5, end_ms: 3.0 },
        span(0, 0, SpanKind::Run, 0.0, 10.0),
        span(1, 1, SpanKind::Send, 3.0, 4.0),
        span(1, 1, SpanKind::Run, 4.0, 13.0),
        span(0, 2, SpanKind::Blocked, 10.0, 13.0),
        span(0, 2, SpanKind::Run, 13.0, 22.0),
        span(1, 3, SpanKind::Run, 13.0, 23.0000004),
    ];
    document(vec![
        run("sequential", 1, sequential),
        run("event-loop", 1, looping),
        run("threads", 2, threads),
    ])
}

fn bytes(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    bytes
}

prop_compose! {
    /// Any spans at all, whether they make sense or not.
    fn any_document()(
        runs in proptest::collection::vec((select(vec!["sequential", "event-loop", "threads"]), 1..4u32,
            proptest::collection::vec((0..3u32, proptest::option::of(0..4u32), select(SpanKind::ALL.as_slice()),
                -50.0..1000.0f64, prop_oneof![Just(0.0), 0.0..80.0f64]), 0..60)), 1..4),
    ) -> ResultDocument {
        document(runs.into_iter().map(|(executor, lanes, spans)| {
            let mut spans: Vec<Span> = spans.into_iter().map(|(lane, task, kind, start_ms, ms)| {
                Span { lane: lane % lanes, task, kind, start_ms, end_ms: start_ms + ms }
            }).collect();
            spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
            run(executor, lanes, spans)
        }).collect())
    }
}

// ---------------------------------------------------------------- tables

/// Reads a table as RFC 4180 has it, by another's parser; every row has as many fields as the header.
fn rows(table: &[u8]) -> Vec<BTreeMap<String, String>> {
    assert!(table.ends_with(b"\r\n"));
    let mut reader = csv::Reader::from_reader(table);
    reader.deserialize().map(|row| row.expect("a row is as long as the header")).collect()
}

#[test]
fn tasks_are_a_table() {
    let mut document = example();
    document.runs[0].outputs[1] = "a \"quoted\", long\r\noutput".into();
    let rows = rows(&bytes(|out| write_tasks(&document, LINK, out)));
    assert_eq!(rows.len(), 12, "each task of each run");
    let second = &rows[1];
    for (column, field) in [
        ("executor", "sequential"),
        ("workers", "1"),
        ("repeat", "0"),
        ("warmup", "false"),
        ("step", ""),
        ("task", "1"),
        ("lanes", "0"),
        ("start_ms", "10"),
        ("end_ms", "20"),
        ("run_ms", "10"),
        ("wait_ms", "0"),
        ("output", "a \"quoted\", long\r\noutput"),
        ("link", ""),
    ] {
        assert_eq!(second[column], field, "{column}");
    }
    assert_eq!(rows[0]["link"], LINK);
    let looping = &rows[7];
    assert_eq!((&looping["start_ms"][..], &looping["end_ms"][..]), ("3", "26"));
    assert_eq!((&looping["wait_ms"][..], &looping["ready_ms"][..]), ("11", "8"));
}

#[test]
fn a_task_that_never_began_has_no_times() {
    let mut document = example();
    document.runs[0].spans.clear();
    let rows = rows(&bytes(|out| write_tasks(&document, LINK, out)));
    assert_eq!([&rows[0]["start_ms"], &rows[0]["run_ms"], &rows[0]["lanes"]], ["", "", ""]);
}

proptest! {
    #[test]
    fn spans_are_a_table(document in any_document()) {
        let rows = rows(&bytes(|out| write_spans(&document, LINK, out)));
        let spans: Vec<(&Run, &Span)> =
            document.runs.iter().flat_map(|run| run.spans.iter().map(move |span| (run, span))).collect();
        prop_assert_eq!(rows.len(), spans.len());
        for (row, (run, span)) in rows.iter().zip(spans) {
            prop_assert_eq!(&row["executor"], run.executor.as_str());
            prop_assert_eq!(&row["lane_name"], &run.lanes[span.lane as usize].name);
            prop_assert_eq!(&row["kind"], span.kind.name());
            prop_assert_eq!(row["task"].parse().ok(), span.task);
            let near = |column: &str, ms: f64| (row[column].parse::<f64>().unwrap() - ms).abs() < 1e-6;
            prop_assert!(near("start_ms", span.start_ms) && near("end_ms", span.end_ms));
            prop_assert!(near("duration_ms", span.ms()));
        }
    }
}

// ---------------------------------------------------------------- trace events

/// Checks a trace against the rules of the format, and gives its timed events.
fn checked(document: &ResultDocument) -> Vec<Value> {
    speak_english();
    let trace = bytes(|out| write_trace_events(document, LINK, out));
    let trace: Value = serde_json::from_slice(&trace).expect("it is JSON");
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

// ---------------------------------------------------------------- pictures

/// The picture, by another's parser.
fn drawn(document: &ResultDocument, caption: &str) -> String {
    speak_english();
    let svg = illustrate(document, LINK, caption);
    let parsed = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = parsed.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let size = |name| root.attribute(name).and_then(|size| size.parse::<f64>().ok()).expect("a size");
    assert!((900.0..1000.0).contains(&size("width")) && size("height") > 100.0);
    for node in parsed.descendants().filter(roxmltree::Node::is_element) {
        let allowed = ["svg", "title", "desc", "defs", "pattern", "path", "text"];
        assert!(allowed.contains(&node.tag_name().name()), "{node:?}");
        assert!(!node.attributes().any(|attribute| attribute.name() == "style"), "{node:?}");
        for attribute in node.attributes() {
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf"), "{node:?}");
        }
    }
    svg
}

#[test]
fn a_picture_says_what_it_shows() {
    let svg = drawn(&example(), "Measured on <Firefox> & Co.\u{0}");
    let parsed = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<&str> = parsed
        .descendants()
        .filter(|node| node.has_tag_name("text") || node.is_element())
        .filter_map(|node| node.text())
        .collect();
    for expected in [
        "Sequential",
        "Event loop",
        "Threads",
        "thread 2",
        "Wall time",
        "Speedup",
        "computing",
        "waiting",
        "tasks in progress (concurrency)",
        "Measured on <Firefox> & Co.",
        LINK,
    ] {
        assert!(texts.contains(&expected), "{expected} in {texts:?}");
    }
    assert!(svg.contains("url(#interleave-wait)") && svg.contains("url(#interleave-blocked)"), "patterns");
}

#[test]
fn a_million_spans_are_a_small_picture() {
    let spans = (0..200_000u32).map(|n| {
        let at = f64::from(n / 4) + f64::from(n % 7) / 10.0;
        span(n % 4, n % 4, if n % 3 == 0 { SpanKind::Wait } else { SpanKind::Run }, at, at + 0.3)
    });
    let svg = drawn(&document(vec![run("threads", 4, spans.collect())]), "");
    assert!(svg.len() < 400_000, "{} bytes", svg.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_result_can_be_drawn(document in any_document(), caption in "\\PC{0,300}") {
        drawn(&document, &caption);
    }
}

// ---------------------------------------------------------------- reading back

fn read(bytes: &[u8]) -> Result<ResultDocument, ImportError> {
    read_document(|| bytes)
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<ResultDocument, ImportError> {
    let mut value = serde_json::to_value(example()).expect("it can be written as JSON");
    change(&mut value);
    read(value.to_string().as_bytes())
}

#[test]
fn what_was_saved_is_read() {
    let document = example();
    assert_eq!(read(&serde_json::to_vec(&document).unwrap()), Ok(document.clone()));
    // A later version may add fields, and executors.
    let more = changed(|value| {
        value["weather"] = json!({ "sky": ["blue"] });
        value["runs"][2]["executor"] = "gpu".into();
        value["runs"][2]["mood"] = "good".into();
    });
    assert_eq!(more.unwrap().runs[2].executor.as_str(), "gpu");
}

#[test]
fn what_is_wrong_is_named() {
    type Change = fn(&mut Value);
    let wrong: [(&str, Change); 22] = [
        ("runs", |value| value["runs"] = json!([])),
        ("environment.clockResolutionMs", |value| value["environment"]["clockResolutionMs"] = json!(-1)),
        ("environment.userAgent", |value| value["environment"]["userAgent"] = json!("\u{202e}")),
        ("summary[1].executor", |value| value["summary"][1]["executor"] = json!("<b>")),
        ("summary[0].medianWallMs", |value| value["summary"][0]["minWallMs"] = json!(1e6)),
        ("summary[2].speedup", |value| value["summary"][2]["speedup"] = json!(-2)),
        ("runs[0].executor", |value| value["runs"][0]["executor"] = json!("Threads")),
        ("runs[0].executor", |value| value["runs"][0]["executor"] = json!("x".repeat(41))),
        ("runs[0].workers", |value| value["runs"][0]["workers"] = json!(65)),
        ("runs[0].repeat", |value| value["runs"][0]["repeat"] = json!(50)),
        ("runs[0].wallMs", |value| value["runs"][0]["wallMs"] = json!(-0.1)),
        ("runs[0].startupMs", |value| value["runs"][0]["startupMs"] = json!(1e10)),
        ("runs[0].outputs[3]", |value| value["runs"][0]["outputs"][3] = json!("x".repeat(1001))),
        ("runs[1].lanes[0].id", |value| value["runs"][1]["lanes"][0]["id"] = json!(4_000_000_000u32)),
        ("runs[1].lanes", |value| {
            value["runs"][1]["lanes"] =
                (0..66).map(|id| json!({ "id": id, "name": "", "kind": "loop" })).collect();
        }),
        ("runs[2].spans[3].lane", |value| value["runs"][2]["spans"][3]["lane"] = json!(2)),
        ("runs[2].spans[3].task", |value| value["runs"][2]["spans"][3]["task"] = json!(1001)),
        ("runs[2].spans[3].endMs", |value| value["runs"][2]["spans"][3]["endMs"] = json!(3.9)),
        ("runs[2].spans[3]", |value| value["runs"][2]["spans"][3]["endMs"] = json!(1e300)),
        ("runs[2].metrics.busyMs", |value| value["runs"][2]["metrics"]["busyMs"] = json!(-1)),
        ("runs[0].step.key", |value| value["runs"][0]["step"] = json!({ "key": "", "value": "" })),
        ("runs[0].error.message", |value| {
            value["runs"][0]["error"] = json!({ "code": "trap", "message": "\u{7}", "task": null });
        }),
    ];
    for (expected, change) in wrong {
        match changed(change) {
            Err(ImportError::Wrong { field, allowed }) => {
                assert_eq!(field, expected, "{allowed:?}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_result_is_told_so() {
    for text in ["", "{", "[]", "null", "7", "\"interleave/result/1\"", "{\"schema\":5}", "<svg/>", "\u{0}"] {
        assert!(matches!(read(text.as_bytes()), Err(ImportError::Unreadable(_))), "{text}");
    }
    let of_schema = |schema: &str| read(json!({ "schema": schema }).to_string().as_bytes()).unwrap_err();
    assert_eq!(of_schema("interleave/result/2"), ImportError::Newer);
    assert_eq!(of_schema("otio/1"), ImportError::OtherSchema("otio/1".into()));
    assert!(matches!(of_schema(SCHEMA), ImportError::Unreadable(_)), "a field is missing");
    let missing = changed(|value| drop(value["runs"][0].as_object_mut().unwrap().remove("wallMs")));
    let Err(ImportError::Unreadable(why)) = missing else { panic!("{missing:?}") };
    assert!(why.contains("wallMs"), "{why}");
    let newer = changed(|value| value["schema"] = "interleave/result/12".into());
    assert_eq!(newer, Err(ImportError::Newer));
}

/// Small in a file, large in memory: refused before it is read to its end.
#[test]
fn lists_without_end_are_not_read_to_it() {
    let outputs = changed(|value| value["runs"][0]["outputs"] = vec![""; 1002].into());
    let Err(ImportError::Unreadable(why)) = outputs else { panic!("{outputs:?}") };
    assert!(why.contains("1001"), "{why}");
    let nested = "[".repeat(1_000_000);
    assert!(matches!(read(nested.as_bytes()), Err(ImportError::Unreadable(_))));
    let ignored = format!("{{\"schema\":\"interleave/result/1\",\"x\":{nested}");
    assert!(matches!(read(ignored.as_bytes()), Err(ImportError::Unreadable(_))));
}

proptest! {
    #[test]
    fn everything_that_is_saved_is_read(document in any_document()) {
        let saved = serde_json::to_vec(&document).unwrap();
        prop_assert_eq!(read(&saved), Ok(document));
    }

    /// A document in which one byte was changed is refused, or is another document that can be drawn.
    #[test]
    fn nothing_that_is_read_panics(place: proptest::sample::Index, byte: u8, cut: bool) {
        let mut saved = serde_json::to_vec(&example()).unwrap();
        let place = place.index(saved.len());
        if cut { saved.truncate(place) } else { saved[place] = byte }
        if let Ok(document) = read(&saved) {
            let experiment = interleave::experiment::parse(&document.experiment).experiment;
            prop_assume!(interleave::experiment::format(&experiment) == example().experiment);
            drawn(&document, "");
        }
    }
}

#[test]
fn files_have_names_that_every_system_takes() {
    let names = FileFormat::ALL.map(|form| file_name(&example(), form, "2026-11-20T18:05:33.123Z"));
    assert_eq!(names[0], "interleave-primes-2026-11-20T18-05.json");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    assert!(names.iter().all(|name| name.chars().all(plain)), "{names:?}");
}
