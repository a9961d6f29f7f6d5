//! What was done so far, move by move: the two tasks as lanes, the number between them. Time runs down.

use leptos::prelude::*;

use crate::lesson::scheduler::{Access, Move, Played, TASKS};
use crate::text;
use crate::trace::SpanKind;
use crate::view::timeline::legend::swatch;

/// One row for each move, and room for those to come.
pub(in crate::view) fn transcript(played: &Played) -> AnyView {
    let task = |task: usize| text!(lane.task, n = task);
    let heads = [task(0), text!(scheduler.number), task(TASKS - 1)];
    let head = |name: String| view! { <th scope="col"><span class="unseen">{name}</span></th> };
    let rows = played.moves.iter().enumerate().map(|(n, one)| row(one, played.is_lost(n)));
    let to_come = (played.moves.len()..played.most_moves()).map(|_| {
        view! { <tr aria-hidden="true"><td></td><td></td><td></td></tr> }
    });
    view! {
        <table class="transcript">
            <caption class="unseen">{text!(scheduler.transcript)}</caption>
            <thead><tr>{heads.map(head).collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}{to_come.collect_view()}</tbody>
        </table>
        <ul class="legend" aria-hidden="true">
            {[SpanKind::Run, played.idle()].map(|kind| swatch(kind.name(), kind.label())).collect_view()}
        </ul>
    }
    .into_any()
}

fn row(one: &Move, is_lost: bool) -> AnyView {
    let cell = |task: usize| {
        if task == one.task {
            return acting(one, is_lost);
        }
        let look = one.other.map(SpanKind::name);
        view! { <td class=look><span class="unseen">{one.other.map(SpanKind::label)}</span></td> }.into_any()
    };
    view! { <tr>{cell(0)}<td class:changed=one.addition.is_some()>{one.after}</td>{cell(TASKS - 1)}</tr> }
        .into_any()
}

fn acting(one: &Move, is_lost: bool) -> AnyView {
    let said = match one.access {
        Access::Read => text!(scheduler.cell.read, value = one.after),
        Access::Write { .. } => text!(scheduler.cell.write, value = one.after),
        Access::Add => text!(scheduler.cell.add, value = one.after),
    };
    let lost = is_lost.then(|| view! { " " <small>{text!(scheduler.cell.lost)}</small> });
    let said = if is_lost { view! { <s>{said}</s> }.into_any() } else { said.into_any() };
    view! { <td class="run" class:lost=is_lost>{said}{lost}</td> }.into_any()
}
