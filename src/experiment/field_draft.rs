//! What somebody types into a field of the form: what counts of it, and what stays in the field.

use super::Allowed;
use super::quotation::QUOTED;
use crate::workload::{Param, Value};

/// A text field, as it is typed into. What can be read counts at once; what can't stays in the field, with a
/// sentence on what is allowed, and doesn't count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldDraft {
    /// What was typed, as long as it is being typed or can't be read.
    text: Option<String>,
    refused: Option<RefusedDraft>,
}

/// What was typed and can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedDraft {
    /// Its beginning.
    pub value: String,
    /// What would have been allowed.
    pub allowed: Allowed,
}

/// Reads what was typed for a parameter: digits may be grouped by spaces, as people do and links don't, and what may
/// be absent may be left empty.
///
/// # Errors
/// What would have been allowed.
pub fn read_typed(param: &Param, typed: &str) -> Result<Option<Value>, Allowed> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() && param.may_be_absent() {
        return Ok(None);
    }
    param.read(&plain).map(Some).map_err(Allowed::from)
}

impl FieldDraft {
    /// Takes in what stands in the field by now, and reads it. What counts from now on, if that is another value
    /// than none.
    pub fn typed<T>(&mut self, text: String, read: impl FnOnce(&str) -> Result<T, Allowed>) -> Option<T> {
        let read = read(&text);
        let value = text.chars().take(QUOTED).collect();
        self.text = Some(text);
        match read {
            Ok(read) => {
                self.refused = None;
                Some(read)
            }
            Err(allowed) => {
                self.refused = Some(RefusedDraft { value, allowed });
                None
            }
        }
    }

    /// Somebody has finished typing: what counts is shown as it is written in links.
    pub fn left(&mut self) {
        if self.refused.is_none() {
            self.text = None;
        }
    }

    /// Another value was set elsewhere. It takes the place of what could not be read; what is being typed stays,
    /// since it may be what has set it.
    pub fn overtaken(&mut self) {
        if self.refused.take().is_some() {
            self.text = None;
        }
    }

    /// What stands in the field, if not the value that counts.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// What was typed and can't be read.
    pub fn refused(&self) -> Option<&RefusedDraft> {
        self.refused.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(text: &str) -> Result<u8, Allowed> {
        text.parse().map_err(|_| Allowed::Between(0, 255))
    }

    #[test]
    fn what_can_be_read_counts_and_stays_until_it_is_left() {
        let mut draft = FieldDraft::default();
        assert_eq!(draft.typed("07".into(), small), Some(7));
        assert_eq!((draft.text(), draft.refused()), (Some("07"), None));
        draft.overtaken();
        assert_eq!(draft.text(), Some("07"), "its own value has set it");
        draft.left();
        assert_eq!(draft, FieldDraft::default());
    }

    #[test]
    fn what_can_t_be_read_stays_until_it_is_mended_or_overtaken() {
        let mut draft = FieldDraft::default();
        assert_eq!(draft.typed("300".into(), small), None);
        draft.left();
        assert_eq!(draft.text(), Some("300"));
        let refused = RefusedDraft { value: "300".into(), allowed: Allowed::Between(0, 255) };
        assert_eq!(draft.refused(), Some(&refused));
        let mut other = draft.clone();
        other.overtaken();
        assert_eq!(other, FieldDraft::default());
        assert_eq!(draft.typed("30".into(), small), Some(30));
        assert_eq!((draft.text(), draft.refused()), (Some("30"), None));
    }

    #[test]
    fn people_group_digits_and_leave_out_what_may_be_absent() {
        let (tasks, workers) = (Param::tasks(2), crate::experiment::WORKERS);
        assert_eq!(read_typed(&tasks, " 1 000\u{202f}"), Ok(Some(Value::Integer(1000))));
        assert_eq!(read_typed(&tasks, "1,000"), Err(Allowed::from(tasks.kind)));
        assert_eq!(
            read_typed(&tasks, " "),
            Err(Allowed::from(tasks.kind)),
            "there is always a number of tasks"
        );
        assert_eq!(read_typed(&workers, " "), Ok(None));
    }

    #[test]
    fn what_is_quoted_is_short() {
        let mut draft = FieldDraft::default();
        draft.typed("é".repeat(1_000), small);
        assert_eq!(draft.refused().map(|refused| refused.value.chars().count()), Some(QUOTED));
        assert_eq!(draft.text().map(|text| text.chars().count()), Some(1_000));
    }
}
