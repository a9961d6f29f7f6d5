//! Why what was brought in is not read.

use serde::{Deserialize, Serialize};

use crate::text;
use crate::text::bytes;

/// The largest file that is read, bytes.
pub const MOST_BYTES: u64 = 128 << 20;

/// What is wrong with what was brought in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ImportError {
    /// It is larger than [`MOST_BYTES`].
    TooLarge,
    /// It is no JSON, or a field is missing or of another type: what the reader says, in English.
    Unreadable(String),
    /// It is a document of another kind: what it says of itself, shortened.
    OtherSchema(String),
    /// It is a result document of a later version.
    Newer,
    /// A field holds what it may not.
    Wrong {
        /// The field, as in `runs[0].spans[17].endMs`.
        field: String,
        /// What it may hold.
        allowed: FieldRule,
    },
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum FieldRule {
    /// A number from the first to the second.
    Between(f64, f64),
    /// At most so many members.
    AtMost(usize),
    /// One member or more.
    NotEmpty,
    /// At most so many spans in all runs together.
    Spans(usize),
    /// At most so many executors that this version doesn't know.
    UnknownExecutors(usize),
    /// A name as executors and parameters have.
    Name,
    /// At most so many characters, none of them invisible.
    Text(usize),
    /// The place that it has in its list.
    Place(usize),
    /// A lane that the run has.
    LaneOfRun,
    /// Moments that are at most so many ms away from the run's beginning.
    Moments(f64),
    /// A moment that is not before the span's beginning.
    NotBeforeStart,
}

impl ImportError {
    /// It in a sentence or two, in the language that is shown.
    pub fn in_words(&self) -> String {
        match self {
            Self::TooLarge => text!(imported.too_large, most = bytes(MOST_BYTES)),
            Self::Unreadable(why) => text!(imported.unreadable, why = why),
            Self::OtherSchema(schema) => text!(imported.other, schema = schema),
            Self::Newer => text!(imported.newer),
            Self::Wrong { field, allowed } => {
                text!(imported.wrong, field = field, allowed = allowed.in_words())
            }
        }
    }
}

impl ImportError {
    /// What is wrong, without what a file would have to be: in the language that is shown, or as the reader says it.
    pub fn why(&self) -> String {
        match self {
            Self::Unreadable(why) => why.clone(),
            _ => self.in_words(),
        }
    }
}

impl FieldRule {
    /// It in a few words, in the language that is shown.
    pub fn in_words(self) -> String {
        match self {
            Self::Between(least, most) => text!(allowed.between, least = least, most = most),
            Self::AtMost(most) => text!(imported.rule.at_most, most = most),
            Self::NotEmpty => text!(imported.rule.not_empty),
            Self::Spans(most) => text!(imported.rule.spans, most = most),
            Self::UnknownExecutors(most) => text!(imported.rule.unknown_executors, most = most),
            Self::Name => text!(imported.rule.name),
            Self::Text(most) => text!(imported.rule.text, most = most),
            Self::Place(place) => text!(imported.rule.place, place = place),
            Self::LaneOfRun => text!(imported.rule.lane_of_run),
            Self::Moments(most) => text!(imported.rule.moments, most = most),
            Self::NotBeforeStart => text!(imported.rule.not_before_start),
        }
    }
}
