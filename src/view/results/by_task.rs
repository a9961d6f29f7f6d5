//! Where and when each task ran, and how long it waited before it began, as a table.

use leptos::prelude::*;

use super::group::{Group, group_name};
use super::task_range::TaskRange;
use crate::render::RowRange;
use crate::text;
use crate::text::keys::task;
use crate::text::{Key, listed, milliseconds};
use crate::trace::{Lane, LiveRun, TaskFigures, task_figures};

/// The columns of each executor.
const COLUMNS: [Key; 4] = [task::where_, task::began, task::waited, task::took];
/// The most rows that a table of tasks has at once: a page with ten thousand of them answers late.
pub(super) const MOST_ROWS: usize = 200;

/// A row for each task, of the run of each executor that is drawn.
pub(in crate::view) fn by_task(groups: Vec<Group>) -> AnyView {
    let count = groups.iter().map(|group| group.runs[0].experiment.tasks()).max().unwrap_or(0) as usize;
    let heads = groups.iter().map(|group| {
        view! { <th scope="colgroup" colspan=COLUMNS.len().to_string()>{group_name(group)}</th> }
    });
    let heads = heads.collect_view();
    let columns = groups.iter().flat_map(|_| COLUMNS);
    let columns = columns.map(|key| view! { <th scope="col">{key.text()}</th> }).collect_view();
    let first = RwSignal::new(0);
    let range = Memo::new(move |_| RowRange::new(first.get(), MOST_ROWS, count));
    let rows = move || {
        let range = range.get();
        let of_group = |group: &Group| group.drawn_run().live.with(|live| cells(live, range));
        let found: Vec<Vec<[String; COLUMNS.len()]>> = groups.iter().map(of_group).collect();
        let row = |(place, task): (usize, usize)| {
            let cells = found.iter().flat_map(|tasks| tasks[place].clone());
            let cells = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr><th scope="row">{task.to_string()}</th>{cells}</tr> }
        };
        range.rows().enumerate().map(row).collect_view()
    };
    view! {
        <TaskRange range first/>
        <div class="scroll" tabindex="0" role="region" aria-label=text!(table.tasks)>
            <table class="by-task">
                <thead>
                    <tr><th scope="col" rowspan="2">{text!(table.task)}</th>{heads}</tr>
                    <tr>{columns}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cells(live: &LiveRun, range: RowRange) -> Vec<[String; COLUMNS.len()]> {
    let origin_ms = live.trace.origin_ms().unwrap_or_default();
    let cells = |task: TaskFigures| {
        let Some((begin_ms, end_ms)) = task.extent else {
            return std::array::from_fn(|_| text!(figure.none));
        };
        let lanes = live.trace.lanes.iter().filter(|lane| task.lanes.contains(&lane.id));
        [
            listed(&lanes.map(Lane::label).collect::<Vec<_>>()),
            milliseconds(begin_ms - origin_ms),
            milliseconds(task.waited_ms(origin_ms).unwrap_or_default()),
            milliseconds(end_ms - begin_ms),
        ]
    };
    let figures = task_figures(live.trace.spans(), range.all).into_iter();
    figures.skip(range.first).take(range.shown).map(cells).collect()
}
