//! Where and when each task ran, and how long it waited before it began, as a table.

use leptos::prelude::*;

use super::group::{Group, group_name, most_tasks};
use super::task_range::TaskRange;
use crate::insight::task_cells;
use crate::render::RowRange;
use crate::text;
use crate::text::Key;
use crate::text::keys::task;

/// The columns of each executor.
const COLUMNS: [Key; 4] = [task::where_, task::began, task::waited, task::took];
/// The most rows that a table of tasks has at once: a page with ten thousand of them answers late.
pub(super) const MOST_ROWS: usize = 200;

/// A row for each task, of the run of each executor that is drawn.
pub(in crate::view) fn by_task(groups: Vec<Group>) -> AnyView {
    let count = most_tasks(&groups);
    let heads = groups.iter().map(|group| {
        view! { <th scope="colgroup" colspan=COLUMNS.len().to_string()>{group_name(group)}</th> }
    });
    let heads = heads.collect_view();
    let columns = groups.iter().flat_map(|_| COLUMNS);
    let columns = columns.enumerate().map(|(n, key)| {
        view! { <th scope="col" class:first=n % COLUMNS.len() == 0>{key.text()}</th> }
    });
    let columns = columns.collect_view();
    let first = RwSignal::new(0);
    let range = Memo::new(move |_| RowRange::new(first.get(), MOST_ROWS, count));
    let rows = move || {
        let range = range.get();
        let of_group = |group: &Group| group.drawn_run().live.with(|live| task_cells(live, range.rows()));
        let found: Vec<Vec<[String; COLUMNS.len()]>> = groups.iter().map(of_group).collect();
        let row = |(place, task): (usize, usize)| {
            let cells = found.iter().flat_map(|tasks| tasks[place].clone());
            let cells = cells.enumerate().map(|(n, cell)| {
                view! { <td class:first=n % COLUMNS.len() == 0>{cell}</td> }
            });
            let cells = cells.collect_view();
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
