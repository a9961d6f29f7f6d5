//! The keys of a timeline: one table, from which they work and from which the help is made.

use crate::text::Key;
use crate::text::keys::help::does;

/// One press of plus shows this share of what was shown.
pub(super) const ZOOM: f64 = 0.8;
/// One press of a key moves by this share of what is shown.
pub(super) const STEP: f64 = 0.1;
/// One press of Shift with an arrow selects this share of what is shown.
const SELECT: f64 = 0.02;

/// What a key does on a timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimelineCommand {
    /// Goes to the next span (1) or the previous one (-1) of the row.
    Walk(isize),
    /// Goes to the row below (1) or above (-1).
    ChangeRow(isize),
    /// Makes what is shown so many times as long.
    Zoom(f64),
    /// Moves what is shown by this share of it.
    Pan(f64),
    /// Shows all there is.
    ShowAll,
    /// Shows what was shown before a selection was zoomed in on.
    GoBack,
    /// Moves the end of the selection by this share of what is shown.
    Select(f64),
    /// Shows what is selected.
    ShowSelection,
    /// Leaves the span, or the selection.
    Leave,
}

/// Keys that belong together, and what they do.
#[derive(Debug)]
pub struct KeyRow<Command: 'static> {
    /// The keys as they are printed on keyboards, with spaces between them.
    pub printed: &'static str,
    /// What they do, in words.
    pub does: Key,
    /// The keys as browsers name them, and what each does.
    pub keys: &'static [(&'static str, Command)],
    /// Whether they do it only with Shift held; else they do it with or without, because on some keyboards plus takes
    /// Shift.
    pub with_shift: bool,
}

/// All of them, in the order of the help.
pub static TIMELINE_KEYS: [KeyRow<TimelineCommand>; 9] = [
    row(
        "← →",
        does::span,
        &[("ArrowLeft", TimelineCommand::Walk(-1)), ("ArrowRight", TimelineCommand::Walk(1))],
    ),
    row(
        "↑ ↓",
        does::lane,
        &[("ArrowUp", TimelineCommand::ChangeRow(-1)), ("ArrowDown", TimelineCommand::ChangeRow(1))],
    ),
    row(
        "+ − W S",
        does::zoom,
        &[
            ("+", TimelineCommand::Zoom(ZOOM)),
            ("=", TimelineCommand::Zoom(ZOOM)),
            ("w", TimelineCommand::Zoom(ZOOM)),
            ("-", TimelineCommand::Zoom(1.0 / ZOOM)),
            ("\u{2212}", TimelineCommand::Zoom(1.0 / ZOOM)),
            ("s", TimelineCommand::Zoom(1.0 / ZOOM)),
        ],
    ),
    row("A D", does::pan, &[("a", TimelineCommand::Pan(-STEP)), ("d", TimelineCommand::Pan(STEP))]),
    row("0", does::whole, &[("0", TimelineCommand::ShowAll)]),
    row("Backspace", does::back, &[("Backspace", TimelineCommand::GoBack)]),
    KeyRow {
        with_shift: true,
        ..row(
            "Shift ← →",
            does::select,
            &[
                ("ArrowLeft", TimelineCommand::Select(-SELECT)),
                ("ArrowRight", TimelineCommand::Select(SELECT)),
            ],
        )
    },
    row("Enter", does::enlarge, &[("Enter", TimelineCommand::ShowSelection)]),
    row("Esc", does::leave, &[("Escape", TimelineCommand::Leave)]),
];

/// A row of keys that do the same with Shift held and without.
pub(super) const fn row<Command>(
    printed: &'static str,
    does: Key,
    keys: &'static [(&'static str, Command)],
) -> KeyRow<Command> {
    KeyRow { printed, does, keys, with_shift: false }
}

impl TimelineCommand {
    /// What this key stands for, with Shift held or not; `None` for nothing.
    pub fn of_key(key: &str, shift: bool) -> Option<Self> {
        let found = |with_shift: bool| {
            let mut rows = TIMELINE_KEYS.iter().filter(move |row| row.with_shift == with_shift);
            rows.find_map(|row| row.keys.iter().find(|(name, _)| *name == key)).map(|(_, command)| *command)
        };
        if shift { found(true).or_else(|| found(false)) } else { found(false) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let keys =
            |row: &'static KeyRow<TimelineCommand>| row.keys.iter().map(|(key, _)| (*key, row.with_shift));
        let mut all: Vec<_> = TIMELINE_KEYS.iter().flat_map(keys).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    /// What is printed is what works, but for keys that stand in for others where a keyboard has none.
    #[test]
    fn the_help_names_the_keys_that_work() {
        for row in &TIMELINE_KEYS {
            let printed = |key: &str| match key {
                "ArrowLeft" => "←".to_owned(),
                "ArrowRight" => "→".to_owned(),
                "ArrowUp" => "↑".to_owned(),
                "ArrowDown" => "↓".to_owned(),
                "Escape" => "Esc".to_owned(),
                "Enter" | "Backspace" => key.to_owned(),
                letter => letter.to_uppercase(),
            };
            let stands_in = |key: &str| key == "=" || key == "-";
            let mut works: Vec<_> =
                row.keys.iter().map(|(key, _)| *key).filter(|key| !stands_in(key)).map(printed).collect();
            works.extend(row.with_shift.then(|| "Shift".to_owned()));
            let mut told: Vec<_> = row.printed.split(' ').map(str::to_owned).collect();
            works.sort_unstable();
            told.sort_unstable();
            assert_eq!(works, told);
        }
    }

    #[test]
    fn shift_selects_and_changes_nothing_else() {
        let of = TimelineCommand::of_key;
        assert_eq!(of("ArrowRight", false), Some(TimelineCommand::Walk(1)));
        assert_eq!(of("ArrowRight", true), Some(TimelineCommand::Select(SELECT)));
        assert_eq!(of("ArrowDown", true), Some(TimelineCommand::ChangeRow(1)));
        assert_eq!(of("+", true), of("=", false));
        assert_eq!(of("?", true), None);
    }
}
