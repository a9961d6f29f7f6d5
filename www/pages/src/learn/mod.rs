//! The course: chapters in Markdown (`www/learn/<language>/`) as static pages with addresses of their own
//! (`learn/<language>/<slug>/`), which are read and printed without a script.
//!
//! | file | what belongs there |
//! |---|---|
//! | `matter`, `blocks`, `figure`, `chapter` | what a chapter's file says, read and checked |
//! | `course` | all chapters, and that translations follow the original |
//! | `markdown`, `code`, `published`, `render` | the HTML of a chapter's text |
//! | `words`, `frame`, `pages`, `choice`, `pictures` | what stands around it |
//! | `sitemap` | what search engines are told |
//!
//! Whatever is wrong in a chapter ends the build with a sentence that names file and line.

mod blocks;
mod chapter;
mod choice;
mod code;
mod course;
mod fault;
mod figure;
mod frame;
mod markdown;
mod matter;
mod pages;
mod pictures;
mod published;
mod render;
mod sitemap;
mod words;

use std::path::Path;

use interleave::text::{self, show};
use serde_json::json;

use crate::{save, strings};
use pages::Pages;

/// Colours and measures are the app's.
const STYLE: [&str; 2] =
    [include_str!("../../../styles/tokens.css"), include_str!("../../../learn/learn.css")];
const SCRIPT: &str = include_str!("../../../learn/learn.js");
const ICON: &str = include_str!("../../../icons/interleave.svg");

/// Writes the course of a repository into the folder of the built app.
///
/// # Errors
/// Something is wrong with a chapter, or a file can't be written.
pub fn publish(root: &Path, dist: &Path, base: Option<&str>) -> Result<(), String> {
    let editions = course::editions(root)?;
    let Some(first) = editions.first() else { return Ok(()) };
    let words = words::words()?;
    let folder = dist.join("learn");
    let mut files = Vec::new();
    let mut put = |path: String, content: &str| {
        let saved = save(&folder.join(&path), content);
        files.push(path);
        saved
    };
    put("learn.css".into(), &STYLE.concat())?;
    put("learn.js".into(), SCRIPT)?;
    put("icon.svg".into(), ICON)?;
    let mut languages = Vec::new();
    for edition in &editions {
        // What lessons and languages are called is said in the language that is shown.
        show(strings(edition.language)?);
        languages.push((edition.language, text::of(&["language", edition.language])));
    }
    put("index.html".into(), &choice::html(&languages, &words[first.language]))?;
    for edition in &editions {
        show(strings(edition.language)?);
        let pages = Pages { edition, words: &words[edition.language], languages: &languages, base };
        put(format!("{}/index.html", edition.language), &pages.contents())?;
        for chapter in &edition.chapters {
            put(format!("{}/{}/index.html", edition.language, chapter.slug), &pages.chapter(chapter)?)?;
        }
    }
    // What the service worker keeps for use without a network.
    save(&folder.join("files.json"), json!(files).to_string())?;
    if let Some(base) = base {
        pictures::publish(root, dist, &first.slugs())?;
        let names: Vec<_> = languages.iter().map(|(language, _)| *language).collect();
        let chapters = first.chapters.iter().map(|chapter| format!("{}/", chapter.slug));
        let places: Vec<_> = std::iter::once(String::new()).chain(chapters).collect();
        save(&dist.join("sitemap.xml"), sitemap::sitemap(base, &names, &places))?;
        save(&dist.join("robots.txt"), sitemap::robots(base))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::ROOT;
    use crate::headers::policy_in_page;

    const CHAPTER: &str = "---\ntitle: Loops & more\ndescription: About loops.\nquestion: Why wait?\n---\nWait.\n\n\
        :::lab workload=sleep&executors=sequential,event-loop\nFive sleep.\n:::\n\
        :::seen\n{wall event-loop} on {cores} cores.\n:::\n\
        :::exercise workload=sleep&tasks=9\nTry nine.\n:::\n\
        :::published asleep-together\nBy arithmetic.\n:::\n\
        :::published one-bad-citizen\nNo figure.\n:::\n";

    /// A folder that is gone when the test ends, with this chapter twice in English and in Chinese, and a picture of each.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("interleave-learn-{name}-{}", std::process::id()));
            for language in ["en", "zh-Hans"] {
                for name in ["01-loops.md", "02-more.md"] {
                    save(&folder.join("www/learn").join(language).join(name), CHAPTER).unwrap();
                }
            }
            for slug in ["loops", "more"] {
                save(&folder.join("www").join(pictures::place(slug)), "a picture").unwrap();
            }
            Self(folder)
        }

        fn published(&self, base: Option<&str>) -> Result<(), String> {
            publish(&self.0, &self.0, base)
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn every_chapter_has_a_page_that_works_in_any_folder() {
        let folder = Folder::new("relative");
        folder.published(None).unwrap();
        let mut listed: Vec<String> = serde_json::from_str(&folder.read("learn/files.json")).unwrap();
        listed.sort();
        let chapters = ["en", "zh-Hans"]
            .map(|language| ["", "loops/", "more/"].map(|place| format!("{language}/{place}index.html")));
        let others = ["icon.svg", "index.html", "learn.css", "learn.js"].map(str::to_owned);
        let mut expected: Vec<String> = chapters.into_iter().flatten().chain(others).collect();
        expected.sort();
        assert_eq!(listed, expected, "what is to work without a network");
        let page = folder.read("learn/zh-Hans/more/index.html");
        for part in [
            "<html lang=\"zh-Hans\">",
            "<title>Loops &amp; more · Interleave</title>",
            "<meta name=\"description\" content=\"About loops.\">",
            &format!("content=\"{}\"", policy_in_page()),
            "experiment=\"workload=sleep&amp;executors=sequential,event-loop\" lang=\"zh-Hans\"",
            "href=\"../../../?workload=sleep&amp;tasks=9&amp;lang=zh-Hans\"",
            "<b data-figure=\"wall event-loop\"></b>",
            "<td data-lab=\"lab-1\" data-figure=\"ratio sequential event-loop\">",
            "<p>No figure.</p>\n<p class=\"open\"><a href=\"../../../?lesson=one-bad-citizen&amp;lang=zh-Hans\">",
            "rel=\"prev\" href=\"../loops/\"",
            "href=\"../../en/more/\" lang=\"en\" hreflang=\"en\"",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(
            !page.contains("://") && !page.contains(" style=") && !page.contains("rel=\"next\""),
            "{page}"
        );
        assert!(folder.read("learn/en/index.html").contains("<li data-listed=\"loops\"><a href=\"loops/\">"));
        assert!(folder.read("learn/index.html").contains("href=\"zh-Hans/\" lang=\"zh-Hans\""));
        assert!(!folder.0.join("sitemap.xml").exists());
    }

    #[test]
    fn with_a_base_search_engines_find_all_languages() {
        let folder = Folder::new("absolute");
        folder.published(Some("https://example.org/lab/")).unwrap();
        let page = folder.read("learn/en/loops/index.html");
        for part in [
            "rel=\"canonical\" href=\"https://example.org/lab/learn/en/loops/\"",
            "hreflang=\"zh-Hans\" href=\"https://example.org/lab/learn/zh-Hans/loops/\"",
            "hreflang=\"x-default\" href=\"https://example.org/lab/learn/en/loops/\"",
            "property=\"og:image\" content=\"https://example.org/lab/learn/pictures/loops.png\"",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert_eq!(folder.read("learn/pictures/loops.png"), "a picture");
        let contents = folder.read("learn/en/index.html");
        assert!(contents.contains("content=\"https://example.org/lab/preview.png\""), "{contents}");
        let sitemap = folder.read("sitemap.xml");
        assert_eq!(sitemap.matches("<loc>").count(), 7, "{sitemap}");
        assert!(sitemap.contains("<loc>https://example.org/lab/learn/zh-Hans/more/</loc>"), "{sitemap}");
        assert!(folder.read("robots.txt").contains("Sitemap: https://example.org/lab/sitemap.xml"));
    }

    #[test]
    fn the_first_fault_is_told() {
        let folder = Folder::new("faults");
        fs::remove_file(folder.0.join("www").join(pictures::place("more"))).unwrap();
        let told = folder.published(Some("https://example.org/")).unwrap_err();
        assert!(told.starts_with("www/learn/pictures/more.png: "), "{told}");
        save(&folder.0.join("www/learn/en/01-loops.md"), CHAPTER.replace("Wait.", "[a](../b/)")).unwrap();
        let told = folder.published(None).unwrap_err();
        assert!(told.starts_with("www/learn/en/01-loops.md:6: ") && told.contains("leads nowhere"), "{told}");
    }

    /// A page and the style sheet, which is all that is needed to read, in bytes.
    const SMALL: usize = 30_000;

    #[test]
    fn the_chapters_are_right_and_small() {
        let folder = Folder::new("real");
        publish(Path::new(ROOT), &folder.0, Some("https://example.org/")).unwrap();
        for edition in course::editions(Path::new(ROOT)).unwrap() {
            for slug in edition.slugs() {
                let path = format!("learn/{}/{slug}/index.html", edition.language);
                let size = folder.read(&path).len() + folder.read("learn/learn.css").len();
                assert!(size <= SMALL, "{path} and its style are {size} bytes");
            }
        }
    }
}
