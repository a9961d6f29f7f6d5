//! What happened: the timelines on one axis, their figures, and the verdict; and what goes with it.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::empty_state::EmptyState;
use super::figures::Figures;
use super::group::Group;
use super::history::Pinned;
use super::race::{Theirs, race};
use super::sweep::SweepAtAGlance;
use super::tables::Tables;
use super::verdict::verdict_on;
use crate::experiment::{Parts, SweepStep};
use crate::session::Session;
use crate::text;
use crate::view::common::lazy::{Part, lazily};
use crate::view::learn::{Next, Outcome, Reading};
use crate::view::setup::prediction::Predicted;
use crate::view::share::shared_result::SharedResultView;
use crate::view::timeline::axis::Axis;
use crate::view::timeline::drawing::Timeline;
use crate::view::timeline::legend::Legend;
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
    let theirs = expect_context::<Reading>().theirs();
    let content = move || {
        let groups = session.runs.all.with(|runs| Group::all(runs.iter().cloned()));
        if groups.is_empty() {
            return view! { <EmptyState/> }.into_any();
        }
        let comparison = view! { <Comparison groups compact=false parts=Parts::default() theirs/> };
        view! { {comparison} <Outcome/> <Next/> {measured_with(session)} <Tables/> }.into_any()
    };
    Ok(view! { <Predicted/> <SharedResultView/> <Pinned/> {section(content)} }.into_any())
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

/// What came of all runs, step by step where there is a sweep: the verdict, the race, and the timelines.
#[component]
pub(in crate::view) fn Comparison(
    /// All runs.
    groups: Vec<Group>,
    /// Whether space is scarce: then timelines stand for themselves.
    compact: bool,
    /// What is shown of it, beside the verdict.
    parts: Parts,
    /// What somebody published of the same experiment.
    #[prop(default = Memo::new(|_| Vec::new()))]
    theirs: Theirs,
) -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let swept = groups.first().is_some_and(|group| group.step.is_some());
    let chart = swept.then(|| view! { <SweepAtAGlance groups=groups.clone()/> });
    let replayed = groups.clone();
    let reading = parts.timeline.then_some(move || {
        let replayed = (!compact).then(|| view! { <Replay groups=replayed.clone()/> });
        view! { <div class="reading"><Legend/> <Explanation/> {replayed}</div> }.into_any()
    });
    let of_step = StepView { compared: groups.len(), compact, parts, theirs };
    let steps = groups.chunk_by(|a, b| a.step == b.step).map(<[Group]>::to_vec);
    // What explains pictures stands once for all steps, and else below what it is about.
    if !swept {
        let below = |groups| of_step.view(groups, reading.as_ref().map(|reading| reading()));
        return steps.map(below).collect_view().into_any();
    }
    if compact {
        let reading = reading.map(|reading| move || viewport.is_any_unfolded().then(&reading));
        return view! { {chart} {reading} {steps.map(|groups| of_step.fold(groups)).collect_view()} }
            .into_any();
    }
    let reading = reading.map(|reading| reading());
    view! { {chart} {reading} {steps.map(|groups| of_step.view(groups, None)).collect_view()} }.into_any()
}

/// How the runs of a step of a sweep, or all where there is none, are shown.
#[derive(Clone, Copy)]
struct StepView {
    /// So many are compared in all.
    compared: usize,
    compact: bool,
    parts: Parts,
    theirs: Theirs,
}

impl StepView {
    /// The step, with its heading.
    fn view(self, groups: Vec<Group>, below: Option<AnyView>) -> AnyView {
        let heading = groups.first().and_then(|group| group.step.as_ref()).map(SweepStep::label);
        view! {
            <div class="step">
                {heading.map(|heading| view! { <h3 class="step-heading">{heading}</h3> })}
                {self.content(groups, below)}
            </div>
        }
        .into_any()
    }

    /// The step behind its heading, until somebody asks for it: beside the chart of all, in an article, it is too much.
    fn fold(self, groups: Vec<Group>) -> Option<AnyView> {
        let viewport = expect_context::<Viewport>();
        let step = groups.first().and_then(|group| group.step.clone())?;
        let label = step.label();
        let is_open = {
            let step = step.clone();
            Memo::new(move |_| viewport.is_unfolded(&step))
        };
        let content = move || is_open.get().then(|| self.content(groups.clone(), None));
        let folded = view! {
            <div class="step folds">
                <h3 class="step-heading">
                    <button type="button" class="opener" aria-expanded=move || is_open.get().to_string()
                        on:click=move |_| viewport.fold_or_unfold(&step)>{label}</button>
                </h3>
                {content}
            </div>
        };
        Some(folded.into_any())
    }

    fn content(self, groups: Vec<Group>, below: Option<AnyView>) -> AnyView {
        let Self { compared, compact, parts, theirs } = self;
        let timelines: Vec<TimelineState> =
            groups.iter().map(|group| TimelineState::new(group.clone(), compact)).collect();
        let (answer, more) = verdict_on(groups);
        let race = (parts.timeline && !compact).then(|| race(&timelines, compared, theirs));
        view! { {answer} {race} {more} {below} {tracks(timelines, compared, compact, parts)} }.into_any()
    }
}

/// The timelines that are open on their axis, of so many that are compared in all, with their figures.
fn tracks(timelines: Vec<TimelineState>, compared: usize, compact: bool, parts: Parts) -> AnyView {
    let half = !(parts.timeline && parts.figures);
    let track = move |timeline: TimelineState| {
        let is_open = Memo::new(move |_| compact || timeline.is_open(compared));
        let drawn = move || view! { <Timeline timeline compact/> };
        let name = move || view! { <h3>{timeline.executor().label()}</h3> };
        let figures = move || {
            let group = timeline.with_group(Clone::clone);
            view! { <Figures group alone=compact/> }
        };
        move || {
            is_open.get().then(|| {
                let timeline = parts.timeline.then(drawn);
                let name = (!parts.timeline).then(name);
                let figures = parts.figures.then(figures);
                view! { <article class="track" class:half=half>{timeline}{name}{figures}</article> }
            })
        }
    };
    let any_open = {
        let timelines = timelines.clone();
        Memo::new(move |_| compact || timelines.iter().any(|timeline| timeline.is_open(compared)))
    };
    let shown = parts.timeline || parts.figures;
    let tracks = shown.then(|| timelines.iter().map(|timeline| track(*timeline)).collect_view());
    let axis = move || {
        (parts.timeline && any_open.get())
            .then(|| view! { <div class="axis-row" class:half=!parts.figures><Axis/></div> })
    };
    let selection = parts.timeline.then(|| selection(timelines));
    // The axis stays in sight as long as there is a timeline.
    view! { <div>{axis} {tracks}</div> {selection} }.into_any()
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
