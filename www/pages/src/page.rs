//! The page of a lesson, and what a preview of a link shows.

use interleave::text::Texts;

use crate::html::{escaped, property};

/// What the app is called where it stands for itself.
pub const TITLE: &str = "Interleave: concurrency and parallelism, measured in your browser";
/// The picture of previews, in the app's folder.
pub const PICTURE: &str = "preview.png";
/// What it shows.
pub const PICTURE_SAYS: &str = "Timelines of the same tasks, run in different ways on one time axis";
/// The width and height of every picture of previews, px.
pub const PICTURE_SIZE: (u32, u32) = (1200, 630);

/// The script that goes on from a lesson's page to the app: whoever has none stays, and reads.
pub const OPEN: &str = "// A page of its own is for feeds, search engines and readers without scripts; the experiment is in the app.\n\
location.replace(document.getElementById(\"open\").href);\n";

/// What a lesson's page says.
pub struct Words {
    title: String,
    question: String,
    setup: String,
    look: String,
}

impl Words {
    /// Of the lesson with this id.
    ///
    /// # Errors
    /// The strings don't have them.
    pub fn find(strings: &Texts, id: &str) -> Result<Self, String> {
        let word = |part: &str| {
            let text = strings.get(&format!("lesson.{id}.{part}"));
            text.map(str::to_owned).ok_or_else(|| format!("www/locales/ has no string lesson.{id}.{part}"))
        };
        Ok(Self {
            title: word("title")?,
            question: word("question")?,
            setup: word("setup")?,
            look: word("look")?,
        })
    }
}

/// A lesson's page.
pub struct Page<'a> {
    /// The lesson's id.
    pub id: &'a str,
    /// What it says.
    pub words: Words,
    /// The app's folder, as an absolute address that ends with a slash, where it is known.
    pub base: Option<&'a str>,
}

impl Page<'_> {
    /// What it is called.
    pub fn title(&self) -> String {
        format!("{} · Interleave", self.words.title)
    }

    /// The page.
    pub fn html(&self) -> String {
        let Words { title, question, setup, look } = &self.words;
        let (title, setup, look) = (escaped(title), escaped(setup), escaped(look));
        let address = self.base.map(|base| (base, format!("{base}lessons/{}/", self.id)));
        let preview = address.map_or_else(String::new, |(base, page)| {
            format!(
                "<link rel=\"canonical\" href=\"{page}\">\n{}{}",
                property("url", &page),
                absolute(base, &page)
            )
        });
        let about = property("type", "article")
            + &property("site_name", "Interleave")
            + &property("title", &self.title())
            + &property("description", question);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} · Interleave</title>\n\
             <meta name=\"description\" content=\"{question}\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             {about}{preview}<script src=\"../open.js\" defer></script>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p><strong>{question}</strong></p>\n<p>{setup}</p>\n<p>{look}</p>\n\
             <p><a id=\"open\" href=\"../../?lesson={id}\">Run it in Interleave</a></p>\n\
             </main>\n</body>\n</html>\n",
            question = escaped(question),
            id = self.id,
        )
    }
}

/// The app's own page, with what previews of its links need.
///
/// # Errors
/// The page has no title to put it after.
pub fn with_preview(app: &str, base: Option<&str>) -> Result<String, String> {
    let Some(base) = base else { return Ok(app.to_owned()) };
    let preview = format!("\n{}", absolute(base, base));
    if app.contains(&preview) {
        return Ok(app.to_owned());
    }
    let (head, rest) = app.split_once("</title>").ok_or("index.html has no title")?;
    Ok(format!("{head}</title>{preview}{rest}"))
}

/// What has to be said with absolute addresses, of a page that has its oEmbed document beside it.
fn absolute(base: &str, page: &str) -> String {
    picture(base, PICTURE, PICTURE_SAYS)
        + &format!("<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{page}oembed.json\">\n")
}

/// The picture that previews show: where it is in the app's folder, and what it says.
pub fn picture(base: &str, path: &str, says: &str) -> String {
    let (width, height) = PICTURE_SIZE;
    property("image", &format!("{base}{path}"))
        + &property("image:width", &width.to_string())
        + &property("image:height", &height.to_string())
        + &property("image:alt", says)
        + "<meta name=\"twitter:card\" content=\"summary_large_image\">\n"
}
