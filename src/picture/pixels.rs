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
    /// How it was last used, 0 to 255, and what each colour then came to over what was there: pixels and their
    /// neighbours are alike, so that it is worked out once.
    opacity: u32,
    known: Vec<Option<(u32, u32)>>,
}

impl Brush {
    /// Of one colour.
    pub fn plain(colour: Colour) -> Self {
        Self::new(vec![colour], false)
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
            let share = samples.count() as f64 / 16.0;
            std::array::from_fn(|part| {
                (f64::from(line[part]) * share + f64::from(ground[part]) * (1.0 - share)).round() as u8
            })
        };
        Self::new((0..pitch.max(1)).map(colour).collect(), steep)
    }

    fn new(across: Vec<Colour>, steep: bool) -> Self {
        let known = vec![None; across.len()];
        Self { across, steep, opacity: 0, known }
    }

    /// What comes of the colour at a place across the lines, over this pixel.
    fn over(&mut self, place: usize, under: u32) -> u32 {
        match self.known[place] {
            Some((before, outcome)) if before == under => outcome,
            _ => {
                let outcome = over(self.across[place], self.opacity, under);
                self.known[place] = Some((under, outcome));
                outcome
            }
        }
    }
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
    /// The rows that were painted: the first, and the one after the last.
    painted: (usize, usize),
}

impl Pixels {
    /// So many of them, with so many for each CSS pixel.
    pub fn new(width: usize, height: usize, ratio: f64) -> Self {
        Self { width, ratio, data: vec![0; width * height], painted: (height, 0) }
    }

    /// The first row that was painted, and the pixels of all rows from it to the last; `None` if there are
    /// none.
    pub fn painted(&self) -> Option<(usize, &[u32])> {
        let (first, end) = self.painted;
        (first < end).then(|| (first, &self.data[first * self.width..end * self.width]))
    }

    /// Fills a rectangle, CSS pixels; `opacity` is from 0 to 1. Edges between two pixels of a row are shared
    /// by them, those between two rows go to the nearest.
    pub fn fill(&mut self, rect: Rect, brush: &mut Brush, opacity: f64) {
        let height = self.data.len() / self.width.max(1);
        let row = |y: f64| ((y * self.ratio).round().max(0.0) as usize).min(height);
        let (top, bottom) = (row(rect.y), row(rect.bottom()));
        let left = (rect.x * self.ratio).max(0.0);
        let right = (rect.right() * self.ratio).min(self.width as f64);
        if top >= bottom || left >= right {
            return;
        }
        self.painted = (self.painted.0.min(top), self.painted.1.max(bottom));
        let (first, end) = (left.floor() as usize, (right.ceil() as usize).min(self.width));
        let pitch = brush.across.len();
        for x in first..end {
            let share = right.min(x as f64 + 1.0) - left.max(x as f64);
            let opacity = (share * opacity * 255.0).round() as u32;
            if brush.opacity != opacity {
                brush.opacity = opacity;
                brush.known.fill(None);
            }
            // A step down is a step on across rising lines, and one back across falling ones.
            let mut place = if brush.steep { x + top } else { x + pitch * top - top } % pitch;
            for pixel in self.data[top * self.width + x..].iter_mut().step_by(self.width).take(bottom - top) {
                *pixel = brush.over(place, *pixel);
                place += if brush.steep { 1 } else { pitch - 1 };
                if place >= pitch {
                    place -= pitch;
                }
            }
        }
    }
}

/// A colour at some opacity (0 to 255) laid over a pixel.
fn over([red, green, blue, own]: Colour, opacity: u32, under: u32) -> u32 {
    let upper = opacity * u32::from(own) / 255;
    let lower = (under >> 24) * (255 - upper) / 255;
    let both = upper + lower;
    if lower == 0 {
        return u32::from_le_bytes([red, green, blue, upper as u8]);
    }
    let part = |colour: u8, shift: u32| {
        let mixed = u32::from(colour) * upper + (under >> shift & 255) * lower;
        (mixed + both / 2) / both << shift
    };
    part(red, 0) | part(green, 8) | part(blue, 16) | both << 24
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: Colour = [0, 114, 178, 255];

    fn pixel(pixels: &Pixels, x: usize, y: usize) -> [u8; 4] {
        pixels.data[y * pixels.width + x].to_le_bytes()
    }

    #[test]
    fn rectangles_are_as_wide_as_they_should_be() {
        let mut pixels = Pixels::new(10, 4, 2.0);
        pixels.fill(Rect { x: 1.25, y: 0.5, width: 1.0, height: 1.0 }, &mut Brush::plain(BLUE), 1.0);
        let opacities: Vec<u8> = (0..6).map(|x| pixel(&pixels, x, 1)[3]).collect();
        assert_eq!(opacities, [0, 0, 128, 255, 128, 0]);
        assert_eq!(
            (pixel(&pixels, 3, 0), pixel(&pixels, 3, 2), pixel(&pixels, 3, 3)),
            ([0; 4], BLUE, [0; 4])
        );
        assert_eq!(pixels.painted().map(|(first, data)| (first, data.len())), Some((1, 20)));
    }

    #[test]
    fn what_comes_later_lies_above() {
        let mut pixels = Pixels::new(1, 1, 1.0);
        let all = Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
        pixels.fill(all, &mut Brush::plain([255, 255, 255, 255]), 1.0);
        pixels.fill(all, &mut Brush::plain([0, 0, 0, 255]), 0.25);
        assert_eq!(pixel(&pixels, 0, 0), [191, 191, 191, 255]);
        pixels.fill(all, &mut Brush::plain(BLUE), 1.0);
        assert_eq!(pixel(&pixels, 0, 0), BLUE);
        // Beyond the picture nothing is painted.
        pixels.fill(Rect { x: -5.0, y: 3.0, width: 20.0, height: 5.0 }, &mut Brush::plain(BLUE), 1.0);
    }

    #[test]
    fn hatching_slants_and_keeps_its_share() {
        let (line, ground) = ([0, 0, 0, 255], [255, 255, 255, 255]);
        let mut pixels = Pixels::new(12, 12, 1.0);
        let all = Rect { x: 0.0, y: 0.0, width: 12.0, height: 12.0 };
        pixels.fill(all, &mut Brush::hatched(line, ground, 6, true), 1.0);
        assert_eq!(pixel(&pixels, 3, 4), pixel(&pixels, 4, 3));
        let dark: f64 = (0..12).map(|x| 1.0 - f64::from(pixel(&pixels, x, 5)[0]) / 255.0).sum();
        assert!((dark / 12.0 - 0.354).abs() < 0.05, "{dark}");
        pixels.fill(all, &mut Brush::hatched(line, ground, 6, false), 1.0);
        assert_eq!(pixel(&pixels, 3, 3), pixel(&pixels, 4, 4));
    }

    #[test]
    fn colours_are_read() {
        assert_eq!(colour("#0072b2"), Some(BLUE));
        assert_eq!(colour("#0072b280"), Some([0, 114, 178, 128]));
        assert_eq!([colour("blue"), colour("#12"), colour("#zzzzzz")], [None; 3]);
    }
}
