//! What people read: the languages, the strings of the one that is shown, and numbers as people read them.
//!
//! Here belongs what every room needs in order to say something; not what a particular room has to say: its sentences
//! are in `www/locales`, and the room knows which one it means. Everything here is pure. A page loads the strings of
//! one language and has them shown; files, pictures and tables are then written in it, too.
//!
//! The English files are read at compile time, too: [`text!`](crate::text!) takes a string's key and what fills its
//! places, and does not compile where there is no such string, or where its places are others. Strings that belong to
//! the rows of a table are found by the row's id, by [`of`], or by [`counted`] where a number is told; `require!` sees to it
//! that none of the former is missing.
//!
//! A string may have forms for different numbers, of which the place `n` chooses one by the rules of the language:
//! `{ "one": "1 lane", "other": "%{n} lanes" }`. A sentence with two counts takes one of them as a text of its own.
//!
//! ```
//! use interleave::text;
//! use interleave::text::{Texts, choose, milliseconds};
//!
//! assert_eq!(choose(["de-CH", "zh-TW"]), "zh-Hant");
//! let mut english = Texts::new("en");
//! english.add(include_str!("../../www/locales/en.json")).unwrap();
//! text::show(english);
//! assert_eq!(text!(run.start), "Run");
//! assert_eq!(text!(tip.from_to, from = milliseconds(12.34), to = "…"), "12.3\u{202f}ms to …");
//! assert_eq!(text::of(&["executor", "threads", "name"]), "Threads");
//! ```

mod filling;
pub mod keys;
mod language;
mod number;
mod plural;
mod sentence;
mod strings;

pub use filling::{counted, of};
pub use language::{LANGUAGES, choose};
pub use number::{Grouped, JOINT, Spelled, bytes, count, milliseconds, percent, rough, times, trimmed};
pub use plural::{Number, forms};
pub use sentence::{GAP, between_sentences, capitalised, listed, sentences};
#[cfg(test)]
pub(crate) use strings::show_language;
pub use strings::{Texts, add, show, shown_language};

/// The key of a string that is whole as it is, for those who are to say it later. There is one for each such string,
/// in [`keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(&'static str);

impl Key {
    /// What is said.
    pub fn text(self) -> String {
        filling::shown(self.0)
    }
}

/// A string in the language that is shown: `text!(run.start)`, or, with what fills its places,
/// `text!(tip.from_to, from = "1 ms", to = "2 ms")`. Names with hyphens are written with underscores, and keywords with
/// one at their end.
#[macro_export]
macro_rules! text {
    ($($name:ident).+) => { $crate::text::keys::$($name)::+.text() };
    ($($name:ident).+, $($place:ident = $value:expr),+ $(,)?) => {
        $crate::text::keys::$($name)::+ { $($place: &$value),+ }.text()
    };
}

/// Sees to it, at compile time, that each row of a table has its strings:
/// `require!(cause in CAUSES => ["cause", *cause])`.
macro_rules! require {
    ($row:ident in $table:expr => $([$($part:expr),+]),+ $(,)?) => {
        const _: () = {
            let mut n = 0;
            while n < $table.len() {
                let $row = &$table[n];
                $($crate::text::keys::require(&[$($part),+]);)+
                n += 1;
            }
        };
    };
}

pub(crate) use require;
