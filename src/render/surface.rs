//! What pictures are drawn on.

use crate::trace::SpanKind;

/// A place, CSS pixels from the top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// An upright rectangle, CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rect {
    /// The edge below.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The edge on the right.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Whether a place is inside; the right and lower edges are not.
    pub fn contains(&self, at: Point) -> bool {
        (self.x..self.right()).contains(&at.x) && (self.y..self.bottom()).contains(&at.y)
    }
}

/// What something is drawn with, by its meaning; each surface knows the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Labels.
    Label,
    /// Labels that step back.
    Faint,
    /// Lines of the grid.
    Grid,
    /// The line of zero.
    Zero,
    /// The bed of a row.
    Bed,
    /// Tasks in progress.
    Concurrency,
    /// Lanes computing.
    Parallelism,
    /// Between the two: in progress, but not computing.
    Gap,
    /// The frame around what is selected.
    Selection,
    /// Between one piece of work and the next.
    Seam,
    /// Over what has not happened yet in a replay.
    Veil,
    /// Over a stretch of time that was selected.
    Selected,
    /// When the page could not answer.
    Stall,
    /// As many lanes as there are cores.
    Cores,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Label,
        Self::Faint,
        Self::Grid,
        Self::Zero,
        Self::Bed,
        Self::Concurrency,
        Self::Parallelism,
        Self::Gap,
        Self::Selection,
        Self::Seam,
        Self::Veil,
        Self::Selected,
        Self::Stall,
        Self::Cores,
    ];
}

/// A colour of the palette of Okabe and Ito, for one thing among several; each surface knows its shade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hue {
    /// Grey, in place of black.
    Grey,
    /// Blue.
    Blue,
    /// Vermillion.
    Vermillion,
    /// Reddish purple.
    Purple,
    /// Bluish green.
    Green,
}

impl Hue {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Grey, Self::Blue, Self::Vermillion, Self::Purple, Self::Green];
}

/// How wide a letter of a label is, px: at most, in most fonts.
pub(super) const LETTER: f64 = 6.5;

/// How wide a label is, px: at most, in most fonts.
pub fn text_width(label: &str) -> f64 {
    // Ideographs are twice as wide.
    let wide = |letter: char| if letter > '\u{2e80}' { 2.0 } else { 1.0 };
    label.chars().map(wide).sum::<f64>() * LETTER
}

/// Which point of a text its place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// Something to draw on: a canvas, a file, a test's notebook. Later shapes lie over earlier ones.
pub trait Surface {
    /// A span's rectangle, in the look of its kind. `coverage` is how much of it the kind really filled,
    /// from 0 to 1: less than 1 where many spans share a pixel column.
    fn span(&mut self, rect: Rect, kind: SpanKind, coverage: f64);
    /// The same of one column among many, each with spans of its own: too narrow for a pattern to be seen.
    fn column(&mut self, rect: Rect, kind: SpanKind, coverage: f64) {
        self.span(rect, kind, coverage);
    }
    /// A filled rectangle.
    fn fill(&mut self, rect: Rect, ink: Ink);
    /// A filled rectangle in a hue, from 0 for the ground's own colour to 1 for the hue's.
    fn tint(&mut self, rect: Rect, hue: Hue, depth: f64);
    /// The outline of a rectangle.
    fn frame(&mut self, rect: Rect, ink: Ink);
    /// A line through these points.
    fn line(&mut self, points: &[Point], ink: Ink);
    /// The area that these points enclose.
    fn area(&mut self, points: &[Point], ink: Ink);
    /// One line of text, its vertical middle at `at`.
    fn text(&mut self, at: Point, text: &str, anchor: Anchor, ink: Ink);
    /// The ground around a text's letters, for one that is to be read over what is drawn there.
    fn clear_for(&mut self, at: Point, text: &str, anchor: Anchor);
}
