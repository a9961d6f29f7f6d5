//! A scale for amounts that begin at 0 and lie below each other, as bars or as dots.

/// A scale on which the largest amount, unless it is cut, is as long as there is room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarScale {
    /// The amount that is as long as there is room; above 0, so that nothing is divided by nothing.
    whole: f64,
}

impl BarScale {
    /// On which all of these amounts, none below 0, have room.
    pub fn of(amounts: impl IntoIterator<Item = f64>) -> Self {
        Self { whole: amounts.into_iter().fold(f64::MIN_POSITIVE, f64::max) }
    }

    /// The same, but amounts over this one are cut: what is many times as much would leave no room for what differs among
    /// the others.
    #[must_use]
    pub fn cut_at(self, most: f64) -> Self {
        Self { whole: self.whole.min(most).max(f64::MIN_POSITIVE) }
    }

    /// How long an amount is, from 0 to 1, which is all the room there is.
    pub fn share(&self, amount: f64) -> f64 {
        (amount / self.whole).min(1.0)
    }

    /// Whether there is no room for all of an amount.
    pub fn is_cut(&self, amount: f64) -> bool {
        amount > self.whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_amount_has_all_the_room() {
        let scale = BarScale::of([20.0, 80.0, 40.0]);
        assert_eq!([0.0, 20.0, 80.0].map(|ms| scale.share(ms)), [0.0, 0.25, 1.0]);
        assert!(!scale.is_cut(80.0));
        assert_eq!(scale.cut_at(100.0), scale, "what has room is not cut");
    }

    #[test]
    fn what_is_many_times_as_much_is_cut() {
        let scale = BarScale::of([10.0, 20.0, 900.0]).cut_at(40.0);
        assert_eq!([10.0, 20.0, 900.0].map(|ms| scale.share(ms)), [0.25, 0.5, 1.0]);
        assert_eq!([40.0, 900.0].map(|ms| scale.is_cut(ms)), [false, true]);
    }

    #[test]
    fn nothing_has_no_length() {
        for scale in [BarScale::of([]), BarScale::of([0.0]), BarScale::of([5.0]).cut_at(0.0)] {
            assert_eq!((scale.share(0.0), scale.share(5.0)), (0.0, 1.0));
        }
    }
}
