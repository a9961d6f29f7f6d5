//! Who had the cores while lanes wanted them.

use super::Trace;

/// In less than this a single turn of somebody else's would decide, ms.
const LEAST_WANTED_MS: f64 = 100.0;

/// How long lanes wanted a core while there was one for each of them, and how much of that they had none, ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoreTime {
    pub(super) wanted_ms: f64,
    pub(super) missed_ms: f64,
}

impl CoreTime {
    /// What a run shows, on a machine of so many cores.
    pub fn of(trace: &Trace, cores: u32) -> Self {
        Self::while_wanted(trace, |wanting| wanting <= cores)
    }

    /// What a run shows of the moments at which so many lanes wanted a core.
    pub(super) fn while_wanted(trace: &Trace, counts: impl Fn(u32) -> bool) -> Self {
        let mut time = Self::default();
        for Stretch { ms, wanting, missing } in stretches(trace).filter(|stretch| counts(stretch.wanting)) {
            time.wanted_ms += f64::from(wanting) * ms;
            time.missed_ms += f64::from(missing) * ms;
        }
        time
    }

    /// The share of the time in which lanes wanted a core that they had none, though there were no more of them than
    /// cores: others had it. From 0 to 1; `None` where too little was computed to tell.
    pub fn taken(self) -> Option<f64> {
        (self.wanted_ms >= LEAST_WANTED_MS).then(|| self.missed_ms / self.wanted_ms)
    }
}

impl std::ops::AddAssign for CoreTime {
    fn add_assign(&mut self, other: Self) {
        self.wanted_ms += other.wanted_ms;
        self.missed_ms += other.missed_ms;
    }
}

/// A stretch of a run in which the same number of lanes want a core, and of them the same number have none.
pub(super) struct Stretch {
    /// How long it is, ms.
    pub(super) ms: f64,
    /// How many want a core.
    pub(super) wanting: u32,
    /// How many of them have none.
    pub(super) missing: u32,
}

/// All stretches of a run.
pub(super) fn stretches(trace: &Trace) -> impl Iterator<Item = Stretch> {
    let mut edges: Vec<(f64, i32, i32)> = Vec::new();
    for (extents, missing) in [(trace.running(), 0), (trace.preempted(), 1)] {
        for (_, from_ms, to_ms) in extents {
            edges.extend([(*from_ms, 1, missing), (*to_ms, -1, -missing)]);
        }
    }
    edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let ends: Vec<f64> = edges.iter().skip(1).map(|edge| edge.0).collect();
    let (mut wanting, mut missing) = (0i32, 0i32);
    edges.into_iter().zip(ends).map(move |(edge, end_ms)| {
        wanting += edge.1;
        missing += edge.2;
        // At one moment ends may come before beginnings.
        let count = |lanes: i32| lanes.max(0) as u32;
        Stretch { ms: end_ms - edge.0, wanting: count(wanting), missing: count(missing) }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Span, SpanKind};
    use super::*;

    #[test]
    fn what_others_took_is_missed_while_there_is_a_core_for_each() {
        // Each column stands for 20 ms.
        let mut trace = Trace::default();
        let mut lane = |lane, kind, from: u32, to: u32| {
            let (start_ms, end_ms) = (f64::from(from) * 20.0, f64::from(to) * 20.0);
            trace.push(Span { lane, task: Some(lane), kind, start_ms, end_ms });
        };
        lane(0, SpanKind::Run, 0, 3);
        lane(0, SpanKind::Preempted, 3, 5);
        lane(0, SpanKind::Run, 5, 8);
        lane(1, SpanKind::Run, 0, 8);
        lane(2, SpanKind::Run, 6, 8);
        let taken = |cores| CoreTime::of(&trace, cores).taken();
        assert_eq!(taken(4), Some(2.0 / 18.0));
        assert_eq!(taken(2), Some(2.0 / 12.0), "what comes when three want two cores is nobody else's");
        assert_eq!(taken(1), None);
        let mut both = CoreTime::of(&trace, 4);
        both += CoreTime::of(&trace, 4);
        assert_eq!(both.taken(), Some(4.0 / 36.0));
        assert_eq!(CoreTime::of(&Trace::default(), 4).taken(), None);
    }
}
