//! Putting together what is said.

use std::borrow::Borrow;

use crate::text;

/// Stands in the place of something that is no text, such as a link, until that is put there: Unicode's object
/// replacement character.
pub const GAP: char = '\u{fffc}';

/// Several things in a row, with commas as the language has them.
pub fn listed<S: Borrow<str>>(parts: &[S]) -> String {
    parts.join(text!(sentence.comma).as_str())
}

/// A sentence that begins with a capital letter, whatever filled its first place.
pub fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_with_a_capital_letter() {
        assert_eq!(["", "four threads", "éa", "四个"].map(capitalised), ["", "Four threads", "Éa", "四个"]);
    }
}
