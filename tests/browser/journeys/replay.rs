//! A playhead that goes through what was measured.

use interleave_journeys::document::Document;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] =
    &[Journey::new("a_link_names_a_moment", |world| Box::pin(a_link_names_a_moment(world)))];

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
