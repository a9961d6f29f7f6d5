//! The result document beyond one run: repeats, warm-ups, what is compared, what is left out.

use serde_json::json;

use interleave_journeys::document::Document;
use interleave_journeys::page::{RUN, run};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("repeats_are_interleaved", |world| Box::pin(repeats_are_interleaved(world))).once(),
    Journey::new("intervals_from_six_repeats", |world| Box::pin(intervals_from_six_repeats(world))).once(),
    Journey::new("a_sweep_steps", |world| Box::pin(a_sweep_steps(world))).once(),
    Journey::new("a_sweep_folds_in_an_article", |world| Box::pin(a_sweep_folds_in_an_article(world))).once(),
    Journey::new("spans_are_limited_unless_asked_for", |world| Box::pin(spans_are_limited(world))).once(),
    Journey::new("progress_is_told", |world| Box::pin(progress_is_told(world))).alone().once(),
    Journey::new("one_run_at_a_time", |world| Box::pin(one_run_at_a_time(world))),
];

async fn repeats_are_interleaved(world: World) {
    let page = world.open("").await;
    let query = "workload=primes&limit=5000&executors=sequential,processes&workers=2&repeat=2";
    let document = Document::check(&page.result_of(query).await);
    let order: Vec<_> =
        document.runs.iter().map(|run| (run.executor.as_str(), run.repeat, run.warmup)).collect();
    let (s, p) = ("sequential", "processes");
    assert_eq!(
        order,
        [(s, 0, true), (p, 0, true), (s, 0, false), (p, 0, false), (s, 1, false), (p, 1, false)]
    );
    assert!(document.summary.iter().all(|row| row.speedup.is_some()));
    assert!(!document.environment.hidden_while_running);
    assert!(document.environment.cross_origin_isolated);
}

async fn intervals_from_six_repeats(world: World) {
    let page = world.open("").await;
    let query = "workload=primes&limit=3000&executors=sequential,event-loop&repeat=6";
    let document = Document::check(&page.result_of(query).await);
    assert!(document.summary.iter().all(|row| row.speedup_interval.is_some()), "{:?}", document.summary);
}

async fn a_sweep_steps(world: World) {
    let page = world.open("").await;
    let query = "workload=primes&limit=3000&executors=sequential,processes&sweep=workers:1..3";
    let document = Document::check(&page.result_of(query).await);
    let steps: Vec<_> = document
        .runs
        .iter()
        .map(|run| (run.executor.as_str(), run.workers, run.step.as_ref().map(|step| step.value.as_str())))
        .collect();
    let expected = ["1", "2", "3"].map(|value| {
        let workers = value.parse().expect("a number");
        [("sequential", 1, Some(value)), ("processes", workers, Some(value))]
    });
    assert_eq!(steps, expected.concat());
}

/// There it is its chart and its answer; a step unfolds when somebody asks for it.
async fn a_sweep_folds_in_an_article(world: World) {
    let page = world.open("embed=1").await;
    let query = "workload=primes&limit=3000&executors=sequential,processes&sweep=workers:1..3";
    Document::check(&page.result_of(query).await);
    let shown = |tracks: usize| format!("document.querySelectorAll('.results .track').length === {tracks}");
    page.until_true("document.querySelectorAll('.step .opener[aria-expanded=false]').length === 3").await;
    page.until_true(&shown(0)).await;
    page.click(".step .opener").await;
    page.until_true(&shown(2)).await;
    page.click(".step .opener").await;
    page.until_true(&shown(0)).await;
}

async fn spans_are_limited(world: World) {
    let page = world.open("").await;
    // A task that waits has two spans or more; yielding makes many of a task that computes.
    page.configure("workload=sleep&delay=0&tasks=1000&executors=event-loop&repeat=25").await;
    let mark = page.send(&[json!({ "type": "interleave:run" })]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!(outcome.kind(), "result", "{}", outcome.data);
    let limited = Document::check(&outcome.data["result"]);
    let spans: usize = limited.runs.iter().map(|run| run.spans.len()).sum();
    let dropped: u64 = limited.runs.iter().map(|run| run.dropped_spans).sum();
    assert!(spans <= 20_000, "{spans} spans without having been asked for");
    assert!(dropped > 0, "26 runs of 1000 tasks have more than 20,000 spans");
    let all = page.run().await;
    let all = Document::check(&all.data["result"]);
    assert!(all.runs.iter().all(|run| run.dropped_spans == 0), "all spans were asked for");
    assert!(all.runs.iter().map(|run| run.spans.len()).sum::<usize>() > 20_000);
}

async fn progress_is_told(world: World) {
    let page = world.open("").await;
    page.configure("workload=sleep&delay=15&tasks=100&executors=sequential,event-loop").await;
    let mark = page.send(&[run()]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!(outcome.kind(), "result", "{}", outcome.data);
    let log = page.log(mark.index).await;
    let started: Vec<_> = log.iter().filter(|entry| entry.kind() == "started").collect();
    assert_eq!(
        started.iter().map(|entry| entry.data["executor"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        ["sequential", "event-loop"]
    );
    let progress: Vec<_> = log.iter().filter(|entry| entry.kind() == "progress").collect();
    assert!(progress.len() >= 5, "1.5 s have more than {} reports", progress.len());
    for entry in started.iter().chain(&progress) {
        let told = &entry.data;
        assert_eq!(told["tasks"], 100, "{told}");
        assert!(told["done"].as_u64().is_some_and(|done| done <= 100), "{told}");
        assert_eq!((&told["repeat"], &told["step"]), (&json!(0), &json!(null)), "{told}");
    }
    let of_sequential = |entry: &&&interleave_journeys::page::Message| entry.data["executor"] == "sequential";
    let done: Vec<_> =
        progress.iter().filter(of_sequential).map(|entry| entry.data["done"].as_u64()).collect();
    assert!(done.is_sorted(), "progress goes forwards: {done:?}");
    for (place, entry) in progress.iter().enumerate() {
        let within = progress[place..].iter().filter(|later| later.at - entry.at < 1000.0).count();
        assert!(within <= 21, "{within} reports within a second");
    }
}

async fn one_run_at_a_time(world: World) {
    let page = world.open("").await;
    page.configure("workload=sleep&delay=600&tasks=1&executors=event-loop").await;
    let mark = page.send(&[run()]).await;
    page.started(mark).await;
    let second = page.send(&[run()]).await;
    let refused = page.next(second.index, &["error"], RUN).await.expect("the second is refused");
    assert_eq!(refused.code(), "busy", "{}", refused.data);
    let first = page.next(mark.index, &["result"], RUN).await.expect("the first goes on");
    Document::check(&first.data["result"]);
}
