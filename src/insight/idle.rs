//! Why a lane was idle: every gap between its computations has a cause, and it was measured.

use std::collections::BTreeMap;

use crate::text;
use crate::trace::{Span, SpanKind, Trace};

/// A while in which a lane did not compute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The lane.
    pub lane: u32,
    /// When it began, ms.
    pub start_ms: f64,
    /// When it ended, ms.
    pub end_ms: f64,
    /// Why.
    pub cause: Cause,
}

/// Why a lane did not compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// It wanted the lock.
    Lock {
        /// The lane that held it when the wait began.
        held_by: Option<u32>,
        /// The lane that let it go at the end.
        freed_by: Option<u32>,
    },
    /// The operating system had given its core to something else.
    Preempted,
    /// Data was on its way between memories.
    Send,
    /// Everything on it waited for I/O or slept.
    Io,
    /// What it had to compute was in the hands of a pool.
    Handed,
    /// Its worker was being made.
    Start,
    /// It waited for a message with the next task.
    Message,
    /// There was nothing left to do.
    Done,
}

/// The gap of this lane at this moment, if it was idle then. It is looked for between the lane's computations
/// before and after only, so that a million spans cost a few looks at each.
pub fn gap_at(trace: &Trace, lane: u32, at_ms: f64) -> Option<Gap> {
    let (mut from_ms, mut to_ms) = extent(trace)?;
    for (_, start_ms, end_ms) in trace.running().iter().filter(|run| run.0 == lane) {
        if *end_ms <= at_ms {
            from_ms = from_ms.max(*end_ms);
        } else if *start_ms <= at_ms {
            return None;
        } else {
            to_ms = to_ms.min(*start_ms);
        }
    }
    let of_lane = || trace.spans().iter().filter(|span| span.lane == lane);
    let near: Vec<&Span> = of_lane().filter(|span| span.end_ms > from_ms && span.start_ms < to_ms).collect();
    let last_work_ms = of_lane().map(|span| span.end_ms).fold(f64::NEG_INFINITY, f64::max);
    let mut gaps = lane_gaps(lane, &near, from_ms, to_ms, last_work_ms);
    gaps.retain(|gap| gap.start_ms <= at_ms && at_ms < gap.end_ms);
    let mut gap = gaps.pop()?;
    let others = || trace.running().iter().filter(|run| run.0 != lane);
    gap.name_lanes(
        |at_ms| several_wanted(trace, lane, at_ms),
        |ms| others().filter(|run| run.1 <= ms).max_by(|a, b| a.1.total_cmp(&b.1)).map(|run| run.0),
        |ms| {
            others()
                .filter(|run| run.1 < ms && run.2 <= ms)
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .map(|run| run.0)
        },
    );
    Some(gap)
}

/// The gaps of every lane, from the first task's beginning to the last one's end, in order of time on
/// each lane.
pub fn gaps(trace: &Trace) -> Vec<Gap> {
    let Some((from_ms, to_ms)) = extent(trace) else { return Vec::new() };
    let mut by_lane: BTreeMap<u32, Vec<&Span>> =
        trace.lanes.iter().map(|lane| (lane.id, Vec::new())).collect();
    for span in trace.spans() {
        by_lane.entry(span.lane).or_default().push(span);
    }
    let mut runs = trace.running().to_vec();
    runs.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    let wanted = Wanted::of(trace);
    let gaps_of = |(lane, spans): (&u32, &Vec<&Span>)| {
        let last_work_ms = spans.iter().map(|span| span.end_ms).fold(f64::NEG_INFINITY, f64::max);
        let mut gaps = lane_gaps(*lane, spans, from_ms, to_ms, last_work_ms);
        for gap in &mut gaps {
            gap.name_lanes(
                |at_ms| wanted.by_several_but(*lane, at_ms),
                |ms| holder(&runs, *lane, ms),
                |ms| releaser(&runs, *lane, ms),
            );
        }
        gaps
    };
    by_lane.iter().flat_map(gaps_of).collect()
}

/// From the first task's beginning to the last one's end, ms.
fn extent(trace: &Trace) -> Option<(f64, f64)> {
    let from_ms = trace.origin_ms()?;
    Some((from_ms, trace.task_extents().iter().map(|extent| extent.1).fold(from_ms, f64::max)))
}

/// The gaps of a lane that was busy with these spans until `last_work_ms`; of a lock nobody is named yet.
fn lane_gaps(lane: u32, spans: &[&Span], from_ms: f64, to_ms: f64, last_work_ms: f64) -> Vec<Gap> {
    // How many spans of each kind hold from a moment on.
    let mut edges: Vec<(f64, usize, i32)> = Vec::with_capacity(spans.len() * 2 + 2);
    for span in spans.iter().filter(|span| span.end_ms > from_ms && span.start_ms < to_ms) {
        edges.push((span.start_ms.max(from_ms), span.kind as usize, 1));
        edges.push((span.end_ms.min(to_ms), span.kind as usize, -1));
    }
    edges.push((from_ms, 0, 0));
    edges.push((to_ms, 0, 0));
    edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));

    let mut held = [0i32; SpanKind::ALL.len()];
    let mut gaps: Vec<Gap> = Vec::new();
    for (here, next) in edges.iter().zip(edges.iter().skip(1)) {
        held[here.1] += here.2;
        let (start_ms, end_ms) = (here.0, next.0);
        let holds = |kind: SpanKind| held[kind as usize] > 0;
        if end_ms <= start_ms || holds(SpanKind::Run) {
            continue;
        }
        let cause = if holds(SpanKind::Blocked) {
            Cause::Lock { held_by: None, freed_by: None }
        } else if holds(SpanKind::Preempted) {
            Cause::Preempted
        } else if holds(SpanKind::Send) {
            Cause::Send
        } else if holds(SpanKind::Wait) {
            Cause::Io
        } else if holds(SpanKind::Ready) {
            Cause::Handed
        } else if holds(SpanKind::Start) {
            Cause::Start
        } else if start_ms >= last_work_ms {
            Cause::Done
        } else {
            Cause::Message
        };
        match gaps.last_mut() {
            Some(last) if last.end_ms == start_ms && last.cause == cause => last.end_ms = end_ms,
            _ => gaps.push(Gap { lane, start_ms, end_ms, cause }),
        }
    }
    gaps
}

/// When each lane wanted to compute, and did or had no core: in order of time.
struct Wanted(BTreeMap<u32, Vec<(f64, f64)>>);

impl Wanted {
    fn of(trace: &Trace) -> Self {
        let mut by_lane: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
        for (lane, start_ms, end_ms) in trace.running().iter().chain(trace.preempted()) {
            by_lane.entry(*lane).or_default().push((*start_ms, *end_ms));
        }
        by_lane.values_mut().for_each(|spans| spans.sort_unstable_by(|a, b| a.0.total_cmp(&b.0)));
        Self(by_lane)
    }

    /// The same as [`several_wanted`], asked often.
    fn by_several_but(&self, lane: u32, at_ms: f64) -> bool {
        let wants = |spans: &Vec<(f64, f64)>| {
            let begun = spans.partition_point(|span| span.0 <= at_ms);
            spans[..begun].last().is_some_and(|span| at_ms < span.1)
        };
        self.0.iter().filter(|(other, spans)| **other != lane && wants(spans)).nth(1).is_some()
    }
}

/// Whether several other lanes wanted to compute at this moment: then nobody can tell which of them held a lock.
fn several_wanted(trace: &Trace, lane: u32, at_ms: f64) -> bool {
    let wanted = trace.running().iter().chain(trace.preempted());
    wanted.filter(|span| span.0 != lane && span.1 <= at_ms && at_ms < span.2).nth(1).is_some()
}

impl Gap {
    /// Says who held the lock when the gap began and who let it go at its end, if it is one of a lock and that can be told.
    fn name_lanes(
        &mut self,
        several_wanted: impl Fn(f64) -> bool,
        holder: impl FnOnce(f64) -> Option<u32>,
        releaser: impl FnOnce(f64) -> Option<u32>,
    ) {
        let middle_ms = f64::midpoint(self.start_ms, self.end_ms);
        if let Cause::Lock { held_by, freed_by } = &mut self.cause
            && ![self.start_ms, middle_ms].into_iter().any(several_wanted)
        {
            *held_by = holder(self.start_ms);
            *freed_by = releaser(self.end_ms);
        }
    }
}

/// The other lane that computed at this moment, or was the last to begin before it.
fn holder(runs: &[(u32, f64, f64)], lane: u32, at_ms: f64) -> Option<u32> {
    let until = runs.partition_point(|run| run.1 <= at_ms);
    runs[..until].iter().rev().find(|run| run.0 != lane).map(|run| run.0)
}

/// The other lane that was the last to stop computing up to this moment.
fn releaser(runs: &[(u32, f64, f64)], lane: u32, at_ms: f64) -> Option<u32> {
    let until = runs.partition_point(|run| run.1 < at_ms);
    // Under one lock runs don't overlap, so that the last to begin is the last to end.
    runs[..until].iter().rev().find(|run| run.0 != lane && run.2 <= at_ms).map(|run| run.0)
}

impl Cause {
    /// Its name, whichever lanes it knows of.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lock { .. } => "lock",
            Self::Preempted => "preempted",
            Self::Send => "send",
            Self::Io => "io",
            Self::Handed => "handed",
            Self::Start => "start",
            Self::Message => "message",
            Self::Done => "done",
        }
    }
}

/// The names of all causes, in the order of tables.
pub const CAUSES: [&str; 8] = ["preempted", "io", "lock", "send", "handed", "start", "message", "done"];

text::require!(cause in CAUSES => ["cause", *cause]);

/// What a cause of this name is called.
pub fn cause_label(name: &str) -> String {
    text::of(&["cause", name])
}

/// How much of all lanes' time between the first task's beginning and the last one's end went by for each
/// of [`CAUSES`]: from 0 to 1.
pub fn idle_shares(trace: &Trace) -> [f64; CAUSES.len()] {
    let all_ms = trace.wall_ms() * trace.lanes.len() as f64;
    let mut shares = [0.0; CAUSES.len()];
    if all_ms > 0.0 {
        for gap in gaps(trace) {
            let place = CAUSES.iter().position(|name| *name == gap.cause.name());
            place.into_iter().for_each(|place| shares[place] += (gap.end_ms - gap.start_ms) / all_ms);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(drawing: &str) -> Trace {
        drawing.parse().unwrap()
    }

    fn causes(trace: &Trace) -> Vec<(u32, f64, f64, Cause)> {
        gaps(trace).iter().map(|gap| (gap.lane, gap.start_ms, gap.end_ms, gap.cause)).collect()
    }

    #[test]
    fn a_lock_says_who_held_it_and_who_let_it_go() {
        let trace = drawn(
            "
            0 run     00000.....00
            0 blocked .....00000
            1 run     .....11111
            1 blocked 11111
            ",
        );
        let lock = |lane| Cause::Lock { held_by: Some(lane), freed_by: Some(lane) };
        assert_eq!(
            causes(&trace),
            [(0, 5.0, 10.0, lock(1)), (1, 0.0, 5.0, lock(0)), (1, 10.0, 12.0, Cause::Done)]
        );
        assert!(gaps(&trace).into_iter().all(|gap| gap_at(&trace, gap.lane, gap.start_ms) == Some(gap)));
    }

    #[test]
    fn where_several_computed_nobody_knows_who_held_the_lock() {
        let trace = drawn(
            "
            0 run     0000000
            1 run     1111111
            2 blocked 22222..
            2 run     .....22
            ",
        );
        let unknown = Cause::Lock { held_by: None, freed_by: None };
        assert_eq!(causes(&trace), [(2, 0.0, 5.0, unknown)]);
        assert_eq!(gap_at(&trace, 2, 1.0).map(|gap| gap.cause), Some(unknown));
    }

    #[test]
    fn waits_messages_and_the_end_are_told_apart() {
        let trace = drawn(
            "
            0 run  0...0.111
            0 wait .000
            1 run  ..2
            ",
        );
        assert_eq!(
            causes(&trace),
            [
                (0, 1.0, 4.0, Cause::Io),
                (0, 5.0, 6.0, Cause::Message),
                (1, 0.0, 2.0, Cause::Message),
                (1, 3.0, 9.0, Cause::Done),
            ]
        );
        assert_eq!(gap_at(&trace, 0, 2.0).map(|gap| gap.cause), Some(Cause::Io));
        assert_eq!(gap_at(&trace, 0, 4.5), None);
        for gap in gaps(&trace) {
            assert_eq!(gap_at(&trace, gap.lane, f64::midpoint(gap.start_ms, gap.end_ms)), Some(gap));
        }
        // With what it computed, the lanes' time is complete.
        let busy = trace.metrics().busy_ms / 18.0;
        assert!((idle_shares(&trace).iter().sum::<f64>() + busy - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_loop_is_idle_only_while_all_its_tasks_wait() {
        let trace = drawn(
            "
            0 run   ..11..0..1
            0 wait  000000
            0 ready .......11
            ",
        );
        assert_eq!(
            causes(&trace),
            [(0, 0.0, 2.0, Cause::Io), (0, 4.0, 6.0, Cause::Io), (0, 7.0, 9.0, Cause::Handed)]
        );
    }
}
