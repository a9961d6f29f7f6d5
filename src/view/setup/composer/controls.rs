//! What is done with blocks by buttons and by typing: for fingers, and for whoever likes it better.

use leptos::prelude::*;

use super::{Composer, block_id, focus_later};
use crate::experiment::read_length;
use crate::text;
use crate::view::common::number_field::NumberField;
use crate::workload::{Activity, Phases};

/// The button that moves a block earlier, and the one that moves it later: they keep the focus.
const MOVES: [&str; 2] = ["phase-earlier", "phase-later"];

impl Composer {
    /// What is to be done with the block that is chosen.
    pub(super) fn controls(self) -> AnyView {
        let place = Memo::new(move |_| self.place());
        let is_first = move || place.get() == 0;
        let is_last = move || place.get() + 1 == self.count();
        let is_only = move || self.count() == 1;
        let shift = move |by: isize| {
            // A button that can't go on takes no focus: the block does.
            if let Some(to) = self.shift(place.get_untracked(), by) {
                let ends = untrack(move || if by < 0 { is_first() } else { is_last() });
                let button = MOVES[usize::from(by > 0)].to_owned();
                focus_later(if ends { block_id(to) } else { button });
            }
        };
        let remove = move |_| {
            let next = self.remove(place.get_untracked());
            next.filter(|_| untrack(is_only)).map(block_id).into_iter().for_each(focus_later);
        };
        let button = |sign: &'static str, name: String, press: fn(Self, usize)| {
            view! {
                <button type="button" class="icon" aria-label=name
                    on:click=move |_| press(self, place.get_untracked())>{sign}</button>
            }
        };
        let [length, problem] = self.length(place);
        view! {
            <fieldset class="controls">
                <legend class="hint">{move || self.name(place.get())}</legend>
                <div class="buttons">
                    {button("−", text!(composer.shorter), |composer, place| composer.stretch(place, false))}
                    {length}
                    {button("+", text!(composer.longer), |composer, place| composer.stretch(place, true))}
                </div>
                <div class="buttons">
                    <button type="button" class="icon" id=MOVES[0] aria-label=text!(composer.earlier) disabled=is_first
                        on:click=move |_| shift(-1)>"‹"</button>
                    <button type="button" class="icon" id=MOVES[1] aria-label=text!(composer.later) disabled=is_last
                        on:click=move |_| shift(1)>"›"</button>
                    <button type="button" class="icon" aria-label=text!(composer.remove) disabled=is_only
                        on:click=remove>"×"</button>
                </div>
                {problem}
            </fieldset>
        }
        .into_any()
    }

    /// How long the block is that is chosen, and what is wrong with what was typed.
    fn length(self, place: Memo<usize>) -> [AnyView; 2] {
        let current = Memo::new(move |_| self.block(place.get()).map(|block| block.ms).unwrap_or_default());
        let field = NumberField {
            id: "length",
            name: text!(composer.length),
            unit: text!(unit.ms),
            current: current.into(),
            read: read_length,
        };
        let take = move |ms| {
            self.take(|phases| phases.stretched(place.get_untracked(), ms));
        };
        field.show(move || place.track(), take)
    }

    /// Blocks to add, each after the one that is chosen.
    pub(super) fn offers(self) -> AnyView {
        let is_full = move || self.count() == Phases::MOST;
        let offer = move |activity: Activity| {
            let add = move |_| {
                let after = untrack(|| self.place());
                if self.take(|phases| phases.added(after, activity)) {
                    self.chosen.set(after + 1);
                    self.said.set(text!(composer.added, what = activity.label(), place = after + 2));
                }
            };
            view! {
                <li class="offer">
                    <button type="button" disabled=is_full data-activity=activity.name() on:click=add>
                        <span aria-hidden="true">"+"</span><span class="unseen">{text!(executor.add)} " "</span>
                        <span class="bar" aria-hidden="true"><i></i></span>{activity.label()}
                    </button>
                </li>
            }
        };
        view! {
            <ul class="chips more" aria-label=text!(composer.more)>{Activity::ALL.map(offer).collect_view()}</ul>
            <p class="hint" hidden=move || !is_full()>{text!(composer.full, n = Phases::MOST as u64)}</p>
        }
        .into_any()
    }
}
