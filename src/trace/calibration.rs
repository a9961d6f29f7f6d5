//! How many cores there are to compute on, who had them, and how much a lane computes in a millisecond: found out instead
//! of asked for.

use super::core_time::{CoreTime, Stretch, stretches};
use super::metrics::profile;
use super::{Span, SpanKind, Trace};
use crate::workload::WorkRate;

/// The first computations of each lane that don't count: an engine makes code faster while it first runs.
const WARMING_UP: usize = 4;

/// A browser is believed how many cores there are, unless lanes that all wanted one had less than this share of so many.
const BELIEVED: f64 = 0.75;

/// A lane that computes alone and has a core for less of the time than this shows that others compute, too: then lanes
/// that compute together don't tell how many cores there are.
const UNDISTURBED: f64 = 0.9;

/// So long lanes have to want cores before it counts how many they had, ms.
const LEAST_HAD_MS: f64 = 20.0;

/// Most lanes: this share of them.
const MOST_LANES: f64 = 0.75;

/// Lanes that compute at once for this share of the time have a core each, whoever else computes.
const OFTEN: f64 = 0.1;

/// Lanes that share cores among themselves have the same number of them at any time, but for this share of it; where
/// others compute, too, it changes all the time.
const UNSTEADY: f64 = 0.3;

/// In a run that computes for less than this, lanes seem to have cores while their code is still being made faster, ms.
const LEAST_RUN_MS: f64 = 200.0;

/// What a lane is in while it wants a core.
const WANTING: [SpanKind; 2] = [SpanKind::Run, SpanKind::Preempted];

/// How many cores there are for the lanes of a run: as many as they had whenever most of them wanted one, or as many as
/// computed at once again and again, if that is more. `None` where others computed, too, as is seen of one lane `alone`, or
/// of a number that does not stay the same, or where too little was computed to tell. It differs from [`measured_cores`]
/// where cores share their parts: there lanes have a core each, and compute more slowly.
pub fn cores_had(alone: &Trace, together: &Trace) -> Option<f64> {
    let (alone, together) = (&warm(alone), &warm(together));
    let lanes = together.lanes.len() as f64;
    let had = |trace: &Trace, least_lanes: f64| {
        let time = CoreTime::while_wanted(trace, |wanting| f64::from(wanting) >= least_lanes);
        (time.wanted_ms >= LEAST_HAD_MS).then(|| 1.0 - time.missed_ms / time.wanted_ms)
    };
    had(alone, 1.0).filter(|share| *share >= UNDISTURBED)?;
    let most = (lanes * MOST_LANES).ceil();
    let on_average = had(together, most)? * lanes;
    let is_steady = share_at(together, most as u32, on_average.round() as u32) >= 1.0 - UNSTEADY;
    (is_steady || on_average >= BELIEVED * lanes).then(|| on_average.max(computing_often(together).into()))
}

/// The share of the time in which at least so many lanes of a run wanted a core that exactly `had` of them had one.
fn share_at(trace: &Trace, wanting: u32, had: u32) -> f64 {
    let wanted = || stretches(trace).filter(|stretch| stretch.wanting >= wanting);
    let all_ms: f64 = wanted().map(|stretch| stretch.ms).sum();
    let is_had = |stretch: &Stretch| stretch.wanting.saturating_sub(stretch.missing) == had;
    let had_ms: f64 = wanted().filter(is_had).map(|stretch| stretch.ms).sum();
    if all_ms > 0.0 { had_ms / all_ms } else { 0.0 }
}

/// How many cores there are, where this many were `had` so far, by what a run shows: lanes that compute at once have a
/// core each.
pub fn cores_seen(had: f64, trace: &Trace) -> f64 {
    let computed_ms: f64 = trace.running().iter().map(|(_, from_ms, to_ms)| to_ms - from_ms).sum();
    if computed_ms < LEAST_RUN_MS { had } else { had.max(computing_often(trace).into()) }
}

/// The most lanes that compute at once, for a share of [`OFTEN`] of the time in which any does.
fn computing_often(trace: &Trace) -> u32 {
    let extents: Vec<(f64, f64)> = trace.running().iter().map(|(_, from, to)| (*from, *to)).collect();
    let profile = profile(&extents);
    let ms_at = |least: u32| {
        let pairs = profile.iter().zip(profile.iter().skip(1)).filter(|(here, _)| here.1 >= least);
        pairs.map(|(here, next)| next.0 - here.0).sum::<f64>()
    };
    (1..=trace.lanes.len() as u32).rev().find(|level| ms_at(*level) > OFTEN * ms_at(1)).unwrap_or(0)
}

/// What each lane did once it was warm.
fn warm(trace: &Trace) -> Trace {
    let mut warm = Trace::default();
    warm.lanes.clone_from(&trace.lanes);
    for lane in &trace.lanes {
        warm_tasks(trace, lane.id).into_iter().flatten().for_each(|span| warm.push(*span));
    }
    warm
}

/// The spans in which a lane wanted a core, by task, once it was warm.
fn warm_tasks(trace: &Trace, lane: u32) -> Vec<Vec<&Span>> {
    let is_its = |span: &&Span| span.lane == lane && WANTING.contains(&span.kind);
    let spans: Vec<&Span> = trace.spans().iter().filter(is_its).collect();
    spans.chunk_by(|one, next| one.task == next.task).skip(WARMING_UP).map(<[_]>::to_vec).collect()
}

/// How many cores there are to compute on: as many as the browser says, unless so many were `measured` that this can't
/// be. Two are always believed: where only one is left of them, another program that has the other is far likelier than a
/// machine with one core, and has to be told of.
pub fn cores_there_are(browser_says: u32, measured: Option<f64>) -> u32 {
    match measured {
        Some(measured) if browser_says > 2 && measured < BELIEVED * f64::from(browser_says) => {
            measured.round().max(1.0) as u32
        }
        _ => browser_says,
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
        let task_ms = |task: Vec<&Span>| task.iter().map(|span| span.ms()).sum::<f64>();
        let warm: Vec<f64> = warm_tasks(trace, lane).into_iter().map(task_ms).collect();
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
        let taking_turns = taking_turns(2, |_, _| true);
        let found = measured_cores(&alone, &taking_turns).expect("enough tasks");
        assert!((found - 1.0).abs() < 1e-9, "{found}");
    }

    /// So many lanes whose tasks compute for 5 ms each and are without a core for as long, which comes second for those
    /// that are `first`, of a lane and a task.
    fn taking_turns(lanes: u32, first: impl Fn(u32, u32) -> bool) -> Trace {
        let mut trace = Trace::default();
        for lane in 0..lanes {
            trace.lanes.push(Lane::new(lane, LaneKind::Process));
            for k in 0..12u32 {
                let (task, at_ms) = (Some(lane * 12 + k), f64::from(k) * 10.0);
                let mut kinds = [SpanKind::Run, SpanKind::Preempted];
                if !first(lane, k) {
                    kinds.reverse();
                }
                for (kind, start_ms) in kinds.into_iter().zip([at_ms, at_ms + 5.0]) {
                    trace.push(Span { lane, task, kind, start_ms, end_ms: start_ms + 5.0 });
                }
            }
        }
        trace
    }

    #[test]
    fn cores_are_what_lanes_had_while_they_wanted_them() {
        let alone = trace(1, 12, 5.0);
        assert_eq!(cores_had(&alone, &taking_turns(4, |lane, _| lane < 2)), Some(2.0), "two for each core");
        // Cores that share their parts: eight lanes on eight of them take half as long again.
        assert_eq!(cores_had(&alone, &trace(8, 12, 7.5)), Some(8.0));
        assert!(measured_cores(&alone, &trace(8, 12, 7.5)).is_some_and(|cores| cores < 6.0));
        // Two lanes on two cores, one of which others have half of the time, or both now and then.
        let disturbed = taking_turns(2, |lane, k| lane == 0 || k.is_multiple_of(4));
        assert_eq!(cores_had(&alone, &disturbed), Some(2.0), "they have both often enough");
        let pushed = taking_turns(2, |lane, k| lane == 0 || !k.is_multiple_of(3));
        assert_eq!(cores_had(&alone, &pushed), None, "none, one or both of them");
        assert_eq!(cores_had(&taking_turns(1, |_, _| true), &trace(8, 12, 5.0)), None, "others computed");
        assert_eq!(cores_had(&alone, &trace(8, 1, 1.0)), None, "too little to tell");
        assert_eq!(cores_had(&Trace::default(), &Trace::default()), None);
    }

    #[test]
    fn a_run_may_show_that_there_are_more() {
        let at_once = trace(4, 24, 5.0);
        assert_eq!(cores_seen(1.2, &at_once), 4.0);
        assert_eq!(cores_seen(5.0, &at_once), 5.0);
        assert_eq!(cores_seen(1.2, &trace(4, 5, 5.0)), 1.2, "too short to show anything");
        assert_eq!(cores_seen(1.2, &taking_turns(4, |lane, _| lane < 2)), 2.0);
    }

    #[test]
    fn a_browser_is_believed_unless_it_can_t_be() {
        assert_eq!(cores_there_are(4, None), 4);
        assert_eq!(cores_there_are(4, Some(3.1)), 4, "something else computed a little");
        assert_eq!(cores_there_are(4, Some(1.94)), 2);
        assert_eq!(cores_there_are(8, Some(7.9)), 8);
        assert_eq!(cores_there_are(4, Some(0.3)), 1);
        assert_eq!(cores_there_are(2, Some(1.0)), 2, "something else has the other");
        assert_eq!(cores_there_are(1, Some(1.0)), 1);
        assert_eq!(cores_there_are(2, Some(2.2)), 2);
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
