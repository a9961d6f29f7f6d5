//! Every figure and every output, as tables.

use leptos::prelude::*;

use super::by_task::{MOST_ROWS, by_task};
use super::group::{Group, group_name, most_tasks};
use super::task_range::TaskRange;
use crate::insight::{CAUSES, cause_label, run_cells, time_cells};
use crate::render::RowRange;
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::keys::figure;
use crate::text::{Key, capitalised};
use crate::trace::LiveRun;

/// The columns after the first.
const COLUMNS: [Key; 11] = [
    figure::repeat,
    figure::wall,
    figure::speedup,
    figure::efficiency,
    figure::concurrency,
    figure::parallelism,
    figure::busy,
    figure::preempted,
    figure::startup,
    figure::memory,
    figure::stall,
];

#[component]
pub(in crate::view) fn Tables() -> impl IntoView {
    let session = expect_context::<Session>();
    let runs = StoredValue::new(session.runs.all.get_untracked());
    let groups = StoredValue::new(Group::all(session.runs.all.get_untracked()));
    let shown = RwSignal::new(false);
    let times_shown = RwSignal::new(false);
    let tasks_shown = RwSignal::new(false);
    let outputs_shown = RwSignal::new(false);
    view! {
        <details class="table" on:toggle=move |_| shown.set(true)>
            <summary>{text!(table.title)}</summary>
            <Show when=move || shown.get()>
                <div class="scroll" tabindex="0" role="region" aria-label=text!(table.title)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{text!(figure.executor)}</th>
                                {COLUMNS.map(|key| view! { <th scope="col">{key.text()}</th> }).collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {runs.get_value().into_iter().map(|run| view! { <Row run/> }).collect_view()}
                        </tbody>
                    </table>
                </div>
            </Show>
        </details>
        <details class="table" on:toggle=move |_| times_shown.set(true)>
            <summary>{text!(table.times)}</summary>
            <Show when=move || times_shown.get()>
                <Times groups=groups.get_value()/>
            </Show>
        </details>
        <details class="table" id="by-task" on:toggle=move |_| tasks_shown.set(true)>
            <summary>{text!(table.tasks)}</summary>
            {move || tasks_shown.get().then(|| by_task(groups.get_value()))}
        </details>
        <details class="table" on:toggle=move |_| outputs_shown.set(true)>
            <summary>{text!(table.outputs)}</summary>
            <Show when=move || outputs_shown.get()>
                <Outputs groups=groups.get_value()/>
            </Show>
        </details>
    }
}

#[component]
fn Row(run: RunHandle) -> impl IntoView {
    let name = run.executor.label_in(run.step.as_ref());
    let repeat = if run.warmup { text!(figure.warmup) } else { (run.repeat + 1).to_string() };
    let cells = move || run.live.with(run_cells);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{repeat}</td>
            {move || cells().into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
        </tr>
    }
}

/// What the lanes of each executor did with their time: of the run that is drawn.
#[component]
fn Times(groups: Vec<Group>) -> impl IntoView {
    let heads = CAUSES.map(|cause| view! { <th scope="col">{capitalised(&cause_label(cause))}</th> });
    let row = move |group: &Group| {
        let cells = group.drawn_run().live.with(|live| time_cells(&live.trace));
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{group_name(group)}</th>{cells}</tr> }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!(table.times)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{text!(figure.executor)}</th>
                        <th scope="col">{capitalised(&text!(kind.run))}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{move || groups.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What each task gave, by executor: of the run that is drawn.
#[component]
fn Outputs(groups: Vec<Group>) -> impl IntoView {
    let count = most_tasks(&groups);
    let heads = groups.iter().map(|group| view! { <th scope="col">{group_name(group)}</th> });
    let heads = heads.collect_view();
    let first = RwSignal::new(0);
    let range = Memo::new(move |_| RowRange::new(first.get(), MOST_ROWS, count));
    let rows = move || {
        let shown = range.get().rows();
        let of_group = |group: &Group| -> Vec<Option<String>> {
            let output = |live: &LiveRun, task| live.outputs.get(task).cloned().flatten();
            group.drawn_run().live.with(|live| shown.clone().map(|task| output(live, task)).collect())
        };
        let outputs: Vec<_> = groups.iter().map(of_group).collect();
        let row = |(place, task): (usize, usize)| {
            let cells = outputs.iter().map(|outputs| {
                let output = outputs[place].clone();
                view! { <td>{output.unwrap_or_else(|| text!(table.pending))}</td> }
            });
            view! { <tr><th scope="row">{task.to_string()}</th>{cells.collect_view()}</tr> }
        };
        shown.clone().enumerate().map(row).collect_view()
    };
    view! {
        <TaskRange range first/>
        <div class="scroll" tabindex="0" role="region" aria-label=text!(table.outputs)>
            <table>
                <thead><tr><th scope="col">{text!(table.task)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
