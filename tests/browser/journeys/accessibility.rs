//! What axe finds in each state of the page: nothing, in light and in dark.

use serde_json::json;

use interleave_journeys::page::{Page, run};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("axe_before_a_run", |world| Box::pin(axe_before_a_run(world))),
    Journey::new("axe_after_a_run", |world| Box::pin(axe_after_a_run(world))).once(),
    Journey::new("axe_with_something_wrong", |world| Box::pin(axe_with_something_wrong(world))).once(),
    Journey::new("axe_in_an_embed", |world| Box::pin(axe_in_an_embed(world))).once(),
    Journey::new("axe_in_chinese", |world| Box::pin(axe_in_chinese(world))).once(),
    Journey::new("nothing_overflows", |world| Box::pin(nothing_overflows(world))),
];

/// Runs axe, whose source stands before, by the rules of WCAG 2.2 AA and its best practices, and gives what it
/// found: which rule, and where.
const EXAMINE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'], runOnly: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice',
    ] }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))),
        (error) => done([String(error)]),
    );";

/// The source of axe, which `./dev` installs.
fn axe() -> String {
    let folder =
        std::env::var("INTERLEAVE_AXE").expect("INTERLEAVE_AXE says where axe-core is; run ./dev test");
    std::fs::read_to_string(format!("{folder}/axe.min.js")).expect("axe-core is installed")
}

/// Finds nothing in the page as it is, in light and in dark.
pub async fn examine(page: &Page<'_>, state: &str) {
    let script = format!("{};{EXAMINE}", axe());
    for theme in ["light", "dark"] {
        page.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        page.still().await;
        assert_eq!(page.answer(&script, vec![]).await, json!([]), "{state}, {theme}");
    }
}

/// Opens all that can be folded, so that nothing is hidden from axe.
async fn unfold(page: &Page<'_>) {
    page.script("document.querySelectorAll('details').forEach((one) => { one.open = true })").await;
    // What is built when it is first opened is there with the next frame.
    page.until("return !!document.querySelector('.options .form-grid')").await;
}

async fn axe_before_a_run(world: World) {
    let page = world.open("workload=requests&executors=sequential,offload,page").await;
    examine(&page, "first visit").await;
    unfold(&page).await;
    examine(&page, "all unfolded").await;
    let page = world.open("#look-up").await;
    page.until_true(
        "document.querySelector('.look-up .words')?.clientHeight && document.querySelector('.look-up pre')",
    )
    .await;
    examine(&page, "what is looked up").await;
    let page = world.open("lesson=first").await;
    examine(&page, "a lesson").await;
    let page = world.open("workload=mix&phases=w100,c10,l5,d50,c0").await;
    page.until_true("document.querySelector('.composer .block')?.clientWidth").await;
    examine(&page, "a program of one's own").await;
}

async fn axe_after_a_run(world: World) {
    let page =
        world.open("limit=3000&tasks=6&executors=sequential,event-loop,processes&workers=2&repeat=2").await;
    assert_eq!(page.run().await.kind(), "result");
    unfold(&page).await;
    page.click("[aria-controls=share]").await;
    examine(&page, "finished").await;
    let page = world.open("limit=3000&tasks=4&executors=sequential,processes&sweep=workers:1..3").await;
    assert_eq!(page.run().await.kind(), "result");
    examine(&page, "a sweep").await;
    let page = world.open("workload=mix&phases=w20&tasks=4&advise=1").await;
    assert_eq!(page.run().await.kind(), "result");
    page.until("return document.querySelector('.answer .pick')").await;
    page.script("document.querySelectorAll('.adviser details').forEach((one) => { one.open = true })").await;
    examine(&page, "an answer").await;
    let page = world.open("workload=sleep&delay=30000&tasks=1&executors=event-loop").await;
    page.click("#run").await;
    page.until("return document.querySelector('.lane, canvas') && document.querySelector('progress')").await;
    examine(&page, "running").await;
    page.click("#run").await;
}

async fn axe_with_something_wrong(world: World) {
    let page = world.open("wrokers=2&limit=-1&executors=fibers,sequential#r=1damaged").await;
    examine(&page, "a bad link").await;
    let page = world.open("workload=sleep&delay=60000&tasks=10&executors=sequential").await;
    page.click("#run").await;
    page.until("return document.querySelector('.question') || document.querySelector('.message')").await;
    examine(&page, "a question").await;
}

async fn axe_in_an_embed(world: World) {
    let page = world.open("limit=3000&executors=sequential,processes&embed=1").await;
    examine(&page, "an embed").await;
    let mark = page.send(&[run()]).await;
    assert_eq!(page.outcome(mark).await.kind(), "result");
    examine(&page, "an embed, finished").await;
}

async fn axe_in_chinese(world: World) {
    for lang in ["zh-Hans", "zh-Hant"] {
        let page = world.open(&format!("limit=3000&executors=sequential,processes&lang={lang}")).await;
        assert_eq!(page.run().await.kind(), "result");
        assert_eq!(page.script("return document.documentElement.lang").await, json!(lang));
        unfold(&page).await;
        examine(&page, lang).await;
    }
}

/// From the narrowest screens on there is nothing to be scrolled sideways; nor with type of twice the size. In a
/// frame, which can be narrower than a window.
async fn nothing_overflows(world: World) {
    let query = "limit=3000&tasks=6&executors=sequential,event-loop,processes&repeat=2";
    let page = Page::open(&world.browser, &world.site.host_page(&world.site.address(query))).await;
    assert_eq!(page.run().await.kind(), "result");
    let client = &world.browser.client;
    for (width, type_size) in [(320, 100), (360, 100), (768, 100), (1280, 100), (1280, 200), (2560, 100)] {
        page.script(&format!("document.querySelector('iframe').width = {width}")).await;
        client.enter_frame(0).await.expect("there is a frame");
        unfold(&page).await;
        page.script(&format!("document.documentElement.style.fontSize = '{type_size}%'")).await;
        page.still().await;
        let wide = "const wide = [...document.body.querySelectorAll('*')].filter((one) =>
                one.getBoundingClientRect().right > innerWidth + 1
                && !one.closest('.scroll, pre, dialog, .unseen, .skip, svg'));
            return wide.slice(0, 5).map((one) => `${one.tagName}.${one.className}`)";
        let wide = page.script(wide).await;
        assert_eq!(wide, json!([]), "{width} px with type of {type_size} %");
        client.enter_parent_frame().await.expect("a frame has a parent");
    }
}
