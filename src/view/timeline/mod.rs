//! Timelines: one for each executor, on one time axis, and what is done with them.

pub(super) mod axis;
pub(super) mod drawing;
pub(super) mod legend;
pub(super) mod overview;
pub(super) mod pointers;
pub(super) mod replay;
pub(super) mod selection;
pub(super) mod state;
pub(super) mod tip;
pub(super) mod viewport;
