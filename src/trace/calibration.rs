//! How many cores there are to compute on, who had them, and how much a lane computes in a millisecond: found out instead
//! of asked for.

use super::{Span, SpanKind, Trace};
use crate::workload::WorkRate;

/// The first computations of each lane that don't count: an engine makes code faster while it first runs.
const WARMING_UP: usize = 4;

/// In less than this a single turn of somebody else's would decide, ms.
const LEAST_WANTED_MS: f64 = 100.0;

/// What a lane is in while it wants a core.
const WANTING: [SpanKind; 2] = [SpanKind::Run, SpanKind::Preempted];

/// How long lanes wanted a core while there was one for each of them, and how much of that they had none, ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoreTime {
    wanted_ms: f64,
    missed_ms: f64,
}

impl CoreTime {
    /// What a run shows, on a machine of so many cores.
    pub fn of(trace: &Trace, cores: u32) -> Self {
        // The moments at which it changes how many lanes want a core, and how many of them have none.
        let mut edges: Vec<(f64, i32, i32)> = Vec::new();
        for (extents, missing) in [(trace.running(), 0), (trace.preempted(), 1)] {
            for (_, from_ms, to_ms) in extents {
                edges.extend([(*from_ms, 1, missing), (*to_ms, -1, -missing)]);
            }
        }
        edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut time = Self::default();
        let (mut wanting, mut missing) = (0, 0);
        for (here, next) in edges.iter().zip(edges.iter().skip(1)) {
            wanting += here.1;
            missing += here.2;
            if i64::from(wanting) <= i64::from(cores) {
                time.wanted_ms += f64::from(wanting) * (next.0 - here.0);
                time.missed_ms += f64::from(missing) * (next.0 - here.0);
            }
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

/// How many cores' worth of computing the lanes of a run get together: as many as there are lanes, if equal
/// tasks take each of them as long as they take a lane that computes `alone`; half as many, if they take twice
/// as long. 64 lanes on 8 cores find 8, or fewer where cores share their parts or others compute, too.
///
/// `None` where a lane computed too little to tell.
pub fn measured_cores(alone: &Trace, together: &Trace) -> Option<f64> {
    let lanes = together.lanes.len() as f64;
    Some(lanes * mean_run_ms(alone)? / mean_run_ms(together)?)
}

/// How much work takes a millisecond, by a lane that did so much in each of its tasks, `alone`: the mean of the middle
/// half of them, once it is warm, because a few are interrupted and coarse clocks are wrong both ways. `None` where it
/// computed too little to tell.
pub fn work_rate(alone: &Trace, each: u64) -> Option<WorkRate> {
    let spans: Vec<&Span> = alone.spans().iter().filter(|span| span.kind == SpanKind::Run).collect();
    let tasks = spans.chunk_by(|one, next| one.task == next.task).skip(WARMING_UP);
    let mut took: Vec<f64> = tasks.map(|task| task.iter().map(|span| span.ms()).sum()).collect();
    took.sort_by(f64::total_cmp);
    let aside = took.len() / 4;
    let middle = took.get(aside..took.len() - aside).filter(|middle| !middle.is_empty())?;
    WorkRate::measured(each * middle.len() as u64, middle.iter().sum())
}

/// How long a task computes on average over all lanes, once each is warm, ms.
fn mean_run_ms(trace: &Trace) -> Option<f64> {
    let lane_mean_ms = |lane: u32| {
        let is_its = |span: &&Span| span.lane == lane && WANTING.contains(&span.kind);
        let spans: Vec<&Span> = trace.spans().iter().filter(is_its).collect();
        let tasks = spans.chunk_by(|one, next| one.task == next.task);
        let task_ms = |task: &[&Span]| task.iter().map(|span| span.ms()).sum::<f64>();
        let warm: Vec<f64> = tasks.skip(WARMING_UP).map(task_ms).collect();
        (!warm.is_empty()).then(|| warm.iter().sum::<f64>() / warm.len() as f64)
    };
    let means: Option<Vec<f64>> = trace.lanes.iter().map(|lane| lane_mean_ms(lane.id)).collect();
    means.filter(|means| !means.is_empty()).map(|means| means.iter().sum::<f64>() / means.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::{Lane, LaneKind, Span};
    use super::*;

    /// So many lanes that each compute tasks of `ms`, the first ones twice as long.
    fn trace(lanes: u32, tasks: usize, ms: f64) -> Trace {
        let mut trace = Trace::default();
        for lane in 0..lanes {
            trace.lanes.push(Lane::new(lane, LaneKind::Process));
            let mut start_ms = 0.0;
            for k in 0..tasks {
                let end_ms = start_ms + if k < WARMING_UP { 2.0 * ms } else { ms };
                let task = Some(lane * tasks as u32 + k as u32);
                trace.push(Span { lane, task, kind: SpanKind::Run, start_ms, end_ms });
                start_ms = end_ms + 0.25;
            }
        }
        trace
    }

    #[test]
    fn lanes_that_slow_each_other_down_share_cores() {
        let alone = trace(1, 12, 5.0);
        for (lanes, ms, cores) in [(2, 5.0, 2.0), (2, 10.0, 1.0), (8, 10.0, 4.0), (8, 6.25, 6.4)] {
            let found = measured_cores(&alone, &trace(lanes, 12, ms)).expect("enough tasks");
            assert!((found - cores).abs() < 1e-9, "{lanes} lanes at {ms} ms: {found}");
        }
    }

    #[test]
    fn a_lane_that_waits_for_a_core_takes_as_long_as_one_that_is_slow() {
        let alone = trace(1, 12, 5.0);
        let mut taking_turns = Trace::default();
        for lane in 0..2 {
            taking_turns.lanes.push(Lane::new(lane, LaneKind::Process));
            for k in 0..12u32 {
                let (task, at_ms) = (Some(lane * 12 + k), f64::from(k) * 10.0);
                let (kind, start_ms, end_ms) = (SpanKind::Run, at_ms, at_ms + 5.0);
                taking_turns.push(Span { lane, task, kind, start_ms, end_ms });
                let (kind, start_ms, end_ms) = (SpanKind::Preempted, at_ms + 5.0, at_ms + 10.0);
                taking_turns.push(Span { lane, task, kind, start_ms, end_ms });
            }
        }
        let found = measured_cores(&alone, &taking_turns).expect("enough tasks");
        assert!((found - 1.0).abs() < 1e-9, "{found}");
    }

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

    #[test]
    fn a_millisecond_of_work_is_what_most_tasks_took() {
        let rate = |trace: &Trace| work_rate(trace, 1000).map(WorkRate::per_ms);
        let mut alone = trace(1, 12, 5.0);
        assert_eq!(rate(&alone), Some(200), "those that warm up don't count");
        // One is interrupted and nobody tells; of another it is told, and the lane computed on.
        alone.push(Span { lane: 0, task: Some(12), kind: SpanKind::Run, start_ms: 200.0, end_ms: 240.0 });
        for (kind, start_ms, end_ms) in [
            (SpanKind::Run, 240.0, 242.0),
            (SpanKind::Preempted, 242.0, 272.0),
            (SpanKind::Run, 272.0, 275.0),
        ] {
            alone.push(Span { lane: 0, task: Some(13), kind, start_ms, end_ms });
        }
        assert_eq!(rate(&alone), Some(200));
        assert_eq!(rate(&trace(1, WARMING_UP, 5.0)), None);
        assert_eq!(rate(&trace(1, WARMING_UP + 1, 5.0)), Some(200));
        assert_eq!(rate(&Trace::default()), None);
    }

    #[test]
    fn too_little_tells_nothing() {
        let enough = trace(1, 12, 5.0);
        assert_eq!(measured_cores(&enough, &trace(2, WARMING_UP, 5.0)), None);
        assert_eq!(measured_cores(&Trace::default(), &enough), None);
        assert_eq!(measured_cores(&enough, &Trace::default()), None);
    }
}
