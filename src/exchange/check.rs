//! Checks of single fields that anybody may have written.

use super::import_error::{FieldRule, ImportError};
use crate::experiment::{SweepStep, is_disruptive};

/// Longest name of an executor or parameter, characters.
pub(crate) const LONGEST_NAME: usize = 40;
/// Longest value of a step, characters: 16 phases.
const LONGEST_STEP: usize = 120;
/// Longest of the other texts, characters.
pub(crate) const LONGEST_TEXT: usize = 20_000;
/// A duration, ms: eleven days.
pub(crate) const LONGEST_MS: f64 = 1e9;
/// A figure that is no duration.
pub(crate) const GREATEST: f64 = 1e9;

/// Whether a field holds what it may.
pub(crate) type Checked = Result<(), ImportError>;

/// That a field holds what it may not.
pub(crate) fn wrong(field: impl Into<String>, allowed: FieldRule) -> ImportError {
    ImportError::Wrong { field: field.into(), allowed }
}

/// That it is no JSON, or lacks a field.
pub(crate) fn unreadable(error: &serde_json::Error) -> ImportError {
    ImportError::Unreadable(shortened(&error.to_string()))
}

/// The beginning of a text, without invisible characters.
pub(super) fn shortened(text: &str) -> String {
    text.chars().filter(|c| !is_disruptive(*c)).take(200).collect()
}

/// A step of a sweep, where there is one.
pub(crate) fn step(at: &str, step: Option<&SweepStep>) -> Checked {
    let Some(step) = step else { return Ok(()) };
    name(&format!("{at}.key"), &step.key)?;
    text(&format!("{at}.value"), &step.value, LONGEST_STEP)
}

/// A figure within its range; none that is no number.
pub(crate) fn within(at: &str, figure: f64, least: f64, most: f64) -> Checked {
    let is_within = (least..=most).contains(&figure);
    if is_within { Ok(()) } else { Err(wrong(at, FieldRule::Between(least, most))) }
}

/// An id or a key. They stand in the keys of strings, too.
pub(crate) fn name(at: &str, name: &str) -> Checked {
    let is_name = (1..=LONGEST_NAME).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_name { Ok(()) } else { Err(wrong(at, FieldRule::Name)) }
}

/// A text without invisible characters.
pub(crate) fn text(at: &str, text: &str, longest: usize) -> Checked {
    let is_plain = text.chars().count() <= longest && !text.chars().any(is_disruptive);
    if is_plain { Ok(()) } else { Err(wrong(at, FieldRule::Text(longest))) }
}
