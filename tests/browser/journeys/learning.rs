//! The course: chapters are pages of their own, whose experiments run in them, and whose figures are the reader's.

use interleave::text::{bytes, count, milliseconds, times};
use interleave::trace::cores_there_are;
use interleave_journeys::document::Document;
use interleave_journeys::page::Page;
use serde_json::json;

use crate::accessibility::examine;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("the_figures_are_the_readers_own", |world| Box::pin(the_figures_are_the_readers_own(world)))
        .once(),
    Journey::new("what_was_read_is_remembered", |world| Box::pin(what_was_read_is_remembered(world))).once(),
    Journey::new("can_be_read_without_a_script", |world| Box::pin(can_be_read_without_a_script(world)))
        .once(),
    Journey::new("axe_in_the_course", |world| Box::pin(axe_in_the_course(world))).once(),
];

/// Opens the list of chapters, in this language.
async fn contents<'a>(world: &'a World, language: &str) -> Page<'a> {
    Page::visit(&world.browser, &format!("{}learn/{language}/", world.site.folder())).await
}

/// Opens the first chapter, as a reader does.
async fn first_chapter<'a>(world: &'a World, language: &str) -> Page<'a> {
    let page = contents(world, language).await;
    page.click(".chapters a").await;
    page.until_true("document.querySelector('[data-chapter]') && customElements.get('interleave-lab')").await;
    page
}

/// What a chapter should say of a figure, which it names as its file does: `wall event-loop`.
fn expected(figure: &str, document: &Document) -> String {
    let words: Vec<&str> = figure.split(' ').collect();
    let summary = |executor: &str| {
        let row = document.summary.iter().find(|row| row.executor == executor);
        row.unwrap_or_else(|| panic!("{figure}: {executor} was not measured"))
    };
    let wall = |executor: &str| summary(executor).median_wall_ms;
    match words[..] {
        ["cores"] => {
            let environment = &document.environment;
            cores_there_are(environment.hardware_concurrency, environment.cores.measured).to_string()
        }
        ["wall", executor] => milliseconds(wall(executor)),
        ["speedup", executor] => times(summary(executor).speedup.expect("sequential is in the lab")),
        ["ratio", first, second] => times(wall(first) / wall(second)),
        ["parallelism", executor] => times(document.run(executor).metrics.mean_parallelism),
        ["concurrency", executor] => times(document.run(executor).metrics.mean_concurrency),
        ["memory", executor] => bytes(document.run(executor).metrics.memory_bytes.expect("it is told")),
        ["startup", executor] => milliseconds(document.run(executor).startup_ms),
        ["latency", executor] => milliseconds(document.run(executor).latency("p99Ms")),
        ["lost", executor] => {
            let (expected, actual) = document.run(executor).counted();
            count(expected - actual)
        }
        _ => panic!("there is no figure {figure}"),
    }
}

/// The names and the texts of what is filled in below the first lab.
async fn figures_of_the_first_lab(page: &Page<'_>) -> Vec<(String, String)> {
    let filled = "return [...document.querySelectorAll('.seen[data-lab=lab-1] [role=status] [data-figure]')]
        .map((place) => [place.dataset.figure, place.textContent])";
    serde_json::from_value(page.script(filled).await).expect("they are pairs of strings")
}

async fn the_figures_are_the_readers_own(world: World) {
    let page = first_chapter(&world, "en").await;
    let said = "document.querySelector('.seen [role=status]').innerText";
    let before = page.script(&format!("return {said}")).await;
    assert!(before.as_str().is_some_and(|text| text.starts_with("Press Run")), "{before}");

    // Of what a driver's script says, only the window's properties are there for the next.
    let run = "const lab = document.querySelector('interleave-lab');
        for (const kind of ['result', 'error']) {
            lab.addEventListener(kind, ({ detail }) => { window.outcome = detail });
        }
        lab.run({ spans: true })";
    page.script(run).await;
    let outcome = page.until("return window.outcome").await;
    let document = Document::check(&outcome["result"]);
    let filled = figures_of_the_first_lab(&page).await;
    assert!(!filled.is_empty(), "the first lab has figures");
    for (figure, shown) in filled {
        assert_eq!(shown, expected(&figure, &document), "{figure}");
    }
    // A figure in the middle between two that can be written is written as in the lab.
    let halved = "const { result } = window.outcome;
        for (const row of result.summary) row.medianWallMs = 400.5;
        document.querySelector('interleave-lab').dispatchEvent(new CustomEvent('result', { detail: { result } }))";
    page.script(halved).await;
    let mut walls = figures_of_the_first_lab(&page).await;
    walls.retain(|(figure, _)| figure.starts_with("wall "));
    assert!(!walls.is_empty(), "it says how long something took");
    for (figure, shown) in walls {
        assert_eq!(shown, milliseconds(400.5), "{figure}");
    }
    assert_eq!(
        page.script("return document.querySelectorAll('.seen.waiting[data-lab=lab-1]').length").await,
        0
    );
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn what_was_read_is_remembered(world: World) {
    let page = contents(&world, "en").await;
    assert_eq!(page.script("return document.querySelector('.go-on').checkVisibility()").await, false);
    let page = first_chapter(&world, "en").await;
    page.script("document.querySelector('.turn').scrollIntoView()").await;
    page.until_true("localStorage.getItem('interleave-learned')").await;
    let page = contents(&world, "en").await;
    let marks =
        "return [...document.querySelectorAll('.read')].map((mark) => mark.checkVisibility()).slice(0, 2)";
    assert_eq!(page.script(marks).await, json!([true, false]));
    let next = page.script("return document.querySelector('.go-on a').href").await;
    let second = page.script("return document.querySelectorAll('.chapters a')[1].href").await;
    assert_eq!(next, second);
    page.click(".kept button").await;
    assert_eq!(
        page.script("return localStorage.length + document.querySelectorAll('.read:not([hidden])').length")
            .await,
        0
    );
}

/// In a frame that runs no scripts, as narrow as screens are.
async fn can_be_read_without_a_script(world: World) {
    let page = first_chapter(&world, "en").await;
    let address = page.script("return location.href").await;
    let frame = format!(
        "<iframe sandbox=\"allow-same-origin\" width=\"320\" height=\"600\" src=\"{}\"></iframe>",
        address.as_str().unwrap_or_default()
    );
    let page = Page::visit(&world.browser, &world.site.page_with(&frame)).await;
    let client = &world.browser.client;
    client.enter_frame(0).await.expect("there is a frame");
    page.until_true("document.querySelector('.turn')").await;
    let shown = "return ['h1', '.question', '.instead a', '.seen noscript', '.turn a', '.press']
        .map((selector) => document.querySelector(selector).checkVisibility())";
    assert_eq!(page.script(shown).await, json!([true, true, true, true, true, false]));
    let width = page.script("return document.documentElement.scrollWidth <= innerWidth").await;
    assert_eq!(width, true, "there is nothing to be scrolled sideways");
    client.enter_parent_frame().await.expect("a frame has a parent");
}

async fn axe_in_the_course(world: World) {
    let page = contents(&world, "en").await;
    examine(&page, "the list of chapters").await;
    let page = first_chapter(&world, "en").await;
    page.script("document.querySelectorAll('details').forEach((one) => { one.open = true })").await;
    examine(&page, "a chapter").await;
}
