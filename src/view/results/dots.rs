//! Every run of an executor as a dot, so that no median hides what it is the median of.

use leptos::prelude::*;

use super::group::Group;
use crate::render::BarScale;
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::{listed, milliseconds};
use crate::trace::LiveRun;

/// The makespans of the runs that are over, on an axis of which `share` tells how far from its left end a moment lies, from
/// 0 to 1. A run that only warmed up is a ring, unless it took longer than there is room for. Nothing where there is one run.
pub(in crate::view) fn dots(group: &Group, session: Session, share: impl Fn(f64) -> f64) -> Option<AnyView> {
    if group.runs.len() < 2 {
        return None;
    }
    let over: Vec<(f64, bool)> =
        group.runs.iter().filter_map(|run| Some((wall_ms(run)?, run.warmup))).collect();
    let seen = over.iter().filter(|(ms, warmup)| !warmup || share(*ms) <= 1.0);
    let dot = |(ms, warmup): &(f64, bool)| {
        let class = if *warmup { "warmup" } else { "counts" };
        view! { <i class=class style:left=left(share(*ms))></i> }
    };
    let median = group.figures(session).map(|figures| {
        view! { <i class="median" style:left=left(share(figures.median_ms))></i> }
    });
    let said: Vec<String> = over
        .iter()
        .map(|(ms, warmup)| {
            let time = milliseconds(*ms);
            if *warmup { format!("{} {time}", text!(figure.warmup)) } else { time }
        })
        .collect();
    let said = format!("{}: {}", text!(figure.runs), listed(&said));
    let dots = seen.map(dot).collect_view();
    Some(view! { <div class="runs" role="img" aria-label=said>{median} {dots}</div> }.into_any())
}

/// How far from the left something lies, for a style.
pub(super) fn left(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// The same on an axis of their own, that begins with 0 and is the same for all executors of a step.
pub(in crate::view) fn dots_alone(group: &Group, session: Session) -> Option<AnyView> {
    let scale = session.runs.all.with(|runs| {
        let beside = runs.iter().filter(|run| run.step == group.step);
        // Those of the group itself may be of the start before, which is about to go.
        BarScale::of(beside.chain(&group.runs).filter_map(wall_ms))
    });
    dots(group, session, |ms| scale.share(ms))
}

/// The makespan of a run that is over, ms. Who asks follows the summary, which changes when one is.
fn wall_ms(run: &RunHandle) -> Option<f64> {
    run.live.with_untracked(LiveRun::makespan_ms)
}
