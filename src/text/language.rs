//! The strings that people read: their languages, and one language's strings by their keys.
//!
//! They are files in `www/locales`, which a page loads in the one language that it shows. Everything here
//! is pure.

use std::collections::HashMap;

use serde_json::Value;

/// The languages that there are strings in, by their names in links; the first is the one that others
/// fall back on.
pub const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

/// The language for somebody who prefers these, best first, as browsers name them: `zh-TW`, `de-CH`.
pub fn choose<'a>(preferred: impl IntoIterator<Item = &'a str>) -> &'static str {
    preferred.into_iter().find_map(spoken).unwrap_or(LANGUAGES[0])
}

/// The language that somebody who asks for this one can read.
fn spoken(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next()? {
        "en" => Some("en"),
        // Traditional characters are written in Taiwan, Hong Kong and Macau, unless it is said otherwise.
        "zh" => {
            let traditional = parts.find_map(|part| match part {
                "hant" | "tw" | "hk" | "mo" => Some(true),
                "hans" | "cn" | "sg" | "my" => Some(false),
                _ => None,
            });
            Some(if traditional == Some(true) { "zh-Hant" } else { "zh-Hans" })
        }
        _ => None,
    }
}

/// The strings of one language.
#[derive(Debug, Default)]
pub struct Texts(HashMap<String, String>);

impl Texts {
    /// Takes in a file of strings: objects in objects, whose names are joined by dots to make keys.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn add(&mut self, json: &str) -> Result<(), serde_json::Error> {
        let strings = serde_json::from_str(json)?;
        self.flatten(&mut String::new(), strings);
        Ok(())
    }

    /// The string of this key, if there is one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Every key, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
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
            Value::String(text) => drop(self.0.insert(key.clone(), text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_can_be_read_is_chosen() {
        for (preferred, chosen) in [
            (&["en-GB"][..], "en"),
            (&["de-CH", "zh-TW", "en"], "zh-Hant"),
            (&["zh"], "zh-Hans"),
            (&["zh-Hans-HK"], "zh-Hans"),
            (&["ZH-HANT-CN"], "zh-Hant"),
            (&["zh-SG"], "zh-Hans"),
            (&["fr", "it"], "en"),
            (&["", "-", "zh-"], "zh-Hans"),
            (&[], "en"),
        ] {
            assert_eq!(choose(preferred.iter().copied()), chosen, "{preferred:?}");
        }
    }

    #[test]
    fn names_are_joined_to_keys() {
        let mut texts = Texts::default();
        texts.add(r#"{ "a": { "b": { "c": "1" }, "d": "2" }, "e": "3" }"#).unwrap();
        texts.add(r#"{ "a": { "f": "4" } }"#).unwrap();
        assert_eq!(["a.b.c", "a.d", "e", "a.f"].map(|key| texts.get(key)), ["1", "2", "3", "4"].map(Some));
        assert_eq!((texts.get("a"), texts.keys().count()), (None, 4));
        assert!(texts.add("{").is_err());
    }
}
