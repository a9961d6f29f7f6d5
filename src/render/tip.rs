//! What is said of the place that is pointed at, in the language that is shown.

use super::{Flow, Grouping, Hit, Picture, Point, Selected};
use crate::insight::{Cause, Gap, gap_at};
use crate::text;
use crate::text::milliseconds;
use crate::trace::{Lane, SpanKind, Trace};

/// What is said of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Tip {
    /// Where it is.
    pub at: Point,
    /// Whether there is more room to the left of it.
    pub leftward: bool,
    /// The kind of the span that it is about, if it is about one.
    pub kind: Option<SpanKind>,
    /// What is there.
    pub title: String,
    /// How long, and when.
    pub detail: String,
    /// How long the task waited before it began, where it is about one.
    pub waited: Option<String>,
    /// Why the lane was idle, where it was.
    pub why: Option<String>,
    /// Who let it go on, where that was another lane.
    pub flow: Option<Flow>,
}

impl Tip {
    /// Of what was hit.
    pub fn of(hit: &Hit, at: Point, picture: &Picture) -> Self {
        let trace = picture.trace;
        let leftward = at.x > picture.layout.width / 2.0;
        let by_task = picture.rows.grouping() == Grouping::Tasks;
        let (kind, [title, detail]) = match hit {
            Hit::Span(selected) => (Some(selected.span.kind), of_span(selected, picture)),
            Hit::Gap { row, from_ms, to_ms } => (None, of_gap(*row, (*from_ms, *to_ms), picture)),
            Hit::Strip { at_ms, concurrency, parallelism } => {
                let moment = text!(tip.at, time = milliseconds(*at_ms));
                (None, [text!(tip.strip, progress = concurrency, computing = parallelism), moment])
            }
        };
        let idle = match hit {
            _ if by_task => None,
            Hit::Gap { row, .. } => trace.lanes.get(*row).map(|lane| lane.id),
            Hit::Span(selected) if selected.span.kind != SpanKind::Run => Some(selected.span.lane),
            _ => None,
        };
        let task = match hit {
            Hit::Gap { row, .. } if by_task => Some(*row as u32),
            Hit::Span(selected) => selected.span.task,
            _ => None,
        };
        let waited = task.and_then(|task| {
            let waited_ms = picture.lanes.task(task)?.waited_ms(picture.scale.origin_ms)?;
            (waited_ms > 0.0).then(|| text!(tip.waited, task = task, time = milliseconds(waited_ms)))
        });
        let gap = idle.and_then(|lane| gap_at(trace, lane, picture.scale.ms(at.x)));
        let flow = gap.as_ref().and_then(|gap| flow(gap, trace));
        let why = gap.map(|gap| gap.in_words(trace, picture.levels.cores));
        Self { at, leftward, kind, title, detail, waited, why, flow }
    }
}

/// What a span is called, and how long it took and when.
fn of_span(Selected { span, place, .. }: &Selected, picture: &Picture) -> [String; 2] {
    let time = |ms: f64| milliseconds(ms - picture.scale.origin_ms);
    let task = span.task.map(|task| text!(tip.task, task = task));
    let lane = picture.trace.lane(span.lane).map(Lane::label);
    let parts: Vec<String> = task.into_iter().chain([span.kind.label()]).chain(lane).collect();
    let extent = match place {
        Some(_) => text!(tip.from_to, from = time(span.start_ms), to = time(span.end_ms)),
        None => text!(tip.open, from = time(span.start_ms)),
    };
    [parts.join(" · "), format!("{} · {extent}", milliseconds(span.ms()))]
}

/// What it is called that a row has nothing to do from one moment to another, and how long and when.
fn of_gap(row: usize, (from_ms, to_ms): (Option<f64>, Option<f64>), picture: &Picture) -> [String; 2] {
    let time = |ms: f64| milliseconds(ms - picture.scale.origin_ms);
    let (name, what) = match picture.rows.grouping() {
        Grouping::Lanes => {
            (picture.trace.lanes.get(row).map(Lane::label).unwrap_or_default(), text!(tip.idle))
        }
        Grouping::Tasks if from_ms.is_none() && to_ms.is_some() => {
            (text!(tip.task, task = row), text!(tip.not_begun))
        }
        Grouping::Tasks => (text!(tip.task, task = row), text!(tip.idle)),
    };
    let detail = match (from_ms, to_ms) {
        (Some(from), Some(to)) => {
            let extent = text!(tip.from_to, from = time(from), to = time(to));
            format!("{} · {extent}", milliseconds(to - from))
        }
        (Some(from), None) => text!(tip.open, from = time(from)),
        _ => String::new(),
    };
    [format!("{name} · {what}"), detail]
}

/// Who let this lane go on.
fn flow(gap: &Gap, trace: &Trace) -> Option<Flow> {
    let Cause::Lock { freed_by: Some(freed), .. } = gap.cause else { return None };
    let row = |id: u32| trace.lanes.iter().position(|lane| lane.id == id);
    Some(Flow { from: row(freed)?, to: row(gap.lane)?, at_ms: gap.end_ms })
}

#[cfg(test)]
mod tests {
    use super::super::{Index, Layout, Levels, Scale, Window};
    use super::*;
    use crate::text::{Texts, show};

    /// What is said of a lane's or a task's row at a moment, ms, and of the strip in its place where there is no row.
    fn tip(grouping: Grouping, row: Option<usize>, ms: f64) -> Tip {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        // Each column stands for 1 ms.
        let trace: Trace = "
            0 run     0000......
            1 blocked 1111......
            1 run     ....1111..
            1 run     .........2
        "
        .parse()
        .unwrap();
        let (mut lanes, mut rows) = (Index::new(Grouping::Lanes), Index::new(grouping));
        lanes.update(&trace);
        rows.update(&trace);
        let layout = Layout::new(400.0, 3, grouping, false);
        let scale = Scale {
            window: Window { from_ms: 0.0, to_ms: 10.0 },
            origin_ms: 0.0,
            left: layout.plot.x,
            width: layout.plot.width,
        };
        let levels = Levels::new(2, None);
        let picture = Picture {
            trace: &trace,
            lanes: &lanes,
            rows: &rows,
            now_ms: 10.0,
            scale,
            levels,
            layout: &layout,
        };
        let y = row.map_or(layout.strip.y, |row| layout.row(row).y) + 1.0;
        let at = Point { x: picture.scale.x(ms), y };
        Tip::of(&picture.hit(at).unwrap(), at, &picture)
    }

    #[test]
    fn a_span_is_named_with_its_task_and_lane_and_what_blocked_it_is_told() {
        let computing = tip(Grouping::Lanes, Some(0), 2.0);
        assert_eq!(computing.kind, Some(SpanKind::Run));
        assert!(computing.title.starts_with("task 0 · computing"), "{}", computing.title);
        assert!(computing.detail.contains(" · 0\u{202f}ms to 4.00\u{202f}ms"), "{}", computing.detail);
        assert_eq!((computing.why, computing.waited, computing.leftward), (None, None, false));
        let blocked = tip(Grouping::Lanes, Some(1), 2.0);
        assert!(blocked.why.is_some_and(|why| why.contains("waited 4.00\u{202f}ms for the lock")));
        assert_eq!(blocked.flow.map(|flow| (flow.from, flow.to)), Some((0, 1)));
    }

    #[test]
    fn a_row_with_nothing_to_do_says_why_or_since_when() {
        let idle = tip(Grouping::Lanes, Some(0), 7.0);
        assert_eq!((idle.kind, idle.leftward), (None, true));
        assert!(idle.title.ends_with("idle") && idle.why.is_some(), "{idle:?}");
        let to_come = tip(Grouping::Tasks, Some(2), 3.0);
        assert_eq!(to_come.title, "task 2 · waits to begin");
        assert!(to_come.waited.is_some_and(|waited| waited.contains("9.00\u{202f}ms")));
    }

    #[test]
    fn the_strip_tells_both_numbers() {
        assert_eq!(tip(Grouping::Lanes, None, 5.0).title, "1 in progress, 1 computing");
    }
}
