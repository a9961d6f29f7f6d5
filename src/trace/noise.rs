//! Which of two measurements is surely the smaller: the one rule, for verdicts, lessons, sweeps and the history.
//!
//! Measurements of the same thing differ by themselves, and a difference means something only where it is larger
//! than that. So two questions have to be answered with yes before anything is called sooner or later:
//!
//! - *Does it matter?* Medians of repeated runs that lie within [`LEVEL`] of each other are level: on a machine that
//!   does nothing else they differ as much from one start to the next. Of what was measured once nobody knows how
//!   much it differs, so that twice as much is asked for, [`LEVEL_ONCE`].
//! - *Is it sure?* There must be no way for the two to be equal within what was measured: the ratio 1 must not be
//!   among what their ratio may be. That is, from 6 repeats on, the interval that holds the median of the paired
//!   ratios with a confidence of 95 %: pairs ran one after the other, so that a machine that grew slower meanwhile
//!   is in both. What was measured at different times has no pairs; there it is what the intervals of the two medians
//!   leave possible. With fewer repeats than 6 nothing is that sure, and all that was measured counts.
//!
//! Noise is a difference that matters but isn't sure. What is level is level, however sure it is.

use super::{interval_of_median, median};

/// Medians of repeated runs within this share of each other are level.
pub const LEVEL: f64 = 0.05;
/// And so is within this share whatever was measured only once.
pub const LEVEL_ONCE: f64 = 0.1;

/// The same thing measured once or several times, say its makespan in ms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Where the median lies with a confidence of at least 95 %; from 6 measurements on.
    pub interval: Option<[f64; 2]>,
    /// How often it was measured.
    pub measured: u32,
}

/// How many times as much as one thing another is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// From medians, or the median of paired ratios. Not finite where there is nothing to compare with.
    pub times: f64,
    /// What it may be, from least to greatest.
    pub range: [f64; 2],
    /// Within which share of each other two such medians are level.
    level: f64,
}

/// How one makespan stands to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// The other is so many times as long.
    Sooner(f64),
    /// The other is so many times as short.
    Later(f64),
    /// They differ by no more than such measurements always do.
    Level,
    /// They differ by more than that, but it may be chance.
    Noise,
}

impl Spread {
    /// What these values come to; `None` of nothing.
    pub fn of(values: &[f64]) -> Option<Self> {
        Some(Self {
            median: median(values)?,
            min: values.iter().copied().reduce(f64::min)?,
            max: values.iter().copied().reduce(f64::max)?,
            interval: interval_of_median(values),
            measured: values.len() as u32,
        })
    }

    /// Of a single measurement.
    pub fn once(value: f64) -> Self {
        Self { median: value, min: value, max: value, interval: None, measured: 1 }
    }

    /// How it stands to another.
    pub fn pace(&self, other: &Self) -> Pace {
        self.ratio(other, None).pace()
    }

    /// How many times as much as this the other is. `paired` is where the median of the ratios of paired runs lies, the
    /// other's to this one's, for what was measured in pairs and often enough.
    pub fn ratio(&self, other: &Self, paired: Option<[f64; 2]>) -> Ratio {
        let possible = || {
            let ([low, high], [other_low, other_high]) = match (self.interval, other.interval) {
                (Some(own), Some(others)) => (own, others),
                _ => ([self.min, self.max], [other.min, other.max]),
            };
            [other_low / high, other_high / low]
        };
        let is_vouched_for = self.measured > 1 && other.measured > 1;
        Ratio {
            times: other.median / self.median,
            range: paired.unwrap_or_else(possible),
            level: if is_vouched_for { LEVEL } else { LEVEL_ONCE },
        }
    }
}

impl Ratio {
    /// Of a single pair: it may be by [`LEVEL_ONCE`] more or less.
    pub fn once(times: f64) -> Self {
        Self {
            times,
            range: [1.0 - LEVEL_ONCE, 1.0 + LEVEL_ONCE].map(|share| times * share),
            level: LEVEL_ONCE,
        }
    }

    /// From the ratios of paired runs alone: the median of them, and where it lies, or all that was measured while nothing
    /// is that sure. `None` of nothing.
    pub fn of_pairs(ratios: &[f64]) -> Option<Self> {
        let Spread { median: times, min, max, interval, measured } = Spread::of(ratios)?;
        Some(match measured {
            1 => Self::once(times),
            _ => Self { times, range: interval.unwrap_or([min, max]), level: LEVEL },
        })
    }

    /// What that means.
    pub fn pace(&self) -> Pace {
        let Self { times, range: [low, high], level } = *self;
        // Nothing is that many times as much as nothing.
        let is_ratio = times.is_finite() && times > 0.0;
        match times {
            _ if times.is_nan() => Pace::Level,
            _ if times * (1.0 - level) > 1.0 && is_ratio && low > 1.0 => Pace::Sooner(times),
            _ if times < 1.0 - level && is_ratio && high < 1.0 => Pace::Later(1.0 / times),
            _ if times * (1.0 - level) > 1.0 || times < 1.0 - level => Pace::Noise,
            _ => Pace::Level,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn often([min, median, max]: [f64; 3]) -> Spread {
        Spread { median, min, max, interval: None, measured: 3 }
    }

    #[test]
    fn what_was_measured_once_has_to_differ_by_more() {
        let once = Spread::once;
        let thrice = |ms: f64| often([ms - 1.0, ms, ms + 1.0]);
        assert_eq!(once(50.0).pace(&once(100.0)), Pace::Sooner(2.0));
        assert_eq!(once(92.0).pace(&once(100.0)), Pace::Level);
        assert_eq!(once(92.0).pace(&thrice(100.0)), Pace::Level);
        assert_eq!(thrice(100.0).pace(&thrice(92.0)), Pace::Later(100.0 / 92.0));
        assert_eq!(thrice(96.0).pace(&thrice(100.0)), Pace::Level);
    }

    #[test]
    fn what_may_be_equal_is_noise() {
        let one = often([70.0, 80.0, 95.0]);
        assert_eq!(one.pace(&often([90.0, 100.0, 110.0])), Pace::Noise);
        assert_eq!(one.pace(&often([96.0, 100.0, 110.0])), Pace::Sooner(1.25));
        // From 6 repeats on the outliers don't hide what is sure.
        let six = |interval, median| Spread { interval: Some(interval), ..often([10.0, median, 300.0]) };
        assert_eq!(six([70.0, 94.0], 80.0).pace(&six([95.0, 130.0], 100.0)), Pace::Sooner(1.25));
        assert_eq!(six([70.0, 96.0], 80.0).pace(&six([95.0, 130.0], 100.0)), Pace::Noise);
        // Pairs tell more than both for themselves, either way.
        assert_eq!(one.ratio(&often([90.0, 100.0, 110.0]), Some([1.1, 1.4])).pace(), Pace::Sooner(1.25));
        assert_eq!(one.ratio(&often([96.0, 100.0, 110.0]), Some([0.9, 1.4])).pace(), Pace::Noise);
        assert_eq!(one.ratio(&often([70.0, 80.0, 95.0]), Some([0.9, 1.1])).pace(), Pace::Level);
    }

    #[test]
    fn without_pairs_a_ratio_is_what_was_measured_leaves_possible() {
        let (one, other) = (often([45.0, 50.0, 60.0]), often([90.0, 100.0, 120.0]));
        assert_eq!(one.ratio(&other, None).range, [90.0 / 60.0, 120.0 / 45.0]);
        assert_eq!(one.ratio(&other, Some([1.9, 2.1])).range, [1.9, 2.1]);
    }

    #[test]
    fn pairs_by_themselves_tell_as_much_as_was_measured() {
        assert_eq!(Ratio::of_pairs(&[]), None);
        let once = Ratio::of_pairs(&[2.0]).unwrap();
        assert_eq!((once, once.range), (Ratio::once(2.0), [1.8, 2.2]));
        let few = Ratio::of_pairs(&[2.0, 1.5, 4.0]).unwrap();
        assert_eq!((few.times, few.range), (2.0, [1.5, 4.0]));
        // From 9 on the outermost are not among what the median may be.
        let often = Ratio::of_pairs(&[9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]).unwrap();
        assert_eq!((often.times, often.range), (5.0, [2.0, 8.0]));
        // A pair alone has to differ by more than several do.
        assert_eq!(Ratio::of_pairs(&[1.08]).unwrap().pace(), Pace::Level);
        assert_eq!(Ratio::of_pairs(&[1.08, 1.08]).unwrap().pace(), Pace::Sooner(1.08));
    }

    #[test]
    fn nothing_is_not_sooner_than_anything() {
        let once = Spread::once;
        assert_eq!(once(0.0).pace(&once(0.0)), Pace::Level);
        assert_eq!(once(0.0).pace(&once(1.0)), Pace::Noise);
        assert_eq!(once(1.0).pace(&once(0.0)), Pace::Noise);
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[2.0]), Some(once(2.0)));
    }

    prop_compose! {
        fn any_spread()(values in prop::collection::vec(1.0..100.0f64, 1..9)) -> Spread {
            Spread::of(&values).expect("there are some")
        }
    }

    fn turned(pace: Pace) -> Pace {
        match pace {
            Pace::Sooner(times) => Pace::Later(times),
            Pace::Later(times) => Pace::Sooner(times),
            same => same,
        }
    }

    fn is_near(a: Pace, b: Pace) -> bool {
        match (a, b) {
            (Pace::Sooner(a), Pace::Sooner(b)) | (Pace::Later(a), Pace::Later(b)) => (a - b).abs() < 1e-9 * a,
            _ => a == b,
        }
    }

    proptest! {
        #[test]
        fn one_is_sooner_where_the_other_is_later(one in any_spread(), other in any_spread()) {
            prop_assert!(is_near(one.pace(&other), turned(other.pace(&one))));
        }

        /// Powers of two, so that nothing is rounded on its way.
        #[test]
        fn units_don_t_matter(one in any_spread(), other in any_spread(), power in -20..20i32) {
            let factor = 2f64.powi(power);
            let scaled = |spread: &Spread| Spread {
                median: spread.median * factor,
                min: spread.min * factor,
                max: spread.max * factor,
                interval: spread.interval.map(|ends| ends.map(|end| end * factor)),
                ..*spread
            };
            prop_assert_eq!(scaled(&one).pace(&scaled(&other)), one.pace(&other));
        }

        #[test]
        fn more_noise_makes_nothing_surer(
            one in any_spread(), other in any_spread(), below in 0.0..1.0f64, above in 1.0..9.0f64,
        ) {
            let noisier = Spread {
                min: one.min * below,
                max: one.max * above,
                interval: one.interval.map(|[low, high]| [low * below, high * above]),
                ..one
            };
            let (before, after) = (one.pace(&other), noisier.pace(&other));
            prop_assert!(after == before || after == Pace::Noise, "{:?} became {:?}", before, after);
        }

        #[test]
        fn only_what_is_over_a_tenth_apart_counts_where_it_was_measured_once(
            one in 1.0..100.0f64, apart in 0.0..0.09f64, other in any_spread(),
        ) {
            let near = Spread { median: one * (1.0 - apart), ..Spread::once(one * (1.0 - apart)) };
            prop_assert_eq!(near.pace(&Spread::once(one)), Pace::Level);
            if let Pace::Sooner(times) | Pace::Later(times) = Spread::once(one).pace(&other) {
                prop_assert!(times * (1.0 - LEVEL_ONCE) >= 1.0);
            }
        }

        #[test]
        fn nothing_is_sooner_than_itself(one in any_spread()) {
            prop_assert_eq!(one.pace(&one), Pace::Level);
        }
    }
}
