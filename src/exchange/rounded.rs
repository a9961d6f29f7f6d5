//! Numbers in few bits.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number of four significant digits: 0, or from 10⁻¹² to just below 10¹⁶. In a link it takes three bytes
/// at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Rounded(f64);

/// The least of the numbers with four digits.
const LEAST_DIGITS: u32 = 1000;
/// How many numbers have four digits.
const DIGITS: u32 = 9 * LEAST_DIGITS;
/// Powers of ten that the four digits are multiplied with.
const POWERS: std::ops::RangeInclusive<i32> = -15..=12;

impl Rounded {
    /// The nearest such number. What is no number, or less than all, is 0.
    pub fn new(value: f64) -> Self {
        // Out of range is what no clock measures.
        let value = if value.is_finite() { value.min(9.999e15) } else { 0.0 };
        Self(if value < 1e-12 { 0.0 } else { decoded(code(value)).unwrap_or_default() })
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// 0 for 0; else the power of ten and the digits.
fn code(value: f64) -> u32 {
    // As in `3.401e2`: correctly rounded, as no arithmetic with powers of ten would be.
    let written = format!("{value:.3e}");
    let (digits, power) = written.split_once('e').unwrap_or((&written, "0"));
    let digits: u32 = digits.replace('.', "").parse().unwrap_or_default();
    let power = power.parse::<i32>().unwrap_or_default() - 3;
    if digits < LEAST_DIGITS || !POWERS.contains(&power) {
        return 0;
    }
    1 + (power - POWERS.start()) as u32 * DIGITS + digits - LEAST_DIGITS
}

/// The number of a code; `None` where there is none.
fn decoded(code: u32) -> Option<f64> {
    let Some(place) = code.checked_sub(1) else { return Some(0.0) };
    let digits = f64::from(LEAST_DIGITS + place % DIGITS);
    let power = POWERS.start() + i32::try_from(place / DIGITS).ok()?;
    // Both are exact, so that the result is the number nearest to what the digits say.
    POWERS.contains(&power).then(|| {
        let factor = 10f64.powi(power.abs());
        if power < 0 { digits / factor } else { digits * factor }
    })
}

impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(code(self.0))
    }
}

impl<'de> Deserialize<'de> for Rounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = decoded(u32::deserialize(deserializer)?);
        number.map(Self).ok_or_else(|| de::Error::custom("no such number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_digits_stay() {
        for (value, expected) in [
            (0.0, 0.0),
            (340.149, 340.1),
            (0.005, 0.005),
            (1.95, 1.95),
            (9999.6, 10000.0),
            (1e9, 1e9),
            (f64::NAN, 0.0),
            (-3.0, 0.0),
            (1e-13, 0.0),
            (1e300, 9.999e15),
        ] {
            assert_eq!(Rounded::new(value).get(), expected, "{value}");
        }
    }

    #[test]
    fn every_code_is_a_number_of_its_own() {
        for place in 0..=DIGITS * 28 {
            assert_eq!(code(decoded(place).unwrap()), place);
        }
        assert_eq!(decoded(DIGITS * 28 + 1), None);
    }

    proptest! {
        #[test]
        fn rounding_is_near_and_done_once(value in 1e-11..1e15f64) {
            let rounded = Rounded::new(value);
            prop_assert!((rounded.get() - value).abs() <= 0.0005001 * value);
            prop_assert_eq!(Rounded::new(rounded.get()), rounded);
        }
    }
}
