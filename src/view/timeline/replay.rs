//! The runs once more, as slowly as one likes: a playhead that all timelines share.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::selection::{back_button, select_button, whole_button};
use super::viewport::Viewport;
use crate::browser::clock::now_ms;
use crate::browser::frame;
use crate::insight::{held_at, next_switch, previous_switch};
use crate::session::Session;
use crate::text;
use crate::text::milliseconds;
use crate::trace::Trace;
use crate::view::results::group::Group;

/// Shares of real time that a replay can run at.
const SPEEDS: [f64; 7] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];
/// The one to begin with.
const SPEED: f64 = 0.1;
/// Positions of the slider.
const POSITIONS: f64 = 1000.0;

/// Play, step and scrub; there when all runs are over.
#[component]
pub(in crate::view) fn Replay(
    /// All runs.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_over =
        Memo::new(move |_| !session.is_busy() && session.summary.with(|summary| !summary.is_empty()));
    let groups = StoredValue::new(groups);
    view! { <Show when=move || is_over.get()><Controls groups=groups.get_value()/></Show> }
}

#[component]
fn Controls(groups: Vec<Group>) -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let groups = StoredValue::new(groups);
    let playing = RwSignal::new(false);
    let speed = RwSignal::new(SPEED);
    let end_ms = move || viewport.whole.get().to_ms;
    let at_ms = move || viewport.playhead.get().unwrap_or_else(&end_ms).min(end_ms());
    let stop_at = move |at_ms: f64| {
        playing.set(false);
        viewport.put_playhead(Some(at_ms));
    };
    let play = move |_| {
        if playing.get_untracked() {
            return stop_at(untrack(at_ms));
        }
        let start_ms = untrack(at_ms);
        let begins_anew = start_ms >= untrack(end_ms);
        viewport.playhead.set(Some(if begins_anew { 0.0 } else { start_ms }));
        playing.set(true);
        spawn_local(run(viewport, playing, speed));
    };
    let step = move |find: fn(&Trace, f64) -> Option<f64>, nearest: fn(f64, f64) -> f64| {
        let from_ms = untrack(at_ms);
        let found = groups.with_value(|groups| {
            let moments = groups.iter().filter_map(|group| {
                group.with_trace(|trace| {
                    let origin_ms = trace.origin_ms()?;
                    Some(find(trace, from_ms + origin_ms)? - origin_ms)
                })
            });
            moments.reduce(nearest)
        });
        found.into_iter().for_each(stop_at);
    };
    let scrub = move |position: String| {
        let share = position.parse().unwrap_or(POSITIONS) / POSITIONS;
        stop_at(share * untrack(end_ms));
    };
    let label = move || if playing.get() { text!(replay.pause) } else { text!(replay.play) };
    let option = move |one: f64| {
        let name = if one < 1.0 { format!("1∕{:.0}", 1.0 / one) } else { text!(replay.real) };
        view! { <option value=one.to_string() selected=one == SPEED>{name}</option> }
    };
    // What holds at the playhead; not while it moves, when nobody could read it.
    let held = move || {
        viewport.playhead.get().filter(|_| !playing.get())?;
        let at_ms = at_ms();
        let lines = groups.with_value(|groups| {
            let line = |group: &Group| {
                let (tasks, lanes) =
                    group.with_trace(|trace| Some(held_at(trace, at_ms + trace.origin_ms()?)))?;
                Some(text!(replay.held, name = group.executor.label(), tasks = tasks, lanes = lanes))
            };
            groups.iter().filter_map(line).collect::<Vec<_>>()
        });
        Some(lines.join(" "))
    };
    let forget = move |_| {
        playing.set(false);
        viewport.put_playhead(None);
    };
    view! {
        <div class="replay" role="group" aria-label=text!(replay.title)>
            <button type="button" on:click=move |_| step(previous_switch, f64::max)>{text!(replay.back)}</button>
            <button type="button" on:click=play>{label}</button>
            <button type="button" on:click=move |_| step(next_switch, f64::min)>{text!(replay.forward)}</button>
            <select aria-label=text!(replay.speed)
                on:change=move |event| speed.set(event_target_value(&event).parse().unwrap_or(SPEED))>
                {SPEEDS.map(option).collect_view()}
            </select>
            <input type="range" min="0" max=POSITIONS.to_string() aria-label=text!(replay.moment)
                aria-valuetext=move || milliseconds(at_ms())
                prop:value=move || (at_ms() / end_ms().max(f64::MIN_POSITIVE) * POSITIONS).round().to_string()
                on:input=move |event| scrub(event_target_value(&event))/>
            <output>{move || milliseconds(at_ms())}</output>
            {select_button()} {whole_button()} {back_button()}
            <Show when=move || viewport.playhead.with(Option::is_some)>
                <button type="button" class="plain" on:click=forget>{text!(replay.end)}</button>
            </Show>
            <small>{text!(selection.help)}</small>
            <p class="hint">{held}</p>
        </div>
    }
}

/// Moves the playhead with the frames, until its end or until somebody stops it.
async fn run(viewport: Viewport, playing: RwSignal<bool>, speed: RwSignal<f64>) {
    let mut last_ms = now_ms();
    while playing.try_get_untracked() == Some(true) {
        frame::until_next_frame().await;
        let passed_ms = now_ms() - last_ms;
        last_ms += passed_ms;
        let Some(end_ms) = viewport.whole.try_get_untracked().map(|whole| whole.to_ms) else { return };
        let at_ms = viewport.playhead.get_untracked().unwrap_or(0.0) + passed_ms * speed.get_untracked();
        if playing.try_get_untracked() != Some(true) {
            return;
        }
        if at_ms >= end_ms {
            playing.set(false);
            viewport.put_playhead(Some(end_ms));
        } else {
            viewport.playhead.set(Some(at_ms));
        }
    }
}
