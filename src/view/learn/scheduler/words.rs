//! What is said of a run by hand.

use crate::lesson::scheduler::{Access, Addition, LEAST, Move, Played, Refusal};
use crate::text::count;
use crate::view::learn::scheduler::{Note, other};
use crate::view::page::text::{filled, listed, text};

/// What just happened, in a sentence or two.
pub(in crate::view) fn said(played: &Played, note: Note) -> String {
    let mut sentences = Vec::new();
    match note {
        Note::Refused(task) => {
            let places = [("task", task.to_string()), ("why", standing(played, task))];
            sentences.push(filled("scheduler.refused", &places));
        }
        Note::Undone => sentences.push(text("scheduler.undone")),
        Note::None => {}
    }
    if !matches!(note, Note::Refused(_)) {
        match played.moves.last() {
            Some(last) => sentences.extend(done(last)),
            None => sentences.push(text("scheduler.said.start")),
        }
    }
    if played.is_over() {
        let key = match played.number {
            _ if played.lost() == 0 => "scheduler.over.all",
            LEAST => "scheduler.over.least",
            _ => "scheduler.over.some",
        };
        sentences.push(filled(key, &totals(played.added(), played.number)));
    }
    sentences.join(" ")
}

/// How a task stands: what it has in hand, or why it can't go on.
pub(in crate::view) fn standing(played: &Played, task: usize) -> String {
    match (played.refusal(task), played.in_hand[task]) {
        (Some(Refusal::Ended), _) => text("scheduler.ended"),
        (Some(Refusal::Held), _) => filled("scheduler.held", &[("task", other(task).to_string())]),
        (None, Some(value)) => filled("scheduler.in_hand", &[("value", value.to_string())]),
        (None, None) => text("scheduler.empty_handed"),
    }
}

/// What a sum came to, to fill a sentence with.
pub(in crate::view) fn totals(expected: u64, actual: u64) -> [(&'static str, String); 3] {
    let lost = expected.saturating_sub(actual);
    [("expected", count(expected)), ("actual", count(actual)), ("lost", count(lost))]
}

fn done(last: &Move) -> Vec<String> {
    let (key, read) = match last.access {
        Access::Read => ("scheduler.said.read", last.after),
        Access::Write { read } if last.lost.is_empty() => ("scheduler.said.write", read),
        Access::Write { read } => ("scheduler.said.overwrite", read),
        Access::Add => ("scheduler.said.add", last.before),
    };
    let places = [
        ("task", last.task.to_string()),
        ("other", other(last.task).to_string()),
        ("read", read.to_string()),
        ("before", last.before.to_string()),
        ("value", last.after.to_string()),
        ("lost", additions(&last.lost)),
    ];
    let mut sentences = vec![filled(key, &places)];
    if !last.back.is_empty() {
        sentences.push(filled("scheduler.said.back", &[("back", additions(&last.back))]));
    }
    sentences
}

fn additions(additions: &[Addition]) -> String {
    let one = |addition: &Addition| {
        let places = [("task", addition.task.to_string()), ("nth", addition.nth.to_string())];
        filled("scheduler.addition", &places)
    };
    listed(&additions.iter().map(one).collect::<Vec<_>>())
}
