//! What came of the runs: figures, verdict, tables, charts, and the runs before.

pub(super) mod by_task;
pub(super) mod comparison;
pub(super) mod dots;
pub(super) mod empty_state;
pub(super) mod figures;
pub(super) mod figures_table;
pub(super) mod group;
pub(super) mod history;
pub(super) mod marks;
pub(super) mod race;
pub(super) mod sweep;
mod sweep_chart;
pub(super) mod tables;
pub(super) mod task_range;
pub(super) mod verdict;
