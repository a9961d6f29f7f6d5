//! Which one do I need? A program is described, every way that makes sense is tried, and the simplest that is as good as
//! the best is the answer.

use std::collections::BTreeMap;

use interleave_journeys::document::Document;
use interleave_journeys::page::{Page, run};
use serde_json::json;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("a_program_is_described", |world| Box::pin(a_program_is_described(world))).once(),
    Journey::new("a_link_asks_in_an_embed", |world| Box::pin(a_link_asks_in_an_embed(world))).once(),
    Journey::new("computing_needs_no_loop", |world| Box::pin(computing_needs_no_loop(world))).once().alone(),
    Journey::new("a_map_fills_in", |world| Box::pin(a_map_fills_in(world))).once(),
    Journey::new("what_can_t_be_answered", |world| Box::pin(what_can_t_be_answered(world))).once(),
];

/// What the page answers: the way, as it is called.
const PICK: &str = "document.querySelector('.answer .pick strong')?.textContent";

/// Answers one of the questions by hand.
async fn say(page: &Page<'_>, field: &str, text: &str) {
    // What is not shown yet has nothing to select.
    page.until_true(&format!("document.getElementById('{field}')?.offsetParent")).await;
    page.script(&format!("document.getElementById('{field}').select()")).await;
    page.type_into(&format!("#{field}"), text).await;
}

async fn a_program_is_described(world: World) {
    let page = world.open("limit=3000").await;
    page.click(".places a[href='#look-up']").await;
    page.click("#open-adviser").await;
    page.until_true("document.activeElement.id === 'adviser-title'").await;
    // What is asked about is a program of one's own.
    page.until_true("new URLSearchParams(location.search).get('workload') === 'mix'").await;
    say(&page, "ask-wait", "100").await;
    say(&page, "ask-compute", "0").await;
    say(&page, "ask-tasks", "8").await;
    let said =
        "['phases', 'tasks', 'advise'].map((key) => new URLSearchParams(location.search).get(key)).join()";
    page.until_true(&format!("{said} === 'w100,8,1'")).await;
    page.click("#find-out").await;
    page.until_true(PICK).await;
    // Eight waits at once on one thread; one after the other takes eight times as long, and nothing can be sooner.
    assert_eq!(page.script(&format!("return {PICK}")).await, json!("Event loop"));
    let rows = "[...document.querySelectorAll('.answer tbody tr')].length";
    let groups = "[...document.querySelectorAll('#results li.racer')].length";
    page.until_true(&format!("{rows} === {groups}")).await;
    // Another program: the answer is not about it.
    say(&page, "ask-wait", "200").await;
    page.until_true("document.querySelector('.answer.stale')").await;
    // The code is that of the program that was asked about.
    let code = "document.querySelector('.answer pre').textContent";
    page.until_true(&format!("{code}.includes('asyncio.sleep(0.1)') && {code}.includes('range(8)')")).await;
    // What was there before is there again.
    page.click(".adviser header button").await;
    page.until_true("!document.querySelector('.adviser') && document.activeElement.id === 'run'").await;
    page.until_true("!new URLSearchParams(location.search).get('advise')").await;
}

/// What a start for an answer gives a host: every way that makes sense, as one experiment, each measured as often as its
/// makespan matters.
async fn a_link_asks_in_an_embed(world: World) {
    let page = world.open("limit=3000&embed=1").await;
    page.configure("workload=mix&phases=w30,c1&tasks=5&advise=1").await;
    let mark = page.send(&[run()]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!(outcome.kind(), "result", "{:?}", outcome.data);
    let document = Document::check(&outcome.data["result"]);
    assert!(
        document
            .experiment
            .starts_with("workload=mix&phases=w30,c1&tasks=5&executors=sequential,event-loop,")
    );
    let mut measured = BTreeMap::<&str, u32>::new();
    for run in document.runs.iter().filter(|run| !run.warmup) {
        assert_eq!(run.outputs, document.runs[0].outputs, "{}", run.executor);
        *measured.entry(run.executor.as_str()).or_default() += 1;
    }
    assert_eq!(measured["sequential"], 1, "five times as long as the best: {measured:?}");
    assert!(measured["event-loop"] >= 2, "{measured:?}");
    page.until_true(PICK).await;
    assert_eq!(page.script("return !!document.querySelector('#find-out, #ask-preset')").await, json!(false));
}

/// A program that only computes needs no loop, and the answer holds against the table below it: no way that was tried
/// often is more than a tenth sooner.
async fn computing_needs_no_loop(world: World) {
    let page = world.open("workload=mix&phases=c10&tasks=8&advise=1").await;
    page.click("#find-out").await;
    page.until_true(PICK).await;
    let tried = page.script("return new URLSearchParams(location.search).get('executors')").await;
    assert_eq!(tried, json!("sequential,locked-threads,threads,processes"));
    let beside =
        page.script("return document.querySelector('.answer tr.picked td:nth-child(3)').textContent").await;
    let times: f64 =
        beside.as_str().and_then(|text| text.split_whitespace().next()?.parse().ok()).expect("a ratio");
    assert!((0.9..=1.1).contains(&times), "{beside}");
    page.until_true("document.querySelector('.answer tr.picked th').textContent.startsWith(document.querySelector('.pick strong').textContent)").await;
}

async fn what_can_t_be_answered(world: World) {
    let page = world.open("workload=mix&phases=w20&tasks=4&advise=1").await;
    say(&page, "ask-tasks", "0").await;
    page.until_true("!document.querySelector('#ask-tasks-error').hidden").await;
    assert_eq!(page.script("return new URLSearchParams(location.search).get('tasks')").await, json!("4"));
    // A single task takes 20 s in each way.
    let page = world.open("workload=mix&phases=c10000,c10000&tasks=1&advise=1").await;
    page.click("#find-out").await;
    page.until_true(
        "[...document.querySelectorAll('.message')].some((one) => one.textContent.includes('a tenth'))",
    )
    .await;
    // What is called off gives no answer, and can be asked again.
    let page = world.open("workload=mix&phases=w900&tasks=4&advise=1").await;
    page.click("#find-out").await;
    page.until_true(
        "document.querySelector('#find-out.busy') && document.querySelector('#results li.racer')",
    )
    .await;
    page.click("#find-out").await;
    page.until_true("!document.querySelector('#find-out.busy') && !document.querySelector('#find-out').disabled && !document.querySelector('.answer')")
        .await;
    // Of another workload nothing is asked until somebody wants it.
    let page = world.open("limit=3000&advise=1").await;
    page.click(".adviser p button").await;
    page.until_true("document.querySelector('#ask-wait')").await;
    let page = world.open("workload=mix&advise=2").await;
    page.until_true("document.querySelector('#notices + ul')?.textContent.includes('advise')").await;
}

/// The map fills in cell by cell, keeps what was measured when it is called off, opens a cell's experiment, and travels in
/// a link.
async fn a_map_fills_in(world: World) {
    let page = world.open("workload=mix&advise=1").await;
    page.click(".map summary").await;
    page.click("#measure-map").await;
    let known = "[...document.querySelectorAll('.maps table:first-child [data-way]')].length";
    page.until_true(&format!("{known} >= 3")).await;
    page.click("#measure-map").await;
    page.until_true("document.querySelector('#map-link')").await;
    let measured = page.script(&format!("return {known}")).await;
    let link = page.script("return document.querySelector('#map-link').value").await;
    let link = link.as_str().expect("a link");
    assert!(link.contains("advise=1#m=1") && link.len() < 400, "{link}");
    // It is there again with the next visit, among what was measured before, until it is forgotten.
    let page = world.open("limit=3000&theme=dark").await;
    page.click("#history summary").await;
    page.until_true("document.querySelector('.entries .buttons button')").await;
    page.click(".entries .buttons button").await;
    page.until_true(&format!("document.activeElement.matches('.map summary') && {known} === {measured}"))
        .await;
    // One task alone is soonest in plain calls, whatever it does.
    page.click(".maps table:first-child tbody tr:last-child [data-way] a").await;
    let tasks = "new URLSearchParams(location.search).get('tasks')";
    page.until_true(&format!("{tasks} === '1' && !document.querySelector('.adviser')")).await;
    let page = world.open("workload=mix&advise=1").await;
    page.click(".map summary").await;
    page.click(".take-map .plain").await;
    page.until_true(&format!("{known} === 0")).await;

    let (_, query) = link.split_once('?').expect("a query");
    let page = world.open(query).await;
    page.until_true(&format!("{known} === 0 && document.querySelectorAll('.maps table').length === 3")).await;
    let theirs = "[...document.querySelectorAll('.maps table:nth-child(2) [data-way]')].length";
    assert_eq!(page.script(&format!("return {theirs}")).await, measured);
    // Of a link that differs in its fragment only, nothing is loaded anew.
    let page = world.open(&format!("theme=light&{}", query.replace("#m=1", "#m=1x"))).await;
    page.until_true("document.querySelector('.map [role=alert]')?.textContent.includes('damaged')").await;
}
