//! Rectangles as pixels: however many there are, a picture costs what its pixels cost.

use super::Rect;

/// Red, green, blue and opacity, from 0 to 255.
pub type Colour = [u8; 4];

/// What rectangles are filled with.
#[derive(Clone, Debug)]
pub struct Brush {
    /// The colours from one slanted line to the next; only one where there are no lines.
    across: Vec<Colour>,
    /// Whether lines rise to the right.
    steep: bool,
}

impl Brush {
    /// Of one colour.
    pub fn plain(colour: Colour) -> Self {
        Self { across: vec![colour], steep: false }
    }

    /// Of the colour that lines of one colour on another come to, seen from afar.
    pub fn blended(line: Colour, ground: Colour) -> Self {
        let share = std::f64::consts::SQRT_2 / 4.0;
        Self::plain(mixed(line, ground, share))
    }

    /// With lines of one colour on another, so many pixels from one to the next.
    pub fn hatched(line: Colour, ground: Colour, pitch: usize, steep: bool) -> Self {
        // A line is a quarter of the pitch thick, which is this much of a way along a row or column.
        let thick = pitch as f64 / 4.0 * std::f64::consts::SQRT_2;
        let colour = |step: usize| {
            let samples = (0..16).filter(|n| {
                let (x, y) = (f64::from(n % 4) / 4.0, f64::from(n / 4) / 4.0);
                (step as f64 + x + y) % (pitch as f64) < thick
            });
            mixed(line, ground, samples.count() as f64 / 16.0)
        };
        Self { across: (0..pitch.max(1)).map(colour).collect(), steep }
    }
}

/// So much of one colour with the rest of another.
fn mixed(line: Colour, ground: Colour, share: f64) -> Colour {
    std::array::from_fn(|part| {
        (f64::from(line[part]) * share + f64::from(ground[part]) * (1.0 - share)).round() as u8
    })
}

/// A colour written as in `#0072b2` or `#0072b280`.
pub fn colour(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#').filter(|digits| digits.is_ascii())?;
    let part = |n: usize| digits.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let opacity = if digits.len() == 6 { 255 } else { part(3)? };
    (digits.len() == 6 || digits.len() == 8).then_some([part(0)?, part(1)?, part(2)?, opacity])
}

/// A picture's pixels, transparent at first.
#[derive(Clone, Debug)]
pub struct Pixels {
    width: usize,
    /// Device pixels for a CSS pixel.
    ratio: f64,
    /// Red in the lowest byte, as little-endian memory has them in this order.
    data: Vec<u32>,
    /// After so many rows down, every brush begins anew.
    period: usize,
    /// Of each row the end of the band that it begins, if the first rows of it were painted and the others are to
    /// be copies; 0 for none.
    bands: Vec<usize>,
    /// How many rows of the band were painted: one as long as it has no lines, then a period.
    drawn: Vec<usize>,
    /// Which rows were painted, copies to come included.
    painted: Vec<bool>,
}

impl Pixels {
    /// So many of them, with so many for each CSS pixel, for brushes whose lines are `period` pixels from each
    /// other.
    pub fn new(width: usize, height: usize, ratio: f64, period: usize) -> Self {
        let (bands, drawn, painted) = (vec![0; height], vec![0; height], vec![false; height]);
        Self { width, ratio, data: vec![0; width * height], period: period.max(1), bands, drawn, painted }
    }

    /// The first row that was painted, and the pixels of all rows from it to the last; `None` if there are
    /// none.
    pub fn painted(&mut self) -> Option<(usize, &[u32])> {
        self.settle(0, self.bands.len());
        let first = self.painted.iter().position(|painted| *painted)?;
        let last = self.painted.iter().rposition(|painted| *painted)?;
        Some((first, &self.data[first * self.width..(last + 1) * self.width]))
    }

    /// Fills a rectangle, CSS pixels; `opacity` is from 0 to 1. Edges between two pixels of a row are shared
    /// by them, those between two rows go to the nearest.
    pub fn fill(&mut self, rect: Rect, brush: &Brush, opacity: f64) {
        let height = self.bands.len();
        let row = |y: f64| (nearest(y * self.ratio) as usize).min(height);
        let (top, bottom) = (row(rect.y), row(rect.bottom()));
        let left = (rect.x * self.ratio).max(0.0);
        let right = (rect.right() * self.ratio).min(self.width as f64);
        if top >= bottom || left >= right {
            return;
        }
        // Thousands of rectangles lie side by side in one row of a picture: a line of pixels is enough of each, or a
        // period of them where they have patterns.
        let is_known = self.bands[top] == bottom;
        let is_band = is_known || !self.painted[top..bottom].contains(&true);
        if !is_known {
            self.painted[top..bottom].fill(true);
        }
        let bottom = if is_band {
            self.bands[top] = bottom;
            let known = if is_known { self.drawn[top] } else { 0 };
            let needed = if brush.across.len() == 1 { 1 } else { self.period.min(bottom - top) };
            if 0 < known && known < needed {
                self.repeat(top, top + needed, known);
            }
            self.drawn[top] = needed.max(known);
            top + self.drawn[top]
        } else {
            self.settle(top, bottom);
            bottom
        };
        let (first, end) = (left as usize, (right.ceil() as usize).min(self.width));
        let pitch = brush.across.len();
        let shade = |share: f64| nearest(share * opacity * 255.0);
        let (inside, is_edge) = (shade(1.0), |x: usize| x == first || x + 1 == end);
        for x in first..end {
            let share = || right.min(x as f64 + 1.0) - left.max(x as f64);
            let opacity = if is_edge(x) { shade(share()) } else { inside };
            // A step down is a step on across rising lines, and one back across falling ones.
            let mut place = if brush.steep { x + top } else { x + pitch * top - top } % pitch;
            let column = self.data[top * self.width + x..].iter_mut().step_by(self.width);
            for pixel in column.take(bottom - top) {
                *pixel = over(brush.across[place], opacity, *pixel);
                place += if brush.steep { 1 } else { pitch - 1 };
                if place >= pitch {
                    place -= pitch;
                }
            }
        }
    }

    /// Makes the copies that are still to be made in bands that reach into these rows.
    fn settle(&mut self, top: usize, bottom: usize) {
        for first in 0..bottom {
            let end = self.bands[first];
            if end > top {
                self.bands[first] = 0;
                self.repeat(first, end, self.drawn[first]);
            }
        }
    }

    /// Makes what so many rows from the first on hold come again and again, up to the end.
    fn repeat(&mut self, first: usize, end: usize, rows: usize) {
        for y in first + rows..end {
            let from = (y - rows) * self.width;
            self.data.copy_within(from..from + self.width, y * self.width);
        }
    }
}

/// The nearest whole number, of one that is not below 0; what is below is 0.
fn nearest(number: f64) -> u32 {
    (number + 0.5) as u32
}

/// A colour at some opacity (0 to 255) laid over a pixel.
#[inline(always)]
fn over(colour: Colour, opacity: u32, under: u32) -> u32 {
    let upper = opacity * u32::from(colour[3]) / 255;
    if under >> 24 == 255 { over_opaque(colour, upper, under) } else { over_any(colour, upper, under) }
}

/// What is below is opaque, as nearly always: without a division, two parts at a time.
#[inline(always)]
fn over_opaque([red, green, blue, _]: Colour, upper: u32, under: u32) -> u32 {
    const EVERY_OTHER: u32 = 0x00ff_00ff;
    // x / 255, rounded, is (x + 128 + (x + 128) / 256) / 256 for every x that 255 * 255 is not less than.
    let mixed = |colour: u32, under: u32| {
        let sums = colour * upper + under * (255 - upper) + 0x0080_0080;
        ((sums + (sums >> 8 & EVERY_OTHER)) >> 8) & EVERY_OTHER
    };
    let outer = mixed(u32::from(red) | u32::from(blue) << 16, under & EVERY_OTHER);
    outer | mixed(green.into(), under >> 8 & 255) << 8 | 255 << 24
}

fn over_any([red, green, blue, _]: Colour, upper: u32, under: u32) -> u32 {
    let lower = (under >> 24) * (255 - upper) / 255;
    let both = upper + lower;
    if lower == 0 {
        return u32::from_le_bytes([red, green, blue, upper as u8]);
    }
    let part = |colour: u8, shift: u32| {
        let mixed = u32::from(colour) * upper + (under >> shift & 255) * lower;
        ((mixed + both / 2) / both) << shift
    };
    part(red, 0) | part(green, 8) | part(blue, 16) | both << 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLUE: Colour = [0, 114, 178, 255];

    fn pixel(pixels: &mut Pixels, x: usize, y: usize) -> [u8; 4] {
        pixels.settle(0, pixels.bands.len());
        pixels.data[y * pixels.width + x].to_le_bytes()
    }

    #[test]
    fn rectangles_are_as_wide_as_they_should_be() {
        let mut pixels = Pixels::new(10, 4, 2.0, 6);
        pixels.fill(Rect { x: 1.25, y: 0.5, width: 1.0, height: 1.0 }, &Brush::plain(BLUE), 1.0);
        let opacities: Vec<u8> = (0..6).map(|x| pixel(&mut pixels, x, 1)[3]).collect();
        assert_eq!(opacities, [0, 0, 128, 255, 128, 0]);
        assert_eq!(
            (pixel(&mut pixels, 3, 0), pixel(&mut pixels, 3, 2), pixel(&mut pixels, 3, 3)),
            ([0; 4], BLUE, [0; 4])
        );
        assert_eq!(pixels.painted().map(|(first, data)| (first, data.len())), Some((1, 20)));
    }

    #[test]
    fn what_comes_later_lies_above() {
        let mut pixels = Pixels::new(1, 1, 1.0, 6);
        let all = Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
        pixels.fill(all, &Brush::plain([255, 255, 255, 255]), 1.0);
        pixels.fill(all, &Brush::plain([0, 0, 0, 255]), 0.25);
        assert_eq!(pixel(&mut pixels, 0, 0), [191, 191, 191, 255]);
        pixels.fill(all, &Brush::plain(BLUE), 1.0);
        assert_eq!(pixel(&mut pixels, 0, 0), BLUE);
        // Beyond the picture nothing is painted.
        pixels.fill(Rect { x: -5.0, y: 3.0, width: 20.0, height: 5.0 }, &Brush::plain(BLUE), 1.0);
    }

    #[test]
    fn hatching_slants_and_keeps_its_share() {
        let (line, ground) = ([0, 0, 0, 255], [255, 255, 255, 255]);
        let mut pixels = Pixels::new(12, 12, 1.0, 6);
        let all = Rect { x: 0.0, y: 0.0, width: 12.0, height: 12.0 };
        pixels.fill(all, &Brush::hatched(line, ground, 6, true), 1.0);
        assert_eq!(pixel(&mut pixels, 3, 4), pixel(&mut pixels, 4, 3));
        let dark: f64 = (0..12).map(|x| 1.0 - f64::from(pixel(&mut pixels, x, 5)[0]) / 255.0).sum();
        assert!((dark / 12.0 - 0.354).abs() < 0.05, "{dark}");
        pixels.fill(all, &Brush::hatched(line, ground, 6, false), 1.0);
        assert_eq!(pixel(&mut pixels, 3, 3), pixel(&mut pixels, 4, 4));
    }

    #[test]
    fn colours_are_read() {
        assert_eq!(colour("#0072b2"), Some(BLUE));
        assert_eq!(colour("#0072b280"), Some([0, 114, 178, 128]));
        assert_eq!([colour("blue"), colour("#12"), colour("#zzzzzz")], [None; 3]);
    }

    proptest! {
        #[test]
        fn the_short_way_over_what_is_opaque_comes_to_the_same(colour: Colour, upper in 0u32..=255, under: u32) {
            let under = under | 255 << 24;
            prop_assert_eq!(over_opaque(colour, upper, under), over_any(colour, upper, under));
        }

        /// Copies of a period are what painting every row would have come to.
        #[test]
        fn bands_are_as_if_every_row_were_painted(
            pieces in prop::collection::vec((0u32..20, 0u32..3, 1u32..20, 0usize..3, 1u32..=4), 1..30),
        ) {
            let brushes = [
                Brush::plain(BLUE),
                Brush::hatched([0, 0, 0, 255], [255, 255, 255, 255], 4, true),
                Brush::hatched([200, 0, 0, 255], [255, 255, 0, 255], 4, false),
            ];
            let mut pixels = Pixels::new(40, 40, 1.0, 4);
            let mut plain = pixels.clone();
            for (x, row, width, brush, opacity) in pieces {
                let rect = Rect { x: x.into(), y: f64::from(row * 12), width: width.into(), height: 11.0 };
                let opacity = f64::from(opacity) / 4.0;
                pixels.fill(rect, &brushes[brush], opacity);
                plain.painted.fill(true);
                plain.fill(rect, &brushes[brush], opacity);
            }
            pixels.settle(0, 40);
            prop_assert_eq!(pixels.data, plain.data);
        }
    }
}
