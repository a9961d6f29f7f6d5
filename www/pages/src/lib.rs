//! Puts what other sites, feeds and search engines read beside the built app: the course, a small page for each lesson,
//! the licences of what the app is made of, and, where it is known under which address the app will be served, what
//! previews of links need.
//!
//! Everything that is written is as right in any folder; only what has to be an absolute address (pictures of previews,
//! oEmbed, other languages, the sitemap) is left out without a base URL.

pub mod headers;
mod html;
mod learn;
mod licences;
mod oembed;
mod page;

/// The chapters, so that the Rust in them is compiled where examples are.
#[cfg(doctest)]
mod chapters {
    include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
}

use std::fs;
use std::path::Path;

use interleave::lesson;
use interleave::text::Texts;
use page::{Page, Words};

/// The repository, whose chapters and crates are published.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A language's strings that people read: those of the first sight, and those of lessons.
macro_rules! strings_of {
    ($language:literal) => {
        (
            $language,
            [
                include_str!(concat!("../../locales/", $language, ".json")),
                include_str!(concat!("../../locales/later/", $language, ".json")),
            ],
        )
    };
}

const STRINGS: [(&str, [&str; 2]); 3] = [strings_of!("en"), strings_of!("zh-Hans"), strings_of!("zh-Hant")];

/// The strings of a language.
fn strings(language: &'static str) -> Result<Texts, String> {
    let mut texts = Texts::new(language);
    let files = STRINGS.iter().filter(|(name, _)| *name == language).flat_map(|(_, files)| files);
    for file in files {
        texts.add(file).map_err(|error| format!("www/locales/ of {language}: {error}"))?;
    }
    Ok(texts)
}

/// The base URL, with a slash at its end.
///
/// # Errors
/// It is no address of a folder.
pub fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |rest: &str| {
        !rest.is_empty()
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"<>".contains(c))
    };
    if !rest.is_some_and(is_plain) {
        return Err(format!("a base URL looks like https://example.org/interleave/, not like “{text}”."));
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// Writes everything into the folder of the built app.
///
/// # Errors
/// The app isn't built, a file can't be written, or what is to be published is wrong.
pub fn publish(dist: &Path, base: Option<&str>) -> Result<(), String> {
    write(dist, base)?;
    learn::publish(Path::new(ROOT), dist, base)?;
    save(&dist.join("licences.html"), &licences::page()?)
}

fn write(dist: &Path, base: Option<&str>) -> Result<(), String> {
    let index = dist.join("index.html");
    let app = fs::read_to_string(&index)
        .map_err(|error| format!("{} can't be read: {error}; build the app first", index.display()))?;
    save(&index, &page::with_preview(&app, base)?)?;
    if let Some(base) = base {
        save(&dist.join("oembed.json"), oembed::document(page::TITLE, "", base).to_string())?;
    }
    let strings = strings("en")?;
    save(&dist.join("lessons/open.js"), page::OPEN)?;
    for lesson in lesson::lessons().filter(|lesson| lesson.is_offered()) {
        let words = Words::find(&strings, lesson.id)?;
        let page = Page { id: lesson.id, words, base };
        let folder = dist.join("lessons").join(lesson.id);
        save(&folder.join("index.html"), page.html())?;
        if let Some(base) = base {
            let query = format!("lesson={}", lesson.id);
            save(&folder.join("oembed.json"), oembed::document(&page.title(), &query, base).to_string())?;
        }
    }
    Ok(())
}

fn save(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .map_err(|error| format!("{} can't be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_end_with_one_slash() {
        for text in ["https://example.org/lab", "https://example.org/lab/", "https://example.org/lab//"] {
            assert_eq!(base_url(text).unwrap(), "https://example.org/lab/");
        }
        for text in
            ["", "example.org", "https://", "ftp://example.org", "https://example.org/?a", "https://a b"]
        {
            assert!(base_url(text).unwrap_err().contains("https://example.org/interleave/"), "{text}");
        }
    }

    #[test]
    fn every_lesson_has_its_page_and_nothing_absolute_without_a_base() {
        let dist = std::env::temp_dir().join(format!("interleave-pages-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        let index = dist.join("index.html");
        let app = "<!doctype html><title>Interleave</title><p>app";
        fs::write(&index, app).unwrap();
        write(&dist, None).unwrap();
        assert_eq!(fs::read_to_string(&index).unwrap(), app);
        let offered: Vec<_> = lesson::lessons().filter(|lesson| lesson.is_offered()).collect();
        assert!(!offered.is_empty());
        for lesson in &offered {
            let page = fs::read_to_string(dist.join("lessons").join(lesson.id).join("index.html")).unwrap();
            assert!(page.contains(&format!("href=\"../../?lesson={}\"", lesson.id)), "{page}");
            assert!(page.contains("property=\"og:title\"") && !page.contains("http"), "{page}");
        }
        write(&dist, Some("https://example.org/lab/")).unwrap();
        let app = fs::read_to_string(&index).unwrap();
        assert!(app.contains("<meta property=\"og:image\" content=\"https://example.org/lab/preview.png\">"));
        let oembed = |path: &str| -> serde_json::Value {
            serde_json::from_str(&fs::read_to_string(dist.join(path)).unwrap()).unwrap()
        };
        assert_eq!(oembed("oembed.json")["provider_url"], "https://example.org/lab/");
        for lesson in &offered {
            let folder = format!("lessons/{}", lesson.id);
            let page = fs::read_to_string(dist.join(&folder).join("index.html")).unwrap();
            for address in ["", "oembed.json"] {
                let address = format!("\"https://example.org/lab/{folder}/{address}\"");
                assert!(page.contains(&address), "{address} is not in {page}");
            }
            let frame = format!("src=\"https://example.org/lab/?lesson={}&amp;embed=1\"", lesson.id);
            let html = oembed(&format!("{folder}/oembed.json"))["html"].to_string().replace("\\\"", "\"");
            assert!(html.contains(&frame), "{html}");
        }
        fs::remove_dir_all(&dist).unwrap();
    }

    /// An app that was built before is not given two previews.
    #[test]
    fn writing_again_changes_nothing() {
        let app = "<title>Interleave</title>";
        let once = page::with_preview(app, Some("https://example.org/")).unwrap();
        assert_eq!(page::with_preview(&once, Some("https://example.org/")).unwrap(), once);
        assert!(page::with_preview("<p>", Some("https://example.org/")).is_err());
    }
}
