//! What each further executor is known for, and what each further workload gives, with every executor.

use interleave_journeys::document::Document;
use interleave_journeys::expected::sum_of_block;
use interleave_journeys::machine;

use crate::attempts::{Outcome, ensure, finished, shows};
use crate::outputs::check;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("lanes_of_each_kind", |world| Box::pin(lanes_of_each_kind(world))).once(),
    Journey::new("factorials", |world| Box::pin(factorials(world))).once(),
    Journey::new("parsing", |world| Box::pin(parsing(world))).once(),
    Journey::new("thumbnails", |world| Box::pin(thumbnails(world))),
    Journey::new("one_lock", |world| Box::pin(one_lock(world))).alone(),
    Journey::new("waits_overlap", |world| Box::pin(waits_overlap(world))).once(),
    Journey::new("requests_beside_computing", |world| Box::pin(requests_beside_computing(world))).alone(),
    Journey::new("guarded_counters_lose_nothing", |world| Box::pin(guarded_counters_lose_nothing(world))),
    Journey::new("lost_updates", |world| Box::pin(lost_updates(world))).once(),
    Journey::new("updates_are_lost_among_threads", |world| Box::pin(updates_are_lost_among_threads(world))),
    Journey::new("more_lanes_than_cores_take_turns", |world| Box::pin(take_turns(world))).alone(),
    Journey::new("one_bad_citizen", |world| Box::pin(one_bad_citizen(world))).once().alone(),
    Journey::new("the_page_freezes", |world| Box::pin(the_page_freezes(world))).alone(),
    Journey::new("blocks_reach_every_lane", |world| Box::pin(blocks_reach_every_lane(world))),
    Journey::new("memory_is_counted", |world| Box::pin(memory_is_counted(world))).once(),
    Journey::new("only_copies_cost_by_size", |world| Box::pin(only_copies_cost_by_size(world))).alone(),
];

/// How many cores the browser says the machine has.
async fn cores(world: &World) -> u32 {
    let cores = world.open("").await.script("return navigator.hardwareConcurrency").await;
    cores.as_u64().expect("browsers tell") as u32
}

async fn measure(world: &World, experiment: &str) -> Document {
    let page = world.open("").await;
    finished(experiment, &page.result_of(experiment).await)
}

async fn lanes_of_each_kind(world: World) {
    let document =
        measure(&world, "limit=20000&tasks=4&workers=2&executors=offload,process-loops,page").await;
    let lanes = |executor: &str| document.run(executor).lanes.len();
    assert_eq!((lanes("offload"), lanes("process-loops"), lanes("page")), (3, 2, 1));
    // The loop of `offload` hands everything on.
    let on_loop: f64 = document.run("offload").spans_of("run").filter(|s| s.lane == 0).map(length).sum();
    assert!(on_loop < document.run("offload").metrics.busy_ms / 10.0, "{on_loop}");
}

fn length(span: &interleave_journeys::document::Span) -> f64 {
    span.end_ms - span.start_ms
}

/// 20! and 1000! are in every table.
async fn factorials(world: World) {
    let page = world.open("").await;
    check(&page, "workload=factorial&number=20&tasks=1&workers=2", &["2432902008176640000"]).await;
    check(&page, "workload=factorial&number=1000&tasks=1&workers=2", &["2568d…77939410970027753472"]).await;
}

/// The sums agree with what JSON.parse finds in the same content, wherever it is parsed.
async fn parsing(world: World) {
    let page = world.open("").await;
    // The page is ready before its source is.
    page.until_true("navigator.serviceWorker.controller").await;
    let sum = page.script(
        "return fetch('source/?run=0&task=0&delay=0&size=50000&form=json') \
         .then((answer) => answer.json()) \
         .then((rows) => String(rows.reduce((sum, row) => sum + row.value, 0)));",
    );
    let sum = sum.await;
    let sum = sum.as_str().expect("a number in text");
    for form in ["with", "after"] {
        let experiment = format!("workload=parse&delay=10&size=50000&tasks=3&where={form}&workers=2");
        let document = check(&page, &experiment, &[sum; 3]).await;
        if form == "after" {
            let run = document.run("processes");
            // What a task computes last is its parsing.
            let last = |task: u32| {
                let own = run.spans_of("run").filter(|span| span.task == Some(task));
                own.max_by(|a, b| a.end_ms.total_cmp(&b.end_ms)).map(|span| span.lane)
            };
            let lanes: std::collections::BTreeSet<_> = (0..3).map(last).collect();
            assert!(lanes.len() == 1, "all parsing is on one lane: {lanes:?}");
        }
    }
}

/// The same pixels in every browser as natively.
async fn thumbnails(world: World) {
    let page = world.open("").await;
    let pictures = ["b7d26583", "d1211b87", "b7d26583", "d1211b87"];
    check(&page, "workload=thumbnails&size=128&tasks=4&workers=2", &pictures).await;
}

/// One lock: never two lanes computing, and it changes hands while both want it.
async fn one_lock(world: World) {
    let document =
        measure(&world, "workload=primes&limit=60000&executors=sequential,locked-threads&workers=2").await;
    let locked = document.run("locked-threads");
    assert_eq!(locked.outputs, ["6057", "6057"]);
    assert_eq!(locked.metrics.peak_concurrency, 2);
    let together = 1.0 - locked.metrics.busy_ms / locked.wall_ms;
    assert!(together > -0.02, "two lanes computed at once");
    let blocked = locked.spans_of("blocked").count();
    assert!(blocked > 10, "the lock changed hands {blocked} times only");
    assert_eq!(document.run("sequential").spans_of("blocked").count(), 0);
}

/// `concurrency` holds for each loop.
async fn waits_overlap(world: World) {
    let experiment = "workload=sleep&delay=100&tasks=8&workers=4&concurrency=2&\
                      executors=sequential,locked-threads,offload,process-loops,page";
    shows(&world, experiment, |waited| {
        let peaks: Vec<_> =
            waited.runs.iter().map(|run| (run.executor.as_str(), run.metrics.peak_concurrency)).collect();
        let expected =
            [("sequential", 1), ("locked-threads", 4), ("offload", 2), ("process-loops", 8), ("page", 2)];
        ensure(peaks == expected, || format!("{peaks:?} waits at once"))
    })
    .await;
}

/// Light requests wait for heavy ones on a loop, and don't where those are handed off.
async fn requests_beside_computing(world: World) {
    let experiment =
        "workload=requests&rate=50&tasks=40&heavy=8&number=150000000&executors=event-loop,offload&workers=2";
    shows(&world, experiment, |served| {
        let p99 = |executor: &str| served.run(executor).latency("p99Ms");
        // 50 a second for 0.8 s, 20 ms each: few are in progress at once, as none has begun before it arrived.
        let most = served.runs.iter().map(|run| run.metrics.peak_concurrency).max();
        ensure(most < Some(20), || format!("{most:?} requests in progress"))?;
        let (on_the_loop, handed_off) = (p99("event-loop"), p99("offload"));
        ensure(on_the_loop > 2.0 * handed_off, || format!("{on_the_loop} and {handed_off} ms"))
    })
    .await;
}

async fn guarded_counters_lose_nothing(world: World) {
    for guard in ["atomic", "lock"] {
        let document = measure(
            &world,
            &format!(
                "workload=counter&increments=100000&guard={guard}&tasks=4&workers=2&\
                 executors=sequential,event-loop,locked-threads,threads,offload"
            ),
        )
        .await;
        for run in &document.runs {
            assert_eq!(run.counted(), (400_000, 400_000), "{guard}, {}", run.executor);
        }
    }
}

/// A memory each counts only its own tasks; one after the other nothing is lost without a guard.
async fn lost_updates(world: World) {
    let document = measure(
        &world,
        "workload=counter&increments=200000&tasks=4&workers=2&repeat=6&\
         executors=sequential,threads,processes",
    )
    .await;
    for run in &document.runs {
        let (expected, actual) = run.counted();
        assert_eq!(expected, 800_000);
        match run.executor.as_str() {
            "sequential" => assert_eq!(actual, expected),
            "processes" => assert!(actual < expected && actual % 200_000 == 0, "{actual}"),
            _ => assert!(actual <= expected, "{actual}"),
        }
    }
}

/// Threads that share a number without a guard overwrite each other's additions.
async fn updates_are_lost_among_threads(world: World) {
    let cores = cores(&world).await;
    assert!(cores >= 2, "two threads run at the same time on two cores only: {cores}");
    let experiment = "workload=counter&increments=20000000&tasks=2&workers=2&executors=threads";
    shows(&world, experiment, |counted| {
        let (expected, actual) = counted.run("threads").counted();
        assert_eq!(expected, 40_000_000);
        ensure(actual < expected, || "nothing was lost".into())
    })
    .await;
}

/// Lanes that outnumber cores take turns on them.
async fn take_turns(world: World) {
    let cores = f64::from(cores(&world).await);
    let lanes = (4.0 * cores).min(64.0);
    let experiment = format!(
        "limit=40000&tasks={lanes}&executors=sequential,threads,processes,locked-threads&workers={lanes}"
    );
    let page = world.open("").await;
    let mut attempts = world.attempts.at(&experiment);
    while attempts.go_on() {
        let result = page.result_of(&experiment);
        let (result, used_ms) = machine::used_while(world.browser.process(), result).await;
        attempts.came_out(took_turns(&finished(&experiment, &result), cores, used_ms));
    }
}

/// No more lanes compute than there are cores, and no more in all than one lane alone would have to: as much as the
/// system says that the workers used.
fn took_turns(document: &Document, cores: f64, used_ms: f64) -> Outcome {
    let alone_ms = document.run("sequential").metrics.busy_ms;
    let mut computed_ms = alone_ms;
    for executor in ["threads", "processes", "locked-threads"] {
        let metrics = &document.run(executor).metrics;
        let at_once = if executor == "locked-threads" { 1.0 } else { cores };
        let parallelism = metrics.mean_parallelism;
        ensure(parallelism <= at_once + 0.1, || format!("{executor}: {parallelism} lanes on {cores} cores"))?;
        let ratio = metrics.busy_ms / alone_ms;
        ensure((0.8..1.25).contains(&ratio), || format!("{executor}: {ratio} times the work"))?;
        let preempted_ms = metrics.preempted_ms;
        ensure(executor == "locked-threads" || preempted_ms > metrics.busy_ms, || {
            format!("{executor}: {preempted_ms} ms without a core")
        })?;
        computed_ms += metrics.busy_ms;
    }
    // Beside computing, workers load the program, and tell what they do.
    ensure((0.85..1.05).contains(&(computed_ms / used_ms)), || {
        format!("{computed_ms} ms of computing, {used_ms} ms by the system's account")
    })
}

/// One task that computes starves a loop, and nobody else.
async fn one_bad_citizen(world: World) {
    let document =
        measure(&world, "workload=sleep&delay=50&tasks=6&poison=400&workers=8&executors=event-loop,threads")
            .await;
    let last_wait = |executor: &str| {
        let waits = document.run(executor).spans_of("wait").map(|span| span.end_ms);
        waits.fold(0.0, f64::max)
    };
    assert_eq!(document.run("threads").outputs.len(), 7);
    assert!(last_wait("event-loop") > 200.0, "{}", last_wait("event-loop"));
    assert!(last_wait("threads") < last_wait("event-loop"), "{}", last_wait("threads"));
}

/// Computing on the page's own thread stalls the page; the same in a worker doesn't.
async fn the_page_freezes(world: World) {
    let document = measure(&world, "workload=primes&limit=60000&tasks=2&executors=sequential,page").await;
    let stall = |executor: &str| document.run(executor).metrics.longest_page_stall_ms;
    assert!(stall("page") > 100.0, "{}", stall("page"));
    assert!(stall("sequential") < stall("page") / 2.0, "{}", stall("sequential"));
    let page = world.open("").await;
    page.configure("workload=primes&limit=1000000&tasks=4&executors=page").await;
    assert_eq!(page.run().await.code(), "bad-experiment");
}

/// Copied, moved or shared: the same bytes arrive, and what is shared is not moved.
async fn blocks_reach_every_lane(world: World) {
    let page = world.open("").await;
    let sum = sum_of_block(300_000);
    for (by, moved) in [("copy", 1_200_000), ("move", 1_200_000), ("share", 0)] {
        let expected = [sum.as_str(); 4];
        let experiment = format!("workload=transfer&size=300000&by={by}&tasks=4&workers=2");
        let document = check(&page, &experiment, &expected).await;
        for run in &document.runs {
            assert_eq!(run.moved_bytes, Some(moved), "{} by {by}", run.executor);
            assert_eq!(run.spans_of("send").count(), 4, "{} by {by}", run.executor);
        }
    }
    check(&page, "workload=transfer&size=1&tasks=2&workers=2", &[sum_of_block(1).as_str(); 2]).await;
}

/// A memory for each worker is more than one for all threads, and blocks are held beside them, as long as they are: one is
/// kept to be given away, by threads one each, and each lane has a copy.
async fn memory_is_counted(world: World) {
    let mib = |bytes: f64| bytes / f64::from(1 << 20);
    let held = |document: &Document, executor: &str| {
        mib(document.run(executor).metrics.memory_bytes.expect("every run tells") as f64)
    };
    let document =
        measure(&world, "workload=sleep&delay=50&tasks=8&workers=8&executors=threads,processes").await;
    let (threads, processes) = (held(&document, "threads"), held(&document, "processes"));
    assert!(processes > 1.05 * threads, "8 threads hold {threads} MiB, 8 workers {processes} MiB");
    let few = measure(&world, "workload=sleep&delay=50&tasks=8&workers=2&executors=processes").await;
    assert!(processes > 2.0 * held(&few, "processes"), "{few:?}");
    let mut by_size = Vec::new();
    for size in [1 << 20, 1 << 24] {
        let transfer =
            format!("workload=transfer&size={size}&tasks=4&workers=2&executors=sequential,processes");
        let document = measure(&world, &transfer).await;
        by_size.push(["sequential", "processes"].map(|executor| held(&document, executor)));
    }
    let [small, large] = by_size[..] else { unreachable!("two sizes") };
    // 15 MiB more in each block: the one that is copied, and its copies.
    for (place, blocks) in [(0, 2.0), (1, 3.0)] {
        let more = large[place] - small[place];
        assert!(
            (more - 15.0 * blocks).abs() < 1.5 || (place == 1 && (more - 30.0).abs() < 1.5),
            "{more} MiB more"
        );
    }
}

/// Sixty-four times the bytes take longer to copy, and no longer to move or to share.
async fn only_copies_cost_by_size(world: World) {
    let page = world.open("").await;
    let mut shortest = Vec::new();
    for (by, size) in [("copy", 1 << 20), ("copy", 1 << 26), ("move", 1 << 26), ("share", 1 << 26)] {
        let result = page
            .result_of(&format!(
                "workload=transfer&size={size}&by={by}&tasks=4&workers=1&executors=processes"
            ))
            .await;
        let document = Document::check(&result);
        let sends = document.run("processes").spans_of("send").map(|send| send.end_ms - send.start_ms);
        shortest.push(sends.reduce(f64::min).expect("four blocks were sent"));
    }
    let [small, copy, moved, shared] = shortest[..] else { unreachable!("four sizes") };
    assert!(copy > 4.0 * small, "{copy} ms for 64 MiB, {small} ms for 1 MiB");
    assert!(copy > 2.0 * moved && copy > 2.0 * shared, "copied {copy}, moved {moved}, shared {shared} ms");
}
