//! What compiling does not hold of the strings that people read: that every language says what English says, in the
//! same places, and in all its forms for different numbers.

use std::collections::{BTreeMap, BTreeSet};

use interleave::text::{LANGUAGES, Texts, forms};

/// The forms that any language has.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A language's strings, by key.
fn language(name: &'static str) -> Texts {
    let mut texts = Texts::new(name);
    for folder in ["", "later/"] {
        let path = format!("{}/www/locales/{folder}{name}.json", env!("CARGO_MANIFEST_DIR"));
        texts.add(&std::fs::read_to_string(&path).expect(&path)).expect(&path);
    }
    texts
}

/// By key, the forms of each string that has any; the key is without them.
fn with_forms(texts: &Texts) -> BTreeMap<&str, BTreeSet<&str>> {
    let all: BTreeSet<&str> = texts.keys().collect();
    let is_form = |key: &str, one: &&str| {
        one.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')).is_some_and(|form| !form.contains('.'))
    };
    let named = |key: &str| -> BTreeSet<&str> {
        all.iter().filter(|one| is_form(key, one)).filter_map(|one| one.rsplit('.').next()).collect()
    };
    let groups = all.iter().filter_map(|key| key.strip_suffix(".other")).map(|key| (key, named(key)));
    groups.filter(|(_, forms)| forms.iter().all(|form| FORMS.contains(form))).collect()
}

/// The keys that a language has to have: those of English, with a string that has forms counted once.
fn keys(texts: &Texts) -> BTreeSet<&str> {
    let forms = with_forms(texts);
    let whole = |key| match str::rsplit_once(key, '.') {
        Some((outer, _)) if forms.contains_key(outer) => outer,
        _ => key,
    };
    texts.keys().map(whole).collect()
}

/// The places of a string or of its most general form, each as often as it is there, and how often a stress begins or
/// ends.
fn shape<'a>(texts: &'a Texts, key: &str) -> (Vec<&'a str>, usize) {
    let text = texts.get(key).or_else(|| texts.get(&format!("{key}.other"))).unwrap_or_default();
    let mut places: Vec<&str> = text.split("%{").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    places.sort_unstable();
    (places, text.matches('*').count())
}

#[test]
fn every_language_says_everything() {
    let english = language(LANGUAGES[0]);
    let said = keys(&english);
    assert!(said.len() > 500, "strings are found");
    for name in LANGUAGES {
        let other = language(name);
        assert_eq!(keys(&other), said, "{name}");
        for key in &said {
            assert_eq!(shape(&other, key), shape(&english, key), "{name}: {key}");
        }
        let empty: Vec<_> =
            other.keys().filter(|key| other.get(key).unwrap_or_default().trim().is_empty()).collect();
        assert_eq!(empty, [""; 0], "{name}");
    }
}

#[test]
fn stresses_begin_and_end() {
    for name in LANGUAGES {
        let texts = language(name);
        for key in texts.keys() {
            let text = texts.get(key).unwrap_or_default();
            assert!(text.matches('*').count().is_multiple_of(2), "{name}: {key}: {text}");
        }
    }
}

#[test]
fn a_string_with_forms_has_those_of_its_language() {
    for name in LANGUAGES {
        let own: BTreeSet<&str> = forms(name).iter().copied().collect();
        for (key, found) in with_forms(&language(name)) {
            assert_eq!(found, own, "{name}: {key}");
        }
    }
}
