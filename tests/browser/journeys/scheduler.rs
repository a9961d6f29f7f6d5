//! The lesson in which whoever reads decides who goes on.

use interleave_journeys::document::Document;
use interleave_journeys::page::{Page, RUN};

use crate::accessibility::examine;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("an_update_is_lost_by_hand", |world| Box::pin(an_update_is_lost_by_hand(world))).once(),
    Journey::new("none_is_lost_on_an_event_loop", |world| Box::pin(none_is_lost_on_an_event_loop(world)))
        .once(),
    Journey::new("keys_do_what_buttons_do", |world| Box::pin(keys_do_what_buttons_do(world))),
    Journey::new("an_engine_does_the_same", |world| Box::pin(an_engine_does_the_same(world))),
];

/// What WebDriver calls the key.
const BACKSPACE: &str = "\u{e003}";
const RIGHT: &str = "\u{e014}";

async fn open(world: &World) -> Page<'_> {
    let page = world.open("").await;
    assert_eq!(page.script("return document.querySelectorAll('.scheduler').length").await, 0);
    page.click(".library details:first-of-type summary").await;
    // It is there before its style sheet is, and until then takes no keys.
    page.until_true("document.querySelector('.scheduler')?.clientHeight").await;
    page
}

fn button(task: usize) -> &'static str {
    [".heads div:first-child button", ".heads div:last-child button"][task]
}

async fn choose(page: &Page<'_>, tasks: &[usize]) {
    for task in tasks {
        page.click(button(*task)).await;
    }
}

/// The number, how many moves were made, and how many of their additions are marked as lost.
async fn stands_at(page: &Page<'_>, number: u64, moves: usize, lost: usize) {
    let found = "[document.querySelector('.scheduler output').innerText, \
        document.querySelectorAll('.transcript .run').length, document.querySelectorAll('.transcript s').length]";
    page.until_true(&format!("JSON.stringify({found}) === JSON.stringify(['{number}', {moves}, {lost}])"))
        .await;
}

async fn said(page: &Page<'_>) -> String {
    page.script("return document.querySelector('.scheduler .said').innerText")
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Both read 0 and both write 1; what was taken back never happened.
async fn an_update_is_lost_by_hand(world: World) {
    let page = open(&world).await;
    choose(&page, &[0, 1, 0, 1]).await;
    stands_at(&page, 1, 4, 1).await;
    assert!(said(&page).await.contains("Lost: addition 1 of task 0."), "{}", said(&page).await);
    examine(&page, "an update is lost").await;
    page.click(".scheduler .buttons button").await;
    stands_at(&page, 1, 3, 0).await;
    page.click(".scheduler .buttons button:nth-of-type(2)").await;
    stands_at(&page, 0, 0, 0).await;
}

/// Whoever began goes on to the end, and the other's button says why.
async fn none_is_lost_on_an_event_loop(world: World) {
    let page = open(&world).await;
    page.click(".library label:nth-of-type(2) [name=scheduled]").await;
    choose(&page, &[1, 0, 1, 0]).await;
    stands_at(&page, 1, 2, 0).await;
    let refused = format!("document.querySelector('{}').getAttribute('aria-disabled') === 'true'", button(0));
    page.until_true(&refused).await;
    assert!(said(&page).await.contains("neither awaits nor has ended"), "{}", said(&page).await);
    choose(&page, &[1, 1, 1, 1, 0, 0, 0, 0, 0, 0]).await;
    stands_at(&page, 6, 12, 0).await;
}

async fn keys_do_what_buttons_do(world: World) {
    let page = open(&world).await;
    page.type_into(button(0), &format!("01{RIGHT}")).await;
    stands_at(&page, 1, 3, 0).await;
    page.type_into(button(0), BACKSPACE).await;
    stands_at(&page, 0, 2, 0).await;
}

/// What is shown of the real run is what its result says.
async fn an_engine_does_the_same(world: World) {
    let page = open(&world).await;
    choose(&page, &[0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1]).await;
    let from = page.log(0).await.len() as u64;
    page.click("#compare").await;
    let result = page.next(from, &["result"], RUN).await.expect("it runs without a question");
    let document = Document::check(&result.data["result"]);
    let rows = page.until("const rows = [...document.querySelectorAll('.compared tbody tr')]; \
        return rows.length === 4 && rows.map(row => [...row.cells].slice(1, 4).map(cell => Number(cell.innerText.replace(/\\D/g, ''))))").await;
    for (run, row) in document.runs.iter().zip(rows.as_array().into_iter().flatten().skip(1)) {
        let (expected, actual) = run.counted();
        assert_eq!(expected, 20_000_000);
        assert_eq!(*row, serde_json::json!([expected, actual, expected - actual]), "{}", run.executor);
    }
    let (expected, actual) = document.run("event-loop").counted();
    assert_eq!(actual, expected, "an event loop loses nothing");
    examine(&page, "a comparison").await;
}
