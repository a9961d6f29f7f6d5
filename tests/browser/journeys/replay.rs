//! A playhead that goes through what was measured.

use interleave_journeys::document::Document;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("a_link_names_a_moment", |world| Box::pin(a_link_names_a_moment(world))),
    Journey::new("playing_again_at_once_plays_once", |world| Box::pin(plays_once(world))).once(),
];

/// It stands where the link says, steps to the next switch, and is kept in the address.
async fn a_link_names_a_moment(world: World) {
    let page = world.open("workload=sleep&delay=100&tasks=2&executors=sequential&at=50").await;
    let document = Document::check(&page.run().await.data["result"]);
    let of_first = document.runs[0].spans.iter().filter(|span| span.task == Some(0));
    let ended_ms = of_first.map(|span| span.end_ms).fold(0.0, f64::max);
    let moment = page.until("return document.querySelector('.replay output')?.innerText").await;
    assert_eq!(moment, "50.0\u{202f}ms");
    page.click(".replay button:nth-of-type(3)").await;
    page.until_true("!location.search.includes('at=50')").await;
    let at = page.script("return Number(new URLSearchParams(location.search).get('at'))").await;
    let apart = at.as_f64().map(|at| (at - ended_ms).abs());
    assert!(apart.is_some_and(|ms| ms <= 1.0), "the first task ends at {ended_ms} ms: {at}");
    page.click(".replay .plain").await;
    page.until_true("!location.search.includes('at=')").await;
}

/// Who pauses and plays within a frame sees the playhead at its speed, a tenth of real time, and no faster.
async fn plays_once(world: World) {
    let page = world.open("workload=sleep&delay=400&tasks=1&executors=sequential").await;
    page.run().await;
    page.until_true("document.querySelector('.replay button:nth-of-type(2)')").await;
    // From one frame to another, some frames later: how many ms the playhead moves in one of real time.
    let script = "const [done] = arguments;
        const play = document.querySelector('.replay button:nth-of-type(2)');
        const at = () => parseFloat(document.querySelector('.replay output').innerText);
        for (let n = 0; n < 5; n++) play.click();
        const frames = (n, then) => requestAnimationFrame((now) => n ? frames(n - 1, then) : then(now));
        frames(5, (from) => { const before = at(); frames(60, (to) => done((at() - before) / (to - from))); });";
    let speed = page.answer(script, vec![]).await.as_f64().expect("a number");
    assert!((0.05..0.15).contains(&speed), "it moves by {speed} ms in one");
}
