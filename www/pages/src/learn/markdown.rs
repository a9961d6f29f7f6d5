//! Markdown as HTML, by the rules of a chapter: no HTML of its own, links that lead somewhere, code that can be scrolled.

use interleave::experiment::parse;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset, html,
};

use super::blocks::Text;
use super::code;
use super::fault::Fault;
use super::figure::{Piece, pieces};
use super::words::Words;

/// From a chapter's page to the folder of the app.
pub const APP: &str = "../../../";

/// What a page has to know of the course around it.
pub struct Setting<'a> {
    /// The language, by its name in links.
    pub language: &'static str,
    /// What it says around the text.
    pub words: &'a Words,
    /// The names of all chapters.
    pub slugs: &'a [&'a str],
}

impl Setting<'_> {
    /// The address of an experiment in the app, in the same language.
    pub fn app(&self, query: &str) -> String {
        let separator = if query.is_empty() { "" } else { "&" };
        format!("{APP}?{query}{separator}lang={}", self.language)
    }
}

/// Makes HTML of the Markdown of one page.
pub struct Renderer<'a> {
    setting: &'a Setting<'a>,
    headings: usize,
}

/// What was made of a text.
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// The languages of its blocks of code, in order.
    pub code: Vec<String>,
}

impl<'a> Renderer<'a> {
    /// For a page.
    pub fn new(setting: &'a Setting<'a>) -> Self {
        Self { setting, headings: 0 }
    }

    /// The HTML of a text, in which figures of the reader's may stand, or not.
    ///
    /// # Errors
    /// The text has what no chapter has.
    pub fn render(&mut self, text: &Text, takes_figures: bool) -> Result<Rendered, Fault> {
        let parser = Parser::new(&text.markdown).into_offset_iter();
        let mut events = Vec::new();
        let mut languages = Vec::new();
        // The block of code that isn't ended yet.
        let mut open: Option<(String, String)> = None;
        for (event, range) in TextMergeWithOffset::new(parser) {
            let line = text.line + text.markdown[..range.start].matches('\n').count();
            let fault = |what: &str| Fault::new(line, what);
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let CodeBlockKind::Fenced(info) = kind else {
                        return Err(fault("code stands between lines ```, which name its language"));
                    };
                    let language = info.split([',', ' ']).next().unwrap_or_default().to_owned();
                    open = Some((language, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    let (language, source) = open.take().unwrap_or_default();
                    let block = code::block(&language, &source, self.setting.words);
                    events.push(Event::Html(block.map_err(|what| fault(&what))?.into()));
                    languages.push(language);
                }
                Event::Text(written) => match &mut open {
                    Some((_, source)) => *source += &written,
                    None => events.extend(self.text(&written, takes_figures).map_err(|what| fault(&what))?),
                },
                Event::Html(_) | Event::InlineHtml(_) => {
                    return Err(fault("a chapter has no HTML of its own"));
                }
                Event::Start(Tag::Image { .. }) => {
                    return Err(fault("a chapter has no pictures but its experiments"));
                }
                Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                    if level == HeadingLevel::H1 {
                        return Err(fault("the title is the only heading of level 1"));
                    }
                    self.headings += 1;
                    // By number, so that it is the same in every language.
                    let id = Some(CowStr::from(format!("section-{}", self.headings)));
                    events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
                }
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = self.target(&dest_url).map_err(|what| fault(&what))?.into();
                    events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
                other => events.push(other),
            }
        }
        let mut rendered = String::new();
        html::push_html(&mut rendered, events.into_iter());
        Ok(Rendered { html: rendered, code: languages })
    }

    /// Text, with a place for each figure.
    fn text(&self, written: &str, takes_figures: bool) -> Result<Vec<Event<'static>>, String> {
        // Beside Chinese punctuation it often isn't, and would be read as stars.
        if written.contains('*') {
            return Err(format!("“*” is no emphasis here, as Markdown has it: “{written}”"));
        }
        if !takes_figures && written.contains('{') {
            return Err("figures in braces belong in “:::seen”; other braces in code".into());
        }
        let place = |piece| match piece {
            Piece::Plain(plain) => Event::Text(CowStr::from(plain.to_owned())),
            Piece::Figure(figure) => {
                Event::InlineHtml(format!("<b data-figure=\"{}\"></b>", figure.written()).into())
            }
        };
        Ok(pieces(written)?.into_iter().map(place).collect())
    }

    /// Where a link leads: to the web, to another chapter, to a place in this one, or to the app.
    fn target(&self, address: &str) -> Result<String, String> {
        if address.starts_with("https://") || address.starts_with('#') {
            return Ok(address.to_owned());
        }
        if let Some(place) = address.strip_prefix(APP) {
            let (query, fragment) =
                place.split_once('#').map_or((place, None), |(query, rest)| (query, Some(rest)));
            let query = query.strip_prefix('?').unwrap_or(query);
            if let Some(notice) = parse(query).notices.first() {
                return Err(format!("“{address}” has “{}={}”", notice.key, notice.value));
            }
            let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
            return Ok(self.setting.app(query) + &fragment);
        }
        let chapter = address.strip_prefix("../").and_then(|rest| rest.strip_suffix('/'));
        match chapter.filter(|slug| self.setting.slugs.contains(slug)) {
            Some(_) => Ok(address.to_owned()),
            None => Err(format!("“{address}” leads nowhere: no chapter is called so")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn render(markdown: &str, takes_figures: bool) -> Result<Rendered, Fault> {
        let words = words().unwrap();
        let setting = Setting { language: "zh-Hans", words: &words["zh-Hans"], slugs: &["the-event-loop"] };
        Renderer::new(&setting).render(&Text { line: 10, markdown: markdown.into() }, takes_figures)
    }

    fn html(markdown: &str) -> String {
        render(markdown, false).unwrap_or_else(|fault| panic!("{}", fault.in_file(markdown))).html
    }

    #[test]
    fn headings_have_addresses_by_number() {
        assert!(html("## A\n\n## B\n").contains("<h2 id=\"section-2\">B</h2>"));
    }

    #[test]
    fn links_to_the_app_are_in_the_language_of_the_page() {
        let link = html("[a](../../../?workload=sleep&tasks=9)");
        assert!(link.contains("href=\"../../../?workload=sleep&amp;tasks=9&amp;lang=zh-Hans\""), "{link}");
        assert!(html("[a](../../../)").contains("href=\"../../../?lang=zh-Hans\""));
        assert!(html("[a](../../../#look-up)").contains("href=\"../../../?lang=zh-Hans#look-up\""));
        for kept in ["../the-event-loop/", "https://example.org/", "#section-1"] {
            assert!(html(&format!("[a]({kept})")).contains(&format!("href=\"{kept}\"")), "{kept}");
        }
    }

    #[test]
    fn figures_have_places() {
        let rendered = render("It took {wall event-loop}, *so*.", true).unwrap().html;
        assert_eq!(rendered, "<p>It took <b data-figure=\"wall event-loop\"></b>, <em>so</em>.</p>\n");
    }

    #[test]
    fn what_no_chapter_has_is_told_with_its_line() {
        for (wrong, part) in [
            ("A\n\n<b>bold</b>", "no HTML"),
            ("A\n\n<div>\n</div>\n", "no HTML"),
            ("A\n\n# Title", "level 1"),
            ("A\n\n![a](b.png)", "no pictures"),
            ("A\n\n[a](../nowhere/)", "leads nowhere"),
            ("A\n\n[a](http://example.org)", "leads nowhere"),
            ("A\n\n[a](../../../?workload=nap)", "workload=nap"),
            ("A\n\nOn {cores}.", ":::seen"),
            ("A\n\n这是**“并发”**的意思。", "no emphasis"),
            ("A\n\n    indented", "name its language"),
            ("A\n\n```cobol\n```", "cobol"),
        ] {
            let told = render(wrong, false).map(|_| ()).unwrap_err().in_file("a.md");
            assert!(told.starts_with("a.md:12: ") && told.contains(part), "{wrong}: {told}");
        }
    }
}
