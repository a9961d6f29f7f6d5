//! Where the pictures of `thumbnails` come from: they are drawn here, by arithmetic that is exact on every
//! machine, and belong to the project. The committed files are what counts: the workload's outputs hang on
//! their bytes, so that a newer encoder must not write them anew.
//!
//! A picture that is missing is drawn: `cargo test --test pictures` then fails once, and says so.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_core::bytestream::ZCursor;
use zune_jpeg::JpegDecoder;

const WIDTH: usize = 600;
const HEIGHT: usize = 375;

type Colour = [f64; 3];

fn mix(from: Colour, to: Colour, share: f64) -> Colour {
    let share = share.clamp(0.0, 1.0);
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share)
}

/// From 0 to 1, the same for a place every time: Perlin's lattice with values instead of gradients.
fn noise(x: f64, y: f64, seed: u32) -> f64 {
    let at = |x: i64, y: i64| {
        let mut mixed = (x as u32).wrapping_mul(0x9e37_79b9) ^ (y as u32).wrapping_mul(0x85eb_ca6b) ^ seed;
        mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x7feb_352d);
        mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
        f64::from(mixed ^ (mixed >> 16)) / f64::from(u32::MAX)
    };
    let (left, top) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (right, down) = (smooth(x - left), smooth(y - top));
    let (left, top) = (left as i64, top as i64);
    let across = |y: i64| at(left, y) * (1.0 - right) + at(left + 1, y) * right;
    across(top) * (1.0 - down) + across(top + 1) * down
}

/// Noise of several sizes, each half as large and half as strong as the one before.
fn clouds(x: f64, y: f64, seed: u32) -> f64 {
    let octave = |i: i32| noise(x * 2f64.powi(i), y * 2f64.powi(i), seed + i as u32) * 0.5f64.powi(i + 1);
    (0..5).map(octave).sum()
}

/// Ridges behind each other in the morning, each paler the farther it is.
fn hills(x: f64, y: f64) -> Colour {
    let sky = mix([92.0, 134.0, 178.0], [250.0, 214.0, 170.0], y * 1.7);
    let (dx, dy) = ((x - 0.68) * 1.6, y - 0.34);
    let from_sun = (dx * dx + dy * dy).sqrt();
    let glow = mix([255.0, 238.0, 205.0], sky, from_sun * 2.6);
    let mut colour = if from_sun < 0.055 { [255.0, 247.0, 228.0] } else { glow };
    colour = mix(colour, [255.0, 250.0, 244.0], (clouds(x * 4.0, y * 13.0, 7) - 0.52) * 2.2);
    for ridge in 0..6 {
        let depth = f64::from(ridge) / 5.0;
        let rise = clouds(x * (2.0 + 3.0 * depth) + 9.0 * depth, 0.5, 40 + ridge) - 0.5;
        let edge = 0.46 + 0.1 * f64::from(ridge) - rise * (0.34 - 0.1 * depth);
        if y > edge {
            let near = mix([150.0, 164.0, 178.0], [26.0, 50.0, 44.0], depth);
            let wood = (clouds(x * 46.0, y * 60.0, 90 + ridge) - 0.5) * 60.0 * (0.25 + depth);
            let fog = (y - edge) * (2.6 - 1.8 * depth);
            colour = mix(near.map(|part| part + wood), [226.0, 214.0, 200.0], fog);
        }
    }
    colour
}

/// Calm sea under an evening sky, with the light's path on it.
fn sea(x: f64, y: f64) -> Colour {
    let horizon = 0.55;
    let sky = |y: f64| {
        let base = mix([38.0, 44.0, 92.0], [246.0, 150.0, 96.0], y / horizon);
        let veil = (clouds(x * 3.0, y * 16.0, 300) - 0.45) * 2.0 * (y / horizon);
        mix(base, [255.0, 196.0, 160.0], veil)
    };
    let (dx, dy) = ((x - 0.4) * 1.6, y - 0.43);
    let from_sun = (dx * dx + dy * dy).sqrt();
    if y < horizon {
        let disc = if from_sun < 0.07 { 1.0 } else { 0.5 - from_sun * 1.4 };
        return mix(sky(y), [255.0, 232.0, 178.0], disc);
    }
    let depth = (y - horizon) / (1.0 - horizon);
    let wave = clouds(x * (30.0 - 22.0 * depth), 6.0 / (depth + 0.06), 500) - 0.5;
    let mirrored = sky((horizon * (1.0 - depth * 0.9) + wave * 0.25).clamp(0.0, horizon));
    let water = mix(mirrored, [14.0, 34.0, 62.0], 0.35 + 0.45 * depth - wave * 0.8);
    let path = 1.0 - (dx + wave * 0.35).abs() / (0.06 + 0.22 * depth);
    mix(water, [255.0, 214.0, 150.0], path * (0.75 + wave * 1.5))
}

fn draw(colour: impl Fn(f64, f64) -> Colour) -> Vec<u8> {
    let place = |i: usize| ((i % WIDTH) as f64 / WIDTH as f64, (i / WIDTH) as f64 / HEIGHT as f64);
    (0..WIDTH * HEIGHT)
        .flat_map(|i| {
            let (x, y) = place(i);
            colour(x, y).map(|part| part.round().clamp(0.0, 255.0) as u8)
        })
        .collect()
}

fn is_what_was_drawn(name: &str, colour: impl Fn(f64, f64) -> Colour) {
    let path = format!("{}/src/workload/pictures/{name}.jpg", env!("CARGO_MANIFEST_DIR"));
    let drawn = draw(colour);
    let Ok(file) = std::fs::read(&path) else {
        let mut encoder = Encoder::new_file(&path, 80).expect("the folder can be written");
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(&drawn, WIDTH as u16, HEIGHT as u16, ColorType::Rgb).expect("it has these sizes");
        panic!("{path} was missing and has been drawn; commit it, and run this again");
    };
    assert!((12_000..30_000).contains(&file.len()), "{name}: {} bytes", file.len());
    let found = JpegDecoder::new(ZCursor::new(&file)).decode().expect("it is a picture");
    assert_eq!(found.len(), drawn.len(), "{name}");
    let differences: u64 = found.iter().zip(&drawn).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = differences as f64 / drawn.len() as f64;
    assert!(mean < 4.0, "{name}: {mean} levels");
}

#[test]
fn the_committed_pictures_are_what_is_drawn_here() {
    is_what_was_drawn("hills", hills);
    is_what_was_drawn("sea", sea);
}
