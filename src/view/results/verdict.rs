//! The verdict in a sentence or two, and what has to be known to trust it.

use leptos::prelude::*;

use super::group::Group;
use super::marks::{of_session, sentences as marked};
use crate::insight::{Outcome, verdict};
use crate::protocol::Source;
use crate::session::{RunState, Session};
use crate::text;
use crate::text::{Grouped, capitalised};
use crate::trace::Latencies;
use crate::view::page::text::{argument, stressed};

#[component]
pub(in crate::view) fn Verdict(
    /// What was compared.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    // Changes when a run ends, not with every frame of it.
    let over = {
        let groups = groups.clone();
        Memo::new(move |_| groups.iter().filter(|group| is_over(group)).count())
    };
    let sentences = {
        let groups = groups.clone();
        move || {
            session.summary.track();
            if over.get() < groups.len() {
                return Vec::new();
            }
            let outcomes: Vec<Outcome> = groups.iter().map(|group| outcome(group, session)).collect();
            verdict(&outcomes)
        }
    };
    move || {
        let sentences = sentences();
        (!sentences.is_empty()).then(|| {
            let spoken = sentences.into_iter().map(|sentence| {
                let (names, values): (Vec<_>, Vec<_>) =
                    sentence.arguments.iter().map(|(name, value)| (*name, argument(value))).unzip();
                let values: Vec<&dyn std::fmt::Display> = values.iter().map(|value| -> &dyn std::fmt::Display { value }).collect();
                let said = text::fill(&sentence.key, &names, &values);
                view! { <p>{stressed(&capitalised(&said))}</p> }
            });
            view! {
                <div class="verdict" role="group" aria-label=text!(verdict.title)>
                    {spoken.collect_view()}
                    <ul class="remarks">
                        {marked(of_session(session)).into_iter().map(|mark| view! { <li class="doubt">{mark}</li> }).collect_view()}
                        {remarks(&groups, session).into_iter().map(|remark| view! { <li>{remark}</li> }).collect_view()}
                    </ul>
                </div>
            }
        })
    }
}

fn is_over(group: &Group) -> bool {
    let over = |phase: &RunState| matches!(phase, RunState::Finished | RunState::Failed(_));
    group.runs.iter().all(|run| run.live.with(|live| over(&live.phase)))
}

fn outcome(group: &Group, session: Session) -> Outcome {
    let run = &group.runs[untrack(|| group.shown())];
    let lanes = group.executor.pool(run.workers);
    let summary = group.summary(session);
    // One run has no range.
    let interval = summary.as_ref().filter(|_| group.measured() > 1);
    let interval = interval.and_then(|own| session.summary.with(|all| own.speedup_range(all)));
    run.live.with_untracked(|live| {
        let wall_ms = summary.as_ref().map_or(live.wall_ms, |summary| summary.median_wall_ms);
        let outcome = Outcome::new(group.executor.clone(), lanes, &live.trace, &live.metrics, wall_ms);
        Outcome {
            speedup: summary.as_ref().and_then(|summary| summary.speedup),
            interval,
            failed: summary.is_none() && live.phase != RunState::Finished,
            latencies: Latencies::of(&run.experiment, &live.known_outputs()),
            counted: group.counted(live),
            ..outcome
        }
    })
}

/// What has to be known to trust the verdict.
fn remarks(groups: &[Group], session: Session) -> Vec<String> {
    let mut remarks = Vec::new();
    let features = session.features.get();
    let lanes = groups.iter().map(|group| group.executor.pool(group.runs[0].workers)).max().unwrap_or(1);
    let at_once = |group: &Group| {
        let run = &group.runs[untrack(|| group.shown())];
        run.live.with_untracked(|live| live.metrics.peak_parallelism > 1)
    };
    let computed_at_once = groups.iter().any(at_once);
    if let Some(features) = features {
        if lanes > features.hardware_concurrency && computed_at_once {
            remarks.push(text!(remark.oversubscribed, n = features.hardware_concurrency));
        }
        if !features.isolated && lanes > 1 {
            remarks.push(text!(remark.clock));
        }
        let fetches = session.runs.with(|runs| {
            runs.iter().any(|run| {
                run.experiment.workload.param("delay").is_some()
                    && run.experiment.workload.param("size").is_some()
            })
        });
        if fetches && features.source == Source::Blob {
            remarks.push(text!(remark.blob));
        }
    }
    let dropped: u64 = groups
        .iter()
        .map(|group| group.runs[untrack(|| group.shown())].live.with_untracked(|live| live.trace.dropped()))
        .sum();
    if dropped > 0 {
        remarks.push(text!(remark.dropped, n = Grouped(dropped)));
    }
    if groups.iter().all(|group| group.runs.len() == 1) {
        remarks.push(text!(remark.once));
    }
    remarks
}
