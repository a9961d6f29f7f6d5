//! The page's heartbeat: a mark for each beat, high where the page could not answer.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::late::{Part, late};
use super::stage::Stage;
use super::text::{filled, text};
use crate::browser::canvas::CanvasSurface;
use crate::browser::features;
use crate::browser::frame::Redraw;
use crate::picture::{Rect, STALL_MS, milliseconds};
use crate::session::Session;

/// Its size, CSS pixels.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 20.0;

/// Live while runs are made and still afterwards; for those who want no motion, only the latter.
#[component]
pub(super) fn Heartbeat() -> impl IntoView {
    let session = expect_context::<Session>();
    let begun = Memo::new(move |_| session.pulse.with(|pulse| pulse.has_begun()));
    move || begun.get().then(|| late(picture))
}

#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn picture() -> Part {
    let session = expect_context::<Session>();
    let stage = expect_context::<Stage>();
    let canvas = NodeRef::<Canvas>::new();
    let still = features::wants_no_motion();
    let redraw = StoredValue::new_local(Redraw::new(move || {
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        if let Some(mut surface) = CanvasSurface::begin(&canvas, WIDTH, HEIGHT) {
            let rect = Rect { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
            session.pulse.with_untracked(|pulse| pulse.draw(&mut surface, rect));
        }
    }));
    Effect::new(move |_| {
        session.pulse.track();
        stage.colours.track();
        canvas.track();
        if !still || !session.is_busy() {
            redraw.with_value(Redraw::ask);
        }
    });
    let longest_ms = Memo::new(move |_| session.pulse.with(|pulse| pulse.longest_ms().round()));
    let said = move || {
        let longest = [("time", milliseconds(longest_ms.get()))];
        let key = if longest_ms.get() > STALL_MS { "heartbeat.stalled" } else { "heartbeat.steady" };
        filled(key, &longest)
    };
    let picture = view! {
        <p class="heartbeat" title=text("heartbeat.hint")>
            <canvas node_ref=canvas width=WIDTH height=HEIGHT aria-hidden="true"></canvas>
            <span class:stalled=move || { longest_ms.get() > STALL_MS }>{said}</span>
        </p>
    };
    Ok(picture.into_any())
}
