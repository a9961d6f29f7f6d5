//! Hosts that don't send the headers, and hosts that serve the app from a folder.

use std::time::Duration;

use interleave::experiment::ExecutorId;
use interleave_journeys::browser::Browser;
use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::page::{Page, RUN, run};
use interleave_journeys::site::{Fault, Options, Site};
use serde_json::{Value, json};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("isolated", |world| Box::pin(isolated(world))),
    Journey::new("without_headers_all_but_threads_run", |world| Box::pin(without_headers(world))),
    Journey::new("isolated_in_vain", |world| Box::pin(isolated_in_vain(world)))
        .only(&[Engine::WebKit], "wherever it isolates a page, it has shared memory"),
    Journey::new("without_headers_threads_alone_is_an_error", |world| Box::pin(threads_alone(world))),
    Journey::new("in_a_folder", |world| Box::pin(in_a_folder(world))),
];

/// A host that sends no headers, where no service worker can send them either.
pub async fn not_isolating() -> Site {
    let faults = vec![Fault::Missing("sw.js")];
    Site::serve(Options { headers: false, faults, ..Options::default() }).await
}

async fn isolated(world: World) {
    let page = world.open("").await;
    assert_eq!(page.script("return crossOriginIsolated").await, true);
    let ready = page.first_ready().await;
    assert_eq!(ready.data["version"], 1);
    assert_eq!(ready.available(), ExecutorId::ALL.map(ExecutorId::id), "{}", ready.data);
}

/// What shares a memory is refused, with a reason; everything else runs.
async fn check_without_shared_memory(page: &Page<'_>) {
    let ready = page.first_ready().await;
    let (can, can_t): (Vec<_>, Vec<_>) =
        ready.executors().into_iter().partition(|executor| executor.available);
    assert_eq!(can_t.iter().map(|executor| &executor.id).collect::<Vec<_>>(), ["locked-threads", "threads"]);
    for executor in can_t {
        assert!(
            executor.reason.is_some_and(|reason| reason.len() > 10),
            "the reason of {} is told",
            executor.id
        );
    }
    assert_eq!(ready.data["notices"], Value::Array(vec![]), "nothing is wrong with the link");
    let all: Vec<_> = ready.executors().into_iter().map(|executor| executor.id).collect();
    for workload in [
        "workload=primes&limit=5000",
        "workload=squares&number=10",
        "workload=sleep&delay=20",
        "workload=fetch&delay=20",
    ] {
        let query = format!("{workload}&tasks=3&executors={}&workers=2", all.join(","));
        let document = Document::check_without_shared_memory(&page.result_of(&query).await);
        let ran: Vec<_> =
            document.runs.iter().filter(|run| run.error.is_none()).map(|run| &run.executor).collect();
        assert_eq!(ran, can.iter().map(|executor| &executor.id).collect::<Vec<_>>(), "{workload}");
        // A loop, and workers that share nothing.
        let kinds: Vec<_> = document.run("offload").lanes.iter().map(|lane| lane.kind.as_str()).collect();
        assert_eq!(kinds, ["loop", "process", "process"], "{workload}");
    }
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn without_headers(world: World) {
    let site = not_isolating().await;
    let page = Page::open(&world.browser, &site.address("")).await;
    assert_eq!(page.script("return crossOriginIsolated").await, false);
    check_without_shared_memory(&page).await;
}

/// A browser that says the page is isolated, and gives it no shared memory all the same.
async fn isolated_in_vain(world: World) {
    let browser = Browser::start_without_shared_memory().await;
    let page = Page::open(&browser, &world.site.address("")).await;
    let has = page.script("return [crossOriginIsolated, typeof SharedArrayBuffer]").await;
    assert_eq!(has, json!([true, "undefined"]));
    check_without_shared_memory(&page).await;
    browser.stop().await;
}

async fn threads_alone(world: World) {
    let site = not_isolating().await;
    let page = Page::open(&world.browser, &site.address("")).await;
    page.configure("limit=3000&executors=threads").await;
    let mark = page.send(&[run()]).await;
    let outcome = page.next(mark.index, &["result", "error"], RUN).await.expect("there is an answer");
    assert_eq!((outcome.kind(), outcome.code()), ("error", "not-isolated"), "{}", outcome.data);
    assert!(outcome.at - mark.at < Duration::from_secs(5).as_secs_f64() * 1000.0);
}

async fn in_a_folder(world: World) {
    let site = Site::serve(Options { folder: "/some/folder/", ..Options::default() }).await;
    let page = Page::open(&world.browser, &site.address("tasks=3")).await;
    for workload in ["workload=primes&limit=5000", "workload=fetch&delay=20"] {
        let query = format!("{workload}&tasks=3&executors=sequential,event-loop,threads,processes&workers=2");
        let document = Document::check(&page.result_of(&query).await);
        assert_eq!(document.runs.len(), 4);
    }
    assert_eq!(page.complaints().await, [""; 0]);
}
