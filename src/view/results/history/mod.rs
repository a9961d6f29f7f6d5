//! The runs that were made in this browser: all of them in a list, and the pinned one beside the next.

mod entry;
mod maps;
mod panel;
mod pinned;

pub(in crate::view) use panel::HistoryList;
pub(in crate::view) use pinned::Pinned;

use crate::browser::{clock, document, frame};
use crate::experiment::parse;
use crate::history::Head;

/// The section's id.
const SECTION: &str = "history";

/// Moves the keyboard's focus to the section, from what is about to leave it.
fn leave() {
    frame::next_frame(|| document::focus(SECTION));
}

/// What an entry is called: by its reader, or else by its experiment.
fn name(head: &Head) -> String {
    if head.name.is_empty() { default_name(head) } else { head.name.clone() }
}

fn default_name(head: &Head) -> String {
    parse(&head.experiment).experiment.in_words()
}

/// When a start was over, as the page's language writes it.
fn when(id: u64) -> String {
    clock::written(id as f64, &document::root_attribute("lang").unwrap_or_default())
}
