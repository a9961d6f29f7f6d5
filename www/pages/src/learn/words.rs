//! What the pages of the course say around the chapters, in each language.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Beside the chapters, where translators find it.
const FILE: &str = include_str!("../../../learn/words.json");

/// The words of one language. Places in braces are filled here or, where a figure is the reader's, by the page's script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The link that leads past the head.
    pub skip: String,
    /// The list of chapters.
    pub contents: String,
    /// The chapter before.
    pub previous: String,
    /// The chapter after.
    pub next: String,
    /// Which chapter it is: `{n}` of `{all}`.
    pub chapter: String,
    /// The title of the course.
    pub course: String,
    /// The course in a sentence, for search engines and previews.
    pub about: String,
    /// What stands at its head.
    pub lead: String,
    /// The mark of a chapter that was read.
    pub read: String,
    /// Where to go on: chapter `{n}`, `{title}`.
    pub go_on: String,
    /// Where it is remembered what was read.
    pub kept: String,
    /// The button that forgets it.
    pub forget: String,
    /// What stands above a question to predict.
    pub prediction: String,
    /// What opens the answer.
    pub reveal: String,
    /// The name of the `{n}`-th experiment.
    pub experiment: String,
    /// The link to an experiment in the app.
    pub open: String,
    /// What stands above the reader's own figures.
    pub seen: String,
    /// What stands there before there are any.
    pub press: String,
    /// What is said where some couldn't be measured.
    pub missing: String,
    /// What is said where scripts are switched off.
    pub no_script: String,
    /// What stands above an exercise.
    pub exercise: String,
    /// What stands above what others measured.
    pub published: String,
    /// The column of ways of running.
    pub way: String,
    /// The column of their times.
    pub time: String,
    /// The column of ratios to the first.
    pub times_as_fast: String,
    /// The column of the reader's own ratios.
    pub here: String,
    /// The name of code in a `{language}`.
    pub code: String,
}

/// The words of every language, by its name in links.
///
/// # Errors
/// The file lacks some, or has too many.
pub fn words() -> Result<BTreeMap<String, Words>, String> {
    serde_json::from_str(FILE).map_err(|error| format!("www/learn/words.json: {error}"))
}

/// A sentence with its places filled: `{n}` by what is given for `n`.
pub fn filled(sentence: &str, places: &[(&str, &str)]) -> String {
    places
        .iter()
        .fold(sentence.to_owned(), |sentence, (name, value)| sentence.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use interleave::text::LANGUAGES;

    use super::*;

    #[test]
    fn every_language_has_them() {
        let words = words().unwrap();
        assert_eq!(words.keys().map(String::as_str).collect::<Vec<_>>(), LANGUAGES);
        for words in words.values() {
            for (sentence, place) in [
                (&words.chapter, "{n}"),
                (&words.chapter, "{all}"),
                (&words.go_on, "{n}"),
                (&words.go_on, "{title}"),
                (&words.experiment, "{n}"),
                (&words.code, "{language}"),
            ] {
                assert!(sentence.contains(place), "{place} is not in “{sentence}”");
            }
        }
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(filled("{n} of {all}", &[("n", "3"), ("all", "13")]), "3 of 13");
    }
}
