//! Tasks and spans as tables.

use std::collections::BTreeMap;

use interleave::advice::map::{Lock, MapFigures, Place, Tried};
use interleave::exchange::{FileFormat, write_map};
use interleave::trace::{Run, Span, SpanKind};
use proptest::prelude::*;
use proptest::sample::select;

use crate::documents::{LINK, any_document, example, file};

/// Reads a table as RFC 4180 has it, by another's parser; every row has as many fields as the header.
fn rows(table: &[u8]) -> Vec<BTreeMap<String, String>> {
    assert!(table.ends_with(b"\r\n"));
    let mut reader = csv::Reader::from_reader(table);
    reader.deserialize().map(|row| row.expect("a row is as long as the header")).collect()
}

#[test]
fn tasks_are_a_table() {
    let mut document = example();
    let without_a_core =
        Span { lane: 0, task: Some(1), kind: SpanKind::Preempted, start_ms: 12.0, end_ms: 15.0 };
    document.runs[0].spans.push(without_a_core);
    document.runs[0].outputs[1] = "a \"quoted\", long\r\noutput".into();
    let rows = rows(&file(&document, FileFormat::Tasks, ""));
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
        ("preempted_ms", "3"),
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
    let rows = rows(&file(&document, FileFormat::Tasks, ""));
    assert_eq!([&rows[0]["start_ms"], &rows[0]["run_ms"], &rows[0]["lanes"]], ["", "", ""]);
}

prop_compose! {
    fn any_figures()(
        lock in select(Lock::ALL.to_vec()),
        tried in proptest::collection::vec(
            (0..6usize, 0..5usize, 0..4usize, proptest::collection::vec(0.0..1e6f64, 1..6)), 0..40),
    ) -> MapFigures {
        let tried = tried.into_iter().map(|(column, row, way, walls_ms)| Tried {
            place: Place::at(column, row).expect("on the map"),
            executor: lock.ways()[way],
            walls_ms,
        });
        MapFigures { tried: tried.collect(), ..MapFigures::new(lock) }
    }
}

proptest! {
    #[test]
    fn maps_are_a_table(figures in any_figures(), link in "\\PC{0,40}") {
        let mut table = Vec::new();
        write_map(&figures, &link, &mut table).expect("memory takes all");
        let rows = rows(&table);
        prop_assert_eq!(rows.len(), figures.tried.len());
        for (n, (row, tried)) in rows.iter().zip(&figures.tried).enumerate() {
            prop_assert_eq!(row["waiting_percent"].parse().ok(), Some(tried.place.wait_percent()));
            prop_assert_eq!(row["tasks"].parse().ok(), Some(tried.place.tasks()));
            prop_assert_eq!(&row["executor"], tried.executor.id());
            prop_assert_eq!(row["runs"].parse().ok(), Some(tried.walls_ms.len()));
            prop_assert!((row["median_ms"].parse::<f64>().unwrap() - tried.median_ms()).abs() < 1e-6);
            prop_assert_eq!(&row["link"], if n == 0 { &link } else { "" });
        }
    }

    #[test]
    fn spans_are_a_table(document in any_document()) {
        let rows = rows(&file(&document, FileFormat::Spans, ""));
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
