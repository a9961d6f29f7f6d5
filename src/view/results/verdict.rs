//! The verdict in a sentence or two, and what has to be known to trust it.

use leptos::prelude::*;

use super::group::Group;
use super::marks::of_session;
use crate::experiment::Source;
use crate::insight::{Circumstances, Compared, Outcome, Remark, Sentence, Site, remarks, verdict};
use crate::session::Session;
use crate::text;
use crate::view::common::strings::stressed;

/// The verdict: its first sentence, which stands above the race, and what more there is to be said, which stands below it.
/// The room of the first is kept while there is nothing to be said yet, so that nothing moves when there is.
pub(in crate::view) fn verdict_on(groups: Vec<Group>) -> (AnyView, AnyView) {
    let session = expect_context::<Session>();
    // Changes when a run ends, not with every frame of it.
    let over = {
        let groups = groups.clone();
        Memo::new(move |_| groups.iter().filter(|group| is_over(group)).count())
    };
    let sentences = {
        let groups = groups.clone();
        Memo::new(move |_| {
            session.runs.summary.track();
            if over.get() < groups.len() {
                return Vec::new();
            }
            let outcomes: Vec<Outcome> = groups.iter().map(|group| outcome(group, session)).collect();
            verdict(&outcomes).iter().map(Sentence::in_words).collect::<Vec<String>>()
        })
    };
    let first = move || sentences.with(|sentences| sentences.first().map(|first| stressed(first)));
    let more = move || {
        let sentences = sentences.get();
        (!sentences.is_empty()).then(|| {
            let spoken = sentences[1..].iter().map(|sentence| view! { <p>{stressed(sentence)}</p> });
            view! {
                <div class="verdict more">
                    {spoken.collect_view()}
                    <ul class="remarks">
                        {remarks(&circumstances(&groups, session)).into_iter().map(remark).collect_view()}
                    </ul>
                </div>
            }
        })
    };
    let is_awaited = Memo::new(move |_| sentences.with(Vec::is_empty));
    let first = view! {
        <div class="verdict" role="group" aria-label=text!(verdict.title) class:awaited=is_awaited
            hidden=move || is_awaited.get() && !session.runs.is_busy()><p>{first}</p></div>
    };
    (first.into_any(), more.into_any())
}

fn remark(remark: Remark) -> AnyView {
    match remark.is_doubt() {
        true => view! { <li class="doubt">{remark.in_words()}</li> }.into_any(),
        false => view! { <li>{remark.in_words()}</li> }.into_any(),
    }
}

fn is_over(group: &Group) -> bool {
    group.runs.iter().all(|run| run.live.with(|live| live.phase.is_over()))
}

fn outcome(group: &Group, session: Session) -> Outcome {
    let run = untrack(|| group.drawn_run());
    let (figures, cores) = (group.figures(session), session.conditions.cores());
    run.live.with_untracked(|live| Outcome::of_run(run.of_what(), live, figures.as_ref(), cores))
}

/// What the remarks on these runs look at. Follows what was measured elsewhere, not the runs: they are over.
fn circumstances(groups: &[Group], session: Session) -> Circumstances {
    let compared: Vec<Compared> = groups.iter().map(compared).collect();
    let known = session.conditions.features.get().zip(session.conditions.cores());
    let site = known.map(|(features, cores)| Site {
        cores,
        isolated: features.isolated,
        tells_preemption: features.tells_preemption(),
        without_requests: session.conditions.source.get() == Source::Blob,
    });
    Circumstances::of(&compared, of_session(session), site)
}

fn compared(group: &Group) -> Compared {
    let first = &group.runs[0];
    let drawn = untrack(|| group.drawn_run());
    drawn.live.with_untracked(|live| Compared {
        lanes: group.executor.pool(first.workers),
        peak_parallelism: live.metrics.peak_parallelism,
        downloads: first.experiment.downloads(),
        dropped_spans: live.trace.dropped(),
        runs: group.runs.len(),
    })
}
