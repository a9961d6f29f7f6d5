//! How what somebody wrote is quoted to somebody else.

/// Longest text quoted, characters.
pub(super) const QUOTED: usize = 40;

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
