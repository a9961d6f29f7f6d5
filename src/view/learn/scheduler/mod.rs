//! You are the scheduler: two tasks, one number, and whoever reads decides who goes on.

mod comparison;
mod transcript;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::comparison::comparison;
use self::transcript::transcript;
use crate::lesson::scheduler::{MODELS, Model, Note, Played, Schedule, said, standing};
use crate::text;

/// What is done by hand, and what is to be said beside it. A handle that can be copied.
#[derive(Clone, Copy)]
struct Hand(RwSignal<(Schedule, Note)>);

impl Hand {
    fn new(model: &'static Model) -> Self {
        Self(RwSignal::new((Schedule::new(model), Note::None)))
    }

    fn model(self) -> &'static Model {
        self.0.with(|(schedule, _)| schedule.model())
    }

    fn played(self) -> Played {
        self.0.with(|(schedule, _)| schedule.played())
    }

    fn said(self) -> String {
        self.0.with(|(schedule, note)| said(&schedule.played(), *note))
    }

    fn is_begun(self) -> bool {
        !self.played().moves.is_empty()
    }

    fn choose(self, task: usize) {
        self.0.update(|(schedule, note)| {
            *note = schedule.choose(task).map_or(Note::Refused(task), |()| Note::None);
        });
    }

    fn undo(self) {
        if untrack(|| self.is_begun()) {
            self.0.update(|(schedule, note)| {
                schedule.undo();
                *note = Note::Undone;
            });
        }
    }

    fn begin(self, model: &'static Model) {
        self.0.set((Schedule::new(model), Note::None));
    }

    fn begin_again(self) {
        self.begin(untrack(|| self.model()));
    }

    /// Does what this key stands for, if it stands for something.
    fn press(self, event: &KeyboardEvent) {
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        match event.key().as_str() {
            "0" | "ArrowLeft" if !with_others => self.choose(0),
            "1" | "ArrowRight" if !with_others => self.choose(1),
            "Backspace" if !with_others => self.undo(),
            "z" if event.ctrl_key() || event.meta_key() => self.undo(),
            _ => return,
        }
        event.prevent_default();
    }
}

#[component]
pub(in crate::view) fn Scheduler() -> impl IntoView {
    let hand = Hand::new(&MODELS[0]);
    let choice = |one: &'static Model| {
        view! {
            <label>
                <input type="radio" name="scheduled" prop:checked=move || hand.model() == one
                    on:change=move |_| hand.begin(one)/>
                <span>{one.label()}</span>
            </label>
        }
    };
    // Like those of the tasks, it keeps the keyboard's focus when there is nothing for it to do.
    let tool = |name: String, work: fn(Hand)| {
        let idle = move || (!hand.is_begun()).to_string();
        view! { <button type="button" aria-disabled=idle on:click=move |_| work(hand)>{name}</button> }
    };
    view! {
        <div class="scheduling">
            <p class="question">{text!(scheduler.intro)}</p>
            <fieldset class="segments">
                <legend class="unseen">{text!(scheduler.models)}</legend>
                {MODELS.each_ref().map(choice).collect_view()}
            </fieldset>
            <p>{move || hand.model().rule()}</p>
            <div class="scheduler" role="group" aria-label=text!(scheduler.board)
                on:keydown=move |event| hand.press(&event)>
                <p class="said" role="status">{move || hand.said()}</p>
                <div class="heads">
                    {chooser(hand, 0)}
                    <p class="number">
                        <small>{text!(scheduler.number)}</small>
                        <output aria-live="off">{move || hand.played().number}</output>
                    </p>
                    {chooser(hand, 1)}
                </div>
                {move || transcript(&hand.played())}
                <p class="buttons">
                    {tool(text!(scheduler.undo), Hand::undo)}
                    {tool(text!(scheduler.again), Hand::begin_again)}
                    <span class="hint">{text!(scheduler.keys)}</span>
                </p>
            </div>
            {comparison(hand)}
        </div>
    }
}

/// The button that lets a task go on, and how the task stands. It keeps the keyboard's focus when the task
/// can't go on, so that whoever plays by keys is not thrown out.
fn chooser(hand: Hand, task: usize) -> AnyView {
    let id = format!("scheduler-task-{task}");
    let refused = move || hand.played().refusal(task);
    view! {
        <div>
            <button type="button" aria-describedby=id.clone()
                aria-disabled=move || refused().is_some().to_string() on:click=move |_| hand.choose(task)>
                {text!(scheduler.go, task = task)}
            </button>
            <p id=id>{move || standing(&hand.played(), task)}</p>
        </div>
    }
    .into_any()
}
