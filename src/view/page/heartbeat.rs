//! The page's heartbeat: a mark for each beat, high where the page could not answer.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::browser::canvas::CanvasSurface;
use crate::browser::features;
use crate::browser::frame::Redraw;
use crate::experiment::Memory;
use crate::render::{Rect, STALL_MS};
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::milliseconds;
use crate::view::common::lazy::{Part, lazily};
use crate::view::common::paper::redrawing;
use crate::view::timeline::viewport::Viewport;

/// Its size, CSS pixels.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 20.0;

/// Live while runs are made and still afterwards; for those who want no motion, only the latter.
#[component]
pub(in crate::view) fn Heartbeat() -> impl IntoView {
    let session = expect_context::<Session>();
    let begun = Memo::new(move |_| session.conditions.loop_lag.with(|lag| lag.has_begun()));
    move || begun.get().then(|| lazily(picture))
}

#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn picture() -> Part {
    let session = expect_context::<Session>();
    let viewport = expect_context::<Viewport>();
    let canvas = NodeRef::<Canvas>::new();
    let still = features::wants_no_motion();
    let redraw = redrawing(move || {
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let rect = Rect { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
        CanvasSurface::draw(&canvas, WIDTH, HEIGHT, |surface| {
            session.conditions.loop_lag.with_untracked(|lag| lag.draw(surface, rect));
        });
    });
    Effect::new(move |_| {
        session.conditions.loop_lag.track();
        viewport.colours.track();
        canvas.track();
        if !still || !session.runs.is_busy() {
            redraw.with_value(Redraw::ask);
        }
    });
    let longest_ms = Memo::new(move |_| session.conditions.loop_lag.with(|lag| lag.longest_ms().round()));
    // All that the page has to do beside its runs is done in moments: else it waits for a core, or for the browser, and
    // which of them it can't tell.
    let computed_itself = move || {
        let on_page = |run: &RunHandle| run.executor.memory() == Memory::Page;
        session.runs.all.with(|runs| runs.iter().any(on_page))
    };
    let said = move || {
        let longest = milliseconds(longest_ms.get());
        match longest_ms.get() > STALL_MS {
            true if computed_itself() => text!(heartbeat.stalled, time = longest),
            true => text!(heartbeat.waited, time = longest),
            false => text!(heartbeat.steady, time = longest),
        }
    };
    let picture = view! {
        <p class="heartbeat" title=text!(heartbeat.hint)>
            <canvas node_ref=canvas width=WIDTH height=HEIGHT aria-hidden="true"></canvas>
            <span class:stalled=move || { longest_ms.get() > STALL_MS }>{said}</span>
        </p>
    };
    Ok(picture.into_any())
}
