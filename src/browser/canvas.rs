//! A 2D canvas as a surface for pictures.

use std::cell::RefCell;
use std::collections::HashMap;

use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

use crate::picture::{Anchor, Ink, Point, Rect, Surface};
use crate::trace::Kind;

/// The size of labels, CSS pixels.
const TEXT: f64 = 11.0;
/// From one hatch line to the next, CSS pixels.
const HATCH: f64 = 6.0;

/// One drawing on a canvas. Colours are the page's own, read from CSS custom properties (`--span-run`,
/// `--ink-label`, …), so that whatever changes them changes the picture.
pub struct CanvasSurface {
    context: CanvasRenderingContext2d,
    style: CssStyleDeclaration,
    ratio: f64,
    colours: RefCell<HashMap<&'static str, String>>,
    patterns: RefCell<HashMap<&'static str, Option<CanvasPattern>>>,
}

impl CanvasSurface {
    /// Clears a canvas, gives it this size in CSS pixels, and makes it ready to be drawn on. `None` where
    /// the browser has no canvas to offer.
    pub fn begin(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<Self> {
        let window = web_sys::window()?;
        let ratio = window.device_pixel_ratio();
        let (pixels, lines) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (canvas.width(), canvas.height()) != (pixels, lines) {
            canvas.set_width(pixels);
            canvas.set_height(lines);
        }
        let style = window.get_computed_style(canvas).ok()??;
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        // The transform of a 2D context is refused for no finite numbers.
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, width, height);
        let family = style.get_property_value("font-family").unwrap_or_default();
        context.set_font(&format!("{TEXT}px {family}"));
        context.set_text_baseline("middle");
        Some(Self { context, style, ratio, colours: RefCell::default(), patterns: RefCell::default() })
    }

    fn colour(&self, property: &'static str) -> String {
        let read = || self.style.get_property_value(property).unwrap_or_default().trim().to_owned();
        self.colours.borrow_mut().entry(property).or_insert_with(read).clone()
    }

    /// Fills with a colour, or with lines of that colour on another.
    fn set_fill(&self, property: &'static str, hatched_on: Option<&'static str>, steep: bool) {
        let pattern = hatched_on.and_then(|ground| {
            let mut patterns = self.patterns.borrow_mut();
            patterns.entry(property).or_insert_with(|| self.hatch(property, ground, steep)).clone()
        });
        match pattern {
            Some(pattern) => self.context.set_fill_style_canvas_pattern(&pattern),
            None => self.context.set_fill_style_str(&self.colour(property)),
        }
    }

    /// A tile of slanted lines, at the resolution of the screen.
    fn hatch(&self, property: &'static str, ground: &'static str, steep: bool) -> Option<CanvasPattern> {
        let document = web_sys::window()?.document()?;
        let tile = document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        let size = (HATCH * self.ratio).round().max(2.0);
        tile.set_width(size as u32);
        tile.set_height(size as u32);
        let context = tile.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        context.set_fill_style_str(&self.colour(ground));
        context.fill_rect(0.0, 0.0, size, size);
        context.set_stroke_style_str(&self.colour(property));
        context.set_line_width(size / 4.0);
        context.begin_path();
        // Three lines, so that the corners of neighbouring tiles join.
        for shift in [-size, 0.0, size] {
            let (from, to) = if steep { (size, 0.0) } else { (0.0, size) };
            context.move_to(shift - 1.0, if steep { from + 1.0 } else { from - 1.0 });
            context.line_to(shift + size + 1.0, if steep { to - 1.0 } else { to + 1.0 });
        }
        context.stroke();
        let pattern = self.context.create_pattern_with_html_canvas_element(&tile, "repeat").ok()??;
        Some(pattern)
    }

    fn trace_path(&self, points: &[Point]) {
        self.context.begin_path();
        for (n, point) in points.iter().enumerate() {
            if n == 0 {
                self.context.move_to(point.x, point.y);
            } else {
                self.context.line_to(point.x, point.y);
            }
        }
    }

    /// In the middle of a device pixel, so that thin lines are sharp.
    fn sharp(&self, at: f64) -> f64 {
        ((at * self.ratio).floor() + 0.5) / self.ratio
    }
}

/// The property that holds a kind's colour.
fn span_property(kind: Kind) -> &'static str {
    match kind {
        Kind::Run => "--span-run",
        Kind::Wait => "--span-wait",
        Kind::Blocked => "--span-blocked",
        Kind::Ready => "--span-ready",
        Kind::Send => "--span-send",
        Kind::Start => "--span-start",
    }
}

fn ink_property(ink: Ink) -> &'static str {
    match ink {
        Ink::Label => "--ink-label",
        Ink::Faint => "--ink-faint",
        Ink::Grid => "--ink-grid",
        Ink::Zero => "--ink-zero",
        Ink::Bed => "--ink-bed",
        Ink::Concurrency => "--ink-concurrency",
        Ink::Parallelism => "--ink-parallelism",
        Ink::Gap => "--ink-gap",
        Ink::Selection => "--ink-selection",
        Ink::Seam => "--ground",
        Ink::Veil => "--ink-veil",
    }
}

impl Surface for CanvasSurface {
    fn span(&mut self, rect: Rect, kind: Kind, coverage: f64) {
        let context = &self.context;
        context.set_global_alpha(coverage);
        match kind {
            Kind::Wait => self.set_fill("--span-wait", Some("--span-wait-ground"), false),
            Kind::Blocked => self.set_fill("--span-blocked", Some("--span-blocked-ground"), true),
            Kind::Ready => self.set_fill("--span-ready-ground", None, false),
            Kind::Run | Kind::Send | Kind::Start => self.set_fill(span_property(kind), None, false),
        }
        context.fill_rect(rect.x, rect.y, rect.width, rect.height);
        context.set_fill_style_str(&self.colour(span_property(kind)));
        match kind {
            // Transfers carry a notch, so that they differ from work by more than their colour.
            Kind::Send if rect.height > 6.0 => {
                context.set_fill_style_str(&self.colour("--span-send-mark"));
                context.fill_rect(rect.x, rect.y + rect.height / 2.0 - 1.0, rect.width, 2.0);
            }
            // Outlined above and below; its ends too where there is room.
            Kind::Ready => {
                context.fill_rect(rect.x, rect.y, rect.width, 1.0);
                context.fill_rect(rect.x, rect.bottom() - 1.0, rect.width, 1.0);
                if rect.width > 3.0 {
                    context.fill_rect(rect.x, rect.y, 1.0, rect.height);
                    context.fill_rect(rect.right() - 1.0, rect.y, 1.0, rect.height);
                }
            }
            _ => {}
        }
        context.set_global_alpha(1.0);
    }

    fn fill(&mut self, rect: Rect, ink: Ink) {
        self.context.set_fill_style_str(&self.colour(ink_property(ink)));
        self.context.fill_rect(rect.x, rect.y, rect.width, rect.height);
    }

    fn frame(&mut self, rect: Rect, ink: Ink) {
        self.context.set_stroke_style_str(&self.colour(ink_property(ink)));
        self.context.set_line_width(2.0);
        self.context.stroke_rect(rect.x, rect.y, rect.width, rect.height);
    }

    fn line(&mut self, points: &[Point], ink: Ink) {
        // The blue line is the wider one and lies below the dark, so that both are seen where they meet.
        let thin = matches!(ink, Ink::Grid | Ink::Zero);
        let width = if ink == Ink::Parallelism { 3.0 } else { 1.25 };
        self.context.set_stroke_style_str(&self.colour(ink_property(ink)));
        self.context.set_line_width(if thin { 1.0 / self.ratio } else { width });
        if thin {
            let sharp: Vec<Point> =
                points.iter().map(|point| Point { x: self.sharp(point.x), y: point.y }).collect();
            self.trace_path(&sharp);
        } else {
            self.trace_path(points);
        }
        self.context.stroke();
    }

    fn area(&mut self, points: &[Point], ink: Ink) {
        match ink {
            Ink::Gap => self.set_fill("--ink-gap", Some("--ink-gap-ground"), true),
            Ink::Parallelism => self.set_fill("--ink-parallelism-ground", None, false),
            _ => self.set_fill(ink_property(ink), None, false),
        }
        self.trace_path(points);
        self.context.close_path();
        self.context.fill();
    }

    fn text(&mut self, at: Point, text: &str, anchor: Anchor, ink: Ink) {
        self.context.set_text_align(match anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        self.context.set_fill_style_str(&self.colour(ink_property(ink)));
        // Drawing text fails for no text.
        let _ = self.context.fill_text(text, at.x, at.y);
    }
}
