//! The ways to run, as chips in the order of comparison: to add, drop, and drag into order.

use leptos::prelude::*;

use crate::browser::{document, frame};
use crate::experiment::{ExecutorId, Experiment, MOST_FROZEN_MS, freeze_ms};
use crate::session::{Session, Unavailable};
use crate::text;
use crate::text::rough;

/// Names the executor of a chip, for the pointer that drags another over it.
const CHIP: &str = "data-executor";

/// The chips.
#[component]
pub(in crate::view) fn Executors() -> impl IntoView {
    let session = expect_context::<Session>();
    let chosen = Memo::new(move |_| session.experiment.with(|experiment| experiment.executors.clone()));
    let dragged = RwSignal::new(None::<&'static str>);
    let said = RwSignal::new(String::new());
    let drag_over = move |x: i32, y: i32| {
        let Some(id) = dragged.get_untracked() else { return };
        let over = document::attribute_at(x.into(), y.into(), CHIP);
        session.experiment.update(|experiment| {
            let place = |id: &str| experiment.executors.iter().position(|executor| executor.id() == id);
            if let (Some(from), Some(to)) = (place(id), over.as_deref().and_then(place)) {
                let moved = experiment.executors.remove(from);
                experiment.executors.insert(to, moved);
            }
        });
    };
    let others = move || {
        let chosen = chosen.get();
        ExecutorId::ALL.into_iter().filter(|executor| !chosen.contains(executor)).collect::<Vec<_>>()
    };
    view! {
        <section class="how" aria-labelledby="how">
            <h2 id="how">{text!(page.how)}</h2>
            <ol class="chips" aria-label=text!(executor.list)
                on:pointermove=move |event| drag_over(event.client_x(), event.client_y())
                on:pointerup=move |_| dragged.set(None) on:pointercancel=move |_| dragged.set(None)
                on:pointerleave=move |_| dragged.set(None)>
                <For each=move || chosen.get() key=|executor| executor.id()
                    children=move |executor| view! { <Chip executor chosen dragged said/> }/>
            </ol>
            <ul class="chips more" aria-label=text!(executor.more)>
                <For each=others key=|executor| executor.id()
                    children=move |executor| view! { <Offer executor/> }/>
            </ul>
            <Reasons chosen/>
            <Freeze/>
            <p class="unseen" role="status">{move || said.get()}</p>
        </section>
    }
}

/// For how long the page will freeze, where it is to compute itself.
#[component]
fn Freeze() -> impl IntoView {
    let session = expect_context::<Session>();
    let warning = move || {
        let freeze_ms = session.experiment.with(freeze_ms)?;
        let time = rough(freeze_ms);
        Some(match freeze_ms > MOST_FROZEN_MS {
            true => text!(run.freeze_refused, time = time, most = rough(MOST_FROZEN_MS)),
            false => text!(run.freeze, time = time),
        })
    };
    move || warning().map(|warning| view! { <p class="hint reason">{warning}</p> })
}

/// An executor that is compared.
#[component]
fn Chip(
    executor: ExecutorId,
    chosen: Memo<Vec<ExecutorId>>,
    dragged: RwSignal<Option<&'static str>>,
    said: RwSignal<String>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = executor.id();
    let name = executor.label();
    let place = move || chosen.with(|chosen| chosen.iter().position(|one| *one == executor)).unwrap_or(0);
    let count = move || chosen.with(Vec::len);
    let shift = {
        let name = name.clone();
        move |direction: isize, focus: String| {
            let target = place().checked_add_signed(direction).filter(|target| *target < count());
            if let Some(target) = target {
                session.experiment.update(|experiment| {
                    let moved = experiment.executors.remove(place());
                    experiment.executors.insert(target, moved);
                });
                said.set(text!(executor.moved, name = name, place = target + 1, all = count()));
                // An element that changes its place in the document loses the focus; the change itself
                // may come as late as the next frame.
                frame::next_frame(move || frame::next_frame(move || document::focus(&focus)));
            }
        }
    };
    let remove = move || {
        if count() > 1 {
            session.experiment.update(|experiment| experiment.executors.retain(|one| *one != executor));
        }
    };
    let on_key = {
        let shift = shift.clone();
        move |key: String| -> bool {
            match key.as_str() {
                "ArrowLeft" | "ArrowUp" => shift(-1, format!("chip-{id}")),
                "ArrowRight" | "ArrowDown" => shift(1, format!("chip-{id}")),
                "Delete" | "Backspace" => remove(),
                _ => return false,
            }
            true
        }
    };
    let (earlier, later) = (shift.clone(), shift);
    view! {
        <li class="chip" class:dragged=move || dragged.get() == Some(id)
            class:unavailable=move || unavailable(session, executor).is_some() data-executor=id>
            <button type="button" class="name" id=format!("chip-{id}") title=text!(executor.keys)
                on:pointerdown=move |_| dragged.set(Some(id))
                on:keydown=move |event| if on_key(event.key()) { event.prevent_default() }>
                <span class="grip" aria-hidden="true"></span>
                {name.clone()} " " <small>{executor.python()}</small>
            </button>
            <button type="button" class="icon" id=format!("earlier-{id}") aria-label=text!(executor.earlier, name = name)
                disabled=move || place() == 0
                on:click=move |_| earlier(-1, format!("earlier-{id}"))>"‹"</button>
            <button type="button" class="icon" id=format!("later-{id}") aria-label=text!(executor.later, name = name)
                disabled=move || place() + 1 == count()
                on:click=move |_| later(1, format!("later-{id}"))>"›"</button>
            <button type="button" class="icon" aria-label=text!(executor.remove, name = name)
                disabled=move || count() == 1 on:click=move |_| remove()>"×"</button>
        </li>
    }
}

/// An executor that can be added.
#[component]
fn Offer(executor: ExecutorId) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = executor.label();
    let add = move |_| {
        session.experiment.update(|experiment: &mut Experiment| {
            if !experiment.executors.contains(&executor) {
                experiment.executors.push(executor);
            }
        });
    };
    view! {
        <li class="offer">
            <button type="button" title=executor.hint() on:click=add
                disabled=move || unavailable(session, executor).is_some()>
                <span aria-hidden="true">"+ "</span><span class="unseen">{text!(executor.add)} " "</span>
                {name} " "
                <small>{executor.python()}</small>
            </button>
        </li>
    }
}

/// Why some of them can't run here, and the way out.
#[component]
fn Reasons(
    /// The executors that are chosen; they come first.
    chosen: Memo<Vec<ExecutorId>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let reasons = move || {
        let chosen = chosen.get();
        let others = ExecutorId::ALL.into_iter().filter(|executor| !chosen.contains(executor));
        let all = chosen.iter().copied().chain(others);
        all.filter_map(|executor| reason(session, executor)).collect::<Vec<_>>()
    };
    move || reasons().into_iter().map(|reason| view! { <p class="hint reason">{reason}</p> }).collect_view()
}

/// Why an executor can't run here; `None` if it can, or if that is not known yet.
pub(in crate::view) fn unavailable(session: Session, executor: ExecutorId) -> Option<Unavailable> {
    let features = session.features.get()?;
    session.experiment.with(|experiment| features.check(executor, experiment).err())
}

fn reason(session: Session, executor: ExecutorId) -> Option<String> {
    let name = executor.label();
    Some(match unavailable(session, executor)? {
        Unavailable::NotIsolated => text!(unavailable.not_isolated, name = name),
        Unavailable::NotIsolatedInFrame => text!(unavailable.not_isolated_in_frame, name = name),
        Unavailable::NotSecure => text!(unavailable.not_secure, name = name),
        Unavailable::NoSharedMemory => text!(unavailable.no_shared_memory, name = name),
        Unavailable::InFrame => text!(unavailable.in_frame, name = name),
    })
}
