//! Cancelling a run, whatever it is doing: the page says so at once, the processor is free soon, nothing is
//! left behind, and the next run works.

use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::machine;
use interleave_journeys::page::{Page, RUN, cancel, run};
use interleave_journeys::site::{Options, Site};
use tokio::time::sleep;

use crate::{Journey, World, pools::await_workers};

pub const JOURNEYS: &[Journey] = &[
    Journey("while_computing", |world| Box::pin(each(world, "limit=300000&tasks=1", When::Going))),
    Journey("while_sleeping", |world| {
        Box::pin(each(world, "workload=sleep&delay=7000&tasks=1", When::Going))
    }),
    Journey("while_fetching", |world| {
        Box::pin(each(world, "workload=fetch&delay=7000&tasks=1", When::Going))
    }),
    Journey("with_tasks_to_come", |world| {
        Box::pin(each(world, "workload=sleep&delay=8&tasks=800&concurrency=1", When::Going))
    }),
    Journey("while_starting", |world| Box::pin(each(world, "limit=300000&tasks=1", When::AtOnce))),
    Journey("not_isolated", |world| Box::pin(not_isolated(world))),
    Journey("with_nothing_to_cancel", |world| Box::pin(with_nothing_to_cancel(world))),
];

/// The page says that it is over within this, ms. It should take a tenth of it, on a machine at rest.
const SAID_WITHIN: f64 = 1000.0;

#[derive(Clone, Copy, PartialEq)]
enum When {
    /// In the same turn as the start.
    AtOnce,
    /// After tasks have begun.
    Going,
}

async fn each(world: World, experiment: &str, when: When) {
    let page = world.open("").await;
    for executor in ["sequential", "event-loop", "threads", "processes"] {
        check(&world, &page, &format!("{experiment}&executors={executor}&workers=2"), when).await;
    }
}

async fn not_isolated(world: World) {
    let site = Site::serve(Options { headers: false, ..Options::default() }).await;
    let page = Page::open(&world.browser, &site.address("")).await;
    for experiment in
        ["limit=300000&tasks=1", "workload=sleep&delay=7000&tasks=1", "workload=fetch&delay=7000&tasks=1"]
    {
        for executor in ["sequential", "event-loop", "processes"] {
            check(&world, &page, &format!("{experiment}&executors={executor}&workers=2"), When::Going).await;
        }
    }
}

async fn check(world: &World, page: &Page<'_>, experiment: &str, when: When) {
    let before = machine::workers(world.browser.process());
    page.configure(experiment).await;
    let mark = match when {
        When::AtOnce => page.send(&[run(), cancel()]).await,
        When::Going => {
            let mark = page.send(&[run()]).await;
            page.next(mark.index, &["started"], RUN).await.expect("it starts");
            // That a task is in the middle of its work can't be seen from outside. After this it is.
            sleep(Duration::from_millis(400)).await;
            page.send(&[cancel()]).await
        }
    };
    let outcome = page.outcome(mark).await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "cancelled"), "{experiment}: {}", outcome.data);
    let took = outcome.at - mark.at;
    assert!(took < SAID_WITHIN, "{experiment}: the page said so after {took} ms");

    assert_idle_after(world, experiment, Duration::from_millis(500)).await;
    await_workers(world, before).await;

    let next =
        Document::check(&page.result_of("limit=3000&tasks=2&executors=sequential,processes&workers=2").await);
    assert!(next.runs.iter().all(|run| run.outputs == ["430", "430"]), "{experiment}: the next run works");
}

/// The browser uses less than half a core, measured over 300 ms that begin after this time.
async fn assert_idle_after(world: &World, experiment: &str, after: Duration) {
    sleep(after).await;
    let window = Duration::from_millis(300);
    let before = machine::processor_ms(world.browser.process());
    let since = tokio::time::Instant::now();
    sleep(window).await;
    let used = machine::processor_ms(world.browser.process()) - before;
    let share = used / since.elapsed().as_secs_f64() / 1000.0;
    assert!(share < 0.5, "{experiment}: {share:.2} cores are busy {after:?} after the run was cancelled");
}

async fn with_nothing_to_cancel(world: World) {
    let page = world.open("").await;
    page.send(&[cancel(), cancel()]).await;
    Document::check(&page.result_of("limit=3000&executors=sequential").await);
}
