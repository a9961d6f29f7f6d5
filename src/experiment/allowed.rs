//! What would have been allowed in place of what was not understood.

use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

use super::quotation::quoted;
use crate::text;
use crate::text::listed;
use crate::workload::{Misread, ParamKind, PhasesError};

/// What would have been allowed. In the language that is shown, [`in_words`](Self::in_words); as text it is English,
/// for programs that embed the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A whole number from the first to the second.
    Between(u64, u64),
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// An address that [`host`](crate::workload::host) accepts.
    Address,
    /// Phases of a program.
    Phases,
    /// As many phases as there may be.
    PhaseCount,
    /// A phase, and not this in that place, from 1.
    Phase(usize, String),
    /// Percent-encoding of UTF-8.
    PercentEncoded,
    /// A key that is given once.
    GivenOnce,
    /// Members of a list, none twice.
    EachOnce,
    /// The form of a sweep.
    Sweep,
    /// As many values as a sweep may have.
    SweepValues,
    /// One of these keys, which the workload of this name has.
    KeyOf(&'static str, Vec<&'static str>),
    /// One of these keys.
    Key(Vec<&'static str>),
}

impl From<ParamKind> for Allowed {
    fn from(kind: ParamKind) -> Self {
        match kind {
            ParamKind::Integer { min, max, .. } => Self::Between(min, max),
            ParamKind::Choice(options) => Self::OneOf(options.to_vec()),
            ParamKind::Address => Self::Address,
            ParamKind::Phases => Self::Phases,
        }
    }
}

impl From<Misread> for Allowed {
    fn from(misread: Misread) -> Self {
        match misread {
            Misread::Not(kind) => kind.into(),
            Misread::Phases(PhasesError::None) => Self::Phases,
            Misread::Phases(PhasesError::TooMany) => Self::PhaseCount,
            Misread::Phases(PhasesError::NoPhase { place, found }) => Self::Phase(place, quoted(&found)),
        }
    }
}

impl Allowed {
    /// It in a few words, in the language that is shown.
    pub fn in_words(&self) -> String {
        match self {
            Self::Between(least, most) => text!(allowed.between, least = least, most = most),
            Self::OneOf(names) => listed(names),
            Self::Address => text!(allowed.address),
            Self::Phases => text!(allowed.phases),
            Self::PhaseCount => text!(allowed.phase_count),
            Self::Phase(place, found) => text!(allowed.phase, place = place, found = found),
            Self::PercentEncoded => text!(allowed.percent_encoded),
            Self::GivenOnce => text!(allowed.given_once),
            Self::EachOnce => text!(allowed.each_once),
            Self::Sweep => text!(allowed.sweep),
            Self::SweepValues => text!(allowed.sweep_values),
            Self::KeyOf(workload, keys) => text!(allowed.key_of, workload = workload, keys = listed(keys)),
            Self::Key(keys) => text!(allowed.key, keys = listed(keys)),
        }
    }
}

impl Display for Allowed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between(least, most) => write!(f, "{least} to {most}"),
            Self::OneOf(names) => f.write_str(&names.join(", ")),
            Self::Address => {
                f.write_str("an http:// or https:// address of at most 2000 characters, without user name")
            }
            Self::Phases => f.write_str(
                "1 to 16 phases with commas between them, each c (computes), w (waits), d (downloads) or l (computes under \
                 the lock) and 0 to 10000 ms, as in w100,c10",
            ),
            Self::PhaseCount => f.write_str("1 to 16 phases with commas between them"),
            Self::Phase(place, found) => {
                write!(f, "as phase {place} not “{found}” but c, w, d or l and 0 to 10000 ms, as in w100,c10")
            }
            Self::PercentEncoded => f.write_str("percent-encoded UTF-8, as in %2C for a comma"),
            Self::GivenOnce => f.write_str("given once"),
            Self::EachOnce => f.write_str("each once"),
            Self::Sweep => f.write_str(
                "a key of the workload or executor, then : and 2 to 32 values, as in workers:1..8",
            ),
            Self::SweepValues => f.write_str("2 to 32 values, none twice"),
            Self::KeyOf(workload, keys) => write!(f, "for workload={workload}: {}", keys.join(", ")),
            Self::Key(keys) => write!(f, "one of the keys {}", keys.join(", ")),
        }
    }
}

impl Serialize for Allowed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
