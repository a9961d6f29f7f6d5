//! Which licence is taken of each crate, and its text, once for all crates that have the same.

use super::Crate;

/// The licences that a crate may come with, as `deny.toml` allows them, and how their files are called; of several, the
/// first is taken.
const TAKEN: [(&str, &str); 9] = [
    ("MIT", "MIT"),
    ("ISC", "ISC"),
    ("Zlib", "ZLIB"),
    ("BSL-1.0", "BSL"),
    ("Unicode-3.0", "UNICODE"),
    ("BSD-3-Clause", "BSD"),
    ("CC0-1.0", "CC0"),
    ("IJG", "IJG"),
    ("Apache-2.0", "APACHE"),
];

/// The texts of crates that come without: those of our own files, without the line that says whose they are.
const MIT: &str = include_str!("../../../../LICENSE-MIT");
const APACHE: &str = include_str!("../../../../LICENSE-APACHE");

/// The text of a licence, and who has put what under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The licence.
    pub licence: &'static str,
    /// Names of crates, each with its lines on copyright.
    pub holders: Vec<(String, Vec<String>)>,
    /// The text, without those lines.
    pub text: String,
}

/// The notices that these crates ask for, whose `files` on licences are these, by name. The standard library is in
/// every program, and no crate that cargo tells of.
///
/// # Errors
/// A crate comes under none of [`TAKEN`], or without the text of its licence.
pub fn notices(crates: &[Crate], files: fn(&Crate) -> Vec<(String, String)>) -> Result<Vec<Notice>, String> {
    let mut all = Vec::new();
    let library = (
        "Rust's standard library".to_owned(),
        vec!["Copyright (c) The Rust Project contributors".to_owned()],
    );
    add(&mut all, "MIT", library, split(MIT).1);
    for one in crates {
        let files = files(one);
        for licence in taken(one)? {
            let text = files
                .iter()
                .find(|(name, _)| is_of(name, licence, &one.licence))
                .map(|(_, text)| text.as_str());
            let (copyright, text) = match (text, licence.0) {
                (Some(text), _) => split(text),
                (None, "MIT") => (by_authors(one), split(MIT).1),
                (None, "Apache-2.0") => (by_authors(one), split(APACHE).1),
                (None, other) => {
                    return Err(format!("{} has no file with the text of its licence, {other}", one.name));
                }
            };
            add(&mut all, licence.0, (one.name.clone(), copyright), text);
            if licence.0 == "Apache-2.0" {
                for (_, text) in files.iter().filter(|(name, _)| name.starts_with("NOTICE")) {
                    add(&mut all, "Notice", (one.name.clone(), Vec::new()), text.clone());
                }
            }
        }
    }
    all.sort_by_key(|notice| TAKEN.iter().position(|(id, _)| *id == notice.licence));
    Ok(all)
}

/// The licences that have to be kept: of each pair of alternatives one.
fn taken(one: &Crate) -> Result<Vec<(&'static str, &'static str)>, String> {
    let parts = one.licence.split(" AND ").map(|part| part.trim_matches(['(', ')']));
    let choose = |part: &str| {
        let offered: Vec<&str> = part.split(" OR ").flat_map(|one| one.split('/')).map(str::trim).collect();
        let found = TAKEN.into_iter().find(|(id, _)| offered.contains(id));
        found.ok_or_else(|| format!("{} comes under “{}”, which is in no list here", one.name, one.licence))
    };
    parts.map(choose).collect()
}

/// Whether a file of this name has the text of a licence, where the crate comes under these.
fn is_of(name: &str, (licence, called): (&str, &str), all: &str) -> bool {
    let is_plain = ["LICENSE", "LICENCE", "COPYING", "LICENSE.MD", "LICENSE.TXT"].contains(&name);
    !name.starts_with("NOTICE") && (name.contains(called) || (is_plain && all == licence))
}

fn by_authors(one: &Crate) -> Vec<String> {
    one.authors.iter().map(|author| format!("Copyright (c) {author}")).collect()
}

/// The lines of a text that say whose it is, and the rest.
fn split(text: &str) -> (Vec<String>, String) {
    // A place that is to be filled in is nobody's.
    let is_copyright = |line: &&str| line.trim().starts_with("Copyright") && !line.contains(['[', '{']);
    let (copyright, rest): (Vec<&str>, Vec<&str>) = text.lines().partition(is_copyright);
    let copyright = copyright.into_iter().map(|line| line.trim().to_owned()).collect();
    (copyright, rest.join("\n").trim().to_owned())
}

/// Adds a crate to those of the same text, whatever its title and its lines' ends.
fn add(all: &mut Vec<Notice>, licence: &'static str, holder: (String, Vec<String>), text: String) {
    let words = |text: &str| {
        let text = text.to_lowercase().replace(['"', '\'', '“', '”', '’', '#', '*', '(', ')'], "");
        let begin = text.find("permission is hereby granted").unwrap_or(0);
        text[begin..].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let same = words(&text);
    match all.iter_mut().find(|notice| notice.licence == licence && words(&notice.text) == same) {
        Some(notice) => notice.holders.push(holder),
        None => all.push(Notice { licence, holders: vec![holder], text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, licence: &str) -> Crate {
        Crate {
            name: name.into(),
            licence: licence.into(),
            authors: vec!["A. Author".into()],
            ..Crate::default()
        }
    }

    fn files(one: &Crate) -> Vec<(String, String)> {
        let mit = |who: &str| format!("The MIT License (MIT)\n\nCopyright (c) {who}\n\n{}", split(MIT).1);
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        match one.name.as_str() {
            "two" => vec![file("LICENSE-APACHE", APACHE), file("LICENSE-MIT", &mit("Two"))],
            "jpeg" => {
                vec![file("LICENSE-IJG", "This software is as it is."), file("LICENSE-MIT", &mit("Jpeg"))]
            }
            "apache" => vec![file("LICENSE", APACHE), file("NOTICE", "Apache says so.")],
            _ => Vec::new(),
        }
    }

    fn all(crates: &[Crate]) -> Result<Vec<(&'static str, Vec<String>)>, String> {
        let names = |notice: Notice| {
            (notice.licence, notice.holders.into_iter().map(|(name, _)| name).collect::<Vec<_>>())
        };
        Ok(notices(crates, files)?.into_iter().map(names).collect())
    }

    #[test]
    fn one_of_several_licences_is_taken_and_each_that_has_to_be_kept() {
        let crates = [
            named("two", "MIT OR Apache-2.0"),
            named("jpeg", "(MIT OR Apache-2.0) AND IJG"),
            named("none", "Unlicense/MIT"),
            named("apache", "Apache-2.0"),
        ];
        let library = "Rust's standard library";
        let mit = [library, "two", "jpeg", "none"].map(str::to_owned).to_vec();
        let found = all(&crates).unwrap();
        assert_eq!(
            found[found.len() - 3..],
            [("MIT", mit), ("IJG", vec!["jpeg".into()]), ("Apache-2.0", vec!["apache".into()]),]
        );
        assert_eq!(found[0], ("Notice", vec!["apache".into()]));
    }

    #[test]
    fn whose_work_it_is_is_told_by_its_file_or_by_its_authors() {
        let crates = [named("two", "MIT"), named("none", "MIT")];
        let holders = notices(&crates, files).unwrap().remove(0).holders;
        assert_eq!(holders[1], ("two".into(), vec!["Copyright (c) Two".into()]));
        assert_eq!(holders[2], ("none".into(), vec!["Copyright (c) A. Author".into()]));
        assert!(split(APACHE).0.is_empty(), "a place to be filled in is nobody's");
    }

    #[test]
    fn every_licence_that_may_come_in_is_known() {
        let policy = include_str!("../../../../deny.toml");
        let allowed = policy.lines().find_map(|line| line.strip_prefix("allow = [")).expect("it has a list");
        let allowed: Vec<&str> =
            allowed.trim_end_matches(']').split(", ").map(|id| id.trim_matches('"')).collect();
        assert!(
            allowed.len() > 5 && allowed.iter().all(|id| TAKEN.iter().any(|(known, _)| known == id)),
            "{allowed:?}"
        );
    }

    #[test]
    fn what_can_t_be_kept_is_said() {
        assert!(all(&[named("strange", "GPL-3.0")]).unwrap_err().contains("strange comes under “GPL-3.0”"));
        assert!(all(&[named("none", "Zlib")]).unwrap_err().contains("no file"));
    }
}
