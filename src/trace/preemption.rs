//! When a lane that computed had no core, found out by the lane itself.
//!
//! Slices of equal work take equal time, so that a slice which took longer than its work takes was off the core for the
//! difference. What work takes is learnt from the lane's other slices shortly before and after: of these, the quickest
//! quarter were hardly ever interrupted. Whatever makes slices slower for a while (code that is still being optimised,
//! a core that is clocked down, a memory that others use, too) makes its neighbours slow as well, and is told as what
//! it is: computing. What is shorter than [`LEAST_MS`] can't be told from noise.
//!
//! Held against the operating system's account of who had a core, what is left as computing agrees with it within a few
//! percent; `./dev bench` measures that.

use std::collections::VecDeque;

use crate::workload::Work;

/// The shortest absence that is told, ms.
pub const LEAST_MS: f64 = 0.5;

/// A slice that took less than so many times what its work takes was not interrupted, only slow.
const SLOW: f64 = 1.5;
/// Slices before it that a slice is compared with.
const BEFORE: usize = 24;
/// Slices after it that a slice is compared with, and so by how many its judgement is late.
const AFTER: usize = 8;
/// So many slices tell what work takes.
const FEW: usize = 3;
/// The shortest absence that is told of the very first slice, ms: it may be slow because its code has just been loaded.
const LEAST_AT_FIRST_MS: f64 = 2.0;

/// For so long before this moment a lane was off its core.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absence {
    /// When it ended, ms: at the end of a slice, which places it to within that slice.
    pub end_ms: f64,
    /// How long it was, ms.
    pub ms: f64,
}

/// Learns what work takes on a lane, and tells when the lane had no core.
#[derive(Debug, Default)]
pub struct PreemptionMeter {
    judged: Vec<Learnt>,
    pending: VecDeque<Slice>,
}

/// What slices of one kind took lately.
#[derive(Debug)]
struct Learnt {
    kind: u8,
    /// ms for each unit of work, the latest last.
    rates: VecDeque<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Slice {
    work: Work,
    end_ms: f64,
    ms: f64,
}

impl Slice {
    fn rate(&self) -> f64 {
        self.ms / self.work.amount as f64
    }
}

impl PreemptionMeter {
    /// Takes in a slice of so much work, and tells what one of those before it shows, now that enough is known of it.
    pub fn add(&mut self, work: Work, start_ms: f64, end_ms: f64) -> Option<Absence> {
        if work.amount > 0 {
            self.pending.push_back(Slice { work, end_ms, ms: end_ms - start_ms });
        }
        if self.pending.len() > AFTER { self.judge() } else { None }
    }

    /// What the slices show of which nothing was told yet; the lane stops computing for now.
    pub fn settle(&mut self) -> impl Iterator<Item = Absence> {
        std::iter::from_fn(|| (!self.pending.is_empty()).then(|| self.judge())).flatten()
    }

    /// Judges the first of those that were not, by what is known.
    fn judge(&mut self) -> Option<Absence> {
        let slice = self.pending.pop_front()?;
        // Most slices are shorter than any absence, and need no looking into.
        let absence = if slice.ms < LEAST_MS { None } else { self.absence(&slice) };
        self.learn(&slice);
        absence
    }

    fn absence(&self, slice: &Slice) -> Option<Absence> {
        let (rate, least_ms) = self.expected(slice.work.kind)?;
        let expected_ms = rate * slice.work.amount as f64;
        let ms = slice.ms - expected_ms;
        let is_told = ms >= least_ms && slice.ms > expected_ms * SLOW;
        is_told.then_some(Absence { end_ms: slice.end_ms, ms })
    }

    /// What a unit of this kind of work takes, by the slices before and after, and what is to be told beyond that, both
    /// ms; `None` where too little is known.
    fn expected(&self, kind: u8) -> Option<(f64, f64)> {
        let after = self.pending.iter().filter(|other| other.work.kind == kind).map(Slice::rate).collect();
        let after = undisturbed(after).filter(|(_, slices)| *slices >= FEW);
        let before = self.judged.iter().find(|learnt| learnt.kind == kind);
        let before = before.and_then(|learnt| undisturbed(learnt.rates.iter().copied().collect()));
        match (before, after) {
            (Some((before, _)), Some((after, _))) => Some((before.max(after), LEAST_MS)),
            (Some((before, slices)), None) if slices >= FEW => Some((before, LEAST_MS)),
            (None, Some((after, _))) => Some((after, LEAST_AT_FIRST_MS)),
            // Telling takes next to nothing.
            _ if kind == Work::TELLING.kind => Some((0.0, LEAST_AT_FIRST_MS)),
            _ => None,
        }
    }

    fn learn(&mut self, slice: &Slice) {
        let kind = slice.work.kind;
        let place = self.judged.iter().position(|learnt| learnt.kind == kind).unwrap_or_else(|| {
            self.judged.push(Learnt { kind, rates: VecDeque::with_capacity(BEFORE) });
            self.judged.len() - 1
        });
        let rates = &mut self.judged[place].rates;
        if rates.len() == BEFORE {
            rates.pop_front();
        }
        rates.push_back(slice.rate());
    }
}

/// The 25th percentile, and of how many: what slices take that nothing interrupted, where most were not.
fn undisturbed(mut rates: Vec<f64>) -> Option<(f64, usize)> {
    let slices = rates.len();
    let place = slices.checked_sub(1)? / 4;
    Some((*rates.select_nth_unstable_by(place, f64::total_cmp).1, slices))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a lane tells of slices that took so long, of so much work each, one right after the other.
    fn told(slices: &[(Work, f64)]) -> Vec<Absence> {
        let mut meter = PreemptionMeter::default();
        let mut now_ms = 0.0;
        let mut told = Vec::new();
        for (work, ms) in slices {
            told.extend(meter.add(*work, now_ms, now_ms + ms));
            now_ms += ms;
        }
        told.extend(meter.settle());
        told
    }

    /// Of equal work.
    fn equal(ms: &[f64]) -> Vec<Absence> {
        told(&ms.iter().map(|ms| (Work::of(1000), *ms)).collect::<Vec<_>>())
    }

    fn sum(told: &[Absence]) -> f64 {
        told.iter().map(|absence| absence.ms).sum()
    }

    #[test]
    fn what_a_slice_took_beyond_its_work_is_told_at_its_end() {
        let mut slices = vec![0.25; 60];
        slices[30] = 4.25;
        let told = equal(&slices);
        assert_eq!(told.len(), 1);
        assert!((told[0].ms - 4.0).abs() < 1e-9 && (told[0].end_ms - (30.0 * 0.25 + 4.25)).abs() < 1e-9);
    }

    #[test]
    fn code_that_gets_quicker_and_cores_that_get_slower_are_computing() {
        // An engine optimises for 30 slices, then they take a sixth.
        let quicker = [vec![3.0; 30], vec![0.5; 60]].concat();
        assert_eq!(equal(&quicker), []);
        let slower = [vec![0.5; 60], vec![1.5; 60]].concat();
        assert_eq!(equal(&slower), []);
        // The very first may have to be loaded; and from too few nothing can be learnt.
        assert_eq!(equal(&[2.0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]), []);
        assert_eq!(equal(&[9.0, 0.3]), []);
    }

    #[test]
    fn a_lane_may_lose_its_core_at_once_and_while_it_tells() {
        assert!((sum(&equal(&[9.0, 0.3, 0.3, 0.3, 0.3])) - 8.7).abs() < 1e-9);
        assert_eq!(sum(&told(&[(Work::TELLING, 4.0)])), 4.0);
        assert_eq!(told(&[(Work::TELLING, 1.0)]), []);
    }

    #[test]
    fn a_collectors_pause_and_a_clocks_step_are_too_short() {
        let mut slices = vec![0.25; 60];
        (slices[20], slices[40]) = (0.7, 0.6);
        assert_eq!(equal(&slices), []);
    }

    #[test]
    fn uneven_slices_are_told_by_their_work() {
        // Ten times the work takes ten times as long; another kind takes what it takes.
        let other = Work { kind: 1, amount: 1 };
        let uneven: Vec<(Work, f64)> = (0..90)
            .map(|n| match n % 3 {
                0 => (Work::of(1000), 0.3),
                1 => (Work::of(10_000), 3.0),
                _ => (other, 7.0),
            })
            .collect();
        assert_eq!(told(&uneven), []);
        let mut without = uneven;
        without[44] = (other, 12.0);
        assert!((sum(&told(&without)) - 5.0).abs() < 1e-9, "{:?}", told(&without));
        assert_eq!(told(&[(Work::NONE, 50.0); 40]), [], "of what says no work nothing is known");
    }

    proptest! {
        /// Eight lanes on two cores: most of the time a lane has none.
        #[test]
        fn what_is_left_is_the_computing(
            gaps in proptest::collection::vec((4..20usize, 2.0..12.0f64), 5..20),
            noise in proptest::collection::vec(0.95..1.2f64, 400),
            slice_ms in 0.1..0.4f64,
        ) {
            let mut slices: Vec<f64> = noise.iter().map(|noise| slice_ms * noise).collect();
            let mut place = 5;
            let mut away_ms = 0.0;
            for (apart, ms) in gaps {
                place += apart;
                slices[place] += ms;
                away_ms += ms;
            }
            let computed_ms: f64 = slices.iter().sum::<f64>() - sum(&equal(&slices));
            let expected_ms: f64 = slices.iter().sum::<f64>() - away_ms;
            prop_assert!((computed_ms / expected_ms - 1.0).abs() < 0.03, "{computed_ms} of {expected_ms} ms");
        }
    }
}
