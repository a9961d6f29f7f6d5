//! A sweep at a glance: what was measured at each step, and what that answers.

use leptos::html::Div;
use leptos::prelude::*;

use super::group::Group;
use super::sweep_chart::{key, look, multiples, one_chart};
use crate::insight::{MeasuredSweep, SweepSeries};
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::sentences;
use crate::view::common::strings::stressed;
use crate::view::common::width::follow_width;

/// So many ways of running are told apart in one chart; more have one each.
const TOGETHER: usize = 2;

/// The chart of a sweep, and its answer in sentences, as soon as two steps are measured.
#[component]
pub(in crate::view) fn SweepAtAGlance(
    /// All runs.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let measured = Memo::new(move |_| {
        let cores = session.conditions.cores();
        let computes = |run: &RunHandle| run.live.with(|live| live.trace.computes());
        session.runs.summary.with(|figures| MeasuredSweep::of(&groups, figures, cores, computes))
    });
    let width = RwSignal::new(0.0);
    let room = NodeRef::<Div>::new();
    follow_width(room, width);
    let charts = move || {
        let width = width.get();
        let drawn = |sweep: &MeasuredSweep| {
            let answers = sweep.series.iter().enumerate().map(|(n, series)| answer(sweep, n, series));
            if sweep.series.len() > TOGETHER {
                return multiples(sweep, width, answers.collect());
            }
            let answers =
                answers.enumerate().map(|(n, answer)| view! { <li class=look("series", n)>{answer}</li> });
            view! { {one_chart(sweep, width)} <ul class="answers">{answers.collect_view()}</ul> }.into_any()
        };
        measured.with(|sweep| sweep.as_ref().filter(|_| width > 0.0).map(drawn))
    };
    let explained = move || {
        let (is_scaling, takes_turns) = measured
            .with(|sweep| sweep.as_ref().map(|sweep| (sweep.is_scaling(), sweep.outnumbers_cores())))?;
        let curves = is_scaling.then(|| text!(sweep.curves));
        let turns = takes_turns.then(|| text!(sweep.turns));
        let explained = [Some(text!(sweep.medians)), curves, turns].into_iter().flatten().collect::<Vec<_>>();
        Some(view! { <p class="hint">{sentences(&explained)}</p> })
    };
    view! {
        <section class="sweep" hidden=move || measured.with(Option::is_none) aria-label=text!(sweep.title)>
            <div node_ref=room>{charts}</div>
            {explained}
        </section>
    }
}

/// What a way of running answers, with its mark.
fn answer(measured: &MeasuredSweep, n: usize, series: &SweepSeries) -> AnyView {
    let sentence = measured.answer(series).map(|answer| answer.in_words(&measured.key));
    view! {
        {key(n)} <strong>{series.executor.label()}</strong> " "
        {sentence.map(|sentence| stressed(&sentence))}
    }
    .into_any()
}
