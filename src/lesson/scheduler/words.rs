//! What is said of a run by hand.

use super::{Access, Addition, LEAST, Move, Played, Refusal, TASKS};
use crate::text;
use crate::text::{count, listed, sentences};

/// What happened last, beside what tasks did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    None,
    /// A move was taken back.
    Undone,
    /// This task was chosen, and can't go on.
    Refused(usize),
}

/// What just happened, in a sentence or two.
pub fn said(played: &Played, note: Note) -> String {
    let mut said = Vec::new();
    match note {
        Note::Refused(task) => {
            said.push(text!(scheduler.refused, task = task, why = standing(played, task)));
        }
        Note::Undone => said.push(text!(scheduler.undone)),
        Note::None => {}
    }
    if !matches!(note, Note::Refused(_)) {
        match played.moves.last() {
            Some(last) => said.extend(done(last)),
            None => said.push(text!(scheduler.said.start)),
        }
    }
    if played.is_over() {
        said.push(over(played));
    }
    sentences(&said)
}

/// How a task stands: what it has in hand, or why it can't go on.
pub fn standing(played: &Played, task: usize) -> String {
    match (played.refusal(task), played.in_hand[task]) {
        (Some(Refusal::Ended), _) => text!(scheduler.ended),
        (Some(Refusal::Held), _) => text!(scheduler.held, task = other(task)),
        (None, Some(value)) => text!(scheduler.in_hand, value = value),
        (None, None) => text!(scheduler.empty_handed),
    }
}

/// What it came to, once all tasks have ended.
fn over(played: &Played) -> String {
    let (expected, actual) = (count(played.added()), count(played.number));
    let lost = count(played.added().saturating_sub(played.number));
    match played.number {
        _ if played.lost() == 0 => text!(scheduler.over.all, expected = expected, actual = actual),
        LEAST => text!(scheduler.over.least, expected = expected, actual = actual, lost = lost),
        _ => text!(scheduler.over.some, expected = expected, actual = actual, lost = lost),
    }
}

fn done(last: &Move) -> Vec<String> {
    let Move { task, before, after, .. } = last;
    let mut sentences = vec![match last.access {
        Access::Read => text!(scheduler.said.read, task = task, read = after),
        Access::Write { read } if last.lost.is_empty() => {
            text!(scheduler.said.write, task = task, value = after, read = read)
        }
        Access::Write { read } => text!(
            scheduler.said.overwrite,
            task = task,
            value = after,
            before = before,
            read = read,
            other = other(*task),
            lost = additions(&last.lost)
        ),
        Access::Add => text!(scheduler.said.add, task = task, value = after, before = before),
    }];
    if !last.back.is_empty() {
        sentences.push(text!(scheduler.said.back, back = additions(&last.back)));
    }
    sentences
}

fn additions(additions: &[Addition]) -> String {
    let one = |addition: &Addition| text!(scheduler.addition, task = addition.task, nth = addition.nth);
    listed(&additions.iter().map(one).collect::<Vec<_>>())
}

/// The number of the other task.
fn other(task: usize) -> usize {
    TASKS - 1 - task
}

#[cfg(test)]
mod tests {
    use super::super::{MODELS, Schedule};
    use super::*;
    use crate::text::{LANGUAGES, show_language};

    /// Both read the same number before either writes.
    fn lost() -> Schedule {
        let mut schedule = Schedule::new(&MODELS[0]);
        for task in [0, 1, 0, 1] {
            let _ = schedule.choose(task);
        }
        schedule
    }

    #[test]
    fn each_move_is_told_in_every_language() {
        for language in LANGUAGES {
            show_language(language);
            let begin = Schedule::new(&MODELS[0]);
            assert_eq!(said(&begin.played(), Note::None), text!(scheduler.said.start));
            let told = said(&lost().played(), Note::None);
            assert!(!told.contains("%{") && !told.contains("scheduler."), "{told}");
            let undone = said(&lost().played(), Note::Undone);
            assert!(undone.starts_with(&text!(scheduler.undone)) && undone.ends_with(&told), "{undone}");
            assert!(language == "en" || !undone.contains("。 "), "{undone}");
        }
    }

    #[test]
    fn who_can_t_go_on_is_told_why() {
        show_language("en");
        let played = lost().played();
        let refused = said(&played, Note::Refused(1));
        assert!(refused.contains(&standing(&played, 1)), "{refused}");
    }
}
