//! A scale for ratios.

/// A scale on which equal distances are equal ratios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioScale {
    low: f64,
    high: f64,
    width: f64,
}

/// What is at least in sight, as a ratio: level, and twice as fast.
const IN_SIGHT: [f64; 2] = [1.0, 2.0];
/// How much there is beyond the outermost ratios, as a ratio.
const MARGIN: f64 = 1.25;
/// The nearest to its ends that something is drawn, in its own units.
const INSET: f64 = 6.0;

impl RatioScale {
    /// One of this width that has these ratios in sight; what is no ratio at all, such as 0, has no place on it.
    pub fn new(width: f64, ratios: impl IntoIterator<Item = f64>) -> Self {
        let ratios = ratios.into_iter().filter(|ratio| ratio.is_normal());
        let [least, greatest] =
            ratios.fold(IN_SIGHT, |[least, greatest], ratio| [least.min(ratio), greatest.max(ratio)]);
        Self { low: (least / MARGIN).ln(), high: (greatest * MARGIN).ln(), width }
    }

    /// Where a ratio lies, from 0 to the width.
    pub fn x(&self, ratio: f64) -> f64 {
        let share = (ratio.ln() - self.low) / (self.high - self.low);
        (self.width * share).clamp(INSET, self.width - INSET)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_are_equal_distances() {
        let scale = RatioScale::new(300.0, [0.5, 8.0]);
        let steps = [0.5, 1.0, 2.0, 4.0, 8.0].map(|ratio| scale.x(ratio));
        let distances: Vec<f64> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(distances.iter().all(|distance| (distance - distances[0]).abs() < 1e-9), "{distances:?}");
        assert!(steps[0] > INSET && steps[4] < 300.0 - INSET, "{steps:?}");
    }

    #[test]
    fn whatever_is_shown_stays_in_sight() {
        let scale = RatioScale::new(300.0, [1.1, 0.0]);
        assert!(scale.x(1.0) < scale.x(1.1) && scale.x(1.1) < scale.x(2.0));
        for ratio in [0.0, 1e-9, 1e9] {
            let x = scale.x(ratio);
            assert!((INSET..=300.0 - INSET).contains(&x), "{ratio}: {x}");
        }
    }
}
