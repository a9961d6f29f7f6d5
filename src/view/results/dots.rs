//! Every run of an executor as a dot, so that no median hides what it is the median of.

use leptos::prelude::*;

use super::group::Group;
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::{listed, milliseconds};
use crate::trace::RunState;

/// How wide and how high the drawing is, in its own units.
const SIZE: (f64, f64) = (240.0, 16.0);
/// The radius of a dot, in the same units.
const RADIUS: f64 = 3.5;

/// The makespans of the runs that are over, on an axis that begins with 0 and is the same for all executors of a
/// step. A run that only warmed up is a ring. Nothing where there is one run.
pub(in crate::view) fn dots(group: &Group, session: Session) -> Option<impl IntoView + use<>> {
    if group.runs.len() < 2 {
        return None;
    }
    let figures = group.figures(session);
    let longest_ms = session.runs.all.with(|runs| {
        let beside = runs.iter().filter(|run| run.step == group.step);
        // Those of the group itself may be of the start before, which is about to go.
        beside.chain(&group.runs).filter_map(wall_ms).fold(f64::MIN_POSITIVE, f64::max)
    });
    let over: Vec<(f64, bool)> =
        group.runs.iter().filter_map(|run| Some((wall_ms(run)?, run.warmup))).collect();
    let x = move |ms: f64| RADIUS + ms / longest_ms * (SIZE.0 - 2.0 * RADIUS);
    let (middle, height) = (SIZE.1 / 2.0, SIZE.1);
    let dot = |(ms, warmup): &(f64, bool)| {
        let class = if *warmup { "warmup" } else { "counts" };
        view! { <circle class=class cx=x(*ms) cy=middle r=RADIUS/> }
    };
    let median = figures.map(|figures| {
        view! { <path class="median" d=format!("M{:.1} 0v{height}", x(figures.median_ms))/> }
    });
    let said: Vec<String> = over
        .iter()
        .map(|(ms, warmup)| {
            let time = milliseconds(*ms);
            if *warmup { format!("{} {time}", text!(figure.warmup)) } else { time }
        })
        .collect();
    let said = format!("{}: {}", text!(figure.runs), listed(&said));
    Some(view! {
        <svg class="runs" viewBox=format!("0 0 {} {height}", SIZE.0) role="img">
            <title>{said}</title>
            <path class="rule" d=format!("M0 {middle}H{}", SIZE.0)/>
            {median}
            {over.iter().map(dot).collect_view()}
        </svg>
    })
}

/// The makespan of a run that is over, ms. Who asks follows the summary, which changes when one is.
fn wall_ms(run: &RunHandle) -> Option<f64> {
    run.live.with_untracked(|live| (live.phase == RunState::Finished).then_some(live.wall_ms))
}
