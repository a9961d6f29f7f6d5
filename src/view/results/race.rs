//! The race: a row for each executor on one axis, with all that it did in small, and when it was done. A row opens into its
//! lanes, strip and figures.

use leptos::html::Canvas;
use leptos::prelude::*;

use super::dots::{dots, left};
use super::figures::measured;
use super::group::Group;
use crate::browser::canvas::CanvasSurface;
use crate::browser::frame::Redraw;
use crate::experiment::ExecutorId;
use crate::insight::Measured;
use crate::render::{RaceAxis, Rect};
use crate::session::Session;
use crate::text;
use crate::text::keys::figure;
use crate::trace::RunState;
use crate::view::common::paper::redrawing;
use crate::view::common::width::follow_width;
use crate::view::timeline::axis::axis as time_axis;
use crate::view::timeline::drawing::State;
use crate::view::timeline::overview::overview;
use crate::view::timeline::state::TimelineState;
use crate::view::timeline::viewport::Viewport;

/// How high the picture of a row is, CSS pixels.
const ROW: f64 = 28.0;

/// What somebody published: when each executor would be done here if ratios were theirs, ms.
pub(in crate::view) type Theirs = Memo<Vec<(ExecutorId, f64)>>;

/// The race of these executors, of so many that are compared in all, with what somebody published as marks on its axis.
pub(in crate::view) fn race(timelines: &[TimelineState], compared: usize, theirs: Theirs) -> AnyView {
    let viewport = expect_context::<Viewport>();
    let width = RwSignal::new(0.0);
    let session = expect_context::<Session>();
    let rowed = timelines.to_vec();
    let axis = Memo::new(move |_| {
        session.runs.summary.track();
        let longest = rowed.iter().map(|timeline| untrack(|| timeline.with_group(Group::longest_ms)));
        let marks = theirs.get().into_iter().map(|mark| mark.1).chain(longest);
        RaceAxis::new(width.get(), viewport.whole.get(), marks)
    });
    let rows = timelines.iter().map(|timeline| row(*timeline, compared, axis, theirs));
    let playhead = move || {
        let share = axis.with(|axis| Some(axis.share(viewport.playhead.get()?)))?;
        Some(view! { <i class="veil" style:left=left(share)></i> })
    };
    let key = move || {
        theirs.with(|theirs| !theirs.is_empty()).then(|| {
            view! {
                <p class="hint"><i class="theirs" aria-hidden="true"></i> " " {text!(race.theirs)}</p>
            }
        })
    };
    view! {
        <div class="race" role="group" aria-label=text!(race.title)>
            <div class="racer head">
                <span></span>
                {time_axis(width, |width| (0.0, width), move || axis.with(RaceAxis::window))}
                <p class="finish"><span>{figure::wall.text()}</span> <span>{figure::speedup.text()}</span></p>
            </div>
            <ol>{rows.collect_view()}</ol>
            <div class="over">{overview(axis)} {playhead}</div>
        </div>
        {key}
    }
    .into_any()
}

fn row(timeline: TimelineState, compared: usize, axis: Memo<RaceAxis>, theirs: Theirs) -> AnyView {
    let session = expect_context::<Session>();
    let viewport = expect_context::<Viewport>();
    let executor = timeline.executor();
    let is_open = move || timeline.is_open(compared);
    let toggle = {
        let executor = executor.clone();
        move |_| viewport.open(&executor, !untrack(is_open))
    };
    let runs =
        move || timeline.with_group(|group| dots(group, session, |ms| axis.with(|axis| axis.share(ms))));
    let published = executor.known();
    let marks = move || {
        let theirs = theirs.get().into_iter().filter(|mark| Some(mark.0) == published);
        let mark =
            |(_, ms)| view! { <i class="theirs" style:left=left(axis.with(|axis| axis.share(ms)))></i> };
        theirs.map(mark).collect_view()
    };
    // Why it failed is said here, too: its timeline may be folded.
    let has_failed =
        Memo::new(move |_| timeline.run().live.with(|live| matches!(live.phase, RunState::Failed(_))));
    let finish = move || {
        let both = |measured: &Measured<'_>| (measured.makespan().value, measured.speedup().value);
        let (makespan, speedup) = timeline.with_group(|group| measured(group, session, both));
        view! { <b>{makespan}</b> " " <span>{speedup}</span> }
    };
    view! {
        <li class="racer">
            <button type="button" class="opener" aria-expanded=move || is_open().to_string() on:click=toggle>
                <b>{executor.label()}</b> " " <small>{executor.python()}</small>
            </button>
            <div class="small">{in_small(timeline, axis)} {runs} {marks}</div>
            <p class="finish">{finish}</p>
            {move || has_failed.get().then(|| view! { <State timeline/> })}
        </li>
    }
    .into_any()
}

/// All that a run did.
fn in_small(timeline: TimelineState, axis: Memo<RaceAxis>) -> AnyView {
    let viewport = expect_context::<Viewport>();
    let canvas = NodeRef::<Canvas>::new();
    let width = RwSignal::new(0.0);
    let redraw = redrawing(move || {
        // Both are gone once the race has left the page.
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let Some(axis) = axis.try_get_untracked() else { return };
        let rect = Rect { x: 0.0, y: 0.0, width: width.get_untracked(), height: ROW };
        CanvasSurface::draw(&canvas, rect.width, ROW, |surface| {
            timeline.paint_in_small(surface, rect, axis.window())
        });
    });
    Effect::new(move |_| {
        timeline.follow_spans();
        viewport.peak.track();
        viewport.colours.track();
        axis.track();
        width.track();
        redraw.with_value(Redraw::ask);
    });
    follow_width(canvas, width);
    // What it shows is told by the row's figures, and by its timeline.
    view! { <canvas node_ref=canvas aria-hidden="true" style:height=format!("{ROW}px")></canvas> }.into_any()
}
