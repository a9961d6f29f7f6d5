//! What is said of the place that is pointed at.

use leptos::prelude::*;

use crate::insight::{Cause, Gap, gap_at};
use crate::render::{Flow, Grouping, Hit, Picture, Point, Selected};
use crate::text;
use crate::text::milliseconds;
use crate::trace::{Lane, LiveRun, SpanKind};

/// What is said of a place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::view) struct Tip {
    at: Point,
    /// Whether there is more room to the left of it.
    leftward: bool,
    kind: Option<SpanKind>,
    title: String,
    detail: String,
    /// How long the task waited before it began, where it is about one.
    waited: Option<String>,
    /// Why the lane was idle, where it was.
    why: Option<String>,
    /// Who let it go on, where that was another lane.
    pub(in crate::view) flow: Option<Flow>,
}

impl Tip {
    /// Of what was hit.
    pub(in crate::view) fn of(hit: &Hit, at: Point, picture: &Picture, live: &LiveRun) -> Self {
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
            Hit::Gap { row, .. } => live.trace.lanes.get(*row).map(|lane| lane.id),
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
        let gap = idle.and_then(|lane| gap_at(&live.trace, lane, picture.scale.ms(at.x)));
        let flow = gap.as_ref().and_then(|gap| flow(gap, live));
        Self {
            at,
            leftward,
            kind,
            title,
            detail,
            waited,
            why: gap.map(|gap| gap.in_words(&live.trace)),
            flow,
        }
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
fn flow(gap: &Gap, live: &LiveRun) -> Option<Flow> {
    let Cause::Lock { freed_by: Some(freed), .. } = gap.cause else { return None };
    let row = |id: u32| live.trace.lanes.iter().position(|lane| lane.id == id);
    Some(Flow { from: row(freed)?, to: row(gap.lane)?, at_ms: gap.end_ms })
}

/// The tip of a timeline, near the place it is about.
#[component]
pub(in crate::view) fn TipView(
    /// What to say.
    tip: RwSignal<Option<Tip>>,
) -> impl IntoView {
    let shown = move || {
        tip.get().map(|tip| {
            let swatch = tip.kind.map(|kind| view! { <i class=format!("swatch {}", kind.name())></i> });
            view! {
                <div class="tip" class:leftward=tip.leftward
                    style:left=format!("{}px", tip.at.x) style:top=format!("{}px", tip.at.y)>
                    <p>{swatch}{tip.title}</p>
                    <p class="detail">{tip.detail}</p>
                    {[tip.waited, tip.why].into_iter().flatten().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
            }
        })
    };
    view! { <div class="tip-holder" role="status">{shown}</div> }
}
