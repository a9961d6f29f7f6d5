//! Which keys do what: one table for whoever presses them, and for whoever reads about them.
//!
//! Pure, and so the only part of what the page shows that is there without a browser.

use crate::text::Key;
use crate::text::keys::help::does;

/// A row of the table.
pub struct Shortcut<T: 'static> {
    /// The keys as they are printed on keyboards, with spaces between.
    pub printed: &'static str,
    /// What they do, in words.
    pub does: Key,
    /// What each of them does.
    presses: &'static [(&'static str, T)],
}

/// A key that is pressed.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// What the browser calls it.
    pub key: String,
    /// Whether Ctrl is held, or Command on a Mac.
    pub control: bool,
}

/// What keys do wherever the focus is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Everywhere {
    /// Opens the help.
    Help,
    /// Presses the button that starts and calls off.
    Run,
}

/// What keys do on an executor that is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnChip {
    /// Moves it by so many places.
    Move(isize),
    /// Removes it.
    Remove,
}

/// Wherever the focus is.
pub const EVERYWHERE: &[Shortcut<Everywhere>] = &[
    Shortcut { printed: "?", does: does::help, presses: &[("?", Everywhere::Help)] },
    Shortcut { printed: "Ctrl Enter", does: does::run, presses: &[("Enter", Everywhere::Run)] },
];

/// On an executor that is compared.
pub const ON_CHIP: &[Shortcut<OnChip>] = &[
    Shortcut {
        printed: "← →",
        does: does::move_,
        presses: &[
            ("ArrowLeft", OnChip::Move(-1)),
            ("ArrowUp", OnChip::Move(-1)),
            ("ArrowRight", OnChip::Move(1)),
            ("ArrowDown", OnChip::Move(1)),
        ],
    },
    Shortcut {
        printed: "Del",
        does: does::remove,
        presses: &[("Delete", OnChip::Remove), ("Backspace", OnChip::Remove)],
    },
];

impl Press {
    /// What it does wherever the focus is. One key alone can be what somebody says to a machine that listens, or types
    /// by mistake; so it does nothing where text is typed, and can be switched off (WCAG 2.1.4).
    pub fn everywhere(&self, is_typing: bool, is_switched_off: bool) -> Option<Everywhere> {
        match self.find(EVERYWHERE)? {
            Everywhere::Help => (!self.control && !is_typing && !is_switched_off).then_some(Everywhere::Help),
            Everywhere::Run => self.control.then_some(Everywhere::Run),
        }
    }

    /// What it does on an executor that is compared.
    pub fn on_chip(&self) -> Option<OnChip> {
        self.find(ON_CHIP)
    }

    fn find<T: Copy>(&self, table: &[Shortcut<T>]) -> Option<T> {
        let mut presses = table.iter().flat_map(|shortcut| shortcut.presses);
        presses.find(|(key, _)| *key == self.key).map(|(_, does)| *does)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press {
        Press { key: key.to_owned(), ..Press::default() }
    }

    #[test]
    fn help_is_one_key_where_nothing_is_typed() {
        let help = |is_typing, is_switched_off| press("?").everywhere(is_typing, is_switched_off);
        assert_eq!(help(false, false), Some(Everywhere::Help));
        assert_eq!((help(true, false), help(false, true)), (None, None));
        assert_eq!(Press { control: true, ..press("?") }.everywhere(false, false), None);
    }

    #[test]
    fn run_takes_ctrl_and_works_while_something_is_typed() {
        let with_control = Press { control: true, ..press("Enter") };
        assert_eq!(with_control.everywhere(true, true), Some(Everywhere::Run));
        assert_eq!(press("Enter").everywhere(false, false), None);
    }

    #[test]
    fn a_chip_is_moved_and_removed() {
        assert_eq!(press("ArrowUp").on_chip(), Some(OnChip::Move(-1)));
        assert_eq!(press("ArrowRight").on_chip(), Some(OnChip::Move(1)));
        assert_eq!(press("Backspace").on_chip(), Some(OnChip::Remove));
        assert_eq!(press("Tab").on_chip(), None);
    }

    /// A second meaning of the same press would never come to anything.
    #[test]
    fn no_press_has_two_meanings() {
        fn check<T>(table: &[Shortcut<T>]) {
            let all: Vec<_> = table.iter().flat_map(|row| row.presses).collect();
            for (n, (key, _)) in all.iter().enumerate() {
                assert!(!all[..n].iter().any(|(other, _)| other == key), "{key}");
            }
        }
        check(EVERYWHERE);
        check(ON_CHIP);
    }
}
