//! Chrome's trace event format (the JSON object format), which Perfetto and the profilers of browsers open.
//!
//! Each run is a process, each lane a thread, each span a complete event. Viewers take events of one thread
//! for nested calls, so that they may not overlap; but an event loop has many waits in flight. Waits that
//! overlap something get further threads, next to the lane's own.
//!
//! Times are µs with three decimals. Zero is when the first worker began to start; every run's first task
//! begins at the same moment after it, as in the page's own pictures.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use serde_json::{Value, json};

use crate::text;
use crate::text::bytes;
use crate::trace::{ResultDocument, Run, Span, SpanKind, profile};

/// Writes the trace of a document.
///
/// # Errors
/// What `out` says.
pub fn write_trace_events(document: &ResultDocument, link: &str, out: &mut impl Write) -> Result<()> {
    let starts = document.runs.iter().flat_map(|run| run.spans.first()).map(|span| span.start_ms);
    let zero_ms = starts.fold(0.0, f64::min);
    let other = json!({
        "link": link,
        "experiment": document.experiment,
        "userAgent": document.environment.user_agent,
        "appVersion": document.environment.app_version,
        "firstTaskUs": micros(0.0, zero_ms),
    });
    write!(out, "{{\"displayTimeUnit\":\"ms\",\"otherData\":{other},\"traceEvents\":[")?;
    let mut events = Events { out, comma: "\n" };
    let mut timed = Vec::new();
    for (place, run) in document.runs.iter().enumerate() {
        let threads = Threads::of(run);
        events.introduce(place, run, &threads)?;
        timed.extend(run.spans.iter().enumerate().map(|(span, known)| {
            let what = What::Span { span, thread: threads.of_spans[span] };
            Timed { at_ms: known.start_ms, run: place, what }
        }));
        let trace = run.trace();
        let computing = trace.running().iter().map(|run| (run.1, run.2)).collect();
        for (counter, extents) in [(0, trace.task_extents()), (1, computing)] {
            let levels = profile(&extents).into_iter();
            timed.extend(levels.map(|(at_ms, level)| Timed {
                at_ms,
                run: place,
                what: What::Level { counter, level },
            }));
        }
    }
    timed.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    let counters = [text!(legend.concurrency), text!(legend.parallelism)];
    let kinds = BTreeMap::from(SpanKind::ALL.map(|kind| (kind, kind.label())));
    for Timed { at_ms, run: place, what } in timed {
        let ts = micros(at_ms, zero_ms);
        let pid = process(place);
        events.write(&match what {
            What::Span { span, thread } => {
                let span = &document.runs[place].spans[span];
                let kind = &kinds[&span.kind];
                let name = match span.task {
                    Some(task) => format!("{}: {kind}", text!(tip.task, task = task)),
                    None => kind.clone(),
                };
                // From the end, so that what follows at once doesn't begin before it by rounding.
                let dur = rounded(micros(span.end_ms, zero_ms) - ts);
                json!({ "ph": "X", "name": name, "cat": span.kind.name(), "pid": pid, "tid": thread,
                    "ts": ts, "dur": dur, "args": { "task": span.task, "lane": span.lane } })
            }
            What::Level { counter, level } => {
                json!({ "ph": "C", "name": counters[counter], "pid": pid, "tid": 1, "ts": ts,
                    "args": { "value": level } })
            }
        })?;
    }
    write!(out, "\n]}}")
}

/// Something that happened at a moment of a run.
struct Timed {
    at_ms: f64,
    run: usize,
    what: What,
}

enum What {
    /// A span, by its place, on a thread.
    Span { span: usize, thread: u32 },
    /// How many there are from now on.
    Level { counter: usize, level: u32 },
}

struct Events<'a, W> {
    out: &'a mut W,
    comma: &'static str,
}

impl<W: Write> Events<'_, W> {
    fn write(&mut self, event: &Value) -> Result<()> {
        write!(self.out, "{}{event}", self.comma)?;
        self.comma = ",\n";
        Ok(())
    }

    /// Names a run and its lanes.
    fn introduce(&mut self, place: usize, run: &Run, threads: &Threads) -> Result<()> {
        let pid = process(place);
        let mut tell = |tid: u32, what: &str, args: Value| {
            self.write(&json!({ "ph": "M", "name": what, "pid": pid, "tid": tid, "ts": 0, "args": args }))
        };
        tell(1, "process_name", json!({ "name": super::run_name(run) }))?;
        tell(1, "process_sort_index", json!({ "sort_index": place }))?;
        if let Some(memory) = run.metrics.memory_bytes {
            let label = format!("{}: {}", text!(figure.memory), bytes(memory));
            tell(1, "process_labels", json!({ "labels": label }))?;
        }
        for (thread, (lane, row)) in (1..).zip(&threads.all) {
            let lane = &run.lanes[*lane];
            let mut name = lane.label();
            if *row > 0 {
                name = format!("{name} +{row}");
            }
            tell(thread, "thread_name", json!({ "name": name }))?;
            tell(thread, "thread_sort_index", json!({ "sort_index": thread }))?;
        }
        Ok(())
    }
}

/// Which thread each span is on, so that no two of one thread overlap.
struct Threads {
    /// Lane (its place) and row within it, of thread 1, 2, … (0 means the idle thread to viewers).
    all: Vec<(usize, usize)>,
    /// The thread of each span, by the span's place.
    of_spans: Vec<u32>,
}

impl Threads {
    fn of(run: &Run) -> Self {
        let mut threads = Self { all: Vec::new(), of_spans: vec![0; run.spans.len()] };
        for (place, lane) in run.lanes.iter().enumerate() {
            // What the lane itself did comes first and takes its own row; spans are in order of their start.
            let mut rows: Vec<Row> = vec![Row::default()];
            let mut row_of_spans = Vec::new();
            for own in [true, false] {
                for (n, span) in run.spans.iter().enumerate().filter(|(_, span)| span.lane == lane.id) {
                    if own != matches!(span.kind, SpanKind::Wait | SpanKind::Ready) {
                        let free = rows.iter().position(|row| row.is_free(span)).unwrap_or(rows.len());
                        if free == rows.len() {
                            rows.push(Row::default());
                        }
                        rows[free].take(span, own);
                        row_of_spans.push((n, free));
                    }
                }
            }
            let first = threads.all.len() as u32 + 1;
            threads.all.extend((0..rows.len()).map(|row| (place, row)));
            row_of_spans.into_iter().for_each(|(n, row)| threads.of_spans[n] = first + row as u32);
        }
        threads
    }
}

/// What a thread is taken up with.
#[derive(Default)]
struct Row {
    /// What the lane itself did, in order.
    own: Vec<(f64, f64)>,
    /// The end of the last wait.
    waited_ms: Option<f64>,
}

impl Row {
    fn is_free(&self, span: &Span) -> bool {
        let next = self.own.partition_point(|own| own.1 <= span.start_ms);
        // One without a length is at home between two others, but not inside of one.
        let is_clear = self.own.get(next).is_none_or(|own| own.0 >= span.end_ms);
        is_clear && self.waited_ms.is_none_or(|end| end <= span.start_ms)
    }

    fn take(&mut self, span: &Span, own: bool) {
        if own {
            self.own.push((span.start_ms, span.end_ms));
        } else {
            self.waited_ms = Some(span.end_ms);
        }
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
