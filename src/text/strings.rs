//! The strings of one language by their keys, and those that are shown.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::language::LANGUAGES;

/// The strings of one language.
#[derive(Debug)]
pub struct Texts {
    language: &'static str,
    strings: HashMap<String, String>,
}

thread_local! {
    /// Every thread has its own; only the page's has any to show.
    static SHOWN: RefCell<Texts> = RefCell::new(Texts::new(LANGUAGES[0]));
}

/// From now on these are what is said, on this thread.
pub fn show(texts: Texts) {
    SHOWN.set(texts);
}

/// The same with a language's own files, whole, for tests.
#[cfg(test)]
pub(crate) fn show_language(language: &'static str) {
    let mut texts = Texts::new(language);
    for folder in ["", "later/"] {
        let file = format!("{}/www/locales/{folder}{language}.json", env!("CARGO_MANIFEST_DIR"));
        texts.add(&std::fs::read_to_string(&file).unwrap()).unwrap();
    }
    show(texts);
}

/// The language that is shown, by its name in links.
pub fn shown_language() -> &'static str {
    SHOWN.with_borrow(Texts::language)
}

/// Adds a file of strings to what is shown, if that is of this language still; whether it is.
///
/// # Errors
/// Where it is no JSON.
pub fn add(language: &str, json: &str) -> Result<bool, serde_json::Error> {
    SHOWN.with_borrow_mut(|shown| {
        let is_shown = shown.language == language;
        if is_shown {
            shown.add(json)?;
        }
        Ok(is_shown)
    })
}

/// Does something with what is shown.
pub(super) fn with_shown<T>(work: impl FnOnce(&Texts) -> T) -> T {
    SHOWN.with_borrow(work)
}

impl Texts {
    /// No strings yet, of this language.
    pub fn new(language: &'static str) -> Self {
        Self { language, strings: HashMap::new() }
    }

    /// Takes in a file of strings: objects in objects, whose names are joined by dots to make keys.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn add(&mut self, json: &str) -> Result<(), serde_json::Error> {
        let strings = serde_json::from_str(json)?;
        self.flatten(&mut String::new(), strings);
        Ok(())
    }

    /// The language, by its name in links.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The string of this key, if there is one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.strings.get(key).map(String::as_str)
    }

    /// Every key, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.strings.keys().map(String::as_str)
    }

    fn flatten(&mut self, key: &mut String, value: Value) {
        match value {
            Value::Object(inner) => {
                let outer = key.len();
                for (name, value) in inner {
                    if outer > 0 {
                        key.push('.');
                    }
                    key.push_str(&name);
                    self.flatten(key, value);
                    key.truncate(outer);
                }
            }
            Value::String(text) => drop(self.strings.insert(key.clone(), text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_to_keys() {
        let mut texts = Texts::new("en");
        texts.add(r#"{ "a": { "b": { "c": "1" }, "d": "2" }, "e": "3" }"#).unwrap();
        texts.add(r#"{ "a": { "f": "4" } }"#).unwrap();
        assert_eq!(["a.b.c", "a.d", "e", "a.f"].map(|key| texts.get(key)), ["1", "2", "3", "4"].map(Some));
        assert_eq!((texts.get("a"), texts.keys().count()), (None, 4));
        assert!(texts.add("{").is_err());
    }
}
