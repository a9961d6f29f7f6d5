//! What is said of a link that was not understood.

use serde::Serialize;

use super::Allowed;
use super::quotation::quoted;
use crate::text;

/// Something in a link that was not understood, and so was not followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The key, shortened.
    pub key: String,
    /// The value, shortened.
    pub value: String,
    /// What would have been allowed.
    pub allowed: Allowed,
}

impl Notice {
    pub(super) fn new(key: &str, value: &str, allowed: Allowed) -> Self {
        Self { key: quoted(key), value: quoted(value), allowed }
    }

    /// It in a sentence or two, in the language that is shown.
    pub fn in_words(&self) -> String {
        text!(notice.one, key = self.key, value = self.value, allowed = self.allowed.in_words())
    }
}

#[cfg(test)]
mod tests {
    use super::super::quotation::QUOTED;
    use super::*;

    #[test]
    fn what_is_quoted_is_short_and_harmless() {
        let notice = Notice::new("k\u{202e}ey\n", &"x".repeat(1_000_000), Allowed::GivenOnce);
        assert_eq!(notice.key, "k\u{fffd}ey\u{fffd}");
        assert_eq!(notice.value.chars().count(), QUOTED + 1);
        assert_eq!(Notice::new("", &"é".repeat(QUOTED), Allowed::GivenOnce).value.chars().count(), QUOTED);
    }
}
