//! Timelines, and what goes with them.

use leptos::prelude::*;

use super::stage::{Row, at_moment, groups, on, running};
use crate::experiment::Parts;
use crate::view::page::embed::Embed;
use crate::view::results::comparison::Comparison;
use crate::view::timeline::drawing::Timeline;
use crate::view::timeline::state::TimelineState;

pub(super) const ROWS: &[Row] = &[
    ("Every kind of span", || on(include_str!("documents/kinds.txt"), compared)),
    ("A row for each task", || on(include_str!("documents/kinds.txt"), by_task)),
    ("More lanes than cores", || on(include_str!("documents/oversubscribed.txt"), compared)),
    ("Many lanes", || on(include_str!("documents/many_lanes.txt"), compared)),
    ("Many tasks", || on(include_str!("documents/many_lanes.txt"), by_task)),
    ("Running, starting and queued", || at_moment(include_str!("documents/going_on.txt"), running, compared)),
    ("Broken and called off", || on(include_str!("documents/failed.txt"), compared)),
    ("An executor of another version", || on(include_str!("documents/stranger.txt"), compared)),
    ("In a frame", || on(include_str!("documents/kinds.txt"), framed)),
    ("In a frame that is not isolated", || on("link executors=sequential,threads\nnot-isolated", framed)),
];

fn compared() -> AnyView {
    view! { <Comparison groups=groups() compact=false parts=Parts::default()/> }.into_any()
}

fn by_task() -> AnyView {
    let tracks = groups().into_iter().map(|group| {
        let timeline = TimelineState::new(group, false);
        timeline.by_task.set(true);
        view! { <article class="track half"><Timeline timeline compact=false/></article> }
    });
    tracks.collect_view().into_any()
}

fn framed() -> AnyView {
    view! { <div style:max-width="40rem"><Embed/></div> }.into_any()
}
