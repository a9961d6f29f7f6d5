//! Many tasks: how they travel, how a loop comes round to each of them, and how a page shows ten thousand.

use interleave_journeys::document::{Document, Run};
use interleave_journeys::expected::sum_of_squares;

use crate::attempts::{ensure, shows};
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("chunks_travel_whole", |world| Box::pin(chunks_travel_whole(world))).once(),
    Journey::new("turns_of_a_loop", |world| Box::pin(turns_of_a_loop(world))).alone(),
    Journey::new("microtasks_starve_the_rest", |world| Box::pin(microtasks_starve_the_rest(world)))
        .once()
        .alone(),
    Journey::new("ten_thousand_at_once", |world| Box::pin(ten_thousand_at_once(world))).calm(),
];

/// However many tasks travel together, each is done once, and its result comes back.
async fn chunks_travel_whole(world: World) {
    let page = world.open("").await;
    let expected: Vec<String> = (0..100).map(|k| sum_of_squares(k + 2)).collect();
    let query =
        "workload=squares&number=2&tasks=100&executors=processes,process-loops&workers=3&sweep=chunk:1,7,100";
    let document = Document::check(&page.result_of(query).await);
    assert_eq!(document.runs.len(), 6);
    for run in &document.runs {
        assert!(run.error.is_none(), "{:?}", run.error);
        assert_eq!(run.outputs, expected, "{}", run.executor);
    }
    // All in one message is all on one worker.
    let whole = document.runs.iter().filter(|run| run.step.as_ref().is_some_and(|step| step.value == "100"));
    for run in whole {
        assert!(run.spans_of("run").all(|span| span.lane == 0), "{}", run.executor);
    }
}

/// Timers that other timers set wait for 4 ms; messages and promises don't.
async fn turns_of_a_loop(world: World) {
    let experiment = "limit=20000&tasks=2&executors=event-loop&yield=1&sweep=loop:timers,messages,microtasks";
    shows(&world, experiment, |document| {
        let wall = |turn: &str| {
            let of_turn = |run: &&Run| run.step.as_ref().is_some_and(|step| step.value == turn);
            document.runs.iter().find(of_turn).map_or(f64::NAN, |run| run.wall_ms)
        };
        let (timers, messages, microtasks) = (wall("timers"), wall("messages"), wall("microtasks"));
        ensure(timers > 1.4 * messages && timers > 1.4 * microtasks, || {
            format!("timers {timers} ms, messages {messages} ms, microtasks {microtasks} ms")
        })
    })
    .await;
}

/// Requests that arrive while others compute get their turn by messages; by microtasks they wait to the end.
async fn microtasks_starve_the_rest(world: World) {
    let experiment = "workload=requests&number=100000000&heavy=4&tasks=24&executors=event-loop&yield=1&\
                      sweep=loop:messages,microtasks";
    shows(&world, experiment, |document| {
        let p99 = |step: usize| document.runs[step].latency("p99Ms");
        ensure(p99(1) > 3.0 * p99(0), || format!("{} ms by messages, {} ms by microtasks", p99(0), p99(1)))
    })
    .await;
}

/// Ten thousand waits are in flight at once on one loop, and the page shows some of them at a time.
async fn ten_thousand_at_once(world: World) {
    let page = world.open("").await;
    let experiment = "workload=sleep&tasks=10000&executors=event-loop";
    let document = Document::check(&page.result_of(experiment).await);
    let run = document.run("event-loop");
    assert_eq!((run.outputs.len(), run.error.is_none()), (10_000, true));
    assert!(run.outputs.iter().all(|output| output == "1000"));
    assert_eq!((run.metrics.peak_concurrency, run.dropped_spans), (10_000, 0));
    page.click("#by-task summary").await;
    page.until_true("document.querySelector('.by-task tbody tr')").await;
    let rows = page.script("return document.querySelectorAll('.by-task tbody tr').length").await;
    assert_eq!(rows, 200, "a page of them");
    page.click("#by-task .task-range button:last-of-type").await;
    page.until_true("document.querySelector('.by-task tbody th').innerText === '200'").await;
    page.click(".timeline header button").await;
    page.until_true("document.querySelector('.timeline .task-range')").await;
    let height =
        page.script("return document.querySelector('.drawing canvas').getBoundingClientRect().height").await;
    assert!(height.as_f64().is_some_and(|height| height > 500.0 && height < 1000.0), "{height} px");
}
