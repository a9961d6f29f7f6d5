//! What becomes of a program of the reader's own when it is put together: blocks are added, moved, made longer or shorter,
//! and dropped. Where there is no room or no such block, nothing is.

use super::Allowed;
use crate::workload::{Activity, Phases, ProgramPhase, canonical_integer};

/// The lengths that keys and buttons go through, in units of a power of ten: about a third apart, so that any is a few
/// steps away.
const LENGTHS: [u32; 6] = [10, 15, 20, 30, 50, 70];

impl Activity {
    /// How long a new block of this kind is, ms.
    pub fn usual_ms(self) -> u32 {
        match self {
            Self::Compute => 10,
            Self::Wait => 100,
            Self::Download => 50,
            Self::Locked => 5,
        }
    }
}

impl Phases {
    /// With one more block after the one at this place.
    pub fn added(&self, after: usize, activity: Activity) -> Option<Self> {
        let mut phases = self.to_vec();
        let place = (after + 1).min(phases.len());
        phases.insert(place, ProgramPhase { activity, ms: activity.usual_ms() });
        Self::new(phases)
    }

    /// Without the block at this place; the last one stays.
    pub fn without(&self, place: usize) -> Option<Self> {
        let others = self.iter().enumerate().filter(|(other, _)| *other != place);
        let others: Vec<_> = others.map(|(_, phase)| *phase).collect();
        (others.len() < self.len()).then(|| Self::new(others)).flatten()
    }

    /// With the block at one place moved to another; those between make room.
    pub fn moved(&self, from: usize, to: usize) -> Option<Self> {
        let is_move = from != to && from < self.len() && to < self.len();
        is_move.then(|| {
            let mut phases = self.to_vec();
            let moved = phases.remove(from);
            phases.insert(to, moved);
            Self::new(phases)
        })?
    }

    /// With the block at this place so long, ms; as long as may be where that is more.
    pub fn stretched(&self, place: usize, ms: u32) -> Option<Self> {
        let mut phases = self.to_vec();
        let length = &mut phases.get_mut(place)?.ms;
        let ms = ms.min(ProgramPhase::MOST_MS);
        (ms != std::mem::replace(length, ms)).then(|| Self::new(phases))?
    }
}

/// The next of the usual lengths above this one, or below, ms; 0 and [`ProgramPhase::MOST_MS`] are the last.
pub fn next_length(ms: u32, is_longer: bool) -> u32 {
    let powers = (0..4).map(|power| 10u32.pow(power));
    // Tenths of a ms are no lengths: 1.5 ms is left out.
    let lengths =
        powers.flat_map(|power| LENGTHS.map(|length| length * power)).filter(|tenths| tenths % 10 == 0);
    let lengths = [0].into_iter().chain(lengths.map(|tenths| tenths / 10)).chain([ProgramPhase::MOST_MS]);
    let mut lengths = lengths.collect::<Vec<_>>();
    lengths.dedup();
    let next = match is_longer {
        true => lengths.iter().find(|length| **length > ms),
        false => lengths.iter().rev().find(|length| **length < ms),
    };
    next.copied().unwrap_or(ms)
}

/// Reads a length that was typed, ms.
///
/// # Errors
/// What would have been allowed.
pub fn read_length(typed: &str) -> Result<u32, Allowed> {
    let most = ProgramPhase::MOST_MS;
    let ms = canonical_integer(typed.trim()).filter(|ms| *ms <= most.into());
    ms.map(|ms| ms as u32).ok_or(Allowed::Between(0, most.into()))
}

/// A length as people would have said it: of one digit up to 10 ms, and else of two, the second of which is even from
/// 20 on. In ms.
pub fn round_length(ms: f64) -> u32 {
    let ms = ms.clamp(0.0, ProgramPhase::MOST_MS.into());
    let power = 10f64.powf(ms.max(1.0).log10().floor());
    let step = match ms / power {
        _ if power < 10.0 => 1.0,
        ..2.0 => power / 10.0,
        _ => power / 5.0,
    };
    ((ms / step).round() * step) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn phases(text: &str) -> Phases {
        Phases::read(text).unwrap()
    }

    fn written(phases: Option<Phases>) -> Option<String> {
        phases.map(|phases| phases.to_string())
    }

    fn is(phases: Option<Phases>, text: &str) {
        assert_eq!(written(phases).as_deref(), Some(text));
    }

    #[test]
    fn blocks_are_added_moved_changed_and_dropped() {
        let program = phases("w100,c10,l5");
        is(program.added(2, Activity::Download), "w100,c10,l5,d50");
        is(program.added(0, Activity::Locked), "w100,l5,c10,l5");
        is(program.added(99, Activity::Wait), "w100,c10,l5,w100");
        is(program.without(1), "w100,l5");
        is(program.moved(0, 2), "c10,l5,w100");
        is(program.moved(2, 1), "w100,l5,c10");
        is(program.stretched(1, 30), "w100,c30,l5");
        is(program.stretched(1, 99_999), "w100,c10000,l5");
    }

    #[test]
    fn where_nothing_changes_nothing_is_done() {
        let program = phases("w100,c10");
        for unchanged in [
            program.without(2),
            program.moved(0, 0),
            program.moved(0, 2),
            program.moved(2, 0),
            program.stretched(1, 10),
            program.stretched(2, 10),
            phases("c1").without(0),
            phases(&["c1"; 16].join(",")).added(3, Activity::Compute),
        ] {
            assert_eq!(unchanged, None);
        }
    }

    #[test]
    fn lengths_are_a_few_steps_apart() {
        let up: Vec<u32> =
            std::iter::successors(Some(0), |ms| Some(next_length(*ms, true))).take(22).collect();
        assert_eq!(
            up,
            [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000]
        );
        assert_eq!((next_length(7000, true), next_length(10_000, true)), (10_000, 10_000));
        assert_eq!((next_length(12, false), next_length(1, false), next_length(0, false)), (10, 0, 0));
    }

    #[test]
    fn lengths_are_typed_in_whole_ms() {
        assert_eq!(
            (read_length(" 25 "), read_length("10000"), read_length("0")),
            (Ok(25), Ok(10_000), Ok(0))
        );
        for typed in ["", "10001", "-1", "2.5", "1e3", "01"] {
            assert_eq!(read_length(typed), Err(Allowed::Between(0, 10_000)), "{typed:?}");
        }
    }

    #[test]
    fn what_is_dragged_comes_in_round_lengths() {
        for (ms, round) in [
            (-5.0, 0),
            (0.4, 0),
            (7.3, 7),
            (10.4, 10),
            (12.6, 13),
            (47.0, 48),
            (113.0, 110),
            (333.0, 340),
            (1234.0, 1200),
            (99_999.0, 10_000),
        ] {
            assert_eq!(round_length(ms), round, "{ms} ms");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_program_stays_one(
            edits in proptest::collection::vec((0..4u8, 0..18usize, 0..18usize, 0..12_000u32, select(Activity::ALL.to_vec())), 0..60),
        ) {
            let mut program = Phases::default();
            for (kind, place, other, ms, activity) in edits {
                let edited = match kind {
                    0 => program.added(place, activity),
                    1 => program.without(place),
                    2 => program.moved(place, other),
                    _ => program.stretched(place, ms),
                };
                program = edited.unwrap_or(program);
                prop_assert_eq!(Phases::read(&program.to_string()), Ok(program.clone()));
            }
        }
    }
}
