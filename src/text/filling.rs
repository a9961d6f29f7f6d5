//! Filling the places of a string, and finding strings by their keys.

use std::fmt::{Display, Write};

use super::plural::{Number, form};
use super::strings::with_shown;

/// The string of this key, its places filled: `names[n]` by `values[n]`.
pub(super) fn fill(key: &str, names: &[&str], values: &[&dyn Display]) -> String {
    with_shown(|texts| filled(texts.get(key).unwrap_or(key), names, values))
}

/// The same, in the form that a number takes where the string has forms.
pub(super) fn fill_form(key: &str, number: u64, names: &[&str], values: &[&dyn Display]) -> String {
    with_shown(|texts| {
        let formed = format!("{key}.{}", form(texts.language(), number));
        filled(texts.get(&formed).or_else(|| texts.get(key)).unwrap_or(key), names, values)
    })
}

/// The string whose key has these parts, such as `executor`, `threads`, `name`; the key itself where there is none.
/// `require!` sees to it at compile time that there is one for each row of a table.
pub fn of(parts: &[&str]) -> String {
    shown(&parts.join("."))
}

/// The string whose key has these parts, for so many: `n` fills its place, and chooses its form if it has forms.
/// `tests/languages.rs` sees to it that none is missing.
pub fn counted(parts: &[&str], n: &dyn Number) -> String {
    fill_form(&parts.join("."), n.amount(), &["n"], &[n])
}

/// The string of this key; the key itself where there is none.
pub(super) fn shown(key: &str) -> String {
    with_shown(|texts| texts.get(key).unwrap_or(key).to_owned())
}

/// Fills every place (`%{name}`) once, from left to right: what fills one is never looked through for others. A
/// place that nothing is given for stays as it is.
fn filled(text: &str, names: &[&str], values: &[&dyn Display]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once("%{").and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        out.push_str(before);
        // Writing to a string does not fail, unless what is written says so itself.
        let _ = match names.iter().position(|known| *known == name) {
            Some(place) => write!(out, "{}", values[place]),
            None => write!(out, "%{{{name}}}"),
        };
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_filled_by_name() {
        assert_eq!(filled("%{b} of %{a}%{b}", &["a", "b"], &[&1, &"x"]), "x of 1x");
        assert_eq!(filled("%{other} %{a} %{", &["a"], &[&2]), "%{other} 2 %{");
    }

    proptest! {
        /// Whatever a value contains, it comes out as it is.
        #[test]
        fn what_fills_a_place_is_not_filled_itself(a in "(%\\{[ab]\\}|[%{}ab])*", b in "(%\\{[ab]\\}|.)*") {
            prop_assert_eq!(filled("<%{a}|%{b}|%{a}>", &["a", "b"], &[&a, &b]), format!("<{a}|{b}|{a}>"));
        }
    }
}
