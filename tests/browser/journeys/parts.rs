//! The page arrives in parts: what is not needed yet is not fetched, and what can't be fetched is said, can be
//! tried again, and leaves the rest of the page whole.

use std::collections::HashSet;

use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::page::{Page, run};
use interleave_journeys::site::{Fault, Options, Site};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("a_first_load_is_one_program", |world| Box::pin(first_load(world, ""))),
    Journey::new("so_is_an_embeds", |world| Box::pin(first_load(world, "embed=1&limit=3000"))).once(),
    Journey::new("a_tool_that_is_missing", |world| Box::pin(missing_tool(world))).once(),
    Journey::new("programs_without_their_type", |world| Box::pin(untyped(world))),
    Journey::new("what_runs_is_missing", |world| Box::pin(missing_results(world))).once(),
];

/// The programs that the page has fetched, each as often as that; what workers fetch is not among them. Where nothing
/// may be cached, as here, WebKit fetches anew what it has preloaded.
const PROGRAMS: &str = "performance.getEntriesByType('resource').map((one) => one.name)\
                        .filter((name) => name.endsWith('.wasm'))";

async fn first_load(world: World, query: &str) {
    // Whoever has run something here before has its history read.
    let site = Site::serve(Options::default()).await;
    let page = Page::open(&world.browser, &site.address(query)).await;
    let fetched = page.script(&format!("return {PROGRAMS}")).await;
    let fetched = serde_json::from_value::<Vec<String>>(fetched).expect("addresses");
    assert_eq!(HashSet::<&String>::from_iter(&fetched).len(), 1, "{fetched:?}");
    assert!(fetched.len() == 1 || world.browser.engine == Engine::WebKit, "{fetched:?}");
    page.click("#run").await;
    page.until_true("document.querySelector('.results canvas')").await;
    page.until_true(&format!("new Set({PROGRAMS}).size > 1")).await;
}

async fn without(file: &'static str) -> Site {
    Site::serve(Options { faults: vec![Fault::Missing(file)], ..Options::default() }).await
}

async fn untyped(world: World) {
    let faults = vec![Fault::Untyped(".wasm")];
    let site = Site::serve(Options { faults, ..Options::default() }).await;
    let page = Page::open(&world.browser, &site.address("")).await;
    Document::check(&page.result_of("limit=3000&tasks=2&executors=sequential,threads&workers=2").await);
    page.click("[aria-controls=share]").await;
    page.until_true("document.querySelector('#share-link')").await;
}

async fn missing_tool(world: World) {
    let site = without("split_tools.wasm").await;
    let page = Page::open(&world.browser, &site.address("limit=3000&executors=sequential")).await;
    page.click("[aria-controls=share]").await;
    page.until_true("document.querySelector('#share [role=alert] button')").await;
    // What doesn't need it works.
    Document::check(&page.result_of("limit=3000&tasks=2&executors=sequential").await);
    site.mend();
    page.click("#share [role=alert] button").await;
    page.until_true("document.querySelector('#share-link')?.value.includes('limit=3000')").await;
}

async fn missing_results(world: World) {
    let site = without("split_results.wasm").await;
    let page = Page::open(&world.browser, &site.address("limit=3000&tasks=2&executors=sequential")).await;
    let mark = page.send(&[run()]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "worker-start"), "{:?}", outcome.data);
    page.until_true("document.querySelector('.message.warning') && !document.querySelector('#run.busy')")
        .await;
    site.mend();
    Document::check(&page.result_of("limit=3000&tasks=2&executors=sequential").await);
}
