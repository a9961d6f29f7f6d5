//! Looking closer: fingers, the overview, a selection's own figures, rows and figures by task.

use std::time::Duration;

use fantoccini::actions::{
    ActionSequence, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
    TouchActions,
};
use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::page::Page;
use serde_json::json;

use crate::attempts::ensure;
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("two_fingers_zoom", |world| Box::pin(two_fingers_zoom(world))).only(
        &[Engine::Chromium, Engine::Firefox],
        "WebKitGTK's driver takes the actions of fingers, and does nothing",
    ),
    Journey::new("the_overview_is_moved_and_resized", |world| {
        Box::pin(the_overview_is_moved_and_resized(world))
    }),
    Journey::new("a_selection_has_its_own_figures", |world| Box::pin(a_selection_has_its_own_figures(world)))
        .alone(),
    Journey::new("zooming_on_a_selection_is_undone", |world| {
        Box::pin(zooming_on_a_selection_is_undone(world))
    }),
    Journey::new("paper_is_light", |world| Box::pin(paper_is_light(world))).once(),
    Journey::new("each_task_says_how_long_it_waited", |world| {
        Box::pin(each_task_says_how_long_it_waited(world))
    })
    .once(),
    Journey::new("the_page_s_heart_is_seen_to_beat", |world| {
        Box::pin(the_page_s_heart_is_seen_to_beat(world))
    }),
    Journey::new("what_is_out_of_sight_is_drawn_later", |world| Box::pin(out_of_sight(world))).once(),
];

const EXPERIMENT: &str = "workload=primes&limit=20000&tasks=6&executors=sequential,processes&workers=2";
/// What is shown, as a share of all there is.
const SHOWN: &str = "const [shown, all] = ['.shown', '.overview'].map((name) => document.querySelector(name).clientWidth); \
                     return shown / all";
/// Shift, as WebDriver writes it.
const SHIFT: char = '\u{e008}';
const RIGHT: char = '\u{e014}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const BACKSPACE: char = '\u{e003}';

/// Gives the middle of what a selector finds, scrolled into sight.
async fn middle_of(page: &Page<'_>, selector: &str) -> (f64, f64) {
    let script = format!(
        "const found = document.querySelector('{selector}'); found.scrollIntoView({{ block: 'center' }}); \
         const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]"
    );
    let place = page.script(&script).await;
    (place[0].as_f64().expect("a number"), place[1].as_f64().expect("a number"))
}

async fn shown(page: &Page<'_>) -> f64 {
    page.script(SHOWN).await.as_f64().expect("a number")
}

async fn perform(world: &World, sequences: Vec<ActionSequence>) {
    world.browser.client.perform_actions(sequences).await.expect("actions can be performed");
    world.browser.client.release_actions().await.expect("actions can be released");
}

fn to(x: f64, y: f64, ms: u64) -> PointerAction {
    PointerAction::MoveTo { duration: Some(Duration::from_millis(ms)), x, y }
}

fn down() -> PointerAction {
    PointerAction::Down { button: MOUSE_BUTTON_LEFT }
}

fn up() -> PointerAction {
    PointerAction::Up { button: MOUSE_BUTTON_LEFT }
}

/// Keys one after the other, all of them while the first one is held down if it is Shift.
async fn press(world: &World, keys: &[char]) {
    let mut sequence = KeyActions::new("keys".into());
    let held = keys.first().filter(|key| **key == SHIFT);
    if let Some(shift) = held {
        sequence = sequence.then(KeyAction::Down { value: *shift });
    }
    for key in keys.iter().skip(usize::from(held.is_some())) {
        sequence = sequence.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key });
    }
    perform(world, vec![sequence.into()]).await;
}

/// Two fingers that go apart show less; together again, all there is.
async fn two_fingers_zoom(world: World) {
    let page = world.open(EXPERIMENT).await;
    page.run().await;
    let (x, y) = middle_of(&page, ".drawing canvas").await;
    let pinch = |from: f64, until: f64| {
        [-1.0, 1.0].map(|side| {
            let finger = TouchActions::new(format!("finger {side}"));
            let finger = finger.then(to(x + side * from, y, 0)).then(down());
            finger.then(to(x + side * until, y, 200)).then(up()).into()
        })
    };
    let before = shown(&page).await;
    perform(&world, pinch(40.0, 160.0).into()).await;
    page.until_true("!document.querySelector('.shown.whole')").await;
    let near = shown(&page).await;
    assert!((0.15..0.5).contains(&(near / before)), "four times as near: {before}, then {near}");
    // Engines may tell of few places on the way, and on a busy machine of hardly any: then it is done again.
    for _ in 0..3 {
        perform(&world, pinch(160.0, 20.0).into()).await;
        if page.script("return !!document.querySelector('.shown.whole')").await == json!(true) {
            break;
        }
    }
    page.until_true("!!document.querySelector('.shown.whole')").await;
}

/// A window is drawn on the overview, moved by keys, and resized at its edge.
async fn the_overview_is_moved_and_resized(world: World) {
    let page = world.open(EXPERIMENT).await;
    page.run().await;
    let (x, y) = middle_of(&page, ".overview").await;
    let drag = |from: f64, until: f64| {
        let mouse = MouseActions::new("mouse".into()).then(to(from, y, 0)).then(down());
        vec![mouse.then(to(until, y, 100)).then(up()).into()]
    };
    perform(&world, drag(x, x + 100.0)).await;
    page.until_true("!document.querySelector('.shown.whole')").await;
    let said = "document.querySelector('.shown').getAttribute('aria-valuetext')";
    let before = page.script(&format!("document.querySelector('.shown').focus(); return {said}")).await;
    press(&world, &[RIGHT]).await;
    page.until_true(&format!("{said} !== {before}")).await;
    let narrow = shown(&page).await;
    let right = page.script("return document.querySelector('.shown').getBoundingClientRect().right").await;
    let right = right.as_f64().expect("a number") - 1.0;
    perform(&world, drag(right, right + 60.0)).await;
    let wide =
        page.until(&format!("const now = (() => {{ {SHOWN} }})(); return now > {narrow} * 1.2 && now")).await;
    assert!(wide.as_f64().is_some_and(|wide| wide < narrow * 2.5), "from {narrow} to {wide}");
    press(&world, &['0']).await;
    page.until_true("!!document.querySelector('.shown.whole')").await;
}

/// By keys and by dragging; a row for each executor, whose lanes' shares are figures of the stretch.
async fn a_selection_has_its_own_figures(world: World) {
    let page = world.open(EXPERIMENT).await;
    page.run().await;
    page.script("document.querySelector('.drawing canvas').focus()").await;
    press(&world, &[SHIFT, RIGHT, RIGHT, RIGHT]).await;
    let rows = page.until("return document.querySelectorAll('.selection tbody tr').length").await;
    assert_eq!(rows, 2);
    press(&world, &[ENTER]).await;
    page.until_true("!document.querySelector('.shown.whole')").await;
    let share = shown(&page).await;
    assert!((0.02..0.12).contains(&share), "three steps of 2 % of the picture: {share}");
    press(&world, &[ESCAPE]).await;
    page.until_true("!document.querySelector('.selection')").await;
    press(&world, &['0']).await;
    page.until_true("!!document.querySelector('.shown.whole')").await;
    // One lane that does nothing else computes all the while, but for what the machine does in between: it may have
    // other programs, the browser itself among them, to give the core to.
    let mut attempts = world.attempts.at("a lane that computes all the while");
    while attempts.go_on() {
        page.run().await;
        page.click("#select").await;
        let (x, y) = middle_of(&page, ".drawing canvas").await;
        let mouse = MouseActions::new("mouse".into()).then(to(x - 60.0, y, 0)).then(down());
        perform(&world, vec![mouse.then(to(x + 60.0, y, 100)).then(up()).into()]).await;
        let computing = page
            .until("return document.querySelector('.selection tbody td:nth-of-type(2)')?.innerText")
            .await;
        let share: f64 = computing.as_str().and_then(|text| text.parse().ok()).expect("a number");
        attempts.came_out(ensure((0.7..=1.0).contains(&share), || format!("its share is {share}")));
        press(&world, &[ESCAPE]).await;
        page.until_true("!document.querySelector('.selection')").await;
    }
    page.until_true("document.querySelector('#select').getAttribute('aria-pressed') === 'false'").await;
}

/// Step by step, to where it began.
async fn zooming_on_a_selection_is_undone(world: World) {
    let page = world.open(EXPERIMENT).await;
    page.result_of(EXPERIMENT).await;
    page.click(".drawing canvas").await;
    let mut stretches = vec![shown(&page).await];
    for _ in 0..2 {
        press(&world, &[SHIFT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT]).await;
        press(&world, &[ENTER, ESCAPE]).await;
        stretches.push(shown(&page).await);
    }
    assert!(stretches.is_sorted_by(|before, after| after < before), "{stretches:?}");
    for stretch in stretches.into_iter().rev().skip(1) {
        press(&world, &[BACKSPACE]).await;
        page.until_true(&format!("Math.abs((() => {{ {SHOWN} }})() - {stretch}) < 0.01")).await;
    }
}

/// Whoever prints the page gets it in light colours, at once: a browser waits for no frame.
async fn paper_is_light(world: World) {
    let pictures = "[...document.querySelectorAll('.results canvas')].map((canvas) => canvas.toDataURL())";
    let page = world.open(&format!("theme=light&{EXPERIMENT}")).await;
    page.run().await;
    page.until_true("document.querySelectorAll('.results canvas').length > 2").await;
    page.script(&format!("window.light = {pictures}")).await;
    page.send(&[json!({ "type": "interleave:configure", "theme": "dark" })]).await;
    let printed = "const theme = () => document.documentElement.dataset.theme;
        const before = PICTURES;
        dispatchEvent(new Event('beforeprint'));
        const [printed, colours] = [PICTURES, theme()];
        dispatchEvent(new Event('afterprint'));
        const same = (one, other) => one.every((picture, n) => picture === other[n]);
        return same(printed, window.light) && !same(before, printed) && same(before, PICTURES)
            && colours === 'light' && theme() === 'dark'";
    page.until(&printed.replace("PICTURES", pictures)).await;
}

/// How long a task waited stands in the table of tasks, and in the tip of its row.
async fn each_task_says_how_long_it_waited(world: World) {
    let page = world.open("workload=sleep&delay=100&tasks=3&executors=sequential").await;
    let document = Document::check(&page.run().await.data["result"]);
    let waits = document.runs[0].spans_of("wait");
    let began_ms = waits.filter(|span| span.task == Some(2)).map(|span| span.start_ms).reduce(f64::min);
    page.click("#by-task summary").await;
    let waited = "const rows = [...document.querySelectorAll('#by-task tbody tr')]; \
                  return rows.length === 3 && rows.map((row) => row.cells[3].innerText)";
    let waited = page.until(waited).await;
    assert_eq!(waited[0], "0\u{202f}ms");
    let last = waited[2].as_str().and_then(|text| text.split('\u{202f}').next()?.parse::<f64>().ok());
    let apart = last.zip(began_ms).map(|(told, began)| (told - began).abs());
    assert!(apart.is_some_and(|ms| ms < 1.0), "two tasks came before, until {began_ms:?}: {waited}");
    page.click(".timeline header button").await;
    let (x, y) = middle_of(&page, ".drawing canvas").await;
    let top =
        page.script("return document.querySelector('.drawing canvas').getBoundingClientRect().top").await;
    let row = top.as_f64().expect("a number").max(y - 400.0) + 20.0;
    let mouse = MouseActions::new("mouse".into()).then(to(x - 20.0, row, 0)).then(to(x, row, 50));
    perform(&world, vec![mouse.into()]).await;
    page.until_true("document.querySelector('.tip')?.innerText.includes('1 waited')").await;
}

/// Steady beside workers; a stall that is said where the page itself computes.
async fn the_page_s_heart_is_seen_to_beat(world: World) {
    let page = world.open("workload=squares&number=100000000&tasks=8&executors=page").await;
    page.run().await;
    page.until_true("!!document.querySelector('.heartbeat .stalled')").await;
}

/// Who zooms one timeline has only those drawn at once that are in sight; the others follow.
async fn out_of_sight(world: World) {
    let page =
        world.open("limit=3000&tasks=40&executors=sequential,threads,processes,event-loop&workers=32").await;
    assert_eq!(page.run().await.kind(), "result");
    // Of so many none is open by itself.
    page.until("return document.querySelectorAll('.opener').length === 4").await;
    page.script("document.querySelectorAll('.opener').forEach((one) => one.click())").await;
    page.until("return document.querySelectorAll('.results .drawing canvas').length === 4").await;
    page.still().await;
    let zoom = "const done = arguments[0], all = [...document.querySelectorAll('.results .drawing canvas')];\
         const proto = CanvasRenderingContext2D.prototype, put = proto.putImageData, drawn = journey.drawn = [0, 0, 0, 0];\
         proto.putImageData = function (...all_of_it) {\
           const place = all.indexOf(this.canvas); if (place >= 0) drawn[place]++; return put.apply(this, all_of_it); };\
         const frame = () => new Promise(requestAnimationFrame);\
         (async () => {\
           all[0].scrollIntoView(); for (let n = 0; n < 30; n++) await frame();\
           drawn.fill(0); const box = all[0].getBoundingClientRect();\
           for (let n = 0; n < 6; n++) {\
             all[0].dispatchEvent(new WheelEvent('wheel', { deltaY: -40, ctrlKey: true, clientX: box.left + 200,\
               clientY: box.top + 10, bubbles: true, cancelable: true }));\
             await frame();\
           }\
           done([all[3].getBoundingClientRect().top > innerHeight, ...drawn]);\
         })()";
    let found = page.answer(zoom, vec![]).await;
    assert_eq!((&found[0], &found[4]), (&true.into(), &0.into()), "{found}");
    assert!(found[1].as_u64().is_some_and(|drawn| drawn >= 2), "{found}");
    page.until("return journey.drawn[3] === 1").await;
}
