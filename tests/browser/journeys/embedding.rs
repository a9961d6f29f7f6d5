//! The app in a frame, on a page of another site.

use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::page::{Page, READY, cancel, configure, run};
use serde_json::{Value, json};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("ready_configure_run", |world| Box::pin(ready_configure_run(world))),
    Journey::new("cancelled_by_its_host", |world| Box::pin(cancelled_by_its_host(world))),
    Journey::new("heavy_work_needs_a_click", |world| Box::pin(heavy_work_needs_a_click(world))).once(),
    Journey::new("another_host_is_refused", |world| Box::pin(another_host_is_refused(world))).once(),
    Journey::new("what_it_does_not_know_is_ignored", |world| {
        Box::pin(what_it_does_not_know_is_ignored(world))
    })
    .once(),
    Journey::new("its_height_is_told", |world| Box::pin(its_height_is_told(world))),
    Journey::new("only_its_parent_is_heard", |world| Box::pin(only_its_parent_is_heard(world))),
];

/// A host page whose frame shows the app with this query.
async fn host<'a>(world: &'a World, query: &str) -> Page<'a> {
    let address = world.site.host_page(&world.site.address(&format!("embed=1&{query}")));
    Page::open(&world.browser, &address).await
}

async fn ready_configure_run(world: World) {
    let page = host(&world, "limit=4000&wrokers=2").await;
    let ready = page.first_ready().await;
    assert_eq!(ready.origin, world.site.origin(), "the frame speaks for itself");
    assert_eq!(ready.data["version"], 1);
    assert_eq!(ready.data["experiment"], "workload=primes&limit=4000");
    assert_eq!(ready.data["notices"][0]["key"], "wrokers");
    let all: Vec<_> = ready.executors().into_iter().map(|executor| executor.id).collect();
    let available = ready.available();
    for executor in ready.executors() {
        let has_reason = executor.reason.as_ref().is_some_and(|reason| !reason.is_empty());
        assert_eq!(has_reason, !executor.available, "a reason where it is not available: {executor:?}");
    }
    for executor in ["sequential", "event-loop", "processes"] {
        assert!(available.iter().any(|id| id == executor), "{available:?}");
    }
    for workload in
        ["workload=primes&limit=4000", "workload=fetch&delay=30&size=2000", "workload=sleep&delay=30"]
    {
        let query = format!("{workload}&tasks=4&executors={}&workers=2", all.join(","));
        let configured = page.configure(&query).await;
        assert_eq!(configured.data["experiment"], query);
        let mark = page.send(&[run()]).await;
        let outcome = page.outcome(mark).await;
        assert_eq!(outcome.kind(), "result", "{}", outcome.data);
        let document = Document::check(&outcome.data["result"]);
        let done: Vec<_> =
            document.runs.iter().filter(|run| run.error.is_none()).map(|run| &run.executor).collect();
        assert_eq!(done, available.iter().collect::<Vec<_>>(), "{workload}");
        let log = page.log(mark.index).await;
        assert!(log.iter().any(|entry| entry.kind() == "started"), "{workload}");
    }
}

async fn cancelled_by_its_host(world: World) {
    let page = host(&world, "workload=sleep&delay=6000&tasks=1&executors=event-loop").await;
    let mark = page.send(&[run()]).await;
    page.started(mark).await;
    let mark = page.send(&[cancel()]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "cancelled"), "{}", outcome.data);
    Document::check(&page.result_of("limit=3000&executors=sequential").await);
}

async fn heavy_work_needs_a_click(world: World) {
    let page = host(&world, "limit=1000000&tasks=8").await;
    let outcome = page.run().await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "needs-click"), "{}", outcome.data);
    assert!(outcome.data["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", outcome.data);
}

/// A custom address is refused in an embed: nothing is ever asked of that host.
async fn another_host_is_refused(world: World) {
    let page = host(&world, "tasks=2").await;
    let query = "workload=fetch&tasks=2&executors=event-loop&url=https://example.com/data";
    let configured = page.configure(query).await;
    let outcome = page.run().await;
    let is_dropped = configured.data["notices"]
        .as_array()
        .is_some_and(|notices| notices.iter().any(|notice| notice["key"] == "url"));
    assert!(outcome.kind() == "error" || is_dropped, "{} {}", configured.data, outcome.data);
    assert!(outcome.kind() != "error" || !outcome.code().is_empty(), "{}", outcome.data);
}

async fn what_it_does_not_know_is_ignored(world: World) {
    let page = host(&world, "limit=3000&executors=sequential").await;
    let strange = [
        json!(null),
        json!(7),
        json!("interleave:run"),
        json!([]),
        json!({}),
        json!({ "type": null }),
        json!({ "type": "interleave:" }),
        json!({ "type": "interleave:nothing" }),
        json!({ "type": "run" }),
        json!({ "type": "interleave:configure" }),
        json!({ "type": "interleave:configure", "experiment": 5 }),
        json!({ "type": ["interleave:run"] }),
    ];
    let mark = page.send(&strange).await;
    let ready = page.configure("limit=3000&executors=sequential").await;
    assert_eq!(ready.data["experiment"], "workload=primes&limit=3000&executors=sequential");
    let log = page.log(mark.index).await;
    let is_harmless =
        |kind: &str, code: &str| ["ready", "resize"].contains(&kind) || code == "bad-experiment";
    assert!(log.iter().all(|entry| is_harmless(entry.kind(), entry.code())), "{log:?}");
    // What is misspelt beside a known type doesn't matter either.
    let mark = page.send(&[json!({ "type": "interleave:run", "spans": "yes", "speed": 11 })]).await;
    assert_eq!(page.outcome(mark).await.kind(), "result");
}

async fn its_height_is_told(world: World) {
    let page = host(&world, "limit=3000&executors=sequential,processes").await;
    let first = page.next(0, &["resize"], READY).await.expect("the height is told");
    let height = first.data["height"].as_f64().unwrap_or_default();
    assert!(height > 50.0 && height < 5000.0, "{}", first.data);
    let mark = page.send(&[run()]).await;
    page.outcome(mark).await;
    let told: Vec<f64> = page
        .log(0)
        .await
        .iter()
        .filter(|entry| entry.kind() == "resize")
        .filter_map(|entry| entry.data["height"].as_f64())
        .collect();
    assert!(told.windows(2).all(|pair| pair[0] != pair[1]), "a height is told when it changes: {told:?}");
}

/// A frame beside it, of its own site, is no host.
async fn only_its_parent_is_heard(world: World) {
    let page = host(&world, "limit=3000&executors=sequential").await;
    let message = json!({ "type": "interleave:run" });
    let intruder = format!("parent.frames[0].postMessage({message}, '*')");
    let script = format!(
        "const frame = document.createElement('iframe'); frame.srcdoc = {};\
         document.body.append(frame); return journey.log.length",
        Value::from(format!("<script>{intruder}</script>"))
    );
    let index = page.script(&script).await.as_u64().unwrap_or_default();
    let answer = page.next(index, &["started", "result", "error"], Duration::from_millis(1500)).await;
    assert!(answer.is_none(), "a stranger started a run: {answer:?}");
    let mark = page.send(&[configure("limit=3000&executors=sequential"), run()]).await;
    assert_eq!(page.outcome(mark).await.kind(), "result", "its parent is heard");
}
