//! The page's heartbeat, as a row of marks.

use super::{Ink, Rect, Surface};

/// Time between two beats, ms: short beside what is felt, and seldom enough to leave the cores to what is measured.
pub const BEAT_MS: u32 = 25;
/// A beat that is later than this is a stall, ms: up to here an answer seems to come at once (Nielsen, *Usability
/// Engineering*, 1993).
pub const STALL_MS: f64 = 100.0;

/// The most marks that are kept.
const MOST_MARKS: usize = 60;
/// The lateness that a picture has room for at least, ms.
const LEAST_TOP_MS: f64 = 200.0;

/// How late the page was for its beats. However long it goes on, there are at most 60 marks, each as high as
/// the latest of the beats that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct LoopLag {
    /// The greatest lateness that each mark stands for, ms.
    marks: Vec<f64>,
    /// Beats that a mark stands for.
    beats: u32,
    /// Beats of the last mark so far.
    last: u32,
    longest_ms: f64,
}

impl Default for LoopLag {
    fn default() -> Self {
        Self { marks: Vec::new(), beats: 1, last: 1, longest_ms: 0.0 }
    }
}

impl LoopLag {
    /// Takes in a beat that came so late, ms. It stands for those that did not come meanwhile, too, so that
    /// the width of a mark is time.
    pub fn push(&mut self, late_ms: f64) {
        self.longest_ms = self.longest_ms.max(late_ms);
        let missed = (late_ms / f64::from(BEAT_MS)).clamp(0.0, 1e6) as u32;
        for _ in 0..=missed {
            match self.marks.last_mut() {
                Some(mark) if self.last < self.beats => *mark = mark.max(late_ms),
                _ => {
                    self.marks.push(late_ms);
                    self.last = 0;
                }
            }
            self.last += 1;
            if self.marks.len() > MOST_MARKS {
                // The last mark becomes the first half of one.
                let pairs = self.marks.chunks(2).map(|pair| pair.iter().copied().fold(0.0, f64::max));
                self.marks = pairs.collect();
                self.beats *= 2;
            }
        }
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        !self.marks.is_empty()
    }

    /// The longest that the page could not answer, ms.
    pub fn longest_ms(&self) -> f64 {
        self.longest_ms
    }

    /// Draws a mark for each beat: small ones as long as the page answers, high ones where it stalled.
    pub fn draw(&self, surface: &mut impl Surface, rect: Rect) {
        let pitch = rect.width / MOST_MARKS as f64;
        let top_ms = self.longest_ms.max(LEAST_TOP_MS);
        for (place, late_ms) in self.marks.iter().enumerate() {
            let stalled = *late_ms > STALL_MS;
            let share = if stalled { (late_ms / top_ms).sqrt().max(0.5) } else { 0.2 };
            let height = (share * rect.height).round();
            let width = if stalled { pitch } else { (pitch / 2.0).max(0.5) };
            let mark = Rect { x: rect.x + place as f64 * pitch, y: rect.bottom() - height, width, height };
            surface.fill(mark, if stalled { Ink::Stall } else { Ink::Faint });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stall_is_as_wide_as_it_was_long() {
        let mut pulse = LoopLag::default();
        [0.2, 0.3, 60.0, 0.1].into_iter().for_each(|late_ms| pulse.push(late_ms));
        assert_eq!(pulse.marks, [0.2, 0.3, 60.0, 60.0, 60.0, 0.1]);
    }

    proptest! {
        #[test]
        fn however_long_it_goes_on_no_stall_is_lost(beats in prop::collection::vec(0.0f64..300.0, 1..400)) {
            let mut pulse = LoopLag::default();
            beats.iter().for_each(|late_ms| pulse.push(*late_ms));
            let latest = beats.iter().copied().fold(0.0, f64::max);
            prop_assert!(pulse.marks.len() <= MOST_MARKS);
            prop_assert_eq!(pulse.marks.iter().copied().fold(0.0, f64::max), latest);
            prop_assert_eq!(pulse.longest_ms(), latest);
            let all: u32 = beats.iter().map(|late_ms| 1 + (late_ms / f64::from(BEAT_MS)) as u32).sum();
            prop_assert_eq!((pulse.marks.len() as u32 - 1) * pulse.beats + pulse.last, all);
        }
    }
}
