//! Chrome's trace event format (the JSON object format), which Perfetto and the profilers of browsers open.
//!
//! Each run is a process, each lane a thread, each span a complete event. Viewers take events of one thread
//! for nested calls, so that they may not overlap; but an event loop has many waits in flight. Waits that
//! overlap something get further threads, next to the lane's own.
//!
//! Times are µs with three decimals. Zero is when the first worker began to start; every run's first task
//! begins at the same moment after it, as in the page's own pictures.

mod threads;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::{Result, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::file_in_turns::FileInTurns;
use crate::text;
use crate::text::bytes;
use crate::trace::{ResultDocument, Run, Span, SpanKind, profile};
use threads::Threads;

/// Writes the trace of a document.
pub(super) async fn write_trace_events(
    document: &ResultDocument,
    link: &str,
    file: &mut FileInTurns<'_, impl Write, impl AsyncFn()>,
) -> Result<()> {
    let starts = document.runs.iter().flat_map(|run| run.spans.first()).map(|span| span.start_ms);
    let zero_ms = starts.fold(0.0, f64::min);
    let other = json!({
        "link": link,
        "experiment": document.experiment,
        "userAgent": document.environment.user_agent,
        "appVersion": document.environment.app_version,
        "firstTaskUs": micros(0.0, zero_ms),
    });
    file.write(&format!("{{\"displayTimeUnit\":\"ms\",\"otherData\":{other},\"traceEvents\":[")).await?;
    let mut events = Events { file, comma: "\n" };
    let mut runs = Vec::new();
    for (place, run) in document.runs.iter().enumerate() {
        events.file.offer_turn().await;
        let threads = Threads::of(run);
        events.introduce(place, run, &threads).await?;
        events.file.offer_turn().await;
        runs.push(timed(run, &threads).into_iter().peekable());
    }
    // Which of the runs comes next, and when: they lie side by side in time.
    let mut next: BinaryHeap<_> = runs
        .iter_mut()
        .enumerate()
        .filter_map(|(place, run)| Some(Reverse((rank(run.peek()?.at_ms), place))))
        .collect();
    let counters = [text!(legend.concurrency), text!(legend.parallelism)];
    let kinds = BTreeMap::from(SpanKind::ALL.map(|kind| (kind, kind.label())));
    while let Some(Reverse((_, place))) = next.pop() {
        let Some(Timed { at_ms, what }) = runs[place].next() else { continue };
        next.extend(runs[place].peek().map(|then| Reverse((rank(then.at_ms), place))));
        let ts = micros(at_ms, zero_ms);
        let pid = process(place);
        match what {
            What::Span { span, thread } => {
                let Span { task, kind, lane, end_ms, .. } = document.runs[place].spans[span];
                let name = match task {
                    Some(task) => format!("{}: {}", text!(tip.task, task = task), kinds[&kind]),
                    None => kinds[&kind].clone(),
                };
                // From the end, so that what follows at once doesn't begin before it by rounding.
                let dur = rounded(micros(end_ms, zero_ms) - ts);
                let (args, cat, name) = (Of { lane, task }, Some(kind.name()), name.as_str());
                events
                    .write(&Event { args, cat, dur: Some(dur), name, ph: "X", pid, tid: thread, ts })
                    .await?;
            }
            What::Level { counter, level: value } => {
                let (args, name) = (Level { value }, counters[counter].as_str());
                events.write(&Event { args, cat: None, dur: None, name, ph: "C", pid, tid: 1, ts }).await?;
            }
        }
    }
    events.file.write("\n]}").await
}

/// What happened in a run, in the order of time.
fn timed(run: &Run, threads: &Threads) -> Vec<Timed> {
    let span = |(span, known): (usize, &Span)| Timed {
        at_ms: known.start_ms,
        what: What::Span { span, thread: threads.of_spans[span] },
    };
    let mut timed: Vec<Timed> = run.spans.iter().enumerate().map(span).collect();
    let trace = run.trace();
    let computing = trace.running().iter().map(|run| (run.1, run.2)).collect();
    for (counter, extents) in [(0, trace.task_extents()), (1, computing)] {
        let level = |(at_ms, level)| Timed { at_ms, what: What::Level { counter, level } };
        timed.extend(profile(&extents).into_iter().map(level));
    }
    timed.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    timed
}

/// Something that happened at a moment of a run.
struct Timed {
    at_ms: f64,
    what: What,
}

enum What {
    /// A span, by its place, on a thread.
    Span { span: usize, thread: u32 },
    /// How many there are from now on.
    Level { counter: usize, level: u32 },
}

/// What viewers read of a span or a level.
#[derive(Serialize)]
struct Event<'a, A> {
    args: A,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    name: &'a str,
    ph: &'a str,
    pid: usize,
    tid: u32,
    ts: f64,
}

#[derive(Serialize)]
struct Of {
    lane: u32,
    task: Option<u32>,
}

#[derive(Serialize)]
struct Level {
    value: u32,
}

struct Events<'a, 'f, W, T> {
    file: &'a mut FileInTurns<'f, W, T>,
    comma: &'static str,
}

impl<W: Write, T: AsyncFn()> Events<'_, '_, W, T> {
    async fn write(&mut self, event: &impl Serialize) -> Result<()> {
        self.file.write(self.comma).await?;
        self.comma = ",\n";
        self.file.write(&super::json(event)).await
    }

    /// Names a run and its lanes.
    async fn introduce(&mut self, place: usize, run: &Run, threads: &Threads) -> Result<()> {
        let pid = process(place);
        let about = |tid: u32, what: &str, args: Value| json!({ "ph": "M", "name": what, "pid": pid, "tid": tid, "ts": 0, "args": args });
        self.write(&about(1, "process_name", json!({ "name": super::run_name(run) }))).await?;
        self.write(&about(1, "process_sort_index", json!({ "sort_index": place }))).await?;
        if let Some(memory) = run.metrics.memory_bytes {
            let label = format!("{}: {}", text!(figure.memory), bytes(memory));
            self.write(&about(1, "process_labels", json!({ "labels": label }))).await?;
        }
        for (thread, (lane, row)) in (1..).zip(&threads.all) {
            let lane = &run.lanes[*lane];
            let mut name = lane.label();
            if *row > 0 {
                name = format!("{name} +{row}");
            }
            self.write(&about(thread, "thread_name", json!({ "name": name }))).await?;
            self.write(&about(thread, "thread_sort_index", json!({ "sort_index": thread }))).await?;
        }
        Ok(())
    }
}

/// The process of a run, by its place; 0 is the idle process to viewers.
fn process(place: usize) -> usize {
    place + 1
}

fn micros(ms: f64, zero_ms: f64) -> f64 {
    rounded((ms - zero_ms) * 1000.0)
}

/// To the nanosecond.
fn rounded(micros: f64) -> f64 {
    (micros * 1000.0).round() / 1000.0
}

/// Numbers in the order of moments, as `f64::total_cmp` has it.
fn rank(ms: f64) -> i64 {
    let bits = ms.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}
