//! The course: its chapters, in order, in each language.

use std::fs;
use std::path::Path;

use interleave::text::LANGUAGES;

use super::chapter::Chapter;

/// Where the chapters are, seen from the root of the repository.
const FOLDER: &str = "www/learn";

/// The course in one language.
#[derive(Debug)]
pub struct Edition {
    /// The language, by its name in links.
    pub language: &'static str,
    /// The chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// All editions, the English one first. A language without chapters has none; one that has some has all.
///
/// # Errors
/// A chapter is wrong, or differs from its translations in more than words.
pub fn editions(root: &Path) -> Result<Vec<Edition>, String> {
    let mut editions: Vec<Edition> = Vec::new();
    for language in LANGUAGES {
        let chapters = chapters(root, &format!("{FOLDER}/{language}"))?;
        if chapters.is_empty() {
            continue;
        }
        let edition = Edition { language, chapters };
        if let Some(first) = editions.first() {
            edition.follows(first)?;
        }
        editions.push(edition);
    }
    Ok(editions)
}

fn chapters(root: &Path, folder: &str) -> Result<Vec<Chapter>, String> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Ok(Vec::new()) };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    names.sort();
    let read = |name: &String| {
        let path = root.join(folder).join(name);
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{folder}/{name} can't be read: {error}"))?;
        Chapter::read(folder, name, &text)
    };
    let chapters: Vec<Chapter> = names.iter().map(read).collect::<Result<_, _>>()?;
    match chapters.iter().zip(1..).find(|(chapter, number)| chapter.number != *number) {
        Some((chapter, number)) => Err(format!("{}: there is no chapter {number} before it", chapter.file)),
        None => Ok(chapters),
    }
}

impl Edition {
    /// The names of its chapters in addresses.
    pub fn slugs(&self) -> Vec<&str> {
        self.chapters.iter().map(|chapter| chapter.slug.as_str()).collect()
    }

    /// Sees to it that it has the same chapters as another, with the same experiments in the same order.
    fn follows(&self, other: &Self) -> Result<(), String> {
        let language = self.language;
        if let Some(lacking) = other.chapters.get(self.chapters.len()) {
            return Err(format!("{FOLDER}/{language} lacks a chapter that {} has", lacking.file));
        }
        for (n, chapter) in self.chapters.iter().enumerate() {
            let original = other.chapters.get(n).filter(|original| original.slug == chapter.slug);
            let original = original.ok_or_else(|| format!("{} has no original", chapter.file))?;
            let (mut here, mut there) = (chapter.outline(), original.outline());
            loop {
                match (here.next(), there.next()) {
                    (None, None) => break,
                    (here, there) if here == there => {}
                    (here, there) => {
                        let said = |part: Option<String>| part.unwrap_or_else(|| "nothing more".into());
                        let (here, there) = (said(here), said(there));
                        return Err(format!(
                            "{} has “{here}” where {} has “{there}”",
                            chapter.file, original.file
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(language: &'static str, chapters: &[(&str, &str)]) -> Edition {
        let head = "---\ntitle: A\ndescription: B.\nquestion: C?\n---\n";
        let read =
            |(name, body): &(&str, &str)| Chapter::read(language, name, &format!("{head}{body}")).unwrap();
        Edition { language, chapters: chapters.iter().map(read).collect() }
    }

    #[test]
    fn translations_differ_in_words_only() {
        let lab = ":::lab workload=sleep\nA\n:::\n:::seen\n{cores}, {wall threads}\n:::\n";
        let turned = ":::lab workload=sleep\n甲\n:::\n乙\n\n:::seen\n{wall threads}：{cores}\n:::\n";
        let english = edition("en", &[("01-a.md", lab), ("02-b.md", "B")]);
        assert_eq!(edition("zh-Hans", &[("01-a.md", turned), ("02-b.md", "乙")]).follows(&english), Ok(()));
        for (chapters, part) in [
            (&[("01-a.md", turned)][..], "lacks a chapter"),
            (&[("01-a.md", turned), ("02-c.md", "")], "no original"),
            (&[("01-a.md", turned), ("02-b.md", ""), ("03-c.md", "")], "no original"),
            (&[("01-a.md", "A"), ("02-b.md", "")], "nothing more"),
            (&[("01-a.md", &turned.replace("{cores}", "")), ("02-b.md", "")], "seen of lab 1: wall threads"),
            (&[("01-a.md", &turned.replace("=sleep", "=sleep&tasks=9")), ("02-b.md", "")], "tasks=9"),
        ] {
            let told = edition("zh-Hans", chapters).follows(&english).unwrap_err();
            assert!(told.contains(part), "{told}");
        }
    }
}
