//! An SVG file as a surface for pictures.
//!
//! Everything is said in attributes, none of it in style sheets, so that the file looks the same in a page, a
//! word processor and a vector editor. Colours are those of the light page.

use std::fmt::Write;

use crate::render::{Anchor, Ink, Point, Rect, Surface};
use crate::text::trimmed;
use crate::trace::SpanKind;

/// A drawing that grows downwards.
pub(super) struct SvgSurface {
    body: String,
    /// Where the next shapes have their corner.
    corner: Point,
    row: Option<RowPaths>,
}

/// Spans of one kind in one row, gathered into a few paths: a rectangle each would be several times the size.
struct RowPaths {
    kind: SpanKind,
    y: f64,
    height: f64,
    /// By how much of them the kind really filled, in steps.
    paths: [SpanPaths; STEPS],
}

#[derive(Clone, Default)]
struct SpanPaths {
    ground: String,
    mark: String,
}

/// Shades between nothing and all of a pixel column.
const STEPS: usize = 8;
/// The size of labels, px.
const TEXT: f64 = 11.0;

const LABEL: &str = "#34414d";
const FAINT: &str = "#5c6873";
const CONCURRENCY: &str = "#16202a";
const PARALLELISM: &str = "#0072b2";
const BED: &str = "#f4f5f6";
const GROUND: &str = "#ffffff";

/// The hatchings; whatever else holds a copy of them in the same page holds the same ones.
const PATTERNS: &str = concat!(
    "<defs>",
    r##"<pattern id="interleave-wait" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path fill="#e3f2fb" d="M0 0h4v4h-4z"/><path fill="#56b4e9" d="M0 0h1.5v4h-1.5z"/></pattern>"##,
    r##"<pattern id="interleave-blocked" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path fill="#f5c9a8" d="M0 0h4v4h-4z"/><path fill="#d55e00" d="M0 0h1.5v4h-1.5z"/></pattern>"##,
    r##"<pattern id="interleave-gap" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path fill="#e4e8eb" d="M0 0h4v4h-4z"/><path fill="#8b98a4" d="M0 0h1.5v4h-1.5z"/></pattern>"##,
    "</defs>"
);

/// How a piece of text looks beside the labels of pictures.
#[derive(Clone, Copy)]
pub(super) struct Type {
    /// px.
    pub(super) size: f64,
    /// Whether it stands out.
    pub(super) bold: bool,
    /// What it is drawn with.
    pub(super) ink: Ink,
}

impl SvgSurface {
    /// An empty drawing.
    pub(super) fn new() -> Self {
        Self { body: String::new(), corner: Point::default(), row: None }
    }

    /// Moves the corner of what comes next to here.
    pub(super) fn move_to(&mut self, corner: Point) {
        self.flush();
        self.corner = corner;
    }

    /// One line of text, its vertical middle at `at`.
    pub(super) fn write(&mut self, at: Point, text: &str, anchor: Anchor, look: Type) {
        self.flush();
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        // Not every program knows other baselines than the alphabetic one.
        let y = number(at.y + self.corner.y + look.size * 0.36);
        let (x, size, fill) = (number(at.x + self.corner.x), number(look.size), colour(look.ink));
        let weight = if look.bold { " font-weight=\"600\"" } else { "" };
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{weight}>{}</text>",
            escaped(text)
        );
    }

    /// The file: so large in px, with a title for those who don't see it, and where it is from.
    pub(super) fn finish(mut self, width: f64, height: f64, title: &str, source: &str) -> String {
        self.flush();
        let (width, height) = (number(width), number(height));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" \
             font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', \
             sans-serif\"><title>{}</title><desc>{}</desc>{PATTERNS}\
             <path fill=\"{GROUND}\" d=\"M0 0h{width}v{height}H0z\"/>{}</svg>\n",
            escaped(title),
            escaped(source),
            self.body
        )
    }

    fn path(&mut self, attributes: std::fmt::Arguments, d: &str) {
        self.flush();
        // Writing to a string never fails.
        let _ = write!(self.body, "<path {attributes} d=\"{d}\"/>");
    }

    fn points(&self, points: &[Point]) -> String {
        let mut d = String::new();
        for (n, point) in points.iter().enumerate() {
            let sign = if n == 0 { 'M' } else { 'L' };
            let _ =
                write!(d, "{sign}{} {}", number(point.x + self.corner.x), number(point.y + self.corner.y));
        }
        d
    }

    fn rect(&self, rect: Rect) -> String {
        format!(
            "M{} {}h{}v{}h{}z",
            number(rect.x + self.corner.x),
            number(rect.y + self.corner.y),
            number(rect.width),
            number(rect.height),
            number(-rect.width)
        )
    }

    /// Writes the spans that were gathered.
    fn flush(&mut self) {
        let Some(row) = self.row.take() else { return };
        let (ground, mark) = look(row.kind);
        for (step, paths) in row.paths.iter().enumerate() {
            let full = step + 1 == STEPS;
            let opacity = if full {
                String::new()
            } else {
                format!(" opacity=\"{}\"", number((step + 1) as f64 / STEPS as f64))
            };
            for (fill, d) in [(ground, &paths.ground), (mark, &paths.mark)] {
                if !d.is_empty() {
                    let _ = write!(self.body, "<path fill=\"{fill}\"{opacity} d=\"{d}\"/>");
                }
            }
        }
    }
}

/// What a span is filled with, and what its mark is.
fn look(kind: SpanKind) -> (&'static str, &'static str) {
    match kind {
        SpanKind::Run => ("#0072b2", ""),
        SpanKind::Wait => ("url(#interleave-wait)", ""),
        SpanKind::Blocked => ("url(#interleave-blocked)", ""),
        SpanKind::Ready => ("#f6f7f8", "#98a3ad"),
        SpanKind::Send => ("#cc79a7", "#7d2c58"),
        SpanKind::Start => ("#b4bcc4", ""),
    }
}

fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Label => LABEL,
        Ink::Faint => FAINT,
        Ink::Concurrency | Ink::Selection => CONCURRENCY,
        Ink::Parallelism => PARALLELISM,
        Ink::Grid | Ink::Zero => "#000000",
        Ink::Bed => BED,
        Ink::Gap => "url(#interleave-gap)",
        Ink::Stall => "#d55e00",
        Ink::Seam | Ink::Veil | Ink::Selected => GROUND,
    }
}

impl Surface for SvgSurface {
    fn span(&mut self, rect: Rect, kind: SpanKind, coverage: f64) {
        let y = rect.y + self.corner.y;
        if !self.row.as_ref().is_some_and(|row| (row.kind, row.y, row.height) == (kind, y, rect.height)) {
            self.flush();
        }
        let ground = self.rect(rect);
        let mark = match kind {
            // Outlined above and below; its ends too where there is room. As on the canvas.
            SpanKind::Ready => {
                let edge = |y| self.rect(Rect { y, height: 1.0, ..rect });
                let end = |x| self.rect(Rect { x, width: 1.0, ..rect });
                let ends = if rect.width > 3.0 {
                    format!("{}{}", end(rect.x), end(rect.right() - 1.0))
                } else {
                    String::new()
                };
                format!("{}{}{ends}", edge(rect.y), edge(rect.bottom() - 1.0))
            }
            SpanKind::Send if rect.height > 6.0 => {
                self.rect(Rect { y: rect.y + rect.height / 2.0 - 1.0, height: 2.0, ..rect })
            }
            _ => String::new(),
        };
        let row = self.row.get_or_insert_with(|| RowPaths {
            kind,
            y,
            height: rect.height,
            paths: std::array::from_fn(|_| SpanPaths::default()),
        });
        let step = ((coverage * STEPS as f64).ceil() as usize).clamp(1, STEPS) - 1;
        row.paths[step].ground.push_str(&ground);
        row.paths[step].mark.push_str(&mark);
    }

    fn fill(&mut self, rect: Rect, ink: Ink) {
        let d = self.rect(rect);
        self.path(format_args!("fill=\"{}\"", colour(ink)), &d);
    }

    fn frame(&mut self, rect: Rect, ink: Ink) {
        let d = self.rect(rect);
        self.path(format_args!("fill=\"none\" stroke=\"{}\" stroke-width=\"2\"", colour(ink)), &d);
    }

    fn line(&mut self, points: &[Point], ink: Ink) {
        let d = self.points(points);
        let (width, opacity) = match ink {
            Ink::Grid => ("1", " stroke-opacity=\"0.1\""),
            Ink::Zero => ("1", " stroke-opacity=\"0.4\""),
            Ink::Parallelism => ("3", ""),
            _ => ("1.25", ""),
        };
        let stroke = colour(ink);
        self.path(format_args!("fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\"{opacity}"), &d);
    }

    fn area(&mut self, points: &[Point], ink: Ink) {
        let fill = if ink == Ink::Parallelism { "#9fcbe5" } else { colour(ink) };
        let d = self.points(points);
        self.path(format_args!("fill=\"{fill}\""), &format!("{d}z"));
    }

    fn text(&mut self, at: Point, text: &str, anchor: Anchor, ink: Ink) {
        self.write(at, text, anchor, Type { size: TEXT, bold: false, ink });
    }
}

/// To a hundredth of a px: eyes tell no more.
fn number(value: f64) -> String {
    trimmed(value, 2)
}

/// Text as it stands in XML, without the characters that XML can't hold at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_colours_of_the_light_page() {
        let tokens = include_str!("../../www/styles/tokens.css");
        let light = tokens.split("@media").next().unwrap();
        let of_page = |name: &str| {
            let rest = light.split_once(&format!("--{name}: ")).unwrap_or_else(|| panic!("no {name}")).1;
            rest.split(';').next().unwrap().to_owned()
        };
        let (run, _) = look(SpanKind::Run);
        let (ready, ready_mark) = look(SpanKind::Ready);
        let (send, send_mark) = look(SpanKind::Send);
        for (name, found) in [
            ("span-run", run),
            ("span-ready-ground", ready),
            ("span-ready", ready_mark),
            ("span-send", send),
            ("span-send-mark", send_mark),
            ("span-start", look(SpanKind::Start).0),
            ("ink-label", LABEL),
            ("ink-faint", FAINT),
            ("ink-concurrency", CONCURRENCY),
            ("ink-parallelism", PARALLELISM),
            ("ink-bed", BED),
        ] {
            assert_eq!(of_page(name), found, "{name}");
        }
        for name in [
            "span-wait",
            "span-wait-ground",
            "span-blocked",
            "span-blocked-ground",
            "ink-gap",
            "ink-gap-ground",
        ] {
            assert!(PATTERNS.contains(&of_page(name)), "{name}");
        }
    }

    #[test]
    fn text_can_not_break_out() {
        assert_eq!(escaped("<b a=\"1\">&\u{0}\u{ffff}é"), "&lt;b a=&quot;1&quot;&gt;&amp;é");
    }
}
