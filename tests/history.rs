//! The history's laws: what goes when it is full, what a comparison says, and that whatever was stored is read as
//! it was written or refused.

use interleave::exchange::{ImportError, read_document};
use interleave::history::{
    Entry, Head, LONGEST_NAME, MOST_BYTES, MOST_ENTRIES, clean_name, drawn, evicted, insert, pack,
    total_bytes,
};
use interleave::insight::{Change, changes};
use interleave::trace::{
    Cores, Environment, ErrorCode, Figures, Marks, Pace, Pressure, ResultDocument, Run, RunError, RunMetrics,
    SCHEMA, summarise,
};
use proptest::prelude::*;

fn figures(executor: &str, [min_ms, median_ms, max_ms]: [f64; 3]) -> Figures {
    Figures {
        executor: executor.to_owned().into(),
        step: None,
        lanes: 2,
        median_ms,
        min_ms,
        max_ms,
        interval_ms: None,
        speedup: None,
        speedup_interval: None,
        measured: if min_ms == max_ms { 1 } else { 3 },
    }
}

fn entry(id: u64, bytes: u64, pinned: bool) -> Entry {
    let head = Head {
        name: String::new(),
        pinned,
        bytes,
        experiment: "workload=primes".into(),
        marks: Marks::default(),
        figures: vec![figures("threads", [1.0, 2.0, 3.0])],
    };
    Entry { id, head: Ok(head) }
}

fn run(executor: &str, repeat: u32, wall_ms: f64) -> Run {
    Run {
        repeat,
        startup_ms: 1.0,
        wall_ms,
        outputs: vec!["9592".into()],
        metrics: RunMetrics { peak_parallelism: 2, ..RunMetrics::default() },
        ..Run::new(executor.to_owned(), 2)
    }
}

fn document(mut runs: Vec<Run>) -> ResultDocument {
    ResultDocument {
        schema: SCHEMA.into(),
        experiment: "workload=primes&tasks=1".into(),
        environment: Environment {
            hardware_concurrency: 8,
            measured_cores: None,
            cores: Cores { measured: None, taken: Some(0.25) },
            cross_origin_isolated: true,
            clock_resolution_ms: 0.005,
            user_agent: "Firefox/153".into(),
            hidden_while_running: true,
            cpu_pressure: Some(Pressure::Critical),
            work_per_ms: None,
            app_version: "0.1.0".into(),
        },
        summary: summarise(&mut runs).iter().map(Into::into).collect(),
        runs,
    }
}

#[test]
fn a_document_is_packed_with_what_the_list_tells() {
    let mut runs = vec![run("sequential", 0, 20.0), run("threads", 0, 10.0), run("page", 0, 5.0)];
    runs[2].error = Some(RunError::cancelled());
    let document = document(runs);
    let (head, text) = pack(document.clone()).expect("it has figures");
    assert_eq!(read_document(text.as_bytes()), Ok(document));
    assert_eq!((head.bytes, head.pinned, head.name.as_str()), (text.len() as u64, false, ""));
    let figures: Vec<_> = head.figures.iter().map(|one| (one.executor.as_str(), one.median_ms)).collect();
    assert_eq!(figures, [("sequential", 20.0), ("threads", 10.0)]);
    let marks = Marks { hidden: true, taken: Some(0.25), ended: Some(ErrorCode::Cancelled) };
    assert_eq!(head.marks, marks);
}

#[test]
fn what_failed_tells_more_than_what_was_cancelled() {
    let mut runs = vec![run("sequential", 0, 20.0), run("threads", 0, 10.0), run("page", 0, 5.0)];
    runs[1].error = Some(RunError::cancelled());
    runs[2].error = Some(RunError::new(ErrorCode::Trap, ""));
    assert_eq!(Marks::of(&document(runs)).ended, Some(ErrorCode::Trap));
}

#[test]
fn without_figures_nothing_is_kept_and_too_much_is_kept_in_short() {
    let mut cancelled = run("threads", 0, 10.0);
    cancelled.error = Some(RunError::cancelled());
    assert_eq!(pack(document(vec![cancelled])), None);
    let mut large = run("threads", 0, 10.0);
    large.outputs = vec!["9".repeat(1000); 3000];
    let (head, text) = pack(document(vec![large])).expect("without its outputs it is small");
    assert!(head.bytes < 2000 && !text.contains("999"), "{} bytes", head.bytes);
    assert_eq!(pack(document((0..9000).map(|n| run("threads", n, 1.0)).collect())), None);
}

#[test]
fn the_runs_nearest_to_the_median_are_drawn() {
    let mut runs: Vec<Run> = [3.0, 9.0, 4.0].iter().map(|ms| run("threads", 0, *ms)).collect();
    runs.insert(0, Run { warmup: true, ..run("threads", 0, 4.0) });
    runs.push(Run { error: Some(RunError::cancelled()), ..run("page", 0, 4.0) });
    assert_eq!(drawn(&runs), [false, false, false, true, true]);
}

#[test]
fn what_was_changed_is_refused_with_its_field() {
    let Ok(head) = entry(1, 2, true).head else { unreachable!("it was made") };
    let written = head.write();
    for (change, to, field) in [
        ("\"medianMs\":2.0", "\"medianMs\":0.5", Some("figures[0].medianMs")),
        ("\"maxMs\":3.0", "\"maxMs\":1e300", Some("figures[0].maxMs")),
        ("\"executor\":\"threads\"", "\"executor\":\"<b>\"", Some("figures[0].executor")),
        ("\"intervalMs\":null", "\"intervalMs\":[2.0,4.0]", Some("figures[0].intervalMs")),
        ("\"name\":\"\"", "\"name\":\"\u{202e}\"", Some("name")),
        ("\"pinned\":true", "\"pinned\":1", None),
        ("{", "", None),
    ] {
        let changed = written.replacen(change, to, 1);
        assert_ne!(changed, written, "{change}");
        match (Entry::read(1, &changed).head, field) {
            (Err(ImportError::Wrong { field, .. }), Some(expected)) => assert_eq!(field, expected),
            (Err(ImportError::Unreadable(_)), None) => {}
            (other, _) => panic!("{change}: {other:?}"),
        }
    }
}

#[test]
fn what_earlier_versions_stored_is_read() {
    let stored = r#"{"name":"","pinned":true,"bytes":2,"experiment":"workload=primes","marks":{"hidden":false,
        "pressure":null,"others":false,"ended":null},"figures":[{"executor":"threads","step":null,"lanes":2,
        "medianMs":2.0,"minMs":1.0,"maxMs":3.0,"intervalMs":null,"speedup":1.5}]}"#;
    let head = Entry::read(1, stored).head.expect("it is as it was written");
    let threads = Figures { speedup: Some(1.5), measured: 2, ..figures("threads", [1.0, 2.0, 3.0]) };
    assert_eq!(head.figures, [threads], "a range takes two");
}

#[test]
fn what_both_have_is_compared() {
    let once = |executor, ms| figures(executor, [ms; 3]);
    let then = [once("threads", 100.0), once("page", 1.0)];
    let now = [once("processes", 3.0), once("threads", 50.0)];
    let found = changes(&then, &now);
    let expected = Change { then: then[0].clone(), now: now[1].clone(), pace: Pace::Sooner(2.0) };
    assert_eq!(found, [expected]);
}

prop_compose! {
    fn any_entries()(
        entries in proptest::collection::btree_map(0..1_000_000u64, (0..2_000_000u64, any::<bool>()), 0..80),
        pinned: bool,
    ) -> Vec<Entry> {
        // The newest first, and at most one of them pinned.
        let mut left = pinned;
        let pinned = |wants| wants && std::mem::take(&mut left);
        let wanted: Vec<bool> = entries.values().map(|(_, wants)| *wants).map(pinned).collect();
        let made = entries.into_iter().zip(wanted).map(|((id, (bytes, _)), pinned)| entry(id, bytes, pinned));
        made.rev().collect()
    }
}

prop_compose! {
    fn any_figures()(
        executor in "[a-z]{1,3}",
        min in 0.0..100.0f64, more in 0.0..50.0f64, most in 0.0..50.0f64,
        confident in proptest::option::of((0.0..1.0f64, 0.0..1.0f64)),
        speedup in proptest::option::of(0.0..9.0f64), measured in 1..50u32,
    ) -> Figures {
        let (median, max) = (min + more, min + more + most);
        let interval_ms = confident.map(|(low, high)| [(median - low * more).max(min), (median + high * most).min(max)]);
        let speedup_interval = speedup.map(|ratio| [ratio / 2.0, ratio * 2.0]);
        Figures { interval_ms, speedup, speedup_interval, measured, ..figures(&executor, [min, median, max]) }
    }
}

proptest! {
    #[test]
    fn what_goes_is_old_unpinned_and_just_enough(entries in any_entries(), more in 0..3_000_000u64) {
        let gone = evicted(&entries, more);
        let stays = |entry: &&Entry| !gone.contains(&entry.id);
        let kept: Vec<Entry> = entries.iter().filter(stays).cloned().collect();
        prop_assert!(kept.len() < MOST_ENTRIES && total_bytes(&kept) + more <= MOST_BYTES.max(more + 2_000_000));
        let fits = |entries: &[Entry]| entries.len() < MOST_ENTRIES && total_bytes(entries) + more <= MOST_BYTES;
        prop_assert!(fits(&kept) || kept.iter().all(Entry::is_pinned));
        for (n, id) in gone.iter().enumerate() {
            let one = entries.iter().find(|entry| entry.id == *id).expect("one of them");
            prop_assert!(!one.is_pinned());
            prop_assert!(kept.iter().all(|entry| entry.is_pinned() || entry.id > *id));
            // Had this one stayed, there would have been too much.
            let with: Vec<Entry> = entries.iter().filter(|entry| !gone[..n].contains(&entry.id)).cloned().collect();
            prop_assert!(!fits(&with));
        }
    }

    #[test]
    fn the_newest_come_first(entries in any_entries(), others in any_entries().prop_shuffle()) {
        let mut all = entries.clone();
        for other in &others {
            insert(&mut all, other.clone());
        }
        prop_assert!(all.is_sorted_by(|a, b| a.id > b.id));
        prop_assert!(others.iter().all(|other| all.contains(other)), "the later one counts");
        let is_new = |entry: &&Entry| entries.iter().all(|old| old.id != entry.id);
        prop_assert_eq!(all.len(), entries.len() + others.iter().filter(is_new).count());
    }

    #[test]
    fn what_is_written_is_read(
        figures in proptest::collection::vec(any_figures(), 0..9),
        name in ".{0,200}", pinned: bool, bytes: u64, hidden: bool,
        taken in proptest::option::of(0.05..1.0f64),
    ) {
        let marks = Marks { hidden, taken, ended: None };
        let name = clean_name(&name);
        prop_assert!(name.chars().count() <= LONGEST_NAME);
        let head = Head { name, pinned, bytes, experiment: "workload=sleep".into(), marks, figures };
        prop_assert_eq!(Entry::read(7, &head.write()), Entry { id: 7, head: Ok(head) });
    }

    #[test]
    fn anything_stored_is_read_or_refused(stored in ".{0,300}") {
        let _ = Entry::read(1, &stored);
    }
}
