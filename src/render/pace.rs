//! How often a run in progress is drawn: drawing takes a core from what is measured.

/// From one drawing to the next at least, ms.
const LEAST_MS: f64 = 500.0;
/// From one drawing to the next at most, ms: a reader has to see that it goes on.
const MOST_MS: f64 = 2_000.0;
/// The share of the page's thread that drawing may take.
const SHARE: f64 = 0.02;

/// How long the next drawing has to wait after one that took so long, both ms.
pub fn until_next_drawing_ms(took_ms: f64) -> u32 {
    (took_ms / SHARE).clamp(LEAST_MS, MOST_MS) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_is_drawn_less_often() {
        assert_eq!([0.0, 5.0, 20.0, 90.0].map(until_next_drawing_ms), [500, 500, 1000, 2000]);
    }
}
