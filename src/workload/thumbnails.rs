//! `thumbnails`: decodes a picture, scales it to fit a square, and encodes it.

use std::hint::black_box;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder};
use zune_core::bytestream::ZCursor;
use zune_jpeg::JpegDecoder;

use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Values, Work, Workload, WorkloadId,
};

const SIZE: Param = Param::integer("size", 128, 16, 1024, Unit::Px);
const TASKS: Param = Param::tasks(160);

pub(super) const WORKLOAD: Workload =
    Workload { id: WorkloadId::Thumbnails, params: &[SIZE, TASKS], cost, extras: Extras::NONE };

pub(super) const TASK: MakeTask = |values, k, _| Box::new(Thumbnail::new(values, k));

/// Photographs of a phone would take a second each; these have 0.225 megapixels, so that all 160 tasks of
/// the default read 36 million pixels. `tests/pictures.rs` drew them; they are ours.
const PICTURES: [&[u8]; 2] = [include_bytes!("pictures/hills.jpg"), include_bytes!("pictures/sea.jpg")];
/// Size of the pictures, px.
const FULL: (u32, u32) = (600, 375);
/// JPEG quality of thumbnails, 1 to 100.
const QUALITY: u8 = 80;
/// Steps from a picture to its thumbnail.
const STEPS: u8 = 3;

/// Natively decoding takes 1.9 ms, and each pixel of the thumbnail 11 ns; Wasm takes about twice as long.
fn cost(values: &Values) -> Cost {
    let pixels = values.int(&SIZE).pow(2) as f64 * 0.625;
    Cost { compute_ms: 4.0 + pixels * 20e-6, bytes: 700_000 + pixels as u64 * 8, ..Cost::default() }
}

/// A picture on its way, one step to a slice: natively 4 ms at most, for a thumbnail larger than the picture.
struct Thumbnail {
    picture: &'static [u8],
    width: u32,
    height: u32,
    stage: Stage,
    /// Which picture it is, by its place.
    place: usize,
    /// Steps that are done.
    done: u8,
}

enum Stage {
    Encoded,
    /// RGB, of full size.
    Decoded(Vec<u8>),
    /// RGB, of the thumbnail's size.
    Scaled(Vec<u8>),
}

impl Thumbnail {
    fn new(values: &Values, k: u32) -> Self {
        let width = values.int(&SIZE) as u32;
        // The pictures are wider than high.
        let height = (width * FULL.1 + FULL.0 / 2) / FULL.0;
        let place = k as usize % PICTURES.len();
        Self { picture: PICTURES[place], width, height, stage: Stage::Encoded, place, done: 0 }
    }

    fn scale(&self, full: &[u8]) -> Vec<u8> {
        let mut scaled = vec![0; (self.width * self.height * 3) as usize];
        let from = TypedImageRef::<U8x3>::from_buffer(FULL.0, FULL.1, full);
        let to = TypedImage::<U8x3>::from_buffer(self.width, self.height, &mut scaled);
        let from = from.expect("a decoded picture has the full size");
        let mut to = to.expect("made for this size, and bytes need no alignment");
        // Fixed-point arithmetic with coefficients that need no transcendental function, so that pixels are
        // the same on every machine.
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new().resize_typed(&from, &mut to, &options).expect("both have pixels, and all are used");
        scaled
    }

    fn encode(&self, pixels: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        Encoder::new(&mut file, QUALITY)
            .encode(pixels, self.width as u16, self.height as u16, ColorType::Rgb)
            .expect("memory takes what is written, and the size is at most 1024 px");
        file
    }
}

fn decode(picture: &[u8]) -> Vec<u8> {
    JpegDecoder::new(ZCursor::new(picture)).decode().expect("the pictures are ours, and are tested")
}

impl Task for Thumbnail {
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        self.done += 1;
        match &self.stage {
            Stage::Encoded => self.stage = Stage::Decoded(decode(self.picture)),
            Stage::Decoded(full) => self.stage = Stage::Scaled(self.scale(full)),
            Stage::Scaled(pixels) => {
                // Nobody looks at it, but it has to be made.
                black_box(self.encode(pixels));
                return Step::Done(format!("{:08x}", crc32fast::hash(pixels)));
            }
        }
        Step::Computing
    }

    /// Each step of each picture takes its own time.
    fn worked(&self) -> Work {
        Work { kind: self.place as u8 * STEPS + self.done, amount: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;

    /// Scales one line of `from.len() / 3` pixels to `size`, slowly: Catmull and Rom's cubic, stretched by
    /// the factor of reduction, in floating point. (Keys, *Cubic convolution interpolation*, 1981, a = −½.)
    fn scale_line(from: &[f64], size: usize) -> Vec<f64> {
        let length = from.len() / 3;
        let step = length as f64 / size as f64;
        let stretch = step.max(1.0);
        let cubic = |x: f64| match x.abs() {
            x if x < 1.0 => (1.5 * x - 2.5) * x * x + 1.0,
            x if x < 2.0 => ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0,
            _ => 0.0,
        };
        let pixel = |place: usize| {
            let centre = (place as f64 + 0.5) * step - 0.5;
            let first = (centre - 2.0 * stretch).floor().max(0.0) as usize;
            let end = ((centre + 2.0 * stretch).ceil() as usize + 1).min(length);
            let weights: Vec<(usize, f64)> =
                (first..end).map(|i| (i, cubic((i as f64 - centre) / stretch))).collect();
            let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
            let part = |part: usize| {
                let sum: f64 = weights.iter().map(|(i, weight)| weight * from[3 * i + part]).sum();
                (sum / all).clamp(0.0, 255.0)
            };
            [part(0), part(1), part(2)]
        };
        (0..size).flat_map(pixel).collect()
    }

    /// Line by line, then column by column.
    fn scale_slowly(full: &[u8], width: usize, height: usize) -> Vec<f64> {
        let line = 3 * FULL.0 as usize;
        let narrow: Vec<Vec<f64>> = full
            .chunks(line)
            .map(|line| scale_line(&line.iter().copied().map(f64::from).collect::<Vec<_>>(), width))
            .collect();
        let mut scaled = vec![0.0; width * height * 3];
        for x in 0..width {
            let column: Vec<f64> = narrow.iter().flat_map(|line| line[3 * x..3 * x + 3].to_vec()).collect();
            for (y, pixel) in scale_line(&column, height).chunks(3).enumerate() {
                scaled[3 * (y * width + x)..][..3].copy_from_slice(pixel);
            }
        }
        scaled
    }

    #[test]
    fn scaling_agrees_with_a_slow_one_in_floating_point() {
        for (size, height) in [(16, 10), (17, 11), (128, 80), (640, 400)] {
            let experiment = parse(&format!("workload=thumbnails&size={size}")).experiment;
            for (k, picture) in PICTURES.iter().enumerate() {
                let task = Thumbnail::new(&experiment.values, k as u32);
                assert_eq!((task.width, task.height), (size, height));
                let full = decode(picture);
                let scaled = task.scale(&full);
                let slow = scale_slowly(&full, size as usize, height as usize);
                assert_eq!(scaled.len(), slow.len());
                let apart = scaled.iter().zip(&slow).map(|(fast, slow)| (f64::from(*fast) - slow).abs());
                let (sum, most) =
                    apart.fold((0.0, 0.0f64), |(sum, most), apart| (sum + apart, most.max(apart)));
                let mean = sum / scaled.len() as f64;
                // Half a level is rounded in each direction, and overshoot is cut off in between.
                assert!(mean < 0.5 && most < 3.0, "{size} px: {mean} levels, at most {most}");
            }
        }
    }

    /// The file that is made is a picture again, near to what was put in.
    #[test]
    fn the_encoded_thumbnail_can_be_decoded() {
        let experiment = parse("workload=thumbnails").experiment;
        let task = Thumbnail::new(&experiment.values, 0);
        let scaled = task.scale(&decode(PICTURES[0]));
        let again = decode(&task.encode(&scaled));
        let apart: u64 = again.iter().zip(&scaled).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(again.len() == scaled.len() && apart < 4 * scaled.len() as u64);
    }
}
