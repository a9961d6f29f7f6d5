//! You are the scheduler: two tasks, one number, and whoever reads decides who goes on.

mod comparison;
mod transcript;
mod words;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::comparison::Comparison;
use self::transcript::transcript;
use crate::schedule::{MODELS, Model, Played, Schedule, TASKS};
use crate::view::text::{filled, text};

/// What is done by hand, and what is to be said beside it. A handle that can be copied.
#[derive(Clone, Copy)]
struct Hand {
    schedule: RwSignal<Schedule>,
    note: RwSignal<Note>,
}

/// What happened last, beside what tasks did.
#[derive(Clone, Copy)]
enum Note {
    /// Nothing.
    None,
    /// A move was taken back.
    Undone,
    /// This task was chosen, and can't go on.
    Refused(usize),
}

impl Hand {
    fn played(self) -> Played {
        self.schedule.with(Schedule::played)
    }

    fn is_begun(self) -> bool {
        self.schedule.with(|schedule| *schedule != Schedule::new(schedule.model()))
    }

    fn choose(self, task: usize) {
        let chosen = self.schedule.try_update(|schedule| schedule.choose(task));
        self.note.set(if chosen == Some(Ok(())) { Note::None } else { Note::Refused(task) });
    }

    fn undo(self) {
        if untrack(|| self.is_begun()) {
            self.note.set(Note::Undone);
            self.schedule.update(Schedule::undo);
        }
    }

    fn begin(self, model: &'static Model) {
        self.note.set(Note::None);
        self.schedule.set(Schedule::new(model));
    }

    fn begin_again(self) {
        self.begin(self.schedule.with_untracked(Schedule::model));
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
pub(super) fn Scheduler() -> impl IntoView {
    let first = Schedule::new(&MODELS[0]);
    let hand = Hand { schedule: RwSignal::new(first), note: RwSignal::new(Note::None) };
    let model = Memo::new(move |_| hand.schedule.with(Schedule::model));
    let choice = |one: &'static Model| {
        view! {
            <label>
                <input type="radio" name="scheduled" prop:checked=move || model.get() == one
                    on:change=move |_| hand.begin(one)/>
                <span>{text(&format!("scheduler.model.{}.name", one.id))}</span>
            </label>
        }
    };
    view! {
        <div class="scheduling">
            <p class="question">{text("scheduler.intro")}</p>
            <fieldset class="segments">
                <legend class="unseen">{text("scheduler.models")}</legend>
                {MODELS.each_ref().map(choice).collect_view()}
            </fieldset>
            <p>{move || text(&format!("scheduler.model.{}.rule", model.get().id))}</p>
            <div class="scheduler" role="group" aria-label=text("scheduler.board")
                on:keydown=move |event| hand.press(&event)>
                <p class="said" role="status">{move || words::said(&hand.played(), hand.note.get())}</p>
                <div class="heads">
                    {chooser(hand, 0)}
                    <p class="number">
                        <small>{text("scheduler.number")}</small>
                        <output aria-live="off">{move || hand.played().number}</output>
                    </p>
                    {chooser(hand, 1)}
                </div>
                {move || transcript(&hand.played())}
                <p class="buttons">
                    <button type="button" aria-disabled=move || (!hand.is_begun()).to_string() on:click=move |_| hand.undo()>
                        {text("scheduler.undo")}
                    </button>
                    <button type="button" aria-disabled=move || (!hand.is_begun()).to_string()
                        on:click=move |_| hand.begin_again()>
                        {text("scheduler.again")}
                    </button>
                    <span class="hint">{text("scheduler.keys")}</span>
                </p>
            </div>
            <Comparison hand model/>
        </div>
    }
}

/// The button that lets a task go on, and how the task stands. It keeps the keyboard's focus when the task
/// can't go on, so that whoever plays by keys is not thrown out.
fn chooser(hand: Hand, task: usize) -> AnyView {
    let number = || [("task", task.to_string())];
    let standing = format!("scheduler-task-{task}");
    let refused = move || hand.played().refusal(task);
    view! {
        <div>
            <button type="button" aria-describedby=standing.clone()
                aria-disabled=move || refused().is_some().to_string() on:click=move |_| hand.choose(task)>
                {filled("scheduler.go", &number())}
            </button>
            <p id=standing>{move || words::standing(&hand.played(), task)}</p>
        </div>
    }
    .into_any()
}

/// The number of the other task.
fn other(task: usize) -> usize {
    TASKS - 1 - task
}
