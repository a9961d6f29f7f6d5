//! Makes a Rust item of each string that people read, from the English files in `www/locales`, so that a use of a
//! string that isn't there, or one that fills other places than it has, does not compile.
//!
//! An object becomes a module; a string without places a constant; a string with places (`%{name}`), or with forms
//! for different numbers, a struct with a field for each place. Their names are those in the files: hyphens become
//! underscores, and a keyword gets one more at its end. `src/text/keys.rs` takes them in.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Map, Value};

/// Where the English strings are; other languages have the same keys, which `tests/strings.rs` holds.
const FILES: [&str; 2] = ["www/locales/en.json", "www/locales/later/en.json"];
/// The forms that languages have for different numbers, as Unicode's CLDR calls them.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// The place that holds the number which decides on the form.
const NUMBER: &str = "n";
/// Words that can't be names. Those that no string is likely to be called by are left to the compiler.
const KEYWORDS: [&str; 18] = [
    "as", "break", "const", "else", "for", "if", "in", "let", "loop", "match", "mod", "move", "ref",
    "static", "type", "use", "where", "yield",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut strings = Map::new();
    for file in FILES {
        println!("cargo::rerun-if-changed={file}");
        let json = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let read = serde_json::from_str::<Map<String, Value>>(&json);
        merge(&mut strings, read.unwrap_or_else(|error| panic!("{file}: {error}")));
    }
    let mut items = Items::default();
    items.group("", &strings);
    let folder = std::env::var("OUT_DIR").expect("cargo says where to write");
    std::fs::write(Path::new(&folder).join("keys.rs"), items.finish())
        .expect("cargo's folder can be written");
}

/// Adds what one file says of a topic to what others do.
fn merge(strings: &mut Map<String, Value>, more: Map<String, Value>) {
    for (name, value) in more {
        match (strings.get_mut(&name), value) {
            (Some(Value::Object(known)), Value::Object(value)) => merge(known, value),
            (_, value) => drop(strings.insert(name, value)),
        }
    }
}

/// The Rust that was written so far.
#[derive(Default)]
struct Items {
    rust: String,
    /// Each key, and whether its string is whole as it is.
    keys: Vec<(String, bool)>,
}

impl Items {
    /// Writes what is in an object.
    fn group(&mut self, outer: &str, strings: &Map<String, Value>) {
        for (name, value) in strings {
            let key = if outer.is_empty() { name.clone() } else { format!("{outer}.{name}") };
            match value {
                Value::String(text) => self.string(&key, name, &[text], false),
                Value::Object(forms) if has_forms(forms) => {
                    let forms: Vec<&str> = forms.values().filter_map(Value::as_str).collect();
                    self.string(&key, name, &forms, true);
                }
                Value::Object(inner) => {
                    self.line(&format!("/// `{key}`"));
                    self.line(&format!("pub mod {} {{", rust_name(name)));
                    self.group(&key, inner);
                    self.line("}");
                }
                _ => panic!("{key}: only strings, and objects of strings, can be shown"),
            }
        }
    }

    /// Writes a string, of which there may be several forms.
    fn string(&mut self, key: &str, name: &str, forms: &[&str], has_forms: bool) {
        let name = rust_name(name);
        let english = forms.last().copied().unwrap_or_default().replace('`', "'");
        let mut places = places(key, forms);
        if has_forms && !places.contains(&NUMBER) {
            // What stands beside a number, such as its unit, has forms without naming it.
            places.push(NUMBER);
        }
        self.line(&format!("#[doc = {:?}]", format!("`{english}`")));
        self.keys.push((key.to_owned(), places.is_empty()));
        if places.is_empty() {
            self.line(&format!("pub const {name}: crate::text::Key = crate::text::Key({key:?});"));
            return;
        }
        let number = |place: &&str| has_forms && *place == NUMBER;
        self.line(&format!("pub struct {name}<'a> {{"));
        for place in &places {
            let kind = if number(place) { "crate::text::Number" } else { "std::fmt::Display" };
            self.line(&format!("/// `%{{{place}}}`"));
            self.line(&format!("pub {}: &'a dyn {kind},", rust_name(place)));
        }
        self.line("}");
        let values: Vec<String> = places.iter().map(|place| format!("self.{}", rust_name(place))).collect();
        let fill = match has_forms {
            true => format!("fill_form({key:?}, self.{NUMBER}.amount(), &{places:?}"),
            false => format!("fill({key:?}, &{places:?}"),
        };
        self.line(&format!("impl {name}<'_> {{"));
        self.line("/// What is said.");
        self.line(&format!(
            "pub fn text(&self) -> String {{ crate::text::filling::{fill}, &[{}]) }}",
            values.join(", ")
        ));
        self.line("}");
    }

    fn line(&mut self, line: &str) {
        self.rust.push_str(line);
        self.rust.push('\n');
    }

    /// All of it, with the list of keys, in the order of their bytes.
    fn finish(mut self) -> String {
        self.keys.sort();
        self.line(
            "/// Every key, in the order of their bytes, and whether its string has nothing to be filled in.",
        );
        writeln!(self.rust, "static KEYS: [(&str, bool); {}] = {:?};", self.keys.len(), self.keys)
            .expect("a string takes what is written to it");
        self.rust
    }
}

/// Whether an object holds one string in its forms.
fn has_forms(strings: &Map<String, Value>) -> bool {
    strings.contains_key("other") && strings.keys().all(|name| FORMS.contains(&name.as_str()))
}

/// The places of a string in any of its forms, in the order in which they come first.
fn places<'a>(key: &str, forms: &[&'a str]) -> Vec<&'a str> {
    let mut places = Vec::new();
    for rest in forms.iter().flat_map(|form| form.split("%{").skip(1)) {
        let (place, _) = rest.split_once('}').unwrap_or_else(|| panic!("{key}: a place without an end"));
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// A name as Rust takes it.
fn rust_name(name: &str) -> String {
    let plain = name.replace('-', "_");
    match plain.as_str() {
        keyword if KEYWORDS.contains(&keyword) => format!("{keyword}_"),
        digit if digit.starts_with(|c: char| c.is_ascii_digit()) => format!("_{digit}"),
        _ => plain,
    }
}
