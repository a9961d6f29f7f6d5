//! Trace metrics against a brute-force count, with traces drawn as text.

use std::collections::{BTreeMap, BTreeSet};

use interleave::trace::{Metrics, Open, Span, SpanKind, Trace, profile};
use proptest::prelude::*;
use proptest::sample::select;

fn drawn(drawing: &str) -> Trace {
    drawing.parse().expect("a drawing")
}

fn trace(spans: &[Span]) -> Trace {
    let mut trace = Trace::default();
    spans.iter().for_each(|span| trace.push(*span));
    trace
}

/// The same figures, counted millisecond by millisecond from spans at whole milliseconds.
fn counted(spans: &[Span]) -> Metrics {
    let mut extents: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for span in spans.iter().filter(|span| span.kind != SpanKind::Ready) {
        let extent =
            extents.entry(span.task.expect("it is of a task")).or_insert((span.start_ms, span.end_ms));
        *extent = (extent.0.min(span.start_ms), extent.1.max(span.end_ms));
    }
    // A task does not begin by being ready, but it may end so.
    for span in spans.iter().filter(|span| span.kind == SpanKind::Ready) {
        if let Some(extent) = span.task.and_then(|task| extents.get_mut(&task)) {
            extent.1 = extent.1.max(span.end_ms);
        }
    }
    let from = extents.values().map(|extent| extent.0).reduce(f64::min).unwrap_or(0.0);
    let to = extents.values().map(|extent| extent.1).reduce(f64::max).unwrap_or(0.0);
    let (mut tasks, mut lanes) = (Vec::new(), Vec::new());
    for ms in (from as i32..to as i32).map(|ms| f64::from(ms) + 0.5) {
        tasks.push(extents.values().filter(|extent| extent.0 < ms && ms < extent.1).count());
        let computing = spans.iter().filter(|s| s.kind == SpanKind::Run && s.start_ms < ms && ms < s.end_ms);
        lanes.push(computing.map(|span| span.lane).collect::<BTreeSet<_>>().len());
    }
    let mean = |counts: &[usize]| counts.iter().sum::<usize>() as f64 / counts.len().max(1) as f64;
    Metrics {
        wall_ms: to - from,
        peak_concurrency: tasks.iter().max().copied().unwrap_or(0) as u32,
        mean_concurrency: mean(&tasks),
        peak_parallelism: lanes.iter().max().copied().unwrap_or(0) as u32,
        mean_parallelism: mean(&lanes),
        busy_ms: lanes.iter().sum::<usize>() as f64,
        preempted_ms: spans.iter().filter(|span| span.kind == SpanKind::Preempted).map(Span::ms).sum(),
    }
}

fn assert_close(a: Metrics, b: Metrics) {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(
        close(a.wall_ms, b.wall_ms)
            && close(a.mean_concurrency, b.mean_concurrency)
            && close(a.mean_parallelism, b.mean_parallelism)
            && close(a.busy_ms, b.busy_ms)
            && close(a.preempted_ms, b.preempted_ms)
            && (a.peak_concurrency, a.peak_parallelism) == (b.peak_concurrency, b.peak_parallelism),
        "{a:?}\n{b:?}"
    );
}

#[test]
fn an_event_loop_has_concurrency_without_parallelism() {
    let trace = drawn(
        "
        0 run  012...012
        0 wait .00000
        0 wait ..11111
        0 wait ...22222
        ",
    );
    let metrics = trace.metrics();
    assert_eq!((metrics.peak_concurrency, metrics.peak_parallelism), (3, 1));
    assert_eq!((metrics.wall_ms, metrics.busy_ms), (9.0, 6.0));
    assert_close(metrics, counted(trace.spans()));
}

#[test]
fn two_threads_have_both() {
    let trace = drawn(
        "
        0 run 00000022
        1 run 111111
        ",
    );
    let metrics = trace.metrics();
    assert_eq!((metrics.peak_concurrency, metrics.peak_parallelism), (2, 2));
    assert_eq!((metrics.wall_ms, metrics.mean_parallelism), (8.0, 14.0 / 8.0));
    assert_close(metrics, counted(trace.spans()));
}

#[test]
fn one_after_the_other_is_never_two_at_once() {
    let metrics = drawn("0 run 000111222").metrics();
    assert_eq!((metrics.peak_concurrency, metrics.mean_concurrency), (1, 1.0));
}

#[test]
fn a_task_does_not_begin_by_being_ready() {
    let trace = drawn(
        "
        0 run   ..00.....11
        0 ready 00....111
        ",
    );
    assert_eq!((trace.metrics().wall_ms, trace.wall_ms()), (9.0, 9.0));
    assert_close(trace.metrics(), counted(trace.spans()));
}

/// What another lane did for it is over, and its loop has yet to hear of that.
#[test]
fn a_task_may_end_by_being_ready() {
    let trace = drawn(
        "
        0 run   0......
        0 ready .00000.
        1 run   ..00...
        ",
    );
    assert_eq!((trace.metrics().wall_ms, trace.wall_ms()), (6.0, 6.0));
    assert_close(trace.metrics(), counted(trace.spans()));
}

#[test]
fn nothing_measured_is_nothing() {
    assert_eq!(Trace::default().metrics(), Metrics::default());
}

#[test]
fn a_span_told_in_pieces_is_one() {
    let piece = |start_ms, end_ms| Span { lane: 0, task: Some(0), kind: SpanKind::Run, start_ms, end_ms };
    let other = Span { lane: 1, task: Some(1), kind: SpanKind::Run, start_ms: 0.0, end_ms: 2.0 };
    let told = trace(&[piece(0.0, 1.0), other, piece(1.0, 3.0), piece(4.0, 5.0)]);
    assert_eq!(told.spans(), [piece(0.0, 3.0), other, piece(4.0, 5.0)]);
}

#[test]
fn a_cut_off_run_keeps_what_was_open() {
    let mut trace = drawn("0 run 00");
    let open = |task, start_ms| Open { lane: 0, task: Some(task), kind: SpanKind::Wait, start_ms };
    trace.set_open(0, [open(0, 2.0)]);
    trace.set_open(0, [open(0, 2.0), open(1, 3.0)]);
    trace.close(7.0);
    assert_eq!(trace.metrics().wall_ms, 7.0);
    assert_eq!(trace.spans().len(), 3);
    assert!(trace.open().is_empty());
}

#[test]
fn what_is_open_reaches_to_now() {
    let trace = drawn(
        "
        0 run   .00
        0 wait  ...0>
        1 run   ..1>
        1 ready ..2>
        ",
    );
    assert_eq!(trace.task_extents_until(5.0), [(1.0, 5.0), (2.0, 5.0)], "nobody began by being ready");
    assert_eq!((trace.peak_concurrency(5.0), trace.peak_concurrency(2.0)), (2, 1));
    let kinds: Vec<_> = SpanKind::ALL.into_iter().filter(|kind| trace.has(*kind)).collect();
    assert_eq!(kinds, [SpanKind::Run], "the others have not ended");
}

prop_compose! {
    /// Lanes that do one thing at a time, and lanes that don't.
    fn drawing()(
        lines in proptest::collection::vec((0..3u32, select(SpanKind::ALL.as_slice()), "[0-4.]{1,30}"), 1..7),
    ) -> Trace {
        let lines: Vec<_> =
            lines.into_iter().map(|(lane, kind, columns)| format!("{lane} {} {columns}", kind.name())).collect();
        drawn(&lines.join("\n"))
    }
}

proptest! {
    #[test]
    fn metrics_agree_with_a_brute_force_count(drawing in drawing()) {
        assert_close(drawing.metrics(), counted(drawing.spans()));
    }

    #[test]
    fn the_order_in_which_spans_are_told_does_not_matter(drawing in drawing(), seed: u64) {
        let mut shuffled = drawing.spans().to_vec();
        let by = |span: &Span| (span.start_ms as u64 * 31 + u64::from(span.lane) * 17) ^ seed;
        shuffled.sort_by_key(by);
        assert_close(trace(&shuffled).metrics(), drawing.metrics());
    }

    #[test]
    fn a_profile_is_the_count_at_every_moment(
        extents in proptest::collection::vec((0..50u8, 0..50u8), 0..20),
        at in 0..50u8,
    ) {
        let extents: Vec<_> = extents.iter().map(|(a, b)| (f64::from(*a.min(b)), f64::from(*a.max(b)))).collect();
        let steps = profile(&extents);
        let at = f64::from(at) + 0.5;
        let level = steps.iter().take_while(|step| step.0 <= at).last().map_or(0, |step| step.1);
        let expected = extents.iter().filter(|extent| extent.0 < at && at < extent.1).count();
        prop_assert_eq!(level as usize, expected);
        prop_assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1));
    }
}
