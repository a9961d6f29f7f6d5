//! The runs once more, as slowly as one likes: a playhead that all timelines share.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::selection::{back_button, select_button, whole_button};
use super::viewport::Viewport;
use crate::browser::clock::now_ms;
use crate::browser::frame;
use crate::insight::{Direction, FIRST_SPEED, Playhead, SPEEDS, held_at};
use crate::session::Session;
use crate::text;
use crate::text::{milliseconds, sentences};
use crate::view::results::group::Group;

/// Positions of the slider.
const POSITIONS: f64 = 1000.0;

/// Play, step and scrub; there when all runs are over.
#[component]
pub(in crate::view) fn Replay(
    /// All runs.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_over = Memo::new(move |_| {
        !session.runs.is_busy() && session.runs.summary.with(|summary| !summary.is_empty())
    });
    let groups = StoredValue::new(groups);
    view! { <Show when=move || is_over.get()><Controls groups=groups.get_value()/></Show> }
}

#[component]
fn Controls(groups: Vec<Group>) -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let player = Player {
        viewport,
        groups: StoredValue::new(groups),
        is_playing: RwSignal::new(false),
        speed: RwSignal::new(FIRST_SPEED),
        is_animated: StoredValue::new(false),
    };
    let label = move || if player.is_playing.get() { text!(replay.pause) } else { text!(replay.play) };
    let option = move |one: f64| {
        let name = if one < 1.0 { format!("1∕{:.0}", 1.0 / one) } else { text!(replay.real) };
        view! { <option value=one.to_string() selected=one == FIRST_SPEED>{name}</option> }
    };
    let position = move || {
        let share = player.at_ms() / player.end_ms().max(f64::MIN_POSITIVE);
        (share * POSITIONS).round().to_string()
    };
    let scrub = move |position: String| {
        let share = position.parse().unwrap_or(POSITIONS) / POSITIONS;
        player.stop_at(share * untrack(|| player.end_ms()));
    };
    view! {
        <div class="replay" role="group" aria-label=text!(replay.title)>
            <button type="button" on:click=move |_| player.step(Direction::Back)>{text!(replay.back)}</button>
            <button type="button" on:click=move |_| player.play_or_pause()>{label}</button>
            <button type="button" on:click=move |_| player.step(Direction::Forward)>{text!(replay.forward)}</button>
            <select aria-label=text!(replay.speed)
                on:change=move |event| player.speed.set(event_target_value(&event).parse().unwrap_or(FIRST_SPEED))>
                {SPEEDS.map(option).collect_view()}
            </select>
            <input type="range" min="0" max=POSITIONS.to_string() aria-label=text!(replay.moment)
                aria-valuetext=move || milliseconds(player.at_ms()) prop:value=position
                on:input=move |event| scrub(event_target_value(&event))/>
            <output>{move || milliseconds(player.at_ms())}</output>
            {select_button()} {whole_button()} {back_button()}
            <Show when=move || viewport.playhead.with(Option::is_some)>
                <button type="button" class="plain" on:click=move |_| player.forget()>{text!(replay.end)}</button>
            </Show>
            <small>{text!(selection.help)}</small>
            <p class="hint">{move || player.held()}</p>
        </div>
    }
}

/// Who moves the playhead. A handle that can be copied.
#[derive(Clone, Copy)]
struct Player {
    viewport: Viewport,
    groups: StoredValue<Vec<Group>>,
    is_playing: RwSignal<bool>,
    speed: RwSignal<f64>,
    /// Whether [`Player::play`] is at work. Who pauses and plays again within a frame finds that it still is.
    is_animated: StoredValue<bool>,
}

impl Player {
    fn end_ms(self) -> f64 {
        self.viewport.whole.get().to_ms
    }

    /// Where the playhead stands; at the end as long as there is none.
    fn at_ms(self) -> f64 {
        let end_ms = self.end_ms();
        self.viewport.playhead.get().unwrap_or(end_ms).min(end_ms)
    }

    fn stop_at(self, at_ms: f64) {
        self.is_playing.set(false);
        self.viewport.put_playhead(Some(at_ms));
    }

    fn forget(self) {
        self.is_playing.set(false);
        self.viewport.put_playhead(None);
    }

    fn play_or_pause(self) {
        let (at_ms, end_ms) = untrack(|| (self.at_ms(), self.end_ms()));
        if self.is_playing.get_untracked() {
            return self.stop_at(at_ms);
        }
        self.viewport.playhead.set(Some(Playhead::start(at_ms, end_ms)));
        self.is_playing.set(true);
        if !self.is_animated.get_value() {
            self.is_animated.set_value(true);
            spawn_local(self.play());
        }
    }

    /// Moves the playhead with the frames, until its end or until somebody stops it.
    async fn play(self) {
        let mut last_ms = now_ms();
        // The signals are gone once the page shows something else.
        while self.is_playing.try_get_untracked() == Some(true) {
            frame::until_next_frame().await;
            let passed_ms = now_ms() - last_ms;
            last_ms += passed_ms;
            if self.is_playing.try_get_untracked() != Some(true) {
                break;
            }
            let (at_ms, end_ms) = untrack(|| (self.at_ms(), self.end_ms()));
            match Playhead::after(at_ms, passed_ms, self.speed.get_untracked(), end_ms) {
                Playhead::Moving(at_ms) => self.viewport.playhead.set(Some(at_ms)),
                Playhead::Arrived(at_ms) => self.stop_at(at_ms),
            }
        }
        self.is_animated.try_set_value(false);
    }

    /// Stops at the nearest switch of any run, if there is one that way.
    fn step(self, direction: Direction) {
        let from_ms = untrack(|| self.at_ms());
        let found = self.groups.with_value(|groups| {
            let switch = |group: &Group| group.with_trace(|trace| direction.switch(trace, from_ms));
            direction.nearest(groups.iter().filter_map(switch))
        });
        found.into_iter().for_each(|at_ms| self.stop_at(at_ms));
    }

    /// What holds at the playhead, in words; not while it moves, when nobody could read it.
    fn held(self) -> Option<String> {
        self.viewport.playhead.get().filter(|_| !self.is_playing.get())?;
        let at_ms = self.at_ms();
        let line = |group: &Group| {
            let (tasks, lanes) = group.with_trace(|trace| held_at(trace, at_ms))?;
            Some(text!(replay.held, name = group.executor.label(), tasks = tasks, lanes = lanes))
        };
        let lines: Vec<_> = self.groups.with_value(|groups| groups.iter().filter_map(line).collect());
        Some(sentences(&lines))
    }
}
