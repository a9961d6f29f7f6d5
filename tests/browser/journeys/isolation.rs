//! Hosts that don't send the headers, and hosts that serve the app from a folder.

use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::page::{Message, Page, RUN, run};
use interleave_journeys::site::{Fault, Options, Site};
use serde_json::Value;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey("isolated", |world| Box::pin(isolated(world))),
    Journey("without_headers_all_but_threads_run", |world| Box::pin(without_headers(world))),
    Journey("without_headers_threads_alone_is_an_error", |world| Box::pin(threads_alone(world))),
    Journey("in_a_folder", |world| Box::pin(in_a_folder(world))),
];

/// A host that sends no headers, where no service worker can send them either.
async fn not_isolating() -> Site {
    let faults = vec![Fault::Missing("sw.js")];
    Site::serve(Options { headers: false, faults, ..Options::default() }).await
}

/// An executor's row in a `ready` message.
fn row<'a>(ready: &'a Message, executor: &str) -> &'a Value {
    let rows = ready.data["executors"].as_array().expect("executors are a list");
    rows.iter().find(|row| row["id"] == executor).unwrap_or_else(|| panic!("{executor} is not in {rows:?}"))
}

async fn isolated(world: World) {
    let page = world.open("").await;
    assert_eq!(page.script("return crossOriginIsolated").await, true);
    let ready = page.first_ready().await;
    assert_eq!(ready.data["version"], 1);
    for executor in ["sequential", "event-loop", "threads", "processes"] {
        assert_eq!(row(&ready, executor)["available"], true, "{}", row(&ready, executor));
    }
}

async fn without_headers(world: World) {
    let site = not_isolating().await;
    let page = Page::open(&world.browser, &site.address("")).await;
    let ready = page.first_ready().await;
    let threads = row(&ready, "threads");
    assert_eq!(threads["available"], false, "{threads}");
    assert!(
        threads["reason"].as_str().is_some_and(|reason| reason.len() > 10),
        "the reason is told: {threads}"
    );
    assert_eq!(ready.data["notices"], Value::Array(vec![]), "nothing is wrong with the link");
    for workload in [
        "workload=primes&limit=5000",
        "workload=squares&number=10",
        "workload=sleep&delay=20",
        "workload=fetch&delay=20",
    ] {
        let query = format!("{workload}&tasks=3&executors=sequential,threads,event-loop,processes&workers=2");
        let document = Document::check(&page.result_of(&query).await);
        assert!(!document.environment.cross_origin_isolated);
        let run: Vec<_> =
            document.runs.iter().filter(|run| run.error.is_none()).map(|run| run.executor.as_str()).collect();
        assert_eq!(run, ["sequential", "event-loop", "processes"], "{workload}");
    }
    assert_eq!(page.complaints().await, [""; 0]);
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
