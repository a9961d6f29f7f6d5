//! The ways to run, as chips in the order of comparison: to add, drop, and drag into order.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser::{document, frame};
use crate::experiment::{ExecutorId, MOST_FROZEN_MS, freeze_ms, listed_executors};
use crate::render::ChipCommand;
use crate::session::{Session, Setup};
use crate::text;
use crate::text::rough;
use crate::view::page::join;
use crate::view::setup::room::RoomPanel;

/// Names the executor of a chip, for the pointer that drags another over it.
const CHIP: &str = "data-executor";

/// What the chips share. A handle that can be copied.
#[derive(Clone, Copy)]
struct Chips {
    setup: Setup,
    /// The executors that are compared, in their order.
    chosen: Memo<Vec<ExecutorId>>,
    /// The one that a pointer drags.
    dragged: RwSignal<Option<ExecutorId>>,
    /// What is said to those who don't see them move.
    said: RwSignal<String>,
}

impl Chips {
    fn new(setup: Setup) -> Self {
        let chosen = Memo::new(move |_| setup.experiment.with(|experiment| experiment.executors.clone()));
        Self { setup, chosen, dragged: RwSignal::new(None), said: RwSignal::new(String::new()) }
    }

    /// The executors that are not compared.
    fn others(self) -> Vec<ExecutorId> {
        self.chosen.with(|chosen| {
            ExecutorId::ALL.into_iter().filter(|executor| !chosen.contains(executor)).collect()
        })
    }

    fn is_first(self, executor: ExecutorId) -> bool {
        self.chosen.with(|chosen| chosen.first() == Some(&executor))
    }

    fn is_last(self, executor: ExecutorId) -> bool {
        self.chosen.with(|chosen| chosen.last() == Some(&executor))
    }

    /// The pointer drags a chip over another one, or over nothing.
    fn drag_over(self, x: i32, y: i32) {
        let Some(dragged) = self.dragged.get_untracked() else { return };
        let over = document::attribute_at(x.into(), y.into(), CHIP);
        if let Some(over) = over.and_then(|id| ExecutorId::find(&id)) {
            self.setup.move_executor(dragged, over);
        }
    }

    fn drop(self) {
        self.dragged.set(None);
    }

    /// Moves a chip by a place, and leaves the focus on the element of its that had it.
    fn shift(self, executor: ExecutorId, by: isize, focus: &'static str) {
        if let Some(place) = self.setup.shift_executor(executor, by) {
            let (name, all) = (executor.label(), self.chosen.with_untracked(Vec::len));
            self.said.set(text!(executor.moved, name = name, place = place + 1, all = all));
            // An element that changes its place in the document loses the focus; the change itself may come as
            // late as the next frame.
            let element = format!("{focus}-{}", executor.id());
            frame::next_frame(move || frame::next_frame(move || document::focus(&element)));
        }
    }

    /// A key is pressed on a chip.
    fn press(self, executor: ExecutorId, event: &KeyboardEvent) {
        match ChipCommand::of_key(&event.key()) {
            Some(ChipCommand::Move(by)) => self.shift(executor, by, "chip"),
            Some(ChipCommand::Remove) => self.setup.remove_executor(executor),
            None => return,
        }
        event.prevent_default();
    }
}

/// The chips.
#[component]
pub(in crate::view) fn Executors() -> impl IntoView {
    let chips = Chips::new(expect_context::<Session>().setup);
    view! {
        <section class="how" aria-labelledby="how">
            <h2 id="how">{text!(page.how)}</h2>
            <ol class="chips" aria-label=text!(executor.list)
                on:pointermove=move |event| chips.drag_over(event.client_x(), event.client_y())
                on:pointerup=move |_| chips.drop() on:pointercancel=move |_| chips.drop()
                on:pointerleave=move |_| chips.drop()>
                <For each=move || chips.chosen.get() key=|executor| executor.id()
                    children=move |executor| view! { <Chip executor chips/> }/>
            </ol>
            <ul class="chips more" aria-label=text!(executor.more)>
                <For each=move || chips.others() key=|executor| executor.id()
                    children=move |executor| view! { <Offer executor/> }/>
            </ul>
            <Reasons chips/>
            <Takers/>
            <Freeze/>
            <LockEach/>
            <p class="unseen" role="status">{move || chips.said.get()}</p>
        </section>
    }
}

/// For how long the page will freeze, where it is to compute itself.
#[component]
fn Freeze() -> impl IntoView {
    let session = expect_context::<Session>();
    let warning = move || {
        let freeze_ms = session.setup.experiment.with(freeze_ms)?;
        let time = rough(freeze_ms);
        Some(match freeze_ms > MOST_FROZEN_MS {
            true => text!(run.freeze_refused, time = time, most = rough(MOST_FROZEN_MS)),
            false => text!(run.freeze, time = time),
        })
    };
    move || warning().map(|warning| view! { <p class="hint reason">{warning}</p> })
}

/// Which of them keep no critical sections apart, where there are such.
#[component]
fn LockEach() -> impl IntoView {
    let session = expect_context::<Session>();
    let names = move || {
        let features = session.conditions.features.get()?;
        let named = session.setup.experiment.with(|experiment| experiment.excluding_nothing(&features));
        (!named.is_empty()).then(|| listed_executors(&named))
    };
    move || {
        names().map(|names| view! { <p class="hint reason">{text!(executor.lock_each, names = names)}</p> })
    }
}

/// An executor that is compared.
#[component]
fn Chip(executor: ExecutorId, chips: Chips) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = executor.id();
    let name = executor.label();
    view! {
        <li class="chip" class:dragged=move || chips.dragged.get() == Some(executor)
            class:unavailable=move || session.unavailable(executor).is_some() data-executor=id>
            <button type="button" class="name" id=format!("chip-{id}") title=text!(executor.keys)
                on:pointerdown=move |_| chips.dragged.set(Some(executor))
                on:keydown=move |event| chips.press(executor, &event)>
                <span class="grip" aria-hidden="true"></span>
                {name.clone()} " " <small>{executor.python()}</small>
            </button>
            <button type="button" class="icon" id=format!("earlier-{id}") aria-label=text!(executor.earlier, name = name)
                disabled=move || chips.is_first(executor)
                on:click=move |_| chips.shift(executor, -1, "earlier")>"‹"</button>
            <button type="button" class="icon" id=format!("later-{id}") aria-label=text!(executor.later, name = name)
                disabled=move || chips.is_last(executor)
                on:click=move |_| chips.shift(executor, 1, "later")>"›"</button>
            <button type="button" class="icon" aria-label=text!(executor.remove, name = name)
                disabled=move || chips.chosen.with(Vec::len) == 1
                on:click=move |_| chips.setup.remove_executor(executor)>"×"</button>
        </li>
    }
}

/// An executor that can be added.
#[component]
fn Offer(executor: ExecutorId) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = executor.label();
    view! {
        <li class="offer">
            <button type="button" title=executor.hint()
                on:click=move |_| session.setup.add_executor(executor)
                disabled=move || session.unavailable(executor).is_some()>
                <span aria-hidden="true">"+ "</span><span class="unseen">{text!(executor.add)} " "</span>
                {name}
            </button>
        </li>
    }
}

/// Why some of them can't run here, and the way out: of those that are compared, then of the others.
#[component]
fn Reasons(chips: Chips) -> impl IntoView {
    let session = expect_context::<Session>();
    let reasons = move || {
        let all = chips.chosen.get().into_iter().chain(chips.others());
        all.filter_map(|executor| Some(session.unavailable(executor)?.with_way_out(executor)))
            .collect::<Vec<_>>()
    };
    move || reasons().into_iter().map(|reason| view! { <p class="hint reason">{reason}</p> }).collect_view()
}

/// Where a queue is compared: that other tabs may take its jobs, too, and how.
#[component]
fn Takers() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_queue = Memo::new(move |_| {
        let chosen =
            session.setup.experiment.with(|experiment| experiment.executors.contains(&ExecutorId::Queue));
        chosen && session.unavailable(ExecutorId::Queue).is_none()
    });
    let link = move || session.setup.page.with(join::link);
    let is_in_room = move || session.rooms.joined.with(Option::is_some);
    view! {
        {move || {
            (has_queue.get() && !is_in_room()).then(|| {
                view! {
                    <p class="hint">
                        {text!(join.invite)} " "
                        <a href=link target="_blank" rel="noopener">{text!(join.open)}</a>
                    </p>
                }
            })
        }}
        <RoomPanel/>
    }
}
