//! The verdict in a sentence or two, and what has to be known to trust it.

use leptos::prelude::*;

use super::group::Group;
use super::marks::{of_session, sentences as marked};
use crate::insight::{Outcome, verdict};
use crate::protocol::Source;
use crate::session::{RunState, Session};
use crate::text::count;
use crate::trace::{Figures, Latencies, Spread};
use crate::view::page::text::{argument, capitalised, filled, stressed, text};

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
                let places: Vec<_> =
                    sentence.arguments.iter().map(|(name, value)| (*name, argument(value))).collect();
                view! { <p>{stressed(&capitalised(&filled(&sentence.key, &places)))}</p> }
            });
            view! {
                <div class="verdict" role="group" aria-label=text("verdict.title")>
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
    let run = &group.runs[untrack(|| group.drawn())];
    let lanes = group.executor.pool(run.workers);
    let figures = group.figures(session);
    run.live.with_untracked(|live| {
        let makespan = figures.as_ref().map_or(Spread::once(live.wall_ms), Figures::makespan);
        let outcome = Outcome::new(group.executor.clone(), lanes, &live.trace, &live.metrics, makespan);
        Outcome {
            speedup_interval: figures.as_ref().and_then(|figures| figures.speedup_interval),
            failed: figures.is_none() && live.phase != RunState::Finished,
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
        let run = &group.runs[untrack(|| group.drawn())];
        run.live.with_untracked(|live| live.metrics.peak_parallelism > 1)
    };
    let computed_at_once = groups.iter().any(at_once);
    if let Some(features) = features {
        if lanes > features.hardware_concurrency && computed_at_once {
            let cores = features.hardware_concurrency.to_string();
            remarks.push(filled("remark.oversubscribed", &[("cores", cores)]));
        }
        if !features.isolated && lanes > 1 {
            remarks.push(text("remark.clock"));
        }
        let fetches = session.runs.with(|runs| {
            runs.iter().any(|run| {
                run.experiment.workload.param("delay").is_some()
                    && run.experiment.workload.param("size").is_some()
            })
        });
        if fetches && features.source == Source::Blob {
            remarks.push(text("remark.blob"));
        }
    }
    let dropped: u64 = groups
        .iter()
        .map(|group| group.runs[untrack(|| group.drawn())].live.with_untracked(|live| live.trace.dropped()))
        .sum();
    if dropped > 0 {
        remarks.push(filled("remark.dropped", &[("n", count(dropped))]));
    }
    if groups.iter().all(|group| group.runs.len() == 1) {
        remarks.push(text("remark.once"));
    }
    remarks
}
