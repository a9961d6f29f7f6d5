//! A program of the reader's own is put together: from an example, by keys, by dragging and by typing; the link follows,
//! and what runs is what the blocks say.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use interleave_journeys::document::Document;
use interleave_journeys::expected::slices;
use interleave_journeys::page::Page;
use serde_json::json;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("blocks_obey_keys", |world| Box::pin(blocks_obey_keys(world))),
    Journey::new("blocks_are_dragged", |world| Box::pin(blocks_are_dragged(world))),
    Journey::new("an_example_runs", |world| Box::pin(an_example_runs(world))).once(),
    Journey::new("bad_phases_are_said", |world| Box::pin(bad_phases_are_said(world))).once(),
];

const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";
const DELETE: &str = "\u{e017}";

/// A page with these phases, whose blocks are there.
async fn compose<'a>(world: &'a World, phases: &str) -> Page<'a> {
    let page =
        world.open(&format!("workload=mix&phases={phases}&tasks=3&executors=sequential,threads")).await;
    page.until_true("document.querySelector('.composer .block')?.clientWidth").await;
    page
}

/// Waits until the link, the text and the blocks say these phases.
async fn says(page: &Page<'_>, phases: &str) {
    let blocks = "[...document.querySelectorAll('.block')].map((block) => \
                  ({ compute: 'c', wait: 'w', download: 'd', locked: 'l' })[block.dataset.activity] + \
                  block.getAttribute('aria-valuenow')).join()";
    let said = format!(
        "return [new URLSearchParams(location.search).get('phases'), \
                 document.querySelector('[name=phases]').value, {blocks}].every((said) => said === '{phases}')"
    );
    page.until(&said).await;
}

/// Presses a key on the block at this place.
async fn press(page: &Page<'_>, place: usize, key: &str) {
    page.type_into(&format!("#block-{place}"), key).await;
}

async fn blocks_obey_keys(world: World) {
    let page = compose(&world, "w30,c5").await;
    press(&page, 1, UP).await;
    says(&page, "w30,c7").await;
    press(&page, 1, DOWN).await;
    press(&page, 1, DOWN).await;
    says(&page, "w30,c3").await;
    press(&page, 1, LEFT).await;
    says(&page, "c3,w30").await;
    page.until_true("document.activeElement.id === 'block-0'").await;
    page.click(".composer [data-activity=locked]").await;
    says(&page, "c3,l5,w30").await;
    press(&page, 1, RIGHT).await;
    says(&page, "c3,w30,l5").await;
    let said = "document.querySelector('.composer [role=status]').textContent.includes('phase 3 of 3')";
    page.until_true(said).await;
    press(&page, 1, DELETE).await;
    says(&page, "c3,l5").await;
    let result = page.run().await;
    let document = Document::check(&result.data["result"]);
    let rate = document.environment.work_per_ms.expect("it says what a millisecond of work was");
    let expected = format!("2 phases, {} slices", slices(3.0, rate) + slices(5.0, rate));
    assert_eq!(document.runs.len(), 2);
    for run in &document.runs {
        assert_eq!(run.outputs, vec![expected.clone(); 3], "{}", run.executor);
    }
}

/// The mouse goes down at a place in a block, goes on by so much, and up.
async fn drag(world: &World, page: &Page<'_>, place: usize, from_the_right: f64, by: (f64, f64)) {
    let script = format!(
        "const block = document.getElementById('block-{place}'); block.scrollIntoView({{ block: 'center' }}); \
         const box = block.getBoundingClientRect(); return [box.right, box.y + 20]"
    );
    let corner = page.script(&script).await;
    let [right, y] = [0, 1].map(|axis| corner[axis].as_f64().expect("a number"));
    let to =
        |x: f64, y: f64, ms: u64| PointerAction::MoveTo { duration: Some(Duration::from_millis(ms)), x, y };
    let x = right - from_the_right;
    let mouse = MouseActions::new("mouse".into()).then(to(x, y, 0));
    let mouse =
        mouse.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT }).then(to(x + by.0, y + by.1, 150));
    // Engines may tell of the last place only, and then a block goes one place at a time.
    let mouse = mouse.then(to(x + by.0 + 1.0, y + by.1, 50)).then(to(x + by.0 + 2.0, y + by.1, 50));
    let mouse = mouse.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    world.browser.client.perform_actions(vec![mouse]).await.expect("actions can be performed");
    world.browser.client.release_actions().await.expect("actions can be released");
}

async fn blocks_are_dragged(world: World) {
    let page = compose(&world, "w100,c100,d100").await;
    let width = "document.querySelector('.block').clientWidth";
    let wide = page.script(&format!("return {width}")).await.as_f64().expect("a number");
    drag(&world, &page, 0, wide / 2.0, (2.0 * wide, 5.0)).await;
    says(&page, "c100,d100,w100").await;
    page.until_true("document.activeElement.id === 'block-2'").await;
    // Half as long again, within a step of what is round.
    drag(&world, &page, 1, 3.0, (wide / 2.0 - 2.0, 0.0)).await;
    says(&page, "c100,d150,w100").await;
    page.until_true(&format!(
        "Math.abs(document.getElementById('block-1').clientWidth / {width} - 1.5) < 0.02"
    ))
    .await;
    drag(&world, &page, 0, wide / 2.0, (0.0, 150.0)).await;
    says(&page, "d150,w100").await;
    let [strip, shown] =
        [".strip", "#block-1"].map(|one| format!("document.querySelector('{one}').clientWidth"));
    assert_eq!(page.script(&format!("return {shown} < {strip}")).await, json!(true));
}

async fn an_example_runs(world: World) {
    let page = compose(&world, "w30,c5").await;
    let choose = |id: &str| {
        format!(
            "const select = document.querySelector('#preset'); select.value = '{id}'; \
             select.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        )
    };
    page.script(&choose("cache")).await;
    says(&page, "c4,l4,w5").await;
    // 100 tasks; the lock is had for 4 ms by each, from 4 ms on, and 5 ms are waited in the end.
    let figures = "[...document.querySelectorAll('.bounds dd')].map((one) => one.textContent.replace(/\\s/u, ' ')).join()";
    page.until_true(&format!("/^1.30 s,13.0 ms,.*,(409 ms|805 ms)$/.test({figures})")).await;
    page.until_true("document.querySelector('#preset').value === 'cache'").await;
    let document = Document::check(&page.run().await.data["result"]);
    for run in &document.runs {
        assert_eq!(run.outputs.len(), 100);
        assert!(run.outputs.iter().all(|output| *output == run.outputs[0]), "{}", run.executor);
    }
    // What is changed is the example no longer.
    press(&page, 0, UP).await;
    page.until_true("document.querySelector('#preset').value === ''").await;
}

async fn bad_phases_are_said(world: World) {
    let page = compose(&world, "w30,c5").await;
    for (typed, said) in
        [("w30,x5", "x5"), ("w30,c99999", "c99999"), (&"c1,".repeat(17), "1 to 16"), ("", "1 to 16")]
    {
        page.script(&format!(
            "const field = document.querySelector('[name=phases]'); field.value = '{typed}'; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ))
        .await;
        page.until_true(&format!("document.querySelector('#error-phases').textContent.includes('{said}')"))
            .await;
    }
    let kept = page.script("return [...document.querySelectorAll('.block')].length").await;
    assert_eq!(kept, json!(2), "what was there stays");
}
