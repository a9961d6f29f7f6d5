//! The pages of an edition: one for each chapter, and the list of them.

use super::chapter::Chapter;
use super::course::Edition;
use super::frame::Frame;
use super::markdown::{APP, Setting};
use super::pictures;
use super::render;
use super::words::{Words, filled};
use crate::html::escaped;
use crate::page::{PICTURE, PICTURE_SAYS};

/// What all pages of an edition have in common.
pub struct Pages<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// What it says around the chapters.
    pub words: &'a Words,
    /// All languages, with their own names.
    pub languages: &'a [(&'static str, String)],
    /// The app's folder as an absolute address, where it is known.
    pub base: Option<&'a str>,
}

impl Pages<'_> {
    /// The page of one of its chapters.
    ///
    /// # Errors
    /// What is wrong with it, with file and line.
    pub fn chapter(&self, chapter: &Chapter) -> Result<String, String> {
        let (words, chapters) = (self.words, &self.edition.chapters);
        let slugs = self.edition.slugs();
        let setting = Setting { language: self.edition.language, words, slugs: &slugs };
        let body = render::body(chapter, &setting)?;
        let places = [("n", &*chapter.number.to_string()), ("all", &*chapters.len().to_string())];
        let before = chapters.get(chapter.number.wrapping_sub(2));
        let after = chapters.get(chapter.number);
        let link = |to: Option<&Chapter>, relation: &str, label: &str| {
            to.map_or_else(String::new, |to| {
                format!(
                    "<a rel=\"{relation}\" href=\"../{}/\"><small>{}</small> {}</a>\n",
                    to.slug,
                    escaped(label),
                    escaped(&to.matter.title)
                )
            })
        };
        let main = format!(
            "<main id=\"text\" tabindex=\"-1\" data-chapter=\"{slug}\">\n<header>\n<p class=\"number\">{number}</p>\n\
             <h1>{title}</h1>\n<p class=\"question\">{question}</p>\n\
             <details class=\"contents\">\n<summary>{contents}</summary>\n{list}</details>\n</header>\n{body}</main>\n\
             <nav class=\"turn\" aria-label=\"{contents}\">\n{previous}{next}</nav>\n",
            slug = chapter.slug,
            number = escaped(&filled(&words.chapter, &places)),
            title = escaped(&chapter.matter.title),
            question = escaped(&chapter.matter.question),
            contents = escaped(&words.contents),
            list = self.list("../", Some(chapter)),
            previous = link(before, "prev", &words.previous),
            next = link(after, "next", &words.next),
        );
        let more_head = format!("<script src=\"{APP}embed.js\" async></script>\n");
        Ok(self.frame(
            &chapter.matter.title,
            &chapter.matter.description,
            &format!("{}/", chapter.slug),
            &more_head,
            main,
        ))
    }

    /// The list of all chapters, as a page.
    pub fn contents(&self) -> String {
        let words = self.words;
        let main = format!(
            "<main id=\"text\" tabindex=\"-1\">\n<header>\n<h1>{}</h1>\n<p class=\"question\">{}</p>\n</header>\n\
             <p class=\"go-on\" hidden><a data-said=\"{}\"></a></p>\n{}\
             <p class=\"kept\" hidden>{} <button type=\"button\">{}</button></p>\n</main>\n",
            escaped(&words.course),
            escaped(&words.lead),
            escaped(&words.go_on),
            self.list("", None),
            escaped(&words.kept),
            escaped(&words.forget),
        );
        self.frame(&words.course, &words.about, "", "", main)
    }

    /// The chapters as a list; with their questions where none of them is the page itself.
    fn list(&self, up: &str, current: Option<&Chapter>) -> String {
        let row = |chapter: &Chapter| {
            let is_current = current.is_some_and(|current| current.slug == chapter.slug);
            let mark = if is_current { " aria-current=\"page\"" } else { "" };
            let question = match current {
                Some(_) => String::new(),
                None => format!("\n<p>{}</p>", escaped(&chapter.matter.question)),
            };
            format!(
                "<li data-listed=\"{slug}\"><a href=\"{up}{slug}/\"{mark}>{}</a> \
                 <small class=\"read\" hidden>{}</small>{question}</li>\n",
                escaped(&chapter.matter.title),
                escaped(&self.words.read),
                slug = chapter.slug,
            )
        };
        let rows: String = self.edition.chapters.iter().map(row).collect();
        format!("<ol class=\"chapters\">\n{rows}</ol>\n")
    }

    fn frame(&self, title: &str, description: &str, place: &str, more_head: &str, main: String) -> String {
        let picture = match place.strip_suffix('/') {
            Some(slug) => (pictures::place(slug), description),
            None => (PICTURE.to_owned(), PICTURE_SAYS),
        };
        let frame = Frame {
            language: self.edition.language,
            words: self.words,
            title: title.to_owned(),
            description,
            place: place.to_owned(),
            languages: self.languages,
            base: self.base,
            picture,
            more_head,
            main,
        };
        frame.html()
    }
}
