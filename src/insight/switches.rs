//! The moments at which something changes, and what holds at a moment.

use crate::trace::{SpanKind, Trace};

/// The moment after `at_ms` at which the next span of a task begins or ends; both on the trace's clock, ms.
pub fn next_switch(trace: &Trace, at_ms: f64) -> Option<f64> {
    switches(trace).filter(|ms| *ms > at_ms).reduce(f64::min)
}

/// The moment before `at_ms` at which the last span of a task began or ended; both on the trace's clock, ms.
pub fn previous_switch(trace: &Trace, at_ms: f64) -> Option<f64> {
    switches(trace).filter(|ms| *ms < at_ms).reduce(f64::max)
}

fn switches(trace: &Trace) -> impl Iterator<Item = f64> {
    let of_tasks = trace.spans().iter().filter(|span| span.task.is_some());
    of_tasks.flat_map(|span| [span.start_ms, span.end_ms])
}

/// How often this lane went over from computing one task to computing another.
pub fn task_changes(trace: &Trace, lane: u32) -> usize {
    // The spans of one lane come in the order of time.
    let runs = || trace.spans().iter().filter(|span| span.lane == lane && span.kind == SpanKind::Run);
    runs().zip(runs().skip(1)).filter(|(one, next)| one.task != next.task).count()
}

/// How many tasks are in progress at a moment, and how many lanes compute then; the moment is on the
/// trace's clock, ms.
pub fn held_at(trace: &Trace, at_ms: f64) -> (usize, usize) {
    let holds = |start_ms: f64, end_ms: f64| start_ms <= at_ms && at_ms < end_ms;
    let tasks = trace.task_extents().into_iter().filter(|(start_ms, end_ms)| holds(*start_ms, *end_ms));
    let runs =
        trace.spans().iter().filter(|span| span.kind == SpanKind::Run && holds(span.start_ms, span.end_ms));
    let mut lanes: Vec<u32> = runs.map(|span| span.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    (tasks.count(), lanes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace() -> Trace {
        "
            0 start #########
            0 run   ..........0000000000
            0 wait  ....................00000000000000000000
            1 run   ...............111111111111111
        "
        .parse()
        .unwrap()
    }

    #[test]
    fn switches_follow_each_other_both_ways() {
        let trace = trace();
        let mut forward = vec![0.0];
        while let Some(next) = next_switch(&trace, forward[forward.len() - 1]) {
            forward.push(next);
        }
        assert_eq!(forward[1..], [10.0, 15.0, 20.0, 30.0, 40.0]);
        let mut back = vec![99.0];
        while let Some(previous) = previous_switch(&trace, back[back.len() - 1]) {
            back.push(previous);
        }
        assert_eq!(back[1..], [40.0, 30.0, 20.0, 15.0, 10.0]);
    }

    #[test]
    fn turns_are_counted() {
        assert_eq!(task_changes(&trace(), 0), 0);
        let turns: Trace = "3 run 00101".parse().unwrap();
        assert_eq!(task_changes(&turns, 3), 3);
    }

    #[test]
    fn what_holds_is_counted() {
        let held = [5.0, 10.0, 16.0, 25.0, 35.0, 40.0].map(|at_ms| held_at(&trace(), at_ms));
        assert_eq!(held, [(0, 0), (1, 1), (2, 2), (2, 1), (1, 0), (0, 0)]);
    }
}
