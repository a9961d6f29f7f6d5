//! What happened: the timelines on one axis, their figures, and the verdict; and what goes with it.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::empty_state::EmptyState;
use super::figures::Figures;
use super::group::Group;
use super::history::Pinned;
use super::sweep::SweepAtAGlance;
use super::tables::Tables;
use super::verdict::Verdict;
use crate::experiment::Parts;
use crate::session::Session;
use crate::text;
use crate::view::learn::Outcome;
use crate::view::page::lazy::{Part, lazily};
use crate::view::setup::prediction::Predicted;
use crate::view::share::shared_result::SharedResultView;
use crate::view::timeline::axis::Axis;
use crate::view::timeline::drawing::Timeline;
use crate::view::timeline::legend::Legend;
use crate::view::timeline::overview::overview;
use crate::view::timeline::replay::Replay;
use crate::view::timeline::selection::selection;
use crate::view::timeline::state::TimelineState;
use crate::view::timeline::viewport::Viewport;

/// What happened, or, before anything has, what will be seen.
#[component]
pub(in crate::view) fn Results() -> impl IntoView {
    let session = expect_context::<Session>();
    let wanted = Memo::new(move |_| session.has_something_to_show());
    move || match wanted.get() {
        true => lazily(whole),
        false => section(|| view! { <EmptyState/> }.into_any()),
    }
}

#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn whole() -> Part {
    let session = expect_context::<Session>();
    let content = move || {
        let groups = session.runs.all.with(|runs| Group::all(runs.iter().cloned()));
        if groups.is_empty() {
            return view! { <EmptyState/> }.into_any();
        }
        let comparison = view! { <Comparison groups compact=false parts=Parts::default()/> };
        view! { {comparison} {measured_with(session)} <Tables/> }.into_any()
    };
    Ok(view! { <Predicted/> <SharedResultView/> <Pinned/> {section(content)} <Outcome/> }.into_any())
}

/// The same in an embed: its parts, as its host wants them.
#[component]
pub(in crate::view) fn CompactResults() -> impl IntoView {
    let session = expect_context::<Session>();
    let wanted = Memo::new(move |_| session.has_something_to_show());
    move || wanted.get().then(|| lazily(compact))
}

#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn compact() -> Part {
    let session = expect_context::<Session>();
    let content = move || {
        let (groups, parts) =
            (session.runs.all.with(|runs| Group::all(runs.iter().cloned())), session.setup.parts.get());
        let comparison = (!groups.is_empty()).then(|| view! { <Comparison groups compact=true parts/> });
        comparison.into_any()
    };
    Ok(view! { <SharedResultView/> {section(content)} }.into_any())
}

fn section(content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    view! {
        <section class="results" id="results" aria-labelledby="results-title" tabindex="-1">
            <h2 id="results-title" class="unseen">{text!(page.results)}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// Where the runs are made, as far as it is known.
fn measured_with(session: Session) -> impl IntoView {
    let place = move || text!(remark.place, place = session.place().in_words());
    view! { <p class="hint">{place}</p> }
}

/// The timelines, step by step where there is a sweep, each step with its verdict.
#[component]
pub(in crate::view) fn Comparison(
    /// All runs.
    groups: Vec<Group>,
    /// Whether space is scarce.
    compact: bool,
    /// What is shown of it, beside the verdict.
    parts: Parts,
) -> impl IntoView {
    let swept = groups.first().is_some_and(|group| group.step.is_some());
    let chart = swept.then(|| view! { <SweepAtAGlance groups=groups.clone()/> });
    let steps = groups.chunk_by(|a, b| a.step == b.step).map(<[Group]>::to_vec);
    let first = groups.first().map(|group| (group.executor.clone(), group.step.clone()));
    let step = move |groups: Vec<Group>| {
        let heading = groups.first().and_then(|group| group.step.clone()).map(|step| step.label());
        let timelines: Vec<TimelineState> =
            groups.iter().map(|group| TimelineState::new(group.clone(), compact)).collect();
        let tracks = groups.iter().zip(&timelines).map(|(group, timeline)| {
            let executor = &group.executor;
            // Said once, under the first strip.
            let explained = first.as_ref() == Some(&(executor.clone(), group.step.clone()));
            let timeline = parts.timeline.then(|| {
                let explanation = explained.then(|| view! { <Explanation/> });
                view! { <div class="drawn"><Timeline timeline=*timeline compact/>{explanation}</div> }
            });
            let name = (!parts.timeline).then(|| view! { <h3>{executor.label()}</h3> });
            let figures = parts.figures.then(|| view! { <Figures group=group.clone()/> });
            view! { <article class="track" class:half=!(parts.timeline && parts.figures)>{timeline}{name}{figures}</article> }
        });
        let tracks = (parts.timeline || parts.figures).then(|| tracks.collect_view());
        let axis = parts.timeline.then(|| {
            let overview = (!compact).then(|| overview(timelines.clone()));
            view! { <div class="axis-row" class:half=!parts.figures><div>{overview}<Axis/></div></div> }
        });
        let selection = parts.timeline.then(|| selection(timelines));
        view! {
            <div class="step">
                {heading.map(|heading| view! { <h3 class="step-heading">{heading}</h3> })}
                // The axis stays in sight as long as there is a timeline.
                <div>{axis} {tracks}</div>
                {selection}
                <Verdict groups=groups.clone()/>
            </div>
        }
    };
    let replayed = (parts.timeline && !compact).then(|| view! { <Replay groups=groups.clone()/> });
    let reading = parts.timeline.then(|| view! { <Legend/> });
    view! {
        {chart}
        {reading}
        {replayed}
        {steps.map(step).collect_view()}
    }
}

/// What the strip shows, until it is understood.
#[component]
fn Explanation() -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    move || {
        viewport.explaining.get().then(|| {
            view! {
                <p class="explanation">
                    {text!(strip.explained)} " "
                    <button type="button" class="plain" on:click=move |_| viewport.explaining.set(false)>
                        {text!(strip.got_it)}
                    </button>
                </p>
            }
        })
    }
}
