//! Every executor with every workload: exact outputs, and spans as the executor's nature has them.

use std::fmt::Debug;

use interleave_journeys::document::{Document, Run};
use interleave_journeys::expected::{Primes, sum_of_squares};
use interleave_journeys::page::Page;

use crate::attempts::ensure;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("copies_of_primes", |world| Box::pin(copies_of_primes(world))),
    Journey::new("shares_of_primes", |world| Box::pin(shares_of_primes(world))).once(),
    Journey::new("squares", |world| Box::pin(squares(world))).once(),
    Journey::new("sleep", |world| Box::pin(sleep(world))).calm(),
    Journey::new("fetch", |world| Box::pin(fetch(world))).calm(),
    Journey::new("limited_concurrency", |world| Box::pin(limited_concurrency(world))).once(),
    Journey::new("smallest_sizes", |world| Box::pin(smallest_sizes(world))).once(),
    Journey::new("work_grows_with_size", |world| Box::pin(work_grows_with_size(world))).alone(),
];

/// Runs an experiment with every executor that can run it, and checks what each gave.
pub async fn check<T: Debug>(page: &Page<'_>, experiment: &str, expected: &[T]) -> Document
where
    String: PartialEq<T>,
{
    let executors = page.configure(experiment).await.available();
    let query = format!("{experiment}&executors={}", executors.join(","));
    let document = Document::check(&page.result_of(&query).await);
    assert_eq!(
        document.runs.iter().map(|run| &run.executor).collect::<Vec<_>>(),
        executors.iter().collect::<Vec<_>>()
    );
    for run in &document.runs {
        assert!(run.error.is_none(), "{}: {experiment}: {:?}", run.executor, run.error);
        assert_eq!(run.outputs, expected, "{}: {experiment}", run.executor);
    }
    assert_eq!(page.complaints().await, [""; 0]);
    document
}

async fn copies_of_primes(world: World) {
    let expected = Primes::up_to(20_000).pi(20_000).to_string();
    let document =
        check(&world.open("").await, "workload=primes&limit=20000&tasks=5&workers=2", &vec![expected; 5])
            .await;
    check_computing(&document);
}

async fn shares_of_primes(world: World) {
    let primes = Primes::up_to(30_000);
    let shares = primes.shares(30_000, 7);
    let sum: u64 = shares.iter().map(|share| share.parse::<u64>().expect("counts are numbers")).sum();
    assert_eq!(sum, primes.pi(30_000));
    let document =
        check(&world.open("").await, "workload=primes&limit=30000&tasks=7&split=shares&workers=3", &shares)
            .await;
    check_computing(&document);
}

async fn squares(world: World) {
    let expected: Vec<_> = (0..6).map(|k| sum_of_squares(5_000_000 + k)).collect();
    let document = check(&world.open("").await, "workload=squares&tasks=6&workers=2", &expected).await;
    check_computing(&document);
}

/// Tasks that only compute: no executor with one lane makes two of them overlap.
fn check_computing(document: &Document) {
    for run in &document.runs {
        assert_eq!(run.spans_of("wait").count(), 0, "{} has nothing to wait for", run.executor);
        if run.lanes.len() == 1 {
            assert_eq!(run.metrics.peak_concurrency, 1, "{}", run.executor);
        }
        assert!(run.metrics.peak_parallelism as usize <= run.lanes.len(), "{}", run.executor);
    }
}

async fn sleep(world: World) {
    let document =
        check(&world.open("").await, "workload=sleep&delay=80&tasks=6&workers=3", &["80"; 6]).await;
    check_waiting(&document, 80.0, 3);
    let page = world.open("").await;
    let document = page
        .result_of(&format!("workload=sleep&delay=80&jitter=50&tasks=6&{}&workers=3", page.executors().await))
        .await;
    let document = Document::check(&document);
    let first = &document.runs[0].outputs;
    assert!(document.runs.iter().all(|run| run.outputs == *first), "jitter is fixed by task number");
    let waits: Vec<f64> = first.iter().map(|output| output.parse().expect("a number of ms")).collect();
    assert!(waits.iter().all(|ms| (40.0..=120.0).contains(ms)), "50 % of 80 ms: {waits:?}");
    assert!(waits.iter().any(|ms| *ms != waits[0]), "{waits:?} differ");
}

async fn fetch(world: World) {
    let document =
        check(&world.open("").await, "workload=fetch&delay=60&size=12345&tasks=6&workers=3", &["12345"; 6])
            .await;
    check_waiting(&document, 60.0, 3);
}

/// Tasks that wait for `ms` each, 6 of them: what blocks takes turns, what awaits overlaps.
fn check_waiting(document: &Document, ms: f64, workers: u32) {
    // Clocks and timers of browsers may be early by this much, ms.
    let early = 2.0;
    for run in &document.runs {
        for wait in run.spans_of("wait") {
            assert!(wait.end_ms - wait.start_ms >= ms - early, "{}: {wait:?} is too short", run.executor);
        }
        let waited: std::collections::BTreeSet<_> = run.spans_of("wait").map(|wait| wait.task).collect();
        assert_eq!(waited.len(), run.outputs.len(), "{}: every task waits", run.executor);
    }
    let wall = |executor: &str| document.run(executor).wall_ms;
    let peak = |executor: &str| document.run(executor).metrics.peak_concurrency;
    assert_eq!(peak("sequential"), 1);
    assert!(wall("sequential") >= 6.0 * (ms - early), "waits of sequential overlap: {}", wall("sequential"));
    assert_eq!(peak("event-loop"), 6);
    assert!(wall("event-loop") < wall("sequential") / 2.0, "the event loop awaits one by one");
    for executor in ["threads", "processes"] {
        assert_eq!(peak(executor), workers, "{executor}: a wait blocks its lane");
        assert!(wall(executor) >= 6.0 / f64::from(workers) * (ms - early), "{executor}: {}", wall(executor));
        assert!(wall(executor) < wall("sequential") * 0.8, "{executor}: its lanes wait at the same time");
    }
}

async fn limited_concurrency(world: World) {
    let page = world.open("").await;
    for workload in ["workload=fetch&delay=40&tasks=12", "workload=sleep&delay=40&tasks=12"] {
        let result = page.result_of(&format!("{workload}&executors=event-loop&concurrency=3")).await;
        let document = Document::check(&result);
        let run = document.run("event-loop");
        assert_eq!(most_waits_at_once(run), 3, "{workload}");
        assert!(run.wall_ms >= 4.0 * 38.0, "four rounds of waits: {}", run.wall_ms);
    }
}

fn most_waits_at_once(run: &Run) -> usize {
    let waits: Vec<_> = run.spans_of("wait").collect();
    let at =
        |moment: f64| waits.iter().filter(|wait| wait.start_ms <= moment && moment < wait.end_ms).count();
    waits.iter().map(|wait| at(wait.start_ms)).max().unwrap_or(0)
}

async fn smallest_sizes(world: World) {
    let page = world.open("").await;
    check(&page, "workload=primes&limit=2&tasks=1&workers=2", &["1"]).await;
    let shares = Primes::up_to(2).shares(2, 5);
    check(&page, "workload=primes&limit=2&tasks=5&split=shares&workers=2", &shares).await;
    check(&page, "workload=squares&number=1&tasks=2&workers=1", &["0", "1"]).await;
    check(&page, "workload=sleep&delay=0&tasks=3&workers=2", &["0"; 3]).await;
    check(&page, "workload=fetch&delay=0&size=0&tasks=3&workers=2", &["0"; 3]).await;
    check(&page, "workload=fetch&delay=0&size=1000000&tasks=2&workers=2", &["1000000"; 2]).await;
}

/// Neither a shortcut nor an optimiser makes the work less than it says. Trial division up to n costs about
/// n² / ln n, so that four times the limit is about fourteen times the work; squares cost the same each. Both are long
/// enough for what an engine takes to optimise them to matter little.
async fn work_grows_with_size(world: World) {
    let page = world.open("").await;
    for (small, large, at_least) in [
        ("workload=primes&limit=20000&tasks=1", "workload=primes&limit=80000&tasks=1", 8.0),
        ("workload=squares&number=20000000&tasks=4", "workload=squares&number=100000000&tasks=4", 3.5),
    ] {
        let mut attempts = world.attempts.at(large);
        while attempts.go_on() {
            let mut busy = Vec::new();
            for experiment in [small, large] {
                let result = page.result_of(&format!("{experiment}&executors=sequential&repeat=3")).await;
                let document = Document::check(&result);
                let measured = document.runs.iter().filter(|run| run.counts()).map(|run| run.metrics.busy_ms);
                busy.push(measured.reduce(f64::min).expect("three runs count"));
            }
            let ratio = busy[1] / busy[0];
            attempts.came_out(ensure(ratio > at_least, || format!("only {ratio} times as long as {small}")));
        }
    }
}
