//! Who computed while a lane had no core.

use std::collections::BTreeMap;

use super::Gap;
use crate::trace::Trace;

/// Who computed while a lane had no core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    /// These lanes, each for more than half of the time.
    Lanes(Vec<u32>),
    /// So many lanes in turns, for more than half of the time together.
    InTurns(usize),
    /// None of this run's lanes to speak of.
    Others,
}

/// Of the cores that lanes of this run did not compute on while another had none, so many were somebody else's.
const SOMEBODY_ELSES: f64 = 0.5;

/// Who computed during a gap of a lane, on a machine of so many cores. As long as this run's lanes left one of them, it is
/// others who took it, whoever of the run computed besides.
pub fn computed_meanwhile(trace: &Trace, gap: &Gap, cores: Option<u32>) -> Meanwhile {
    let mut computed: BTreeMap<u32, f64> = BTreeMap::new();
    for (lane, start_ms, end_ms) in trace.running().iter().filter(|run| run.0 != gap.lane) {
        let overlap_ms = end_ms.min(gap.end_ms) - start_ms.max(gap.start_ms);
        if overlap_ms > 0.0 {
            *computed.entry(*lane).or_default() += overlap_ms;
        }
    }
    let gap_ms = gap.end_ms - gap.start_ms;
    let all_ms: f64 = computed.values().sum();
    let left = |cores: u32| f64::from(cores) - all_ms / gap_ms;
    if cores.is_some_and(|cores| left(cores) > SOMEBODY_ELSES) {
        return Meanwhile::Others;
    }
    let half_ms = gap_ms / 2.0;
    let most: Vec<u32> = computed.iter().filter(|(_, ms)| **ms > half_ms).map(|(lane, _)| *lane).collect();
    match most.as_slice() {
        [] if all_ms > half_ms => Meanwhile::InTurns(computed.len()),
        [] => Meanwhile::Others,
        _ => Meanwhile::Lanes(most),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cause, gap_at, gaps};
    use super::*;

    fn drawn(drawing: &str) -> Trace {
        drawing.parse().unwrap()
    }

    #[test]
    fn a_lane_without_a_core_says_who_computed_meanwhile() {
        let trace = drawn(
            "
            0 run       00........00....0
            0 preempted ..00000000..0000.
            1 run       11...111111......
            2 run       ..222............
            ",
        );
        let meanwhile: Vec<_> = gaps(&trace)
            .iter()
            .filter(|gap| gap.cause == Cause::Preempted)
            .map(|gap| (gap.start_ms, [1, 2].map(|cores| computed_meanwhile(&trace, gap, Some(cores)))))
            .collect();
        let (by_lane, by_others) = (Meanwhile::Lanes(vec![1]), Meanwhile::Others);
        let twice = [by_others.clone(), by_others.clone()];
        // With a second core, the lane could have had that.
        assert_eq!(meanwhile, [(2.0, [by_lane, by_others]), (12.0, twice)]);
        let turns = drawn(
            "
            0 run       0......0
            0 preempted .000000.
            1 run       .11.....
            2 run       ...22...
            3 run       .....33.
            ",
        );
        let gap = gap_at(&turns, 0, 3.0).unwrap();
        assert_eq!(computed_meanwhile(&turns, &gap, None), Meanwhile::InTurns(3));
    }
}
