//! Every lesson at reduced size: it comes out in the order that its tutorial tells.

use interleave_journeys::document::Document;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey("waiting", |world| Box::pin(waiting(world))),
    Journey("computing", |world| Box::pin(computing(world))),
    Journey("tasks_too_small_for_a_pool", |world| Box::pin(tasks_too_small_for_a_pool(world))),
    Journey("waiting_and_computing", |world| Box::pin(waiting_and_computing(world))),
    Journey("memory", |world| Box::pin(memory(world))),
];

async fn measure(world: &World, experiment: &str) -> Document {
    let page = world.open("").await;
    let document = Document::check(&page.result_of(experiment).await);
    assert!(document.runs.iter().all(|run| run.error.is_none()), "{experiment}: {:?}", document.runs);
    document
}

/// The median makespan, ms.
fn wall(document: &Document, executor: &str) -> f64 {
    let summary = document.summary.iter().find(|summary| summary.executor == executor);
    summary.unwrap_or_else(|| panic!("{executor} was measured")).median_wall_ms
}

/// The first takes less than the second, even `times` as long.
fn sooner(document: &Document, [first, second]: [&str; 2], times: f64) {
    let [first_ms, second_ms] = [first, second].map(|executor| wall(document, executor));
    let experiment = &document.experiment;
    assert!(first_ms * times < second_ms, "{first} {first_ms} ms, {second} {second_ms} ms: {experiment}");
}

async fn waiting(world: World) {
    let downloads = measure(
        &world,
        "lesson=downloads&tasks=24&executors=sequential,locked-threads,event-loop,processes&workers=5",
    )
    .await;
    sooner(&downloads, ["locked-threads", "sequential"], 2.0);
    sooner(&downloads, ["event-loop", "locked-threads"], 1.0);
    sooner(&downloads, ["processes", "sequential"], 2.0);
    let pictures = measure(&world, "lesson=pictures&tasks=24&delay=50").await;
    sooner(&pictures, ["locked-threads", "sequential"], 3.0);
    let asleep = measure(&world, "lesson=asleep-together&delay=200").await;
    for executor in ["locked-threads", "event-loop", "processes"] {
        sooner(&asleep, [executor, "sequential"], 3.0);
    }
    let loops = measure(&world, "lesson=loops-in-processes&delay=50&tasks=80&concurrency=10").await;
    sooner(&loops, ["process-loops", "event-loop"], 1.3);
}

/// Only workers with a lock each gain anything.
async fn computing(world: World) {
    let primes = measure(&world, "lesson=two-prime-counts&limit=60000").await;
    for slower in ["sequential", "event-loop", "locked-threads"] {
        sooner(&primes, ["processes", slower], 1.2);
    }
    let squares = measure(&world, "lesson=sums-of-squares&number=40000000&workers=2").await;
    for slower in ["sequential", "event-loop", "locked-threads"] {
        sooner(&squares, ["processes", slower], 1.2);
    }
    let thumbnails = measure(&world, "lesson=thumbnails&tasks=40&workers=2").await;
    sooner(&thumbnails, ["processes", "sequential"], 1.2);
}

async fn tasks_too_small_for_a_pool(world: World) {
    sooner(&measure(&world, "lesson=four-models").await, ["sequential", "processes"], 1.0);
    let pages = measure(&world, "workload=fetch&tasks=3&executors=sequential,event-loop").await;
    sooner(&pages, ["event-loop", "sequential"], 2.0);
}

async fn waiting_and_computing(world: World) {
    let parsing = measure(&world, "lesson=parse-outside&size=1048576&tasks=12&workers=3").await;
    sooner(&parsing, ["offload", "locked-threads"], 1.2);
    let p99 = |document: &Document, executor: &str| {
        let latencies = document.run(executor).latencies.clone().expect("requests have latencies");
        latencies["p99Ms"].as_f64().expect("a number")
    };
    let served = measure(&world, "lesson=keep-the-loop-free&tasks=40&heavy=8&workers=2").await;
    let (on_the_loop, handed_off) = (p99(&served, "event-loop"), p99(&served, "offload"));
    assert!(on_the_loop > 2.0 * handed_off, "99th percentile: {on_the_loop} and {handed_off} ms");
    // One that never awaits holds all others up on a loop, where their waits end only after it.
    let starved = measure(&world, "lesson=one-bad-citizen&delay=50&tasks=6&poison=500&workers=8").await;
    sooner(&starved, ["offload", "event-loop"], 1.0);
}

async fn memory(world: World) {
    let counted = measure(&world, "lesson=lost-updates&increments=3000000").await;
    let lost = |executor: &str| {
        let totals = counted.run(executor).totals.as_ref().expect("a counter has totals");
        let number = |key: &str| totals[key].as_u64().expect("a whole number");
        number("expected") - number("actual")
    };
    assert!(lost("threads") > 0, "threads lost nothing");
    let guarded =
        measure(&world, "lesson=lost-updates&increments=300000&guard=atomic&executors=threads").await;
    let totals = guarded.run("threads").totals.as_ref().expect("a counter has totals");
    assert_eq!(totals["expected"], totals["actual"]);
    let handed = measure(&world, "lesson=share-or-copy&size=16777216").await;
    let sent = |by: &str| {
        let run = handed.runs.iter().find(|run| run.step.as_ref().is_some_and(|step| step.value == by));
        let sends = run.expect("every step was made").spans_of("send");
        sends.map(|send| send.end_ms - send.start_ms).reduce(f64::min).expect("blocks were sent")
    };
    assert!(sent("copy") > 2.0 * sent("move"), "{} and {} ms", sent("copy"), sent("move"));
    assert!(sent("copy") > 2.0 * sent("share"), "{} and {} ms", sent("copy"), sent("share"));
}
