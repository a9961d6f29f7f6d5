//! Which form of a string a number takes.

use std::fmt::Display;

/// A number that a string has forms for.
pub trait Number: Display {
    /// How many.
    fn amount(&self) -> u64;
}

impl Number for u32 {
    fn amount(&self) -> u64 {
        u64::from(*self)
    }
}

impl Number for u64 {
    fn amount(&self) -> u64 {
        *self
    }
}

impl Number for usize {
    fn amount(&self) -> u64 {
        *self as u64
    }
}

/// The form that a whole number takes in a language, by the rules for cardinal numbers of Unicode's CLDR.
pub(super) fn form(language: &str, number: u64) -> &'static str {
    match language {
        "en" if number == 1 => "one",
        _ => "other",
    }
}

/// The forms that a language has.
pub fn forms(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["one", "other"],
        // Chinese has one for all numbers.
        _ => &["other"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;

    #[test]
    fn english_has_a_form_for_one() {
        assert_eq!(
            [0, 1, 2, 11, 21, 101].map(|n| form("en", n)),
            ["other", "one", "other", "other", "other", "other"]
        );
        assert!((0..200).all(|n| form("zh-Hans", n) == "other" && form("zh-Hant", n) == "other"));
    }

    #[test]
    fn every_form_that_is_taken_is_one_that_the_language_has() {
        for language in LANGUAGES {
            assert!((0..200).all(|n| forms(language).contains(&form(language, n))), "{language}");
        }
    }
}
