//! The same with an engine as the scheduler: what it made of many more additions, beside what came of a few.

use leptos::prelude::*;

use crate::experiment::parse;
use crate::insight::{lock_figures, task_changes};
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::keys::scheduler::compare;
use crate::text::{Key, count};
use crate::trace::{RunState, Totals};
use crate::view::learn::Reading;
use crate::view::learn::scheduler::Hand;

/// Offered once all tasks have ended.
pub(in crate::view) fn comparison(hand: Hand) -> AnyView {
    let session = expect_context::<Session>();
    let reading = expect_context::<Reading>();
    let is_over = Memo::new(move |_| hand.played().is_over());
    let rows = move || {
        let real = parse(hand.model().real).experiment;
        session.runs.summary.track();
        let rows = session.runs.all.with(|runs| {
            let of_it = runs.iter().filter(|run| run.experiment == real);
            of_it.filter_map(row_of).collect::<Vec<_>>()
        });
        (!rows.is_empty()).then(|| table(own_row(hand), rows))
    };
    let offer = move || {
        view! {
            <div class="compared">
                <h3>{text!(scheduler.compare.title)}</h3>
                <p>{text!(scheduler.compare.intro)}</p>
                <p>
                    <button type="button" id="compare" disabled=move || session.runs.is_busy()
                        on:click=move |_| reading.run(untrack(|| hand.model()).real)>
                        {text!(scheduler.compare.run)}
                    </button>
                </p>
                <div role="status">{rows}</div>
            </div>
        }
    };
    (move || is_over.get().then(offer)).into_any()
}

/// Who scheduled, what was expected and found, and how often another task went on.
type Row = (String, Totals, String);

fn own_row(hand: Hand) -> Row {
    let played = hand.played();
    let totals = Totals { expected: played.added(), actual: played.number };
    (text!(scheduler.compare.you), totals, played.switches().to_string())
}

/// Of a run that is over.
fn row_of(run: &RunHandle) -> Option<Row> {
    run.live.with(|live| {
        let totals = Totals::of(&run.experiment, live.total).filter(|_| live.phase == RunState::Finished)?;
        let switches = match (live.metrics.peak_parallelism, lock_figures(&live.trace)) {
            (2.., _) => text!(scheduler.compare.at_once),
            (_, Some(lock)) => lock.handovers.to_string(),
            (_, None) if live.trace.lanes.len() == 1 => task_changes(&live.trace, 0).to_string(),
            _ => text!(figure.none),
        };
        Some((run.executor.label(), totals, switches))
    })
}

fn table(own: Row, real: Vec<Row>) -> AnyView {
    let row = |(name, totals, switches): Row| {
        let cells =
            [totals.expected, totals.actual, totals.lost()].map(|number| view! { <td>{count(number)}</td> });
        view! { <tr><th scope="row">{name}</th>{cells.collect_view()}<td>{switches}</td></tr> }
    };
    let heads = [compare::expected, compare::actual, compare::lost, compare::switches];
    let head = |key: Key| view! { <th scope="col">{key.text()}</th> };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!(scheduler.compare.title)>
            <table>
                <thead><tr><td></td>{heads.map(head).collect_view()}</tr></thead>
                <tbody>{std::iter::once(own).chain(real).map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="hint">{text!(scheduler.compare.why)}</p>
    }
    .into_any()
}
