//! An SVG file as a surface for pictures.
//!
//! Everything is said in attributes, none of it in style sheets, so that the file looks the same in a page, a
//! word processor and a vector editor. Files that are taken along have the colours of the light page.

use std::fmt::Write;

use super::palette::{Colour, Fill, Hatching, Palette};
use crate::render::{Anchor, Hue, Ink, Point, Rect, Surface};
use crate::text::trimmed;
use crate::trace::SpanKind;

/// A drawing that grows downwards.
pub struct SvgSurface {
    palette: Palette,
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
    pub fn new(palette: Palette) -> Self {
        Self { palette, body: String::new(), corner: Point::default(), row: None }
    }

    /// Moves the corner of what comes next to here.
    pub fn move_to(&mut self, corner: Point) {
        self.flush();
        self.corner = corner;
    }

    /// One line of text, its vertical middle at `at`.
    pub(super) fn write(&mut self, at: Point, text: &str, anchor: Anchor, look: Type) {
        self.letters(at, text, anchor, look, "");
    }

    /// Text with more attributes, with a space ahead of them.
    fn letters(&mut self, at: Point, text: &str, anchor: Anchor, look: Type, more: &str) {
        self.flush();
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        // Not every program knows other baselines than the alphabetic one.
        let y = number(at.y + self.corner.y + look.size * 0.36);
        let (x, size) = (number(at.x + self.corner.x), number(look.size));
        let fill = self.palette.of_line(look.ink);
        let weight = if look.bold { " font-weight=\"600\"" } else { "" };
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{weight}{more}>{}</text>",
            escaped(text)
        );
    }

    /// The file: so large in px, with a title for those who don't see it, and where it is from.
    pub fn finish(mut self, width: f64, height: f64, title: &str, source: &str) -> String {
        self.flush();
        let (width, height) = (number(width), number(height));
        let (patterns, ground) = (self.patterns(), self.palette.ground);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" \
             font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', \
             sans-serif\"><title>{}</title><desc>{}</desc>{patterns}\
             <path fill=\"{ground}\" d=\"M0 0h{width}v{height}H0z\"/>{}</svg>\n",
            escaped(title),
            escaped(source),
            self.body
        )
    }

    /// The hatchings; whatever else holds a copy of them in the same page holds the same ones.
    fn patterns(&self) -> String {
        let pattern = |(name, Hatching { line, ground }, falls): (&str, Hatching, bool)| {
            let (id, turn) = (self.id(name), if falls { 45 } else { -45 });
            format!(
                "<pattern id=\"{id}\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate({turn})\"><path fill=\"{ground}\" d=\"M0 0h4v4h-4z\"/>\
                 <path fill=\"{line}\" d=\"M0 0h1.5v4h-1.5z\"/></pattern>"
            )
        };
        format!("<defs>{}</defs>", self.palette.hatchings().map(pattern).concat())
    }

    /// What a hatching is called in the file.
    fn id(&self, name: &str) -> String {
        format!("interleave-{name}{}", self.palette.suffix)
    }

    /// The attributes of what is filled.
    fn filled(&self, fill: Fill) -> String {
        match fill {
            Fill::Plain(colour) => {
                let (colour, opacity) = parted(colour, "fill");
                format!("fill=\"{colour}\"{opacity}")
            }
            Fill::Hatched(name) => format!("fill=\"url(#{})\"", self.id(name)),
        }
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
        let (ground, mark) = self.palette.of_span(row.kind);
        for (step, paths) in row.paths.iter().enumerate() {
            let full = step + 1 == STEPS;
            let opacity = if full {
                String::new()
            } else {
                format!(" opacity=\"{}\"", number((step + 1) as f64 / STEPS as f64))
            };
            for (fill, d) in [(ground, &paths.ground), (mark, &paths.mark)] {
                if !d.is_empty() {
                    let fill = self.filled(fill);
                    let _ = write!(self.body, "<path {fill}{opacity} d=\"{d}\"/>");
                }
            }
        }
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
            SpanKind::Send | SpanKind::Lost if rect.height > 6.0 => {
                self.rect(Rect { y: rect.y + rect.height / 2.0 - 1.0, height: 2.0, ..rect })
            }
            SpanKind::Preempted if rect.height > 4.0 => {
                self.rect(Rect { y: rect.y + rect.height / 2.0 - 0.5, height: 1.0, ..rect })
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
        let (d, fill) = (self.rect(rect), self.filled(Fill::Plain(self.palette.of_line(ink))));
        self.path(format_args!("{fill}"), &d);
    }

    fn tint(&mut self, rect: Rect, hue: Hue, depth: f64) {
        let (d, fill) = (self.rect(rect), self.palette.of_hue(hue));
        self.path(format_args!("fill=\"{fill}\" fill-opacity=\"{}\"", number(depth)), &d);
    }

    fn frame(&mut self, rect: Rect, ink: Ink) {
        let (colour, opacity) = parted(self.palette.of_line(ink), "stroke");
        let d = self.rect(rect);
        self.path(format_args!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{opacity}"), &d);
    }

    fn line(&mut self, points: &[Point], ink: Ink) {
        let d = self.points(points);
        let width = match ink {
            Ink::Grid | Ink::Zero | Ink::Cores => "1",
            Ink::Parallelism => "3",
            _ => "1.25",
        };
        let (colour, opacity) = parted(self.palette.of_line(ink), "stroke");
        self.path(format_args!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{opacity}"), &d);
    }

    fn area(&mut self, points: &[Point], ink: Ink) {
        let (d, fill) = (self.points(points), self.filled(self.palette.of_area(ink)));
        self.path(format_args!("{fill}"), &format!("{d}z"));
    }

    fn text(&mut self, at: Point, text: &str, anchor: Anchor, ink: Ink) {
        self.write(at, text, anchor, Type { size: TEXT, bold: false, ink });
    }

    fn clear_for(&mut self, at: Point, text: &str, anchor: Anchor) {
        // A text of its own: not every program draws a line below the letters that it surrounds.
        let (look, ground) =
            (Type { size: TEXT, bold: false, ink: Ink::Bed }, self.palette.of_line(Ink::Bed));
        let line =
            format!(" stroke=\"{ground}\" stroke-width=\"3\" stroke-linejoin=\"round\" aria-hidden=\"true\"");
        self.letters(at, text, anchor, look, &line);
    }
}

/// A colour without its opacity, and that as an attribute of its own, with a space ahead of it: not every program knows
/// colours of eight digits.
fn parted(colour: Colour, property: &str) -> (&'static str, String) {
    let (colour, opacity) = colour.split_at_checked(7).unwrap_or((colour, ""));
    let opacity = u8::from_str_radix(opacity, 16).map(|share| trimmed(f64::from(share) / 255.0, 1));
    (colour, opacity.map_or_else(|_| String::new(), |share| format!(" {property}-opacity=\"{share}\"")))
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
    fn text_can_not_break_out() {
        assert_eq!(escaped("<b a=\"1\">&\u{0}\u{ffff}é"), "&lt;b a=&quot;1&quot;&gt;&amp;é");
    }
}
