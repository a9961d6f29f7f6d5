//! The page at `learn/`: the languages that the course is in. The script goes on to the reader's.

use super::frame::opening;
use super::words::Words;
use crate::html::escaped;

/// The page, in these words, which are those of the first language.
pub fn html(languages: &[(&'static str, String)], words: &Words) -> String {
    let rows: String = languages
        .iter()
        .map(|(language, name)| {
            format!(
                "<li><a href=\"{language}/\" lang=\"{language}\" hreflang=\"{language}\">{name}</a></li>\n"
            )
        })
        .collect();
    let first = languages.first().map_or("en", |(language, _)| language);
    opening(first, &words.course, &words.about, "", "")
        + &format!(
            "<main id=\"text\">\n<header>\n<h1>{}</h1>\n<p class=\"question\">{}</p>\n</header>\n\
             <ul class=\"choice\">\n{rows}</ul>\n</main>\n</body>\n</html>\n",
            escaped(&words.course),
            escaped(&words.about)
        )
}
