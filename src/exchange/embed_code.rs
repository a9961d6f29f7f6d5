//! What authors put into their articles: HTML that shows an experiment, and a picture of it where nothing
//! can run.
//!
//! Here belongs what the HTML has to be, for any page that takes HTML: on blank lines Markdown ends it, so
//! there are none, and where pages are JSX every element has to be closed. Everything here is pure.
//!
//! ```
//! use interleave::exchange::{EmbedForm, EmbedCode};
//!
//! let snippet = EmbedCode { form: EmbedForm::Element, ..EmbedCode::new("https://example.org/", "workload=primes") };
//! assert!(snippet.html().contains("<interleave-lab experiment=\"workload=primes\">"));
//! ```

use crate::experiment::{Parts, Theme};

/// Height of a frame's heading, Run and verdict, px.
const AROUND_PX: usize = 190;
/// Height of one way's timeline and figures in a frame, px.
const EACH_PX: usize = 150;
/// A frame is at most this high, px, and scrolls what doesn't fit.
const MOST_PX: usize = 720;

/// How the experiment is put into a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedForm {
    /// The custom element, whose height follows its content. Its script has to be allowed.
    Element,
    /// A plain frame of fixed height, for pages that allow no script.
    Frame,
}

/// HTML for an article.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbedCode {
    /// How it is put into the page.
    pub form: EmbedForm,
    /// The app's folder, as an absolute address that ends with a slash.
    pub app: String,
    /// The experiment, in the canonical spelling of links.
    pub experiment: String,
    /// How it is coloured.
    pub theme: Theme,
    /// The parts that are shown; a frame always shows the default ones, because only its host can tell it.
    pub parts: Parts,
    /// The most that it is wide, px; `None` for as wide as the text around it.
    pub width: Option<u32>,
    /// What it is called, for those who don't see it.
    pub title: String,
    /// How many ways of running it compares.
    pub ways: usize,
    /// Where the picture for feeds and paper is, as the article's author uploads it. Empty for none.
    pub picture: String,
    /// What stands below it, and the text of the link that ends it.
    pub caption: Option<(String, String)>,
}

impl EmbedCode {
    /// Of this app and experiment, with nothing chosen.
    pub fn new(app: &str, experiment: &str) -> Self {
        Self {
            form: EmbedForm::Element,
            app: app.to_owned(),
            experiment: experiment.to_owned(),
            theme: Theme::Auto,
            parts: Parts::default(),
            width: None,
            title: String::new(),
            ways: 1,
            picture: String::new(),
            caption: None,
        }
    }

    /// The parts that are really shown.
    pub fn shown(&self) -> Parts {
        match self.form {
            EmbedForm::Element => self.parts,
            EmbedForm::Frame => Parts::default(),
        }
    }

    /// The full page with the experiment.
    pub fn link(&self) -> String {
        format!("{}?{}", self.app, self.experiment)
    }

    /// The compact page with the experiment: what a frame shows.
    pub fn frame(&self) -> String {
        let theme = match self.theme {
            Theme::Auto => String::new(),
            theme => format!("&theme={}", theme.name()),
        };
        format!("{}&embed=1{theme}", self.link())
    }

    /// The HTML.
    pub fn html(&self) -> String {
        let body = match self.form {
            EmbedForm::Element => self.element(),
            EmbedForm::Frame => self.plain_frame(),
        };
        match &self.caption {
            None => body,
            Some((text, link)) => {
                let link = format!("<a{}>{}</a>", attribute("href", &self.link()), escaped(link));
                format!("<figure>\n{body}\n<figcaption>{} {link}</figcaption>\n</figure>", escaped(text))
            }
        }
    }

    fn element(&self) -> String {
        let mut attributes = attribute("experiment", &self.experiment);
        if self.theme != Theme::Auto {
            attributes += &attribute("theme", self.theme.name());
        }
        if self.parts != Parts::default() {
            attributes += &attribute("parts", &self.parts.to_string());
        }
        if let Some(width) = self.width {
            attributes += &attribute("width", &width.to_string());
        }
        let script = attribute("src", &format!("{}embed.js", self.app));
        // A feed or a page without scripts shows what is inside.
        format!(
            "<script async{script}></script>\n<interleave-lab{attributes}>\n{}\n</interleave-lab>",
            self.fallback()
        )
    }

    fn plain_frame(&self) -> String {
        let width = self.width.map_or("100%".to_owned(), |width| width.to_string());
        let height = (AROUND_PX + EACH_PX * self.ways).min(MOST_PX).to_string();
        let attributes = [
            ("src", self.frame().as_str()),
            ("title", &self.title),
            ("width", &width),
            ("height", &height),
            ("frameborder", "0"),
            ("loading", "lazy"),
            ("allow", "cross-origin-isolated"),
        ]
        .map(|(name, value)| attribute(name, value))
        .concat();
        let frame = format!("<iframe{attributes}></iframe>");
        if self.picture.is_empty() {
            return frame;
        }
        format!("{frame}\n<noscript>{}</noscript>", self.fallback())
    }

    /// A link, and the picture where there is one.
    fn fallback(&self) -> String {
        let shown = if self.picture.is_empty() {
            escaped(&self.title)
        } else {
            format!("<img{}{} />", attribute("src", &self.picture), attribute("alt", &self.title))
        };
        format!("<a{}>{shown}</a>", attribute("href", &self.link()))
    }
}

/// An attribute, with a space ahead of it.
fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", escaped(value))
}

/// Text that HTML reads as nothing but text, between tags and in attributes, on one line.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            // In JSX they would begin and end a program.
            '{' => "&#123;".to_owned(),
            '}' => "&#125;".to_owned(),
            control if control.is_control() => " ".to_owned(),
            other => other.to_string(),
        })
        .collect()
}
