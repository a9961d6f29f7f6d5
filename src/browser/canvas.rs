//! A 2D canvas as a surface for pictures.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use js_sys::{Uint8ClampedArray, Uint32Array};
use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, ImageData};

use crate::render::{
    Anchor, Brush, Hue, Ink, Look, Pixels, Point, Rect, Surface, colour, hue_property, ink_property,
    kind_property,
};
use crate::trace::SpanKind;

/// The size of labels, CSS pixels.
const TEXT: f64 = 11.0;
/// From one hatch line to the next, CSS pixels.
const HATCH: f64 = 6.0;

/// What the page's custom properties say (`--span-run`, `--ink-label`, …), and tiles made of it: kept from
/// frame to frame, because asking takes longer than drawing.
#[derive(Default)]
struct Palette {
    ratio: f64,
    colours: HashMap<&'static str, String>,
    patterns: HashMap<&'static str, Option<CanvasPattern>>,
}

thread_local! {
    static PALETTE: RefCell<Palette> = RefCell::default();
}

/// Has the next drawings ask for the page's colours again, because they may have changed.
pub fn forget_colours() {
    PALETTE.take();
}

/// One drawing on a canvas, by [`CanvasSurface::draw`]. Colours are the page's own, so that whatever changes them, and
/// then calls [`forget_colours`], changes the picture.
pub struct CanvasSurface {
    context: CanvasRenderingContext2d,
    style: CssStyleDeclaration,
    ratio: f64,
    /// Rectangles, gathered as pixels as long as there is nothing but them.
    pixels: Option<Pixels>,
    /// What pixels are filled with, and its look.
    brush: Option<(Look, Brush)>,
    /// What the context fills with.
    filling: Cell<Option<Look>>,
    alpha: Cell<f64>,
}

/// Rows lower than this show no pattern where spans are dense, CSS pixels.
const LOW: f64 = 8.0;

/// Larger pictures are drawn rectangle by rectangle; a browser has a limit somewhere, too.
const MOST_PIXELS: usize = 4_000_000;

impl CanvasSurface {
    /// Draws a picture of this size in CSS pixels on a canvas, in place of what was there. Does nothing where the
    /// browser has no canvas to offer.
    pub fn draw(canvas: &HtmlCanvasElement, width: f64, height: f64, picture: impl FnOnce(&mut Self)) {
        if let Some(mut surface) = Self::begin(canvas, width, height) {
            picture(&mut surface);
            // What nothing was drawn over since.
            surface.flush();
        }
    }

    /// Clears a canvas, gives it its size, and makes it ready to be drawn on.
    fn begin(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<Self> {
        let window = web_sys::window()?;
        let ratio = window.device_pixel_ratio();
        let (pixels, lines) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (canvas.width(), canvas.height()) != (pixels, lines) {
            canvas.set_width(pixels);
            canvas.set_height(lines);
        }
        PALETTE.with_borrow_mut(|palette| {
            // Tiles are made for one resolution.
            if palette.ratio != ratio {
                *palette = Palette { ratio, ..Palette::default() };
            }
        });
        let style = window.get_computed_style(canvas).ok()??;
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        // The transform of a 2D context is refused for no finite numbers.
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, width, height);
        context.set_global_alpha(1.0);
        context.set_text_baseline("middle");
        let (columns, rows) = (pixels as usize, lines as usize);
        let fits = columns * rows <= MOST_PIXELS;
        let pixels = fits.then(|| Pixels::new(columns, rows, ratio, hatch_pitch(ratio)));
        let (filling, alpha) = (Cell::default(), Cell::new(1.0));
        let surface = Self { context, style, ratio, pixels, brush: None, filling, alpha };
        surface.with_colour("font-family", |family| surface.context.set_font(&format!("{TEXT}px {family}")));
        Some(surface)
    }

    /// Does something with what a property says.
    fn with_colour<T>(&self, property: &'static str, work: impl FnOnce(&str) -> T) -> T {
        let read = || self.style.get_property_value(property).unwrap_or_default().trim().to_owned();
        PALETTE.with_borrow_mut(|palette| work(palette.colours.entry(property).or_insert_with(read)))
    }

    /// Fills a rectangle: among the pixels, or on the canvas once something else was drawn there.
    fn paint(&mut self, rect: Rect, look: Look, opacity: f64) {
        if self.pixels.is_none() {
            self.set_alpha(opacity);
            self.set_fill(look);
            return self.context.fill_rect(rect.x, rect.y, rect.width, rect.height);
        }
        if self.brush.as_ref().is_none_or(|(known, _)| *known != look) {
            self.brush = Some((look, self.brush_for(look)));
        }
        if let (Some(pixels), Some((_, brush))) = (&mut self.pixels, &self.brush) {
            pixels.fill(rect, brush, opacity);
        }
    }

    fn brush_for(&self, look: Look) -> Brush {
        // The page's colours are all written as pixels need them; see www/styles/tokens.css.
        let colour = |property| self.with_colour(property, |text| colour(text).unwrap_or_default());
        match look {
            Look::Plain(property) => Brush::plain(colour(property)),
            Look::Hatched(line, ground, rising) => {
                Brush::hatched(colour(line), colour(ground), hatch_pitch(self.ratio), rising)
            }
            Look::Blended(line, ground) => Brush::blended(colour(line), colour(ground)),
        }
    }

    /// Puts the pixels on the canvas, before anything else is drawn there, or when nothing follows.
    fn flush(&mut self) {
        let Some(mut pixels) = self.pixels.take() else { return };
        let Some((first, painted)) = pixels.painted() else { return };
        let width = self.context.canvas().map_or(0, |canvas| canvas.width());
        // Browsers take no pixels out of a memory that is shared.
        let copy = Uint32Array::new_with_length(painted.len() as u32);
        copy.copy_from(painted);
        let bytes = Uint8ClampedArray::new(&copy.buffer());
        // Refused only for data that doesn't come to whole rows.
        if let Ok(image) = ImageData::new_with_js_u8_clamped_array(&bytes, width) {
            let _ = self.context.put_image_data(&image, 0.0, first as f64);
        }
    }

    /// Fills with a colour, or with lines of that colour on another.
    fn set_fill(&self, look: Look) {
        if self.filling.replace(Some(look)) == Some(look) {
            return;
        }
        let (property, pattern) = match look {
            Look::Hatched(line, ground, rising) => (line, self.pattern(line, ground, rising)),
            Look::Plain(property) | Look::Blended(property, _) => (property, None),
        };
        match pattern {
            Some(pattern) => self.context.set_fill_style_canvas_pattern(&pattern),
            None => self.with_colour(property, |colour| self.context.set_fill_style_str(colour)),
        }
    }

    fn pattern(&self, line: &'static str, ground: &'static str, rising: bool) -> Option<CanvasPattern> {
        let known = PALETTE.with_borrow(|palette| palette.patterns.get(line).cloned());
        known.unwrap_or_else(|| {
            let made = self.hatch(line, ground, rising);
            PALETTE.with_borrow_mut(|palette| palette.patterns.insert(line, made.clone()));
            made
        })
    }

    fn set_stroke(&self, ink: Ink) {
        self.set_alpha(1.0);
        self.with_colour(ink_property(ink), |colour| self.context.set_stroke_style_str(colour));
    }

    fn align(&self, anchor: Anchor) {
        self.context.set_text_align(match anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
    }

    fn set_alpha(&self, alpha: f64) {
        if self.alpha.replace(alpha) != alpha {
            self.context.set_global_alpha(alpha);
        }
    }

    /// A tile of slanted lines, at the resolution of the screen.
    fn hatch(&self, property: &'static str, ground: &'static str, steep: bool) -> Option<CanvasPattern> {
        let document = web_sys::window()?.document()?;
        let tile = document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        let pitch = hatch_pitch(self.ratio) as u32;
        tile.set_width(pitch);
        tile.set_height(pitch);
        let size = f64::from(pitch);
        let context = tile.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        self.with_colour(ground, |colour| context.set_fill_style_str(colour));
        context.fill_rect(0.0, 0.0, size, size);
        self.with_colour(property, |colour| context.set_stroke_style_str(colour));
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

/// From one hatch line to the next, device pixels.
fn hatch_pitch(ratio: f64) -> usize {
    (HATCH * ratio).round().max(2.0) as usize
}

impl Surface for CanvasSurface {
    fn column(&mut self, rect: Rect, kind: SpanKind, coverage: f64) {
        match Look::of(kind) {
            Look::Hatched(line, ground, _) if rect.height < LOW => {
                self.paint(rect, Look::Blended(line, ground), coverage);
            }
            _ => self.span(rect, kind, coverage),
        }
    }

    fn span(&mut self, rect: Rect, kind: SpanKind, coverage: f64) {
        self.paint(rect, Look::of(kind), coverage);
        match kind {
            // Transfers carry a notch, so that they differ from work by more than their colour.
            SpanKind::Send if rect.height > 6.0 => {
                let notch = Rect { y: rect.y + rect.height / 2.0 - 1.0, height: 2.0, ..rect };
                self.paint(notch, Look::Plain("--span-send-mark"), coverage);
            }
            // A lane without a core lies idle in the midst of its work: a line leads on to where that goes on.
            SpanKind::Preempted if rect.height > 4.0 => {
                let thread = Rect { y: rect.y + rect.height / 2.0 - 0.5, height: 1.0, ..rect };
                self.paint(thread, Look::Plain(kind_property(kind)), coverage);
            }
            // What was lost is struck out.
            SpanKind::Lost if rect.height > 6.0 => {
                let stroke = Rect { y: rect.y + rect.height / 2.0 - 1.0, height: 2.0, ..rect };
                self.paint(stroke, Look::Plain(kind_property(kind)), coverage);
            }
            // Outlined above and below; its ends too where there is room.
            SpanKind::Ready => {
                let edge = Look::Plain(kind_property(kind));
                for y in [rect.y, rect.bottom() - 1.0] {
                    self.paint(Rect { y, height: 1.0, ..rect }, edge, coverage);
                }
                if rect.width > 3.0 {
                    for x in [rect.x, rect.right() - 1.0] {
                        self.paint(Rect { x, width: 1.0, ..rect }, edge, coverage);
                    }
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self, rect: Rect, ink: Ink) {
        self.paint(rect, Look::Plain(ink_property(ink)), 1.0);
    }

    fn tint(&mut self, rect: Rect, hue: Hue, depth: f64) {
        self.paint(rect, Look::Plain(hue_property(hue)), depth);
    }

    fn frame(&mut self, rect: Rect, ink: Ink) {
        self.flush();
        self.set_stroke(ink);
        self.context.set_line_width(2.0);
        self.context.stroke_rect(rect.x, rect.y, rect.width, rect.height);
    }

    fn line(&mut self, points: &[Point], ink: Ink) {
        self.flush();
        // The blue line is the wider one and lies below the dark, so that both are seen where they meet.
        let thin = matches!(ink, Ink::Grid | Ink::Zero | Ink::Cores);
        let width = if ink == Ink::Parallelism { 3.0 } else { 1.25 };
        self.set_stroke(ink);
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
        self.flush();
        self.set_alpha(1.0);
        match ink {
            Ink::Gap => self.set_fill(Look::Hatched("--ink-gap", "--ink-gap-ground", true)),
            Ink::Parallelism => self.set_fill(Look::Plain("--ink-parallelism-ground")),
            _ => self.set_fill(Look::Plain(ink_property(ink))),
        }
        self.trace_path(points);
        self.context.close_path();
        self.context.fill();
    }

    fn text(&mut self, at: Point, text: &str, anchor: Anchor, ink: Ink) {
        self.flush();
        self.set_alpha(1.0);
        self.align(anchor);
        self.set_fill(Look::Plain(ink_property(ink)));
        // Drawing text fails for no text.
        let _ = self.context.fill_text(text, at.x, at.y);
    }

    fn clear_for(&mut self, at: Point, text: &str, anchor: Anchor) {
        self.flush();
        self.align(anchor);
        self.set_stroke(Ink::Bed);
        self.context.set_line_width(3.0);
        self.context.set_line_join("round");
        // As above.
        let _ = self.context.stroke_text(text, at.x, at.y);
        self.context.set_line_join("miter");
    }
}
