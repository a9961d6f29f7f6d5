//! Where a number lies on a slider.

/// A slider over whole numbers: even steps over a short range; over a long one equal distances are equal
/// ratios, and numbers come rounded to two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slider {
    min: u64,
    max: u64,
}

/// A range this many times as long as its least number is a long one.
const LONG: u64 = 200;

impl Slider {
    /// How many positions a slider has: it stands at 0 to this many.
    pub const POSITIONS: u32 = 1000;

    /// Over `min` to `max`.
    pub fn new(min: u64, max: u64) -> Self {
        Self { min, max: max.max(min) }
    }

    /// The number at a position.
    pub fn number(&self, position: u32) -> u64 {
        if position == 0 || position >= Self::POSITIONS {
            return if position == 0 { self.min } else { self.max };
        }
        let share = f64::from(position) / f64::from(Self::POSITIONS);
        if !self.is_long() {
            return (self.min as f64 + share * (self.max - self.min) as f64).round() as u64;
        }
        let (low, high) = self.logarithms();
        rounded((low + share * (high - low)).exp() - self.shift()).clamp(self.min, self.max)
    }

    /// The position of a number.
    pub fn position(&self, number: u64) -> u32 {
        let share = if self.max == self.min {
            0.0
        } else if self.is_long() {
            let (low, high) = self.logarithms();
            ((number as f64 + self.shift()).ln() - low) / (high - low)
        } else {
            number.saturating_sub(self.min) as f64 / (self.max - self.min) as f64
        };
        (share.clamp(0.0, 1.0) * f64::from(Self::POSITIONS)).round() as u32
    }

    fn is_long(&self) -> bool {
        self.max / self.min.max(1) > LONG
    }

    /// So that a range may begin with 0.
    fn shift(&self) -> f64 {
        if self.min == 0 { 1.0 } else { 0.0 }
    }

    fn logarithms(&self) -> (f64, f64) {
        ((self.min as f64 + self.shift()).ln(), (self.max as f64 + self.shift()).ln())
    }
}

/// To two digits that count.
fn rounded(number: f64) -> u64 {
    let unit = 10f64.powf((number.max(1.0).log10().floor() - 1.0).max(0.0));
    ((number / unit).round() * unit) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_ends_and_places_are_kept() {
        for (min, max) in [(1, 64), (0, 100), (1, 1000), (2, 1_000_000), (0, 10_485_760), (7, 7)] {
            let slider = Slider::new(min, max);
            assert_eq!((slider.number(0), slider.number(Slider::POSITIONS)), (min, max));
            for position in 0..=Slider::POSITIONS {
                let number = slider.number(position);
                assert!((min..=max).contains(&number));
                let again = slider.number(slider.position(number));
                assert!(again.abs_diff(number) as f64 <= 0.05 * number as f64, "{min}..{max} at {position}");
            }
        }
    }
}
