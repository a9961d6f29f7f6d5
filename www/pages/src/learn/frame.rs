//! What every page of the course has around its text: the head that search engines and previews read, and the masthead.

use interleave::text;

use super::words::Words;
use crate::headers::policy_in_page;
use crate::html::{escaped, property};
use crate::page::picture;

/// A page of the course, in the language that is shown.
pub struct Frame<'a> {
    /// The language, by its name in links.
    pub language: &'a str,
    /// What is said around the text.
    pub words: &'a Words,
    /// What the page is called.
    pub title: String,
    /// It in one sentence.
    pub description: &'a str,
    /// Where it is in the course in each language, seen from `learn/<language>/`: empty, or a chapter's folder.
    pub place: String,
    /// All languages that it is in, with their own names.
    pub languages: &'a [(&'static str, String)],
    /// The app's folder as an absolute address, where it is known.
    pub base: Option<&'a str>,
    /// What previews show: its place in the app's folder, and what it says.
    pub picture: (String, &'a str),
    /// What else stands in the head.
    pub more_head: &'a str,
    /// What it says.
    pub main: String,
}

impl Frame<'_> {
    /// The page.
    pub fn html(&self) -> String {
        let Self { language, words, description, more_head, main, .. } = self;
        let about = property("type", "article")
            + &property("site_name", "Interleave")
            + &property("title", &self.title)
            + &property("description", description);
        let head = about + &self.absolute() + more_head;
        let opening = opening(language, &self.title, description, &format!("{}../", self.up()), &head);
        let (skip, masthead) = (escaped(&words.skip), self.masthead());
        format!("{opening}<a class=\"skip\" href=\"#text\">{skip}</a>\n{masthead}{main}</body>\n</html>\n")
    }

    /// From the page to the folder of its language.
    fn up(&self) -> &'static str {
        if self.place.is_empty() { "" } else { "../" }
    }

    fn masthead(&self) -> String {
        let (up, language) = (self.up(), self.language);
        let app = format!("{up}../../?lang={language}");
        // In a chapter one is there, too, but not on that page.
        let current = if self.place.is_empty() { " aria-current=\"page\"" } else { " aria-current=\"true\"" };
        let contents = if self.place.is_empty() { "./" } else { up };
        let languages: String = self
            .languages
            .iter()
            .map(|(other, name)| {
                let current = if *other == language { " aria-current=\"true\"" } else { "" };
                let address = format!("{up}../{other}/{}", self.place);
                format!("<li><a href=\"{address}\" lang=\"{other}\" hreflang=\"{other}\"{current}>{name}</a></li>\n")
            })
            .collect();
        format!(
            "<header class=\"masthead\">\n\
             <a class=\"wordmark\" href=\"{app}\"><span class=\"mark\" aria-hidden=\"true\"></span>Interleave</a>\n\
             <nav class=\"places\" aria-label=\"{places}\">\n<ul>\n<li><a href=\"{app}\">{play}</a></li>\n\
             <li><a href=\"{contents}\"{current}>{learn}</a></li>\n\
             <li><a href=\"{app}#look-up\">{look_up}</a></li>\n</ul>\n</nav>\n\
             <nav class=\"languages\" aria-label=\"{in_languages}\">\n<ul>\n{languages}</ul>\n</nav>\n</header>\n",
            places = escaped(&text!(page.places)),
            play = escaped(&text!(page.play)),
            learn = escaped(&text!(page.learn)),
            look_up = escaped(&text!(page.look_up)),
            in_languages = escaped(&text!(page.language)),
        )
    }

    /// What has to be said with absolute addresses.
    fn absolute(&self) -> String {
        let Some(base) = self.base else { return String::new() };
        let address = address(base, self.language, &self.place);
        let codes = self.languages.iter().map(|(language, _)| *language);
        format!("<link rel=\"canonical\" href=\"{address}\">\n")
            + &alternates(base, codes, &self.place)
            + &property("url", &address)
            + &picture(base, &self.picture.0, self.picture.1)
    }
}

/// The absolute address of a page of the course.
pub fn address(base: &str, language: &str, place: &str) -> String {
    format!("{base}learn/{language}/{place}")
}

/// Links to a page in every language; whoever reads none of them is sent to the first.
fn alternates(base: &str, languages: impl Iterator<Item = &'static str> + Clone, place: &str) -> String {
    let default = languages.clone().take(1).map(|language| ("x-default", language));
    let link = |(name, language): (&str, &str)| {
        format!("<link rel=\"alternate\" hreflang=\"{name}\" href=\"{}\">\n", address(base, language, place))
    };
    languages.map(|language| (language, language)).chain(default).map(link).collect()
}

/// What a page begins with, up to its body: its course's folder is there, and this stands in its head, too.
pub fn opening(language: &str, title: &str, description: &str, course: &str, head: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>{title} · Interleave</title>\n<meta name=\"description\" content=\"{description}\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"{course}icon.svg\">\n\
         <link rel=\"stylesheet\" href=\"{course}learn.css\">\n\
         <script src=\"{course}learn.js\" defer></script>\n{head}</head>\n<body>\n",
        policy = policy_in_page(),
        title = escaped(title),
        description = escaped(description),
    )
}
