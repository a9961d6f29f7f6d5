//! The runs that were made in this browser: kept, named, pinned, compared, deleted.

use std::time::Duration;

use fantoccini::key::Key;
use interleave_journeys::page::Page;
use interleave_journeys::site::{Fault, Options, Site};
use serde_json::Value;
use tokio::time::sleep;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("runs_are_kept_named_and_compared", |world| {
        Box::pin(runs_are_kept_named_and_compared(world))
    }),
    Journey::new("runs_are_deleted", |world| Box::pin(runs_are_deleted(world))).once(),
    Journey::new("other_tabs_and_damage", |world| Box::pin(other_tabs_and_damage(world))),
    Journey::new("without_storage_it_lasts_for_the_visit", |world| {
        Box::pin(without_storage_it_lasts_for_the_visit(world))
    })
    .once(),
    Journey::new("an_embed_keeps_nothing", |world| Box::pin(an_embed_keeps_nothing(world))).once(),
    Journey::new("pressure_is_a_detail", |world| Box::pin(pressure_is_a_detail(world))).once(),
];

const EXPERIMENT: &str = "workload=primes&limit=3000&executors=sequential,processes&workers=2";

/// A site of its own, where nothing was run before.
async fn fresh() -> Site {
    Site::serve(Options::default()).await
}

/// One whose page runs these lines first.
async fn with_lines(lines: &str) -> Site {
    let faults = vec![Fault::Prepended("start.js", lines.to_owned())];
    Site::serve(Options { faults, ..Options::default() }).await
}

/// Runs what the form says until the list has so many entries.
async fn run_to(page: &Page<'_>, entries: usize) {
    assert_eq!(page.run().await.kind(), "result");
    counted(page, entries).await;
}

async fn counted(page: &Page<'_>, entries: usize) {
    let shown = if entries == 0 { String::new() } else { entries.to_string() };
    page.until_true(&format!("document.querySelector('#history h2 small')?.textContent === '{shown}'")).await;
}

async fn unfold(page: &Page<'_>) {
    // What arrives above it pushes it away, in WebKit even in the midst of a click: then it is clicked again.
    while page.script("return !document.querySelector('#history details')?.open").await == true {
        page.click("#history summary").await;
        sleep(Duration::from_millis(200)).await;
    }
    page.until_true("document.querySelector('#history .entries')").await;
}

async fn text_of(page: &Page<'_>, selector: &str) -> String {
    let text = page.until(&format!("return document.querySelector('{selector}')?.innerText")).await;
    text.as_str().unwrap_or_default().to_owned()
}

async fn runs_are_kept_named_and_compared(world: World) {
    let site = fresh().await;
    let page = Page::open(&world.browser, &site.address(EXPERIMENT)).await;
    unfold(&page).await;
    assert!(text_of(&page, "#history").await.contains("What you run is listed here"));
    run_to(&page, 1).await;
    page.type_into("#history .name", &format!("before{}", char::from(Key::Tab))).await;
    page.click("#history [aria-pressed]").await;
    let lead = text_of(&page, "#pinned").await;
    assert!(lead.contains("before") && lead.contains("Run something"), "{lead}");

    // The next runs stand beside it, those of other settings, too.
    page.configure("workload=primes&limit=60000&executors=sequential,event-loop").await;
    run_to(&page, 2).await;
    let rows = page.until("const rows = [...document.querySelectorAll('#pinned tbody tr')]; return rows.length && rows.map((row) => row.innerText)").await;
    let rows: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(
        matches!(rows[..], [row] if row.contains("Sequential") && row.contains("times longer")),
        "{rows:?}"
    );
    assert!(text_of(&page, "#pinned").await.contains("limit=3000"), "the settings were others");

    // Everything is there after the page was loaded anew.
    let page = Page::open(&world.browser, &site.address("workload=sleep&delay=1")).await;
    counted(&page, 2).await;
    assert!(text_of(&page, "#pinned").await.contains("before"));
    unfold(&page).await;
    let oldest = "#history .entries li:last-child";
    let settings = page.script(&format!("return document.querySelector('{oldest} a').search")).await;
    assert_eq!(settings, format!("?{EXPERIMENT}"));
    page.click(&format!("{oldest} .buttons button")).await;
    let shown = text_of(&page, "#imported").await;
    for part in ["From the history", "before", EXPERIMENT, "Isolated workers"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    page.until_true("document.querySelectorAll('#imported .timeline canvas').length === 2").await;
    let room = text_of(&page, "#history").await;
    assert!(room.contains("KiB of 16"), "{room}");
    // Not every browser tells what it grants.
    let tells = page.script("return Boolean(navigator.storage?.estimate)").await;
    assert_eq!(tells, room.contains("that the browser grants"), "{room}");
    page.click("#pinned header button").await;
    page.until_true("!document.querySelector('#pinned')").await;
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn runs_are_deleted(world: World) {
    let site = fresh().await;
    let page = Page::open(&world.browser, &site.address("workload=sleep&delay=1")).await;
    run_to(&page, 1).await;
    run_to(&page, 2).await;
    unfold(&page).await;
    page.type_into("#history .name", &format!("mine{}", char::from(Key::Enter))).await;
    let named = "[...document.querySelectorAll('#history .name')].map((one) => one.value).join()";
    page.click("#history .entries li [aria-label='Delete mine']").await;
    counted(&page, 1).await;
    page.click("#history .message button").await;
    page.until_true(&format!("{named} === 'mine,'")).await;
    page.click("#history details > .buttons button").await;
    page.click("#history-clear").await;
    counted(&page, 0).await;
    let page = Page::open(&world.browser, &site.address("")).await;
    unfold(&page).await;
    counted(&page, 0).await;
    assert_eq!(page.complaints().await, [""; 0]);
}

/// Does something with what is stored, as another tab would. `work` gets the store of heads, that of documents,
/// and the keys.
async fn meanwhile(page: &Page<'_>, work: &str) {
    page.script(&format!(
        "document.title = 'busy'; const opening = indexedDB.open(`interleave ${{location.origin}}/`); \
         opening.onsuccess = () => {{ \
           const shelves = ['heads', 'documents']; \
           const all = opening.result.transaction(shelves, 'readwrite'); \
           const [heads, documents] = shelves.map((name) => all.objectStore(name)); \
           const listing = heads.getAllKeys(); \
           listing.onsuccess = () => {{ const keys = listing.result; {work} }}; \
           all.oncomplete = () => {{ document.title = 'done'; opening.result.close(); }}; }}"
    ))
    .await;
    page.until_true("document.title === 'done'").await;
}

async fn other_tabs_and_damage(world: World) {
    let site = fresh().await;
    let page = Page::open(&world.browser, &site.address("workload=sleep&delay=1")).await;
    for entries in 1..=3 {
        run_to(&page, entries).await;
    }
    unfold(&page).await;
    // A name that another tab gave stays, though this one doesn't know it when it pins.
    meanwhile(
        &page,
        "const reading = heads.get(keys[2]); reading.onsuccess = () => \
         heads.put(JSON.stringify({ ...JSON.parse(reading.result), name: 'theirs' }), keys[2]); \
         documents.put('{', keys[1]); heads.put('not a head', keys[0])",
    )
    .await;
    page.click("#history .entries li:first-child [aria-pressed]").await;
    page.until_true("document.querySelector('#pinned')?.innerText.includes('theirs')").await;

    let page = Page::open(&world.browser, &site.address("")).await;
    counted(&page, 3).await;
    unfold(&page).await;
    let damaged = text_of(&page, "#history .damaged").await;
    assert!(damaged.contains("This entry is damaged"), "{damaged}");
    page.click("#history .entries li:nth-child(2) .buttons button").await;
    let shown = text_of(&page, "#imported").await;
    assert!(shown.contains("This entry is damaged") && shown.contains("can't be read"), "{shown}");
    // The page goes there with the next frame, and moves under a pointer meanwhile.
    page.until_true("document.activeElement.id === 'imported'").await;
    page.click("#history .damaged button").await;
    counted(&page, 2).await;
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn without_storage_it_lasts_for_the_visit(world: World) {
    let refusing =
        "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('not here') } });";
    let site = with_lines(refusing).await;
    let page = Page::open(&world.browser, &site.address(EXPERIMENT)).await;
    run_to(&page, 1).await;
    run_to(&page, 2).await;
    unfold(&page).await;
    let said = text_of(&page, "#history .warning").await;
    assert!(said.contains("this visit only") && said.contains("not here"), "{said}");
    page.click("#history .entries li:last-child .buttons button").await;
    page.until_true("document.querySelectorAll('#imported .timeline canvas').length === 2").await;
    page.until_true("document.activeElement.id === 'imported'").await;
    page.click("#history .entries li:last-child [aria-pressed]").await;
    page.until_true("document.querySelectorAll('#pinned tbody tr').length === 2").await;
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn an_embed_keeps_nothing(world: World) {
    let site = fresh().await;
    let page = Page::open(&world.browser, &site.address(&format!("embed=1&{EXPERIMENT}"))).await;
    assert_eq!(page.run().await.kind(), "result");
    page.script("indexedDB.databases().then((all) => { document.title = `${all.length} there` })").await;
    page.until_true("document.title === '0 there'").await;
}

/// The browser's word on how hard pressed the processor is stands among the details: using all cores is what runs are
/// for. What others took of them is measured, and marked.
async fn pressure_is_a_detail(world: World) {
    let pressing = "globalThis.PressureObserver = class { constructor(told) { this.told = told } \
                    async observe(source) { this.told([{ source, state: 'fair' }, { source, state: 'critical' }], this) } };";
    let site = with_lines(pressing).await;
    let page = Page::open(&world.browser, &site.address("workload=sleep&delay=1")).await;
    let result = page.run().await.data["result"].clone();
    assert_eq!(result["environment"]["cpuPressure"], "critical");
    let details = text_of(&page, "#results").await;
    assert!(details.contains("CPU pressure (critical)"), "{details}");
    assert_eq!(page.script("return !!document.querySelector('.doubt')").await, false);

    // Where the browser tells of none, nothing is said.
    let site = with_lines("delete globalThis.PressureObserver;").await;
    let page = Page::open(&world.browser, &site.address("workload=sleep&delay=1")).await;
    let result = page.run().await.data["result"].clone();
    assert_eq!(result["environment"].get("cpuPressure"), None);
}
