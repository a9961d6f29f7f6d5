//! A program of the reader's own, as the phases that each of its tasks goes through: `w100,c10`.

use std::fmt::{self, Display, Formatter};

use super::integer::canonical_integer;
use crate::text;

/// What a task does in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// It computes.
    Compute,
    /// It waits.
    Wait,
    /// It downloads from the built-in source.
    Download,
    /// It computes, holding the one lock that all tasks of a memory share: a critical section.
    Locked,
}

/// One phase of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramPhase {
    /// What a task does.
    pub activity: Activity,
    /// For so long, ms: of computing, as much work as takes so long where it was calibrated.
    pub ms: u32,
}

/// The phases of a program, 1 to [`Phases::MOST`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phases(Vec<ProgramPhase>);

/// Why a text is no phases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhasesError {
    /// There are none.
    None,
    /// There are too many of them.
    TooMany,
    /// This one is none.
    NoPhase {
        /// Its place, from 1.
        place: usize,
        /// What is there.
        found: String,
    },
}

text::require!(activity in Activity::ALL => ["activity", activity.name()]);

impl Activity {
    /// All of them, in the order in which a form offers them.
    pub const ALL: [Self; 4] = [Self::Compute, Self::Wait, Self::Download, Self::Locked];

    /// Its letter in links, for ever.
    pub const fn letter(self) -> char {
        match self {
            Self::Compute => 'c',
            Self::Wait => 'w',
            Self::Download => 'd',
            Self::Locked => 'l',
        }
    }

    /// Its name for strings and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Wait => "wait",
            Self::Download => "download",
            Self::Locked => "locked",
        }
    }

    /// What a task does, in a word or two.
    pub fn label(self) -> String {
        text::of(&["activity", self.name()])
    }

    /// Whether a task needs a core for it.
    pub const fn computes(self) -> bool {
        matches!(self, Self::Compute | Self::Locked)
    }
}

impl ProgramPhase {
    /// The longest that one may be, ms.
    pub const MOST_MS: u32 = 10_000;

    /// Reads one, as it stands in a link.
    fn read(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let letter = letters.next()?;
        let activity = Activity::ALL.into_iter().find(|activity| activity.letter() == letter)?;
        let ms = canonical_integer(letters.as_str()).filter(|ms| *ms <= Self::MOST_MS.into())?;
        Some(Self { activity, ms: ms as u32 })
    }
}

impl Phases {
    /// The most that there may be.
    pub const MOST: usize = 16;

    /// These, if they are as many as there may be and none is too long.
    pub fn new(phases: Vec<ProgramPhase>) -> Option<Self> {
        let are_allowed = (1..=Self::MOST).contains(&phases.len())
            && phases.iter().all(|phase| phase.ms <= ProgramPhase::MOST_MS);
        are_allowed.then_some(Self(phases))
    }

    /// Reads them as they stand in a link, with commas between them.
    ///
    /// # Errors
    /// What is wrong with the first that is not understood.
    pub fn read(text: &str) -> Result<Self, PhasesError> {
        if text.is_empty() {
            return Err(PhasesError::None);
        }
        let mut phases = Vec::new();
        for (place, text) in (1..).zip(text.split(',')) {
            if place > Self::MOST {
                return Err(PhasesError::TooMany);
            }
            let no_phase = || PhasesError::NoPhase { place, found: text.to_owned() };
            phases.push(ProgramPhase::read(text).ok_or_else(no_phase)?);
        }
        Ok(Self(phases))
    }

    /// The time that all of these activities take together, ms.
    pub fn ms_of(&self, of: impl Fn(Activity) -> bool) -> f64 {
        self.0.iter().filter(|phase| of(phase.activity)).map(|phase| f64::from(phase.ms)).sum()
    }

    /// Whether one of them is of this activity.
    pub fn has(&self, activity: Activity) -> bool {
        self.0.iter().any(|phase| phase.activity == activity)
    }
}

impl Default for Phases {
    /// `w100,c10`: it waits for an answer, and works on it.
    fn default() -> Self {
        let phase = |activity, ms| ProgramPhase { activity, ms };
        Self(vec![phase(Activity::Wait, 100), phase(Activity::Compute, 10)])
    }
}

impl std::ops::Deref for Phases {
    type Target = [ProgramPhase];

    fn deref(&self) -> &[ProgramPhase] {
        &self.0
    }
}

impl Display for ProgramPhase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.activity.letter(), self.ms)
    }
}

impl Display for Phases {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (place, phase) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{phase}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in ["w100,c10", "c0", "l10000", "w120,c5,d30,l20", &["c1"; 16].join(",")] {
            assert_eq!(Phases::read(text).map(|phases| phases.to_string()).as_deref(), Ok(text));
        }
        assert_eq!(Phases::read("w100,c10"), Ok(Phases::default()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let no_phase = |place, found: &str| Err(PhasesError::NoPhase { place, found: found.into() });
        for (text, place, found) in [
            ("c10,", 2, ""),
            (",", 1, ""),
            (",c10", 1, ""),
            ("w1,x5,y6", 2, "x5"),
            ("c", 1, "c"),
            ("c10001", 1, "c10001"),
            ("c01", 1, "c01"),
            ("c-1", 1, "c-1"),
            ("c1.5", 1, "c1.5"),
            ("C10", 1, "C10"),
            ("w100 ,c10", 1, "w100 "),
            ("é5", 1, "é5"),
            ("c18446744073709551616", 1, "c18446744073709551616"),
        ] {
            assert_eq!(Phases::read(text), no_phase(place, found), "{text:?}");
        }
        assert_eq!(Phases::read(""), Err(PhasesError::None));
        assert_eq!(Phases::read(&["c1"; 17].join(",")), Err(PhasesError::TooMany));
        let long = "c1,".repeat(17_000);
        assert_eq!(Phases::read(&long), Err(PhasesError::TooMany), "and not 17,000 of them are read");
    }

    #[test]
    fn there_are_never_too_many_nor_too_long_ones() {
        let phase = |ms| ProgramPhase { activity: Activity::Locked, ms };
        assert_eq!(Phases::new(vec![]), None);
        assert_eq!(Phases::new(vec![phase(10_001)]), None);
        assert_eq!(Phases::new(vec![phase(1); 17]), None);
        assert!(Phases::new(vec![phase(10_000); 16]).is_some());
    }
}
