//! Cancelling a run, whatever it is doing: the page says so at once, the processor is free soon, nothing is
//! left behind, and the next run works.

use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::machine;
use interleave_journeys::page::{Message, Page, RUN, cancel, run};

use crate::attempts::ensure;
use crate::isolation::not_isolating;
use crate::pools::await_workers;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("while_computing", |world| Box::pin(isolated(world, COMPUTING, When::Computing))).alone(),
    Journey::new("while_computing_not_isolated", |world| {
        Box::pin(not_isolated(world, COMPUTING, When::Computing))
    })
    .alone(),
    Journey::new("while_turns_starve", |world| Box::pin(while_turns_starve(world))).alone(),
    Journey::new("while_sleeping", |world| Box::pin(isolated(world, SLEEPING, When::Progressed))),
    Journey::new("while_sleeping_not_isolated", |world| {
        Box::pin(not_isolated(world, SLEEPING, When::Progressed))
    })
    .once(),
    Journey::new("while_fetching", |world| Box::pin(isolated(world, FETCHING, When::Progressed))).once(),
    Journey::new("while_fetching_not_isolated", |world| {
        Box::pin(not_isolated(world, FETCHING, When::Progressed))
    }),
    Journey::new("with_tasks_to_come", |world| Box::pin(isolated(world, MANY, When::Progressed))).once(),
    Journey::new("while_waiting_for_a_lock", |world| Box::pin(isolated(world, LOCKED, When::Computing)))
        .alone(),
    Journey::new("while_starting", |world| Box::pin(isolated(world, COMPUTING, When::AtOnce))),
    Journey::new("with_nothing_to_cancel", |world| Box::pin(with_nothing_to_cancel(world))).once(),
];

const COMPUTING: &str = "limit=300000&tasks=1";
const STARVING: &str = "limit=300000&tasks=1&yield=1&loop=microtasks";
/// The first of the two tasks is over at once, and says by it that the second, which waits, has begun.
const SLEEPING: &str = "workload=sleep&delay=4500&tasks=1&poison=1";
const FETCHING: &str = "workload=fetch&delay=4500&tasks=1&poison=1";
/// One task is in its critical section, and the other wants to be.
const LOCKED: &str = "workload=mix&phases=l4500&tasks=2";
const MANY: &str = "workload=sleep&delay=8&tasks=800&concurrency=1";

/// The page says that it is over within this, ms. It should take a tenth of it, on a machine at rest.
const SAID_WITHIN: f64 = 1000.0;
/// The processor is free within this from then on.
const FREE_WITHIN: Duration = Duration::from_millis(800);
/// Workers that use less of a core compute nothing.
const IDLE: f64 = 0.5;

/// When a run is cancelled.
#[derive(Clone, Copy, PartialEq)]
enum When {
    /// In the same turn as the start.
    AtOnce,
    /// When the page has said that it starts.
    Started,
    /// When the browser has computed for a while.
    Computing,
    /// When a task is done, and another one has begun.
    Progressed,
}

async fn isolated(world: World, experiment: &str, when: When) {
    each(&world, &world.open("").await, experiment, when).await;
}

async fn not_isolated(world: World, experiment: &str, when: When) {
    let site = not_isolating().await;
    each(&world, &Page::open(&world.browser, &site.address("")).await, experiment, when).await;
}

/// By microtasks a loop lets nothing else have a turn, and yet it is called off: in a worker by flags, or where there are
/// none because it looks into the messages now and then, as it does on the page.
async fn while_turns_starve(world: World) {
    let site = not_isolating().await;
    let starving = |executor: &str| format!("{STARVING}&executors={executor}&workers=2");
    for (page, executor, when) in [
        (world.open("").await, "event-loop", When::Computing),
        (world.open("").await, "page", When::Started),
        (Page::open(&world.browser, &site.address("")).await, "process-loops", When::Computing),
    ] {
        check(&world, &page, &starving(executor), when).await;
        assert_works(&page).await;
    }
}

/// Cancels an experiment with each executor: each run starts on the page where the one before was cancelled, and at the end
/// a plain run has to work.
async fn each(world: &World, page: &Page<'_>, experiment: &str, when: When) {
    for executor in page.first_ready().await.available() {
        // The page hears nothing while it computes itself.
        if executor == "page" && [COMPUTING, LOCKED].contains(&experiment) {
            continue;
        }
        check(world, page, &format!("{experiment}&executors={executor}&workers=2"), when).await;
    }
    assert_works(page).await;
}

async fn assert_works(page: &Page<'_>) {
    let next = page.result_of("limit=3000&tasks=2&executors=sequential,processes&workers=2").await;
    assert!(
        Document::check(&next).runs.iter().all(|run| run.outputs == ["430", "430"]),
        "the next run works"
    );
}

async fn check(world: &World, page: &Page<'_>, experiment: &str, when: When) {
    let browser = world.browser.process();
    let before = machine::workers(browser);
    page.configure(experiment).await;
    let mut attempts = world.attempts.in_time(experiment);
    while attempts.go_on() {
        let mark = match when {
            When::AtOnce => page.send(&[run(), cancel()]).await,
            When::Started => {
                let mark = page.send(&[run()]).await;
                page.started(mark).await;
                page.send(&[cancel()]).await
            }
            When::Computing => {
                let mark = page.send(&[run()]).await;
                page.started(mark).await;
                machine::until_used(browser, 300.0, RUN).await;
                page.send(&[cancel()]).await
            }
            When::Progressed => {
                let mark = page.send(&[run()]).await;
                let answer = page.next(mark.index, &["progress", "result", "error"], RUN).await;
                let kind = answer.as_ref().map(Message::kind);
                assert_eq!(kind, Some("progress"), "{experiment}: {answer:?}");
                page.send(&[cancel()]).await
            }
        };
        let outcome = page.outcome(mark).await;
        assert_eq!(
            (outcome.kind(), outcome.code()),
            ("error", "cancelled"),
            "{experiment}: {}",
            outcome.data
        );
        let idle = machine::until_idle(browser, IDLE, FREE_WITHIN).await;
        assert_eq!(idle, Ok(()), "{experiment}: cores are busy {FREE_WITHIN:?} after the run was cancelled");
        await_workers(world, before).await;
        let took = outcome.at - mark.at;
        attempts.came_out(ensure(took < SAID_WITHIN, || format!("the page said so after {took} ms")));
    }
}

async fn with_nothing_to_cancel(world: World) {
    let page = world.open("").await;
    page.send(&[cancel(), cancel()]).await;
    Document::check(&page.result_of("limit=3000&executors=sequential").await);
}
