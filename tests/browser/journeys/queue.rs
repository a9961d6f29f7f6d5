//! Jobs of a queue: pulled, by this page's workers and by other tabs, and handed out again when a taker is gone.

use interleave_journeys::document::Document;
use interleave_journeys::expected::Primes;
use interleave_journeys::page::{Page, configure, run};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("jobs_are_pulled", |world| Box::pin(jobs_are_pulled(world))),
    Journey::new("another_tab_joins_and_leaves", |world| Box::pin(another_tab_joins_and_leaves(world))),
    Journey::new("what_cannot_travel_is_told", |world| Box::pin(what_cannot_travel_is_told(world))).once(),
];

async fn jobs_are_pulled(world: World) {
    let page = world.open("").await;
    let document = Document::check(&page.result_of("limit=5000&tasks=9&executors=queue&workers=3").await);
    let run = document.run("queue");
    assert_eq!(run.outputs, vec![Primes::up_to(5000).pi(5000).to_string(); 9]);
    assert_eq!(run.deliveries, Some(9), "each job is handed out once where nobody vanishes");
    assert_eq!(run.lanes.len(), 3);
    for lane in &run.lanes {
        assert_eq!(lane.kind, "taker");
        assert!(lane.host.as_deref().is_some_and(|host| host.contains("core")), "{:?}", lane.host);
    }
}

/// The page that lends workers.
const INSIDE: &str = "document.querySelector('#other-tab').contentDocument";

/// Opens a page that lends two workers, beside this one in the same browser.
async fn lend(page: &Page<'_>) {
    page.script(
        "const tab = document.createElement('iframe');\
         tab.id = 'other-tab';\
         document.body.append(tab);\
         tab.contentWindow.location = new URL('?join=1', location)",
    )
    .await;
    page.until_true(&format!("{INSIDE}.querySelector('.join .primary')")).await;
    page.script(&format!(
        "const workers = {INSIDE}.querySelector('.join input');\
         workers.value = 2;\
         workers.dispatchEvent(new Event('change', {{ bubbles: true }}));\
         {INSIDE}.querySelector('.join .primary').click()"
    ))
    .await;
    page.until_true(&format!("{INSIDE}.querySelector('.lent').innerText.startsWith('2 workers')")).await;
}

async fn another_tab_joins_and_leaves(world: World) {
    let page = world.open("").await;
    lend(&page).await;
    // Half a second each, so that whoever goes leaves something unfinished.
    let query = "tasks=12&executors=queue&workers=1";
    let expected = vec![Primes::up_to(100_000).pi(100_000).to_string(); 12];
    page.configure(query).await;
    let mark = page.send(&[run()]).await;
    page.until_true(&format!("/: [1-9]/.test({INSIDE}.querySelector('.lent').innerText)")).await;
    page.script("document.querySelector('#other-tab').remove()").await;
    let outcome = page.outcome(mark).await;
    let document = Document::check(&outcome.data["result"]);
    let run = document.run("queue");
    assert_eq!(run.outputs, expected, "every task has one result");
    let theirs = |lane: u32| run.spans_of("run").filter(|span| span.lane == lane).count();
    assert!(
        run.lanes.len() >= 3 && (0..3).all(|lane| theirs(lane) > 0),
        "all three computed: {:?}",
        run.lanes
    );
    let lost = run.spans_of("lost").count() as u64;
    assert!((1..=2).contains(&lost), "{lost} jobs were lost with the tab");
    assert_eq!(run.deliveries, Some(12 + lost), "each job that was lost is handed out again");
}

async fn what_cannot_travel_is_told(world: World) {
    let page = world.open("").await;
    for query in ["workload=counter", "workload=transfer&by=share", "workload=transfer&by=move"] {
        let ready = page.configure(&format!("{query}&executors=queue,sequential")).await;
        let queue =
            ready.executors().into_iter().find(|executor| executor.id == "queue").expect("it is listed");
        assert!(!queue.available && queue.reason.is_some(), "{query}: {queue:?}");
    }
    let sent = page.send(&[configure("workload=transfer&by=copy&size=100000&executors=queue"), run()]).await;
    let document = Document::check(&page.outcome(sent).await.data["result"]);
    assert_eq!(document.run("queue").moved_bytes, Some(8 * 100_000));
}
