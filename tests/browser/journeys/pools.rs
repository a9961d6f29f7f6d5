//! Pools of any size, one after the other, with nothing left behind.

use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::expected::Primes;
use interleave_journeys::machine;
use tokio::time::{Instant, sleep};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("one_three_eight", |world| Box::pin(one_three_eight(world))),
    Journey::new("the_largest", |world| Box::pin(the_largest(world))).calm(),
    Journey::new("every_lane_takes_part", |world| Box::pin(every_lane_takes_part(world))).calm(),
];

/// How long workers may take to be gone.
const GONE_WITHIN: Duration = Duration::from_secs(5);
/// The same in Firefox, whose service workers are threads with the same name as its dedicated ones, and live on for a
/// while after they were last asked. What a run leaves behind stays for ever.
const GONE_WITHIN_FIREFOX: Duration = Duration::from_secs(75);

/// Waits until the browser has this many dedicated workers at most.
pub async fn await_workers(world: &World, most: usize) {
    let within = match world.browser.engine {
        Engine::Firefox => GONE_WITHIN_FIREFOX,
        Engine::Chromium | Engine::WebKit => GONE_WITHIN,
    };
    let deadline = Instant::now() + within;
    loop {
        let alive = machine::workers(world.browser.process());
        if alive <= most {
            return;
        }
        assert!(Instant::now() < deadline, "{alive} workers are left behind, where there were {most}");
        sleep(machine::LOOK).await;
    }
}

async fn one_three_eight(world: World) {
    let page = world.open("").await;
    let before = machine::workers(world.browser.process());
    let expected = Primes::up_to(5000).pi(5000).to_string();
    for workers in [1, 3, 8, 1, 8, 3] {
        let query = format!("limit=5000&tasks=9&executors=threads,processes&workers={workers}");
        let document = Document::check(&page.result_of(&query).await);
        for run in &document.runs {
            assert_eq!((run.workers, run.lanes.len()), (workers, workers as usize), "{}", run.executor);
            assert_eq!(run.outputs, vec![expected.clone(); 9], "{}", run.executor);
            assert!(run.startup_ms > 0.0, "a pool is new in every run");
        }
        await_workers(&world, before).await;
    }
}

async fn the_largest(world: World) {
    let page = world.open("").await;
    for executor in ["threads", "processes"] {
        // The last of 64 begins before the first is over, on a machine that has other things to do, too.
        let query = format!("workload=sleep&delay=2000&tasks=64&executors={executor}&workers=64");
        let document = Document::check(&page.result_of(&query).await);
        let run = document.run(executor);
        assert_eq!((run.lanes.len(), run.metrics.peak_concurrency), (64, 64), "{executor}");
    }
}

async fn every_lane_takes_part(world: World) {
    let page = world.open("").await;
    let query = "workload=sleep&delay=50&tasks=24&executors=threads,processes&workers=4";
    let document = Document::check(&page.result_of(query).await);
    for run in &document.runs {
        for lane in 0..4 {
            let tasks = run.spans_of("wait").filter(|span| span.lane == lane).count();
            assert!((3..=12).contains(&tasks), "{}: lane {lane} has {tasks} of 24 equal tasks", run.executor);
        }
    }
}
