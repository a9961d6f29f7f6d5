//! Rooms: a page that is the host of one, devices that take its jobs, and a real broker between them.

use std::time::Duration;

use interleave::queue::{Role, Room};
use interleave_journeys::document::{Document, Run};
use interleave_journeys::expected::Primes;
use interleave_journeys::page::{Mark, Page, cancel, run};
use interleave_journeys::rooms::{SiteWithRoom, lend_workers};
use serde_json::json;

use crate::accessibility::examine;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("devices_take_jobs", |world| Box::pin(devices_take_jobs(world))),
    Journey::new("a_device_is_gone", |world| Box::pin(a_device_is_gone(world))).once(),
    Journey::new("the_broker_starts_again", |world| Box::pin(the_broker_starts_again(world))).once(),
    Journey::new("the_host_is_reloaded", |world| Box::pin(the_host_is_reloaded(world))).once(),
    Journey::new("the_broker_is_gone", |world| Box::pin(the_broker_is_gone(world))).once(),
    Journey::new("cancelling_reaches_every_device", |world| Box::pin(cancelling_reaches_every_device(world)))
        .once(),
    Journey::new("nothing_connects_by_itself", |world| Box::pin(nothing_connects_by_itself(world))).once(),
    Journey::new("axe_in_a_room", |world| Box::pin(axe_in_a_room(world))).once(),
    Journey::new("what_cannot_leave_the_page_is_told", |world| {
        Box::pin(what_cannot_leave_the_page_is_told(world))
    })
    .once(),
];

/// Waits until so many devices are shown to be there.
async fn until_there(page: &Page<'_>, devices: usize) {
    page.until_true(&format!("document.querySelectorAll('.takers tbody tr').length === {devices}")).await;
}

/// Starts a run, and waits until one of its tasks is done.
async fn under_way(page: &Page<'_>, experiment: &str) -> Mark {
    page.configure(experiment).await;
    let mark = page.send(&[run()]).await;
    page.next(mark.index, &["progress"], Duration::from_secs(20)).await.expect("it goes on");
    mark
}

/// Another page of the same browser, in a frame.
const INSIDE: &str = "document.querySelector('#device').contentDocument";

/// Opens a page that lends so many workers.
async fn lend_a_page(here: &SiteWithRoom, page: &Page<'_>, workers: u32) {
    let link = here.taker_link();
    page.script(&format!(
        "const device = document.createElement('iframe');\
         device.id = 'device';\
         document.body.append(device);\
         device.contentWindow.location = {}",
        json!(link)
    ))
    .await;
    lend_workers(page, INSIDE, workers).await;
}

/// Whoever computed on these lanes, by what their devices call themselves.
fn hosts(run: &Run) -> Vec<String> {
    let mut hosts: Vec<String> = run
        .lanes
        .iter()
        .filter(|lane| run.spans_of("run").any(|span| span.lane == lane.id))
        .filter_map(|lane| lane.host.clone())
        .collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

async fn devices_take_jobs(world: World) {
    let here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    let server = here.lend(2);
    lend_a_page(&here, &page, 1).await;
    until_there(&page, 2).await;
    assert!(page.script("return !!document.querySelector('.scan-code path')").await == true);
    let result = page.result_of("limit=30000&tasks=40&executors=queue&workers=1&chunk=2").await;
    let document = Document::check(&result);
    let run = document.run("queue");
    assert_eq!(run.outputs, vec![Primes::up_to(30_000).pi(30_000).to_string(); 40]);
    assert_eq!(run.deliveries, Some(20), "two tasks a job, each handed out once");
    assert_eq!(run.lanes.len(), 4, "two of the server, one of the page in the frame, and the page's own");
    let browser = world.browser.engine.browser();
    let hosts = hosts(run);
    assert!(hosts.contains(&"a server, 2 cores".to_owned()), "{hosts:?}");
    assert!(hosts.iter().any(|host| host.contains(browser)), "{hosts:?}");
    for lane in &run.lanes {
        assert_eq!(lane.kind, "taker");
        // On one machine a round trip takes little: half of it is all that a clock may be off.
        assert!(lane.clock_uncertainty_ms.is_some_and(|ms| ms < 50.0), "{lane:?}");
    }
    let own = run.spans_of("start").count();
    assert_eq!(own, 1, "only this page's own worker was made for the run");
    for kind in ["run", "send", "ready"] {
        assert!(run.spans_of(kind).next().is_some(), "what waited, computed and was sent is told: {kind}");
    }
    let again = page.result_of("workload=sleep&delay=30&tasks=9&executors=queue&workers=2").await;
    assert_eq!(Document::check(&again).run("queue").outputs, ["30"; 9]);
    // The page's own worker leaves the list when the run is over, and what is below it moves up.
    until_there(&page, 2).await;
    page.click("#room-leave").await;
    page.until_true("!document.querySelector('#room-leave')").await;
    let here_alone = page.result_of("limit=3000&tasks=2&executors=queue&workers=1").await;
    assert_eq!(Document::check(&here_alone).run("queue").lanes.len(), 1, "this browser's own again");
    assert_eq!(page.complaints().await, [""; 0]);
    assert!(server.end().await.is_ok_and(|jobs| jobs > 0));
}

async fn a_device_is_gone(world: World) {
    let here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    lend_a_page(&here, &page, 2).await;
    page.configure("tasks=8&executors=queue&workers=1").await;
    let mark = page.send(&[run()]).await;
    page.until_true(&format!("/at work/.test({INSIDE}.querySelector('.lent').innerText)")).await;
    page.script("document.querySelector('#device').remove()").await;
    let document = Document::check(&page.outcome(mark).await.data["result"]);
    let run = document.run("queue");
    assert_eq!(run.outputs, vec![Primes::up_to(100_000).pi(100_000).to_string(); 8]);
    let lost = run.spans_of("lost").count() as u64;
    assert!((1..=2).contains(&lost), "{lost} jobs were lost with it");
    assert_eq!(run.deliveries, Some(8 + lost), "each of them is handed out again");
}

async fn the_broker_starts_again(world: World) {
    let mut here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    let server = here.lend(2);
    until_there(&page, 1).await;
    let mark = under_way(&page, "workload=sleep&delay=100&tasks=60&executors=queue&workers=1").await;
    here.broker.restart().await.expect("it runs again");
    let document = Document::check(&page.outcome(mark).await.data["result"]);
    assert_eq!(document.run("queue").outputs, ["100"; 60]);
    assert!(server.end().await.is_ok_and(|jobs| jobs > 0));
}

/// Its run is gone with it; whoever was at that is there for the next.
async fn the_host_is_reloaded(world: World) {
    let here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    let server = here.lend(2);
    until_there(&page, 1).await;
    under_way(&page, "workload=sleep&delay=100&tasks=90&executors=queue&workers=1").await;
    let page = here.host(&world.browser, "lang=en").await;
    until_there(&page, 1).await;
    let result = page.result_of("limit=3000&tasks=12&executors=queue&workers=1").await;
    let document = Document::check(&result);
    let run = document.run("queue");
    assert_eq!((run.outputs.clone(), run.deliveries), (vec!["430".to_owned(); 12], Some(12)));
    server.end().await.expect("the room is its own");
}

async fn the_broker_is_gone(world: World) {
    let mut here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    let server = here.lend(1);
    until_there(&page, 1).await;
    let mark = under_way(&page, "workload=sleep&delay=100&tasks=90&executors=queue&workers=1").await;
    here.broker.kill().await;
    let outcome = page.next(mark.index, &["error", "started"], Duration::from_secs(1)).await;
    assert_ne!(outcome.map(|outcome| outcome.kind().to_owned()), Some("error".into()), "it is waited for");
    page.until_true("document.querySelector('.room [role=status]').innerText.includes('tried again')").await;
    let outcome = page.outcome(mark).await;
    let document = Document::check(&outcome.data["result"]);
    let run = document.run("queue");
    assert_eq!(run.error.as_ref().map(|error| error.code.as_str()), Some("no-broker"), "{:?}", run.error);
    assert!(run.spans_of("wait").next().is_some(), "what was measured is kept");
    server.end().await.expect("the room is its own");
}

async fn cancelling_reaches_every_device(world: World) {
    let here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    lend_a_page(&here, &page, 1).await;
    page.configure("workload=sleep&delay=4500&tasks=2&executors=queue&workers=1").await;
    let mark = page.send(&[run()]).await;
    let at_work = format!("/at work/.test({INSIDE}.querySelector('.lent').innerText)");
    page.until_true(&at_work).await;
    page.send(&[cancel()]).await;
    let outcome = page.outcome(mark).await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "cancelled"), "{}", outcome.data);
    page.until_true(&format!("!{at_work}")).await;
    let next = page.result_of("limit=3000&tasks=6&executors=queue&workers=1").await;
    assert_eq!(Document::check(&next).run("queue").outputs, ["430"; 6], "nothing of it is left behind");
}

/// A link to a room is a question, whatever else it says.
async fn nothing_connects_by_itself(world: World) {
    let here = SiteWithRoom::open().await;
    let room = here.room(Role::Host).fragment();
    let sockets = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/queue'))";
    let query = "workload=sleep&delay=1&tasks=2&executors=queue&workers=1";
    for further in ["&autorun=1", "&embed=1"] {
        let address = format!("{}#{room}", here.site.address(&format!("{query}{further}")));
        let page = Page::open(&world.browser, &address).await;
        if further == "&autorun=1" {
            page.until_true("document.querySelector('#room-join')?.innerText.includes('127.0.0.1')").await;
            assert_eq!(page.log(0).await.iter().filter(|entry| entry.kind() == "started").count(), 0);
        }
        page.result_of(query).await;
        assert_eq!(page.script(&format!("return {sockets}.length")).await, 0, "{further}");
        assert_eq!(page.script("return document.querySelectorAll('.takers').length").await, 0, "{further}");
    }
    let link = here.taker_link();
    let page = Page::visit(&world.browser, &link).await;
    page.until_true("document.querySelector('.join .primary:enabled')?.innerText.includes('127.0.0.1')")
        .await;
    assert_eq!(page.script(&format!("return {sockets}.length")).await, 0);
    let damaged = &room[..room.len() - 2];
    let elsewhere = Room { host: "example.org".into(), ..here.room(Role::Host) }.fragment();
    let takers = here.room(Role::Taker).fragment();
    for (fragment, told) in [
        (damaged, "damaged"),
        (elsewhere.as_str(), "example.org"),
        (takers.as_str(), "Lend this device"),
        ("room=7", "later version"),
    ] {
        let page = Page::open(&world.browser, &format!("{}#{fragment}", here.site.address(""))).await;
        let status = "document.querySelector('.room [role=status]')?.innerText";
        page.until_true(&format!("{status}?.includes({})", json!(told))).await;
        assert_eq!(page.script("return !!document.querySelector('#room-join')").await, false, "{fragment}");
    }
}

async fn axe_in_a_room(world: World) {
    let here = SiteWithRoom::open().await;
    let link = format!("{}#{}", here.site.address("executors=queue"), here.room(Role::Host).fragment());
    let page = Page::open(&world.browser, &link).await;
    page.until_true("document.querySelector('#room-join')").await;
    examine(&page, "a link to a room").await;
    let page = here.host(&world.browser, "executors=queue").await;
    let server = here.lend(1);
    until_there(&page, 1).await;
    examine(&page, "a room").await;
    server.end().await.expect("the room is its own");
    let page = Page::visit(&world.browser, &here.taker_link()).await;
    page.until_true("document.querySelector('.join .primary:enabled')").await;
    page.click(".join .primary").await;
    page.until_true("/worker/.test(document.querySelector('.lent').innerText)").await;
    examine(&page, "a device that is lent").await;
}

async fn what_cannot_leave_the_page_is_told(world: World) {
    let here = SiteWithRoom::open().await;
    let page = here.host(&world.browser, "").await;
    for query in ["workload=counter", "workload=transfer&by=copy", "workload=parse&where=after"] {
        let ready = page.configure(&format!("{query}&executors=queue,sequential")).await;
        let queue =
            ready.executors().into_iter().find(|executor| executor.id == "queue").expect("it is listed");
        assert!(!queue.available && queue.reason.is_some(), "{query}: {queue:?}");
    }
}
