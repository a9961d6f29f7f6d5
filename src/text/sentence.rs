//! Putting together what is said.

use std::borrow::Borrow;

use super::strings::{Texts, with_shown};
use crate::text;

/// Stands in the place of something that is no text, such as a link, until that is put there: Unicode's object
/// replacement character.
pub const GAP: char = '\u{fffc}';

/// Several things in a row, with commas as the language has them.
pub fn listed<S: Borrow<str>>(parts: &[S]) -> String {
    parts.join(text!(sentence.comma).as_str())
}

/// Several sentences, one after the other.
pub fn sentences<S: Borrow<str>>(sentences: &[S]) -> String {
    sentences.join(between_sentences())
}

/// What stands between two sentences: a space; in Chinese nothing, for its stops bring their own room along.
pub fn between_sentences() -> &'static str {
    between(with_shown(Texts::language))
}

fn between(language: &str) -> &'static str {
    if language.starts_with("zh") { "" } else { " " }
}

/// A sentence that begins with a capital letter, whatever filled its first place.
pub fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LANGUAGES, show};

    #[test]
    fn sentences_are_put_together_as_their_language_does_it() {
        assert_eq!(LANGUAGES.map(between), [" ", "", ""]);
        show(Texts::new("zh-Hant"));
        assert_eq!(sentences(&["一。", "二。"]), "一。二。");
        show(Texts::new("en"));
        assert_eq!(sentences(&["One.", "Two."]), "One. Two.");
    }

    #[test]
    fn sentences_begin_with_a_capital_letter() {
        assert_eq!(["", "four threads", "éa", "四个"].map(capitalised), ["", "Four threads", "Éa", "四个"]);
    }
}
