//! Every lesson at reduced size: it comes out in the order that its tutorial tells.

use interleave_journeys::document::Document;

use crate::attempts::{Outcome, ensure, shows};
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("waiting", |world| Box::pin(waiting(world))).calm(),
    Journey::new("computing", |world| Box::pin(computing(world))).alone(),
    Journey::new("tasks_too_small_for_a_pool", |world| Box::pin(tasks_too_small_for_a_pool(world))).alone(),
    Journey::new("waiting_and_computing", |world| Box::pin(waiting_and_computing(world))).alone(),
    Journey::new("memory", |world| Box::pin(memory(world))).alone(),
];

/// From this share on, what others take of the cores decides how long computing takes.
const TAKEN: f64 = 0.1;

/// The first takes less than the second, even `times` as long.
fn sooner(document: &Document, [first, second]: [&str; 2], times: f64) -> Outcome {
    let wall = |executor: &str| {
        let summary = document.summary.iter().find(|summary| summary.executor == executor);
        summary.unwrap_or_else(|| panic!("{executor} was measured")).median_wall_ms
    };
    let (first_ms, second_ms) = (wall(first), wall(second));
    ensure(first_ms * times < second_ms, || format!("{first} {first_ms} ms, {second} {second_ms} ms"))
}

async fn waiting(world: World) {
    shows(&world, "lesson=downloads&tasks=24&workers=5", |downloads| {
        sooner(downloads, ["locked-threads", "sequential"], 2.0)?;
        sooner(downloads, ["event-loop", "locked-threads"], 1.0)?;
        sooner(downloads, ["processes", "sequential"], 2.0)
    })
    .await;
    shows(&world, "lesson=pictures&tasks=24&delay=50", |pictures| {
        sooner(pictures, ["locked-threads", "sequential"], 3.0)
    })
    .await;
    shows(&world, "lesson=asleep-together&delay=200", |asleep| {
        let together = ["locked-threads", "event-loop", "processes"];
        together.into_iter().try_for_each(|executor| sooner(asleep, [executor, "sequential"], 3.0))
    })
    .await;
    shows(&world, "lesson=job-queue&tasks=24", |queue| sooner(queue, ["queue", "sequential"], 2.0)).await;
    shows(&world, "lesson=loops-in-processes&delay=50&tasks=80&concurrency=10", |loops| {
        sooner(loops, ["process-loops", "event-loop"], 1.3)
    })
    .await;
}

/// How long the busiest lane of an executor computed, ms: what it takes at least, had nobody else the cores.
fn computing_ms(document: &Document, executor: &str) -> f64 {
    let run = document.run(executor);
    let lanes = run.lanes.iter().map(|lane| {
        let spans = run.spans_of("run").filter(|span| span.lane == lane.id);
        spans.map(|span| span.end_ms - span.start_ms).sum()
    });
    lanes.fold(0.0, f64::max)
}

/// The first takes less than the second, even `times` as long; where others have the cores, by what it computes itself.
fn computes_sooner(document: &Document, [first, second]: [&str; 2], times: f64) -> Outcome {
    let taken = document.environment.cores.taken.unwrap_or_default();
    if taken < TAKEN {
        return sooner(document, [first, second], times);
    }
    let (first_ms, second_ms) = (computing_ms(document, first), computing_ms(document, second));
    ensure(first_ms * times < second_ms, || {
        format!("{first} {first_ms} ms, {second} {second_ms} ms computing")
    })
}

/// Only workers with a lock each, or without one, gain anything.
async fn computing(world: World) {
    let gains = |document: &Document| {
        let others = ["sequential", "event-loop", "locked-threads"];
        let taken = document.environment.cores.taken.unwrap_or_default();
        // The busiest of the threads computes half of what the lock lets them do one after the other.
        let others = others.into_iter().filter(|slower| taken < TAKEN || *slower != "locked-threads");
        others.into_iter().try_for_each(|slower| computes_sooner(document, ["processes", slower], 1.2))
    };
    shows(&world, "lesson=two-prime-counts&limit=60000", gains).await;
    shows(&world, "lesson=sums-of-squares&number=40000000&workers=2", gains).await;
    shows(&world, "lesson=thumbnails&tasks=40&workers=2", |thumbnails| {
        computes_sooner(thumbnails, ["processes", "sequential"], 1.2)
    })
    .await;
    shows(&world, "lesson=more-threads-than-cores&limit=20000", |turns| {
        computes_sooner(turns, ["threads", "sequential"], 1.2)
    })
    .await;
}

async fn tasks_too_small_for_a_pool(world: World) {
    shows(&world, "lesson=four-models", |squares| sooner(squares, ["sequential", "processes"], 1.0)).await;
    shows(&world, "workload=fetch&tasks=3&executors=sequential,event-loop", |pages| {
        sooner(pages, ["event-loop", "sequential"], 2.0)
    })
    .await;
}

async fn waiting_and_computing(world: World) {
    shows(&world, "lesson=parse-outside&size=1048576&tasks=12&workers=3", |parsing| {
        sooner(parsing, ["offload", "locked-threads"], 1.2)
    })
    .await;
    shows(&world, "lesson=keep-the-loop-free&tasks=40&heavy=8&workers=2", |served| {
        let p99 = |executor: &str| served.run(executor).latency("p99Ms");
        let (on_the_loop, handed_off) = (p99("event-loop"), p99("offload"));
        ensure(on_the_loop > 2.0 * handed_off, || format!("{on_the_loop} and {handed_off} ms"))
    })
    .await;
    // One that never awaits holds all others up on a loop, where their waits end only after it.
    shows(&world, "lesson=one-bad-citizen&delay=50&tasks=6&poison=500&workers=8", |starved| {
        sooner(starved, ["offload", "event-loop"], 1.0)
    })
    .await;
}

async fn memory(world: World) {
    let lost = |document: &Document| {
        let (expected, actual) = document.run("threads").counted();
        expected - actual
    };
    shows(&world, "lesson=lost-updates&increments=3000000", |counted| {
        ensure(lost(counted) > 0, || "nothing was lost".into())
    })
    .await;
    shows(&world, "lesson=lost-updates&increments=300000&guard=atomic&executors=threads", |counted| {
        assert_eq!(lost(counted), 0, "an atomic addition loses nothing, ever");
        Ok(())
    })
    .await;
    shows(&world, "lesson=share-or-copy&size=16777216", |handed| {
        let sent = |by: &str| {
            let run = handed.runs.iter().find(|run| run.step.as_ref().is_some_and(|step| step.value == by));
            let sends = run.expect("every step was made").spans_of("send");
            sends.map(|send| send.end_ms - send.start_ms).reduce(f64::min).expect("blocks were sent")
        };
        let [copied, moved, shared] = ["copy", "move", "share"].map(sent);
        ensure(copied > 2.0 * moved && copied > 2.0 * shared, || format!("{copied}, {moved}, {shared} ms"))
    })
    .await;
}
