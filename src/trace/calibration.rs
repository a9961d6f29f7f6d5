//! How many cores there are to compute on, found out instead of asked for.

use super::{SpanKind, Trace};

/// The first computations of each lane that don't count: an engine makes code faster while it first runs.
const WARMING_UP: usize = 4;

/// How many cores' worth of computing the lanes of a run get together: as many as there are lanes, if equal
/// tasks take each of them as long as they take a lane that computes `alone`; half as many, if they take twice
/// as long. 64 lanes on 8 cores find 8, or fewer where cores share their parts or others compute, too.
///
/// `None` where a lane computed too little to tell.
pub fn measured_cores(alone: &Trace, together: &Trace) -> Option<f64> {
    let lanes = together.lanes.len() as f64;
    Some(lanes * mean_run_ms(alone)? / mean_run_ms(together)?)
}

/// How long a task computes on average over all lanes, once each is warm, ms.
fn mean_run_ms(trace: &Trace) -> Option<f64> {
    let lane_mean_ms = |lane: u32| {
        let runs = trace.spans().iter().filter(|span| span.kind == SpanKind::Run && span.lane == lane);
        let warm: Vec<f64> = runs.skip(WARMING_UP).map(|span| span.ms()).collect();
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
    fn too_little_tells_nothing() {
        let enough = trace(1, 12, 5.0);
        assert_eq!(measured_cores(&enough, &trace(2, WARMING_UP, 5.0)), None);
        assert_eq!(measured_cores(&Trace::default(), &enough), None);
        assert_eq!(measured_cores(&enough, &Trace::default()), None);
    }
}
