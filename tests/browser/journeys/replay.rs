//! A playhead that goes through what was measured.

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] =
    &[Journey("a_link_names_a_moment", |world| Box::pin(a_link_names_a_moment(world)))];

/// It stands where the link says, steps to the next switch, and is kept in the address.
async fn a_link_names_a_moment(world: World) {
    let page = world.open("workload=sleep&delay=100&tasks=2&executors=sequential&at=50").await;
    page.run().await;
    let moment = page.until("return document.querySelector('.replay output')?.innerText").await;
    assert_eq!(moment, "50.0\u{202f}ms");
    page.click(".replay button:nth-of-type(3)").await;
    page.until_true("!location.search.includes('at=50')").await;
    let at = page.script("return Number(new URLSearchParams(location.search).get('at'))").await;
    assert!(at.as_f64().is_some_and(|at| (95.0..160.0).contains(&at)), "the first task ends at 100 ms: {at}");
    page.click(".replay .plain").await;
    page.until_true("!location.search.includes('at=')").await;
}
