//! What others measured, as a table: their times, how many times as fast that is, and what the lab before came to. What
//! they said without figures is told in the chapter's words.

use interleave::insight::PublishedFigure;
use interleave::lesson::{Lesson, Published};
use interleave::text::{GAP, times};

use super::chapter::Lab;
use super::figure::Figure;
use super::markdown::Setting;
use crate::html::escaped;

/// What was published of a lesson: its figures, and then what this text `said` says of them. Where there are none, the
/// text stands alone, and a table would be empty.
pub fn published(lesson: &Lesson, lab: Option<&Lab>, said: &str, setting: &Setting<'_>) -> String {
    if lesson.figures().is_empty() {
        return format!("{said}{}", way_to(lesson, setting));
    }
    table(lesson, lab, setting) + said
}

/// The published figures of a lesson, with places for the reader's own ratios where there is a lab that compares the same.
fn table(lesson: &Lesson, lab: Option<&Lab>, setting: &Setting<'_>) -> String {
    let (words, figures) = (setting.words, lesson.figures());
    let Some((published, first)) = lesson.published.as_ref().zip(figures.first()) else {
        return String::new();
    };
    let here = |figure: &PublishedFigure| lab.map_or_else(String::new, |lab| own(lab, first, figure));
    let rows: String = figures
        .iter()
        .map(|figure| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}\u{202f}s</td><td>{}</td>{}</tr>\n",
                escaped(&lesson.their_label(figure.executor)),
                figure.seconds,
                times(first.seconds / figure.seconds),
                here(figure)
            )
        })
        .collect();
    let own_column =
        lab.map_or_else(String::new, |_| format!("<th scope=\"col\">{}</th>", escaped(&words.here)));
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th>{own_column}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{}",
        origin(published),
        escaped(&words.way),
        escaped(&words.time),
        escaped(&words.times_as_fast),
        way_to(lesson, setting),
    )
}

/// A link to a lesson in the app.
fn way_to(lesson: &Lesson, setting: &Setting<'_>) -> String {
    let address = escaped(&setting.app(&format!("lesson={}", lesson.id)));
    format!("<p class=\"open\"><a href=\"{address}\">{}</a></p>\n", escaped(&lesson.title()))
}

/// The cell of the reader's own ratio.
fn own(lab: &Lab, first: &PublishedFigure, figure: &PublishedFigure) -> String {
    if !lab.tells(figure.executor) {
        return "<td></td>".into();
    }
    let ratio = Figure::ratio(first.executor, figure.executor).written();
    format!("<td data-lab=\"lab-{}\" data-figure=\"{ratio}\">–</td>", lab.number)
}

/// Where the figures are from, with a link where there is one.
fn origin(published: &Published) -> String {
    let source = escaped(published.source);
    let source = match published.url {
        Some(url) => format!("<cite><a href=\"{}\">{source}</a></cite>", escaped(url)),
        None => format!("<cite>{source}</cite>"),
    };
    escaped(&published.origin()).replace(GAP, &source)
}
