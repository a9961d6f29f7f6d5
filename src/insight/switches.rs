//! The moments at which something changes, and what holds at a moment. Moments are ms from the first task's beginning,
//! so that those of several runs compare.

use crate::trace::{SpanKind, Trace};

/// Which way somebody steps through time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what was before.
    Back,
    /// To what comes next.
    Forward,
}

impl Direction {
    /// The nearest moment this way at which a span of a task begins or ends, if there is one.
    pub fn switch(self, trace: &Trace, at_ms: f64) -> Option<f64> {
        let origin_ms = trace.origin_ms()?;
        let of_tasks = trace.spans().iter().filter(|span| span.task.is_some());
        let switches = of_tasks.flat_map(|span| [span.start_ms - origin_ms, span.end_ms - origin_ms]);
        self.nearest(switches.filter(|ms| match self {
            Self::Back => *ms < at_ms,
            Self::Forward => *ms > at_ms,
        }))
    }

    /// Of several moments that lie this way, the nearest.
    pub fn nearest(self, moments: impl Iterator<Item = f64>) -> Option<f64> {
        moments.reduce(match self {
            Self::Back => f64::max,
            Self::Forward => f64::min,
        })
    }
}

/// How many tasks are in progress at a moment, and how many lanes compute then; `None` where no task ever began.
pub fn held_at(trace: &Trace, at_ms: f64) -> Option<(usize, usize)> {
    let at_ms = at_ms + trace.origin_ms()?;
    let holds = |start_ms: f64, end_ms: f64| start_ms <= at_ms && at_ms < end_ms;
    let tasks = trace.task_extents().into_iter().filter(|(start_ms, end_ms)| holds(*start_ms, *end_ms));
    let runs =
        trace.spans().iter().filter(|span| span.kind == SpanKind::Run && holds(span.start_ms, span.end_ms));
    let mut lanes: Vec<u32> = runs.map(|span| span.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    Some((tasks.count(), lanes.len()))
}

/// How often this lane went over from computing one task to computing another.
pub fn task_changes(trace: &Trace, lane: u32) -> usize {
    // The spans of one lane come in the order of time.
    let runs = || trace.spans().iter().filter(|span| span.lane == lane && span.kind == SpanKind::Run);
    runs().zip(runs().skip(1)).filter(|(one, next)| one.task != next.task).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first task begins at 2 ms of the trace's own clock.
    fn trace() -> Trace {
        "
        0 start #
        0 run   ..00
        0 wait  ....0000
        1 run   ...111
        "
        .parse()
        .unwrap()
    }

    #[test]
    fn switches_follow_each_other_both_ways() {
        let walked = |direction: Direction, from_ms: f64| {
            let next = |at: &f64| direction.switch(&trace(), *at);
            std::iter::successors(Some(from_ms), next).skip(1).collect::<Vec<_>>()
        };
        assert_eq!(walked(Direction::Forward, -9.0), [0.0, 1.0, 2.0, 4.0, 6.0]);
        assert_eq!(walked(Direction::Back, 99.0), [6.0, 4.0, 2.0, 1.0, 0.0]);
        assert_eq!(Direction::Forward.switch(&Trace::default(), 0.0), None);
    }

    #[test]
    fn of_several_runs_the_nearest_switch_comes_first() {
        let moments = || [3.0, 1.0, 2.0].into_iter();
        assert_eq!(Direction::Forward.nearest(moments()), Some(1.0));
        assert_eq!(Direction::Back.nearest(moments()), Some(3.0));
        assert_eq!(Direction::Back.nearest(std::iter::empty()), None);
    }

    #[test]
    fn turns_are_counted() {
        assert_eq!(task_changes(&trace(), 0), 0);
        let turns: Trace = "3 run 00101".parse().unwrap();
        assert_eq!(task_changes(&turns, 3), 3);
    }

    #[test]
    fn what_holds_is_counted() {
        let held = [-1.0, 0.0, 1.5, 2.5, 4.5, 6.0].map(|at_ms| held_at(&trace(), at_ms).unwrap());
        assert_eq!(held, [(0, 0), (1, 1), (2, 2), (2, 1), (1, 0), (0, 0)]);
        assert_eq!(held_at(&"0 start ##".parse().unwrap(), 1.0), None);
    }
}
