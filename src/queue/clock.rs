//! One clock for a room: how far a taker's is from its host's.
//!
//! A taker asks its host for the time. The answer was given some time between asking and hearing: half the round trip
//! is all that is sure. So the quickest of several round trips tells the most. All times are in ms.

use serde::{Deserialize, Serialize};

/// How many round trips make an estimate.
pub const ROUND_TRIPS: usize = 16;

/// A question and its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundTrip {
    /// When it was asked, on the taker's clock.
    pub asked_ms: f64,
    /// What the host's clock said.
    pub host_ms: f64,
    /// When the answer was heard, on the taker's clock.
    pub heard_ms: f64,
}

impl RoundTrip {
    /// How long it took, ms.
    pub fn ms(&self) -> f64 {
        self.heard_ms - self.asked_ms
    }
}

/// How far a taker's clock is from its host's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offset {
    /// What has to be added to the taker's time, ms.
    pub ms: f64,
    /// How far that may be off, either way, ms.
    pub uncertainty_ms: f64,
    /// When that was found, on the taker's clock, ms.
    pub at_ms: f64,
    /// By how much it grows in a second, ms; 0 until two estimates are far enough apart to tell.
    pub drift_ms: f64,
}

impl Offset {
    /// A moment of the taker's clock, ms, on its host's.
    pub fn host_ms(&self, taker_ms: f64) -> f64 {
        taker_ms + self.ms + self.drift_ms * (taker_ms - self.at_ms) / 1000.0
    }

    /// A moment of the host's clock, ms, on its taker's.
    pub fn taker_ms(&self, host_ms: f64) -> f64 {
        let rate = self.drift_ms / 1000.0;
        (host_ms - self.ms + rate * self.at_ms) / (1.0 + rate)
    }
}

/// Finds the offset, and finds it again.
#[derive(Clone, Debug, Default)]
pub struct ClockSync {
    /// The quickest so far of this estimate.
    quickest: Option<RoundTrip>,
    heard: usize,
    offset: Option<Offset>,
}

impl ClockSync {
    /// An answer was heard. The estimate, when this was the last it needs.
    pub fn add(&mut self, trip: RoundTrip) -> Option<Offset> {
        // A clock that was set back in between tells nothing.
        let tells = trip.ms() >= 0.0 && trip.ms().is_finite() && trip.host_ms.is_finite();
        if tells && self.quickest.is_none_or(|quickest| trip.ms() < quickest.ms()) {
            self.quickest = Some(trip);
        }
        self.heard += 1;
        if self.heard < ROUND_TRIPS {
            return None;
        }
        self.heard = 0;
        let quickest = self.quickest.take()?;
        let middle_ms = quickest.asked_ms + quickest.ms() / 2.0;
        let mut found = Offset {
            ms: quickest.host_ms - middle_ms,
            uncertainty_ms: quickest.ms() / 2.0,
            at_ms: middle_ms,
            drift_ms: 0.0,
        };
        if let Some(before) = self.offset {
            found.drift_ms = drift_ms(&before, &found);
        }
        self.offset = Some(found);
        self.offset
    }

    /// Whether answers of an estimate are still to come.
    pub fn is_asking(&self) -> bool {
        self.heard > 0
    }

    /// An estimate that was begun is left: its answers won't come.
    pub fn give_up(&mut self) {
        self.heard = 0;
        self.quickest = None;
    }

    /// The last estimate.
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

/// By how much the offset grows in a second, if it has moved by more than either estimate may be off.
fn drift_ms(before: &Offset, now: &Offset) -> f64 {
    let (moved_ms, took_ms) = (now.ms - before.ms, now.at_ms - before.at_ms);
    let is_sure = moved_ms.abs() > before.uncertainty_ms + now.uncertainty_ms && took_ms > 0.0;
    if is_sure { moved_ms / took_ms * 1000.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An estimate by round trips that begin every 10 ms and take so long there and back, on a taker's clock that is
    /// behind by so much.
    fn estimate(sync: &mut ClockSync, begin_ms: f64, behind_ms: f64, legs: &[(f64, f64)]) -> Option<Offset> {
        let mut found = None;
        for (n, (there, back)) in legs.iter().enumerate() {
            let asked_ms = begin_ms + 10.0 * n as f64;
            let host_ms = asked_ms + there + behind_ms;
            found = sync.add(RoundTrip { asked_ms, host_ms, heard_ms: asked_ms + there + back });
        }
        found
    }

    proptest! {
        #[test]
        fn the_truth_is_within_the_uncertainty(
            behind_ms in -1e7..1e7f64,
            legs in prop::collection::vec((0.0..20.0f64, 0.0..20.0f64), ROUND_TRIPS),
        ) {
            let found = estimate(&mut ClockSync::default(), 1e6, behind_ms, &legs).unwrap();
            prop_assert!((found.ms - behind_ms).abs() <= found.uncertainty_ms + 1e-6);
            let quickest = legs.iter().map(|(there, back)| there + back).fold(f64::MAX, f64::min);
            prop_assert!((found.uncertainty_ms - quickest / 2.0).abs() < 1e-6);
        }

        #[test]
        fn there_and_back_is_the_same_moment(ms in -1e6..1e6f64, drift_ms in -1.0..1.0f64, moment in 0.0..1e6f64) {
            let offset = Offset { ms, uncertainty_ms: 0.0, at_ms: 500.0, drift_ms };
            prop_assert!((offset.taker_ms(offset.host_ms(moment)) - moment).abs() < 1e-3);
        }
    }

    #[test]
    fn it_takes_all_its_round_trips() {
        let mut sync = ClockSync::default();
        assert_eq!(estimate(&mut sync, 0.0, 5.0, &[(1.0, 1.0); ROUND_TRIPS - 1]), None);
        assert!(sync.is_asking());
        assert!(estimate(&mut sync, 200.0, 5.0, &[(1.0, 1.0)]).is_some());
        assert!(!sync.is_asking());
        estimate(&mut sync, 300.0, 5.0, &[(1.0, 1.0); 3]);
        sync.give_up();
        assert_eq!(estimate(&mut sync, 400.0, 9.0, &[(1.0, 1.0); ROUND_TRIPS - 1]), None);
        assert_eq!(sync.offset().map(|offset| offset.ms), Some(5.0), "what was found stands");
    }

    #[test]
    fn drift_is_told_when_it_can_be() {
        let mut sync = ClockSync::default();
        let legs = [(0.5, 0.5); ROUND_TRIPS];
        estimate(&mut sync, 0.0, 100.0, &legs);
        let soon = estimate(&mut sync, 1_000.0, 100.2, &legs).unwrap();
        assert_eq!(soon.drift_ms, 0.0, "a fifth of a ms may be nothing");
        let later = estimate(&mut sync, 101_000.0, 110.2, &legs).unwrap();
        assert!((later.drift_ms - 0.1).abs() < 1e-9, "{later:?}");
        assert!(
            (later.host_ms(later.at_ms + 10_000.0) - (later.at_ms + 10_000.0 + 110.2 + 1.0)).abs() < 1e-6
        );
    }

    #[test]
    fn a_clock_that_was_set_back_tells_nothing() {
        let mut sync = ClockSync::default();
        let back = RoundTrip { asked_ms: 50.0, host_ms: 1.0, heard_ms: 10.0 };
        assert!((0..ROUND_TRIPS).all(|_| sync.add(back).is_none()));
        assert!(estimate(&mut sync, 0.0, 3.0, &[(1.0, 1.0); ROUND_TRIPS]).is_some());
    }
}
