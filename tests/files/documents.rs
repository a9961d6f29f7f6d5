//! Results to be written down: one that is like real ones, and any at all.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use interleave::exchange::{FileFormat, write_file};
use interleave::text;
use interleave::text::Texts;
use interleave::trace::{
    Cores, Environment, Lane, LaneKind, ResultDocument, Run, SCHEMA, Span, SpanKind, summarise,
};
use proptest::prelude::*;
use proptest::sample::select;

/// The link that they are said to be made with.
pub const LINK: &str = "https://example.org/interleave/?workload=primes&limit=5000&tasks=4";

/// From now on this thread says everything in English.
pub fn speak_english() {
    let mut texts = Texts::new("en");
    texts.add(include_str!("../../www/locales/en.json")).expect("it is JSON");
    texts.add(include_str!("../../www/locales/later/en.json")).expect("it is JSON");
    text::show(texts);
}

pub fn run(executor: &str, lanes: u32, spans: Vec<Span>) -> Run {
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

pub fn document(mut runs: Vec<Run>) -> ResultDocument {
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

pub fn span(lane: u32, task: u32, kind: SpanKind, start_ms: f64, end_ms: f64) -> Span {
    Span { lane, task: Some(task), kind, start_ms, end_ms }
}

/// One lane after the other, an event loop with waits in flight, and two threads of which one starts late.
pub fn example() -> ResultDocument {
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

/// The file of this form. Whoever waits for its turn has it often enough.
pub fn file(document: &ResultDocument, form: FileFormat, caption: &str) -> Vec<u8> {
    let (turns, mut bytes) = (Cell::new(0), Vec::new());
    let turn = async || turns.set(turns.get() + 1);
    let writing = write_file(document.clone(), form, LINK, caption, &mut bytes, &turn);
    let written = pin!(writing).poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(written, Poll::Ready(Ok(()))), "memory takes everything, and here nobody needs a turn");
    // A drawing is as small as it is, however many spans there are.
    assert!(
        form == FileFormat::Svg || bytes.len() / 16_384 <= turns.get(),
        "{form:?}: {} turns",
        turns.get()
    );
    bytes
}

prop_compose! {
    /// Any spans at all, whether they make sense or not.
    pub fn any_document()(
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
