//! Each class that a style sheet knows is one that something has: whoever renames it, renames it everywhere.

mod tree;

use std::collections::BTreeSet;
use std::path::PathBuf;

fn text_of(folder: &str, endings: &[&str]) -> String {
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("sources are text");
    tree::files(folder, endings).into_iter().map(read).collect::<Vec<_>>().join("\n")
}

/// The words of a text: letters, digits and hyphens.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect()
}

/// The classes that selectors name. What stands in comments and strings has none.
fn classes(css: &str) -> BTreeSet<String> {
    let mut rest = css;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let plain: String = plain.split('"').step_by(2).collect();
    let named = plain.split('.').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let end = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    named.map(|rest| rest.split(end).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_class_of_a_style_sheet_is_somewheres() {
    let sources = ["src", "www"].map(|folder| text_of(folder, &["rs", "html", "js", "mjs"])).join("\n");
    let had = words(&sources);
    // The end of some is a number, or the name of a row: `line-{name}`.
    let is_had = |class: &str| {
        let of_a_row = |(beginning, _): (&str, &str)| had.contains(format!("{beginning}-").as_str());
        had.contains(class) || class.rsplit_once('-').is_some_and(of_a_row)
    };
    let unknown: Vec<_> =
        classes(&text_of("www", &["css"])).into_iter().filter(|class| !is_had(class)).collect();
    assert!(unknown.is_empty(), "nothing has the classes {unknown:?}");
}

#[test]
fn classes_are_found() {
    let css = "@import \"a.css\"; /* .no */ .one > .two-b:not(.three) { width: .5rem; content: \".four\" } a.five {}";
    assert_eq!(classes(css).into_iter().collect::<Vec<_>>(), ["five", "one", "three", "two-b"]);
}
