//! What is said of a link that was not understood.

use serde::Serialize;

use super::Allowed;
use crate::text;

/// Longest key or value quoted, characters.
const QUOTED: usize = 40;

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

/// Shortened, and with nothing in it that could reorder or hide the text around it.
pub(super) fn quoted(text: &str) -> String {
    let mut safe = text.chars().map(|c| if is_disruptive(c) { '\u{fffd}' } else { c });
    let mut short: String = safe.by_ref().take(QUOTED).collect();
    if safe.next().is_some() {
        short.push('…');
    }
    short
}

/// Control characters, and the invisible ones that change direction, join or tag (Unicode: Bidi_Control,
/// and the format characters around them).
pub(crate) fn is_disruptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_short_and_harmless() {
        let notice = Notice::new("k\u{202e}ey\n", &"x".repeat(1_000_000), Allowed::GivenOnce);
        assert_eq!(notice.key, "k\u{fffd}ey\u{fffd}");
        assert_eq!(notice.value.chars().count(), QUOTED + 1);
        assert_eq!(Notice::new("", &"é".repeat(QUOTED), Allowed::GivenOnce).value.chars().count(), QUOTED);
    }
}
