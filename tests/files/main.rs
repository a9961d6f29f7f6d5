//! The files that results are taken along as, read back by other people's parsers and checked against the
//! rules of their formats; and what is read back in.

mod documents;
mod pictures;
mod reading_back;
mod tables;
mod trace_events;

use std::collections::BTreeSet;

use interleave::advice::map::Lock;
use interleave::exchange::{FileFormat, file_name, map_file_name};
use interleave::trace::{Span, SpanKind};

use documents::{example, run};

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

#[test]
fn files_have_names_that_every_system_takes() {
    let names = FileFormat::ALL.map(|form| file_name(&example(), form, "2026-11-20T18:05:33.123Z"));
    assert_eq!(names[0], "interleave-primes-2026-11-20T18-05.json");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let map = map_file_name(Lock::Shared, ".csv", "2026-11-20T18:05:33.123Z");
    assert_eq!(map, "interleave-map-shared-2026-11-20T18-05.csv");
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    assert!(names.iter().all(|name| name.chars().all(plain)), "{names:?}");
}
