//! Medians and their intervals, and percentiles.

/// The median; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    // Of a hundred thousand values, only the middle has to be in its place.
    let mut values = values.to_vec();
    let is_even = values.len().is_multiple_of(2);
    let middle = values.len() / 2;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| is_even);
    Some(lower.map_or(*upper, |lower| f64::midpoint(lower, *upper)))
}

/// The place of the value nearest to the median; places without a value count for nothing. `None` of
/// nothing.
pub fn nearest_to_median(values: &[Option<f64>]) -> Option<usize> {
    let median = median(&values.iter().flatten().copied().collect::<Vec<_>>())?;
    let distance = |place: &usize| values[*place].map_or(f64::INFINITY, |value| (value - median).abs());
    (0..values.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The order-statistic interval that holds the median with a confidence of at least 95 %: the narrowest
/// pair x₍ₖ₎, x₍ₙ₊₁₋ₖ₎ with P(k ≤ B ≤ n − k) ≥ 0.95 for B binomial (n, ½). `None` below 6 values, where no
/// pair is that sure. (David and Nagaraja, *Order Statistics*, section 7.1.)
pub fn interval_of_median(values: &[f64]) -> Option<[f64; 2]> {
    let n = values.len();
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut chance = 0.5f64.powi(n as i32);
    let (mut below, mut outside, mut best) = (chance, 1, None);
    while outside <= n / 2 && 1.0 - 2.0 * below >= 0.95 {
        best = Some([sorted[outside - 1], sorted[n - outside]]);
        chance *= (n + 1 - outside) as f64 / outside as f64;
        below += chance;
        outside += 1;
    }
    best
}

/// The percentile by nearest rank: the least value that at least `percent` (above 0, to 100) of all values
/// don't exceed; `None` of nothing.
pub fn percentile(values: &[f64], percent: u32) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = (values.len() * percent as usize).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn the_one_nearest_to_the_median() {
        assert_eq!(nearest_to_median(&[None, Some(9.0), Some(1.0), Some(4.0)]), Some(3));
        assert_eq!(nearest_to_median(&[None, None]), None);
    }

    /// The ranks in the usual tables (k for a two-sided 95 % interval of the median).
    #[test]
    fn intervals_have_the_ranks_of_the_tables() {
        for (n, k) in [(6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (20, 6), (25, 8), (50, 18)] {
            let values: Vec<f64> = (1..=n).map(f64::from).collect();
            let expected = [f64::from(k), f64::from(n + 1 - k)];
            assert_eq!(interval_of_median(&values), Some(expected), "n = {n}");
        }
        assert_eq!(interval_of_median(&[1.0; 5]), None);
    }

    /// Worked examples of the nearest-rank method (Wikipedia, *Percentile*).
    #[test]
    fn percentiles_are_values_that_occurred() {
        let of = |values: &[f64], percents: &[u32]| -> Vec<Option<f64>> {
            percents.iter().map(|percent| percentile(values, *percent)).collect()
        };
        let five = [15.0, 50.0, 20.0, 40.0, 35.0];
        assert_eq!(of(&five, &[5, 30, 40, 50, 100]), [15.0, 20.0, 20.0, 35.0, 50.0].map(Some));
        let ten = [3.0, 6.0, 7.0, 8.0, 8.0, 10.0, 13.0, 15.0, 16.0, 20.0];
        assert_eq!(of(&ten, &[25, 50, 75, 100]), [7.0, 8.0, 15.0, 20.0].map(Some));
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(of(&hundred, &[1, 50, 95, 99, 100]), [1.0, 50.0, 95.0, 99.0, 100.0].map(Some));
        assert_eq!(percentile(&[], 50), None);
    }
}
