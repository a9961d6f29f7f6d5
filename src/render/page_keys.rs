//! The keys of the page around the timelines: tables, from which they work and from which the help is made.

use super::KeyRow;
use super::keys::{STEP, ZOOM, row};
use crate::text::keys::help::does;

/// What a key does wherever the focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageCommand {
    /// Opens the help.
    Help,
    /// Presses the button that starts runs and calls them off.
    Run,
}

/// What a key does on an executor that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipCommand {
    /// Moves it to the place after (1) or before (-1).
    Move(isize),
    /// Removes it.
    Remove,
}

/// Those that work wherever the focus is.
pub static PAGE_KEYS: [KeyRow<PageCommand>; 2] = [
    row("?", does::help, &[("?", PageCommand::Help)]),
    row("Ctrl Enter", does::run, &[("Enter", PageCommand::Run)]),
];

/// Those of an executor that is compared.
pub static CHIP_KEYS: [KeyRow<ChipCommand>; 2] = [
    row(
        "← →",
        does::move_,
        &[
            ("ArrowLeft", ChipCommand::Move(-1)),
            ("ArrowUp", ChipCommand::Move(-1)),
            ("ArrowRight", ChipCommand::Move(1)),
            ("ArrowDown", ChipCommand::Move(1)),
        ],
    ),
    row("Del", does::remove, &[("Delete", ChipCommand::Remove), ("Backspace", ChipCommand::Remove)]),
];

/// What a key does on a block of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockCommand {
    /// Moves it to the place after (1) or before (-1).
    Move(isize),
    /// Makes it longer.
    Longer,
    /// Makes it shorter.
    Shorter,
    /// Removes it.
    Remove,
}

/// Those of a block of a program.
pub static BLOCK_KEYS: [KeyRow<BlockCommand>; 3] = [
    row("← →", does::move_, &[("ArrowLeft", BlockCommand::Move(-1)), ("ArrowRight", BlockCommand::Move(1))]),
    row(
        "↑ ↓",
        does::stretch,
        &[
            ("ArrowUp", BlockCommand::Longer),
            ("+", BlockCommand::Longer),
            ("ArrowDown", BlockCommand::Shorter),
            ("-", BlockCommand::Shorter),
        ],
    ),
    row("Del", does::remove, &[("Delete", BlockCommand::Remove), ("Backspace", BlockCommand::Remove)]),
];

/// What a key does on the overview, to the part that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OverviewCommand {
    /// Moves it by this share of it.
    Pan(f64),
    /// Moves it to the beginning.
    MoveToStart,
    /// Moves it to the end.
    MoveToEnd,
    /// Makes it so many times as long.
    Zoom(f64),
    /// Shows all there is.
    ShowAll,
    /// Shows what was shown before a selection was zoomed in on.
    GoBack,
}

/// Those of the overview: it is a slider.
pub static OVERVIEW_KEYS: [KeyRow<OverviewCommand>; 6] = [
    row(
        "← →",
        does::pan,
        &[
            ("ArrowLeft", OverviewCommand::Pan(-STEP)),
            ("ArrowDown", OverviewCommand::Pan(-STEP)),
            ("ArrowRight", OverviewCommand::Pan(STEP)),
            ("ArrowUp", OverviewCommand::Pan(STEP)),
        ],
    ),
    row(
        "PgUp PgDn",
        does::leap,
        &[("PageUp", OverviewCommand::Pan(-1.0)), ("PageDown", OverviewCommand::Pan(1.0))],
    ),
    row(
        "Home End",
        does::ends,
        &[("Home", OverviewCommand::MoveToStart), ("End", OverviewCommand::MoveToEnd)],
    ),
    row(
        "+ −",
        does::zoom,
        &[
            ("+", OverviewCommand::Zoom(ZOOM)),
            ("=", OverviewCommand::Zoom(ZOOM)),
            ("-", OverviewCommand::Zoom(1.0 / ZOOM)),
            ("\u{2212}", OverviewCommand::Zoom(1.0 / ZOOM)),
        ],
    ),
    row("0", does::whole, &[("0", OverviewCommand::ShowAll), ("Escape", OverviewCommand::ShowAll)]),
    row("Backspace", does::back, &[("Backspace", OverviewCommand::GoBack)]),
];

impl OverviewCommand {
    /// What this key stands for; `None` for nothing.
    pub fn of_key(key: &str) -> Option<Self> {
        find(&OVERVIEW_KEYS, key)
    }
}

impl BlockCommand {
    /// What this key stands for; `None` for nothing.
    pub fn of_key(key: &str) -> Option<Self> {
        find(&BLOCK_KEYS, key)
    }
}

impl PageCommand {
    /// What this key stands for, with Ctrl held or not; `None` for nothing. One key alone can be what somebody says to
    /// a machine that listens, or types by mistake: so it does nothing where text is typed, and can be switched off
    /// (WCAG 2.1.4).
    pub fn of_key(key: &str, with_control: bool, is_typing: bool, is_switched_off: bool) -> Option<Self> {
        let command = find(&PAGE_KEYS, key)?;
        let works = match command {
            Self::Help => !with_control && !is_typing && !is_switched_off,
            Self::Run => with_control,
        };
        works.then_some(command)
    }
}

impl ChipCommand {
    /// What this key stands for; `None` for nothing.
    pub fn of_key(key: &str) -> Option<Self> {
        find(&CHIP_KEYS, key)
    }
}

fn find<Command: Copy>(rows: &[KeyRow<Command>], key: &str) -> Option<Command> {
    let mut keys = rows.iter().flat_map(|row| row.keys);
    keys.find(|(name, _)| *name == key).map(|(_, command)| *command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_one_key_where_nothing_is_typed() {
        let help = |is_typing, is_switched_off| PageCommand::of_key("?", false, is_typing, is_switched_off);
        assert_eq!(help(false, false), Some(PageCommand::Help));
        assert_eq!((help(true, false), help(false, true)), (None, None));
        assert_eq!(PageCommand::of_key("?", true, false, false), None);
    }

    #[test]
    fn run_takes_ctrl_and_works_while_something_is_typed() {
        assert_eq!(PageCommand::of_key("Enter", true, true, true), Some(PageCommand::Run));
        assert_eq!(PageCommand::of_key("Enter", false, false, false), None);
    }

    #[test]
    fn a_block_is_moved_stretched_and_removed() {
        assert_eq!(BlockCommand::of_key("ArrowLeft"), Some(BlockCommand::Move(-1)));
        assert_eq!(BlockCommand::of_key("ArrowUp"), Some(BlockCommand::Longer));
        assert_eq!(BlockCommand::of_key("-"), Some(BlockCommand::Shorter));
        assert_eq!(BlockCommand::of_key("Delete"), Some(BlockCommand::Remove));
        assert_eq!(BlockCommand::of_key("Enter"), None);
    }

    #[test]
    fn a_chip_is_moved_and_removed() {
        assert_eq!(ChipCommand::of_key("ArrowUp"), Some(ChipCommand::Move(-1)));
        assert_eq!(ChipCommand::of_key("ArrowRight"), Some(ChipCommand::Move(1)));
        assert_eq!(ChipCommand::of_key("Backspace"), Some(ChipCommand::Remove));
        assert_eq!(ChipCommand::of_key("Tab"), None);
    }
}
