//! A sweep at a glance: what was measured at each step, and what that answers.

use leptos::html::Div;
use leptos::prelude::*;

use super::group::Group;
use crate::insight::{MeasuredSweep, SweepSeries, step_value};
use crate::render::{Frame, Point, SweepChart, SweepLine};
use crate::session::Session;
use crate::text;
use crate::text::{between_sentences, milliseconds, times};
use crate::view::page::text::stressed;
use crate::view::page::width::follow_width;

/// Its height, px.
const HEIGHT: f64 = 300.0;

/// The chart of a sweep, and its answer in sentences, as soon as two steps are measured.
#[component]
pub(in crate::view) fn SweepAtAGlance(
    /// All runs.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let measured = Memo::new(move |_| {
        let cores = cores(&groups, session);
        session.runs.summary.with(|figures| MeasuredSweep::of(&groups, figures, cores))
    });
    let width = RwSignal::new(0.0);
    let room = NodeRef::<Div>::new();
    follow_width(room, width);
    let chart = move || {
        let width = width.get();
        measured.with(|sweep| sweep.as_ref().filter(|_| width > 0.0).map(|sweep| drawn(sweep, width)))
    };
    let answers = move || {
        measured.get().map(|measured| {
            let curves = measured.is_scaling().then(|| text!(sweep.curves));
            let answers = measured.series.iter().enumerate().map(|(n, series)| answer(&measured, n, series));
            view! {
                <p class="hint">{text!(sweep.medians)} {between_sentences()} {curves}</p>
                <ul class="answers">{answers.collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="sweep" hidden=move || measured.with(Option::is_none) aria-label=text!(sweep.title)>
            <div class="room" node_ref=room>{chart}</div>
            {answers}
        </section>
    }
}

/// How many cores there were, where lanes mostly computed: those that wait need none.
fn cores(groups: &[Group], session: Session) -> Option<u32> {
    let computes = |group: &Group| group.runs.iter().any(|run| run.live.with(|live| live.trace.computes()));
    session.conditions.cores().filter(|_| groups.iter().any(computes))
}

/// The chart, so wide in px.
fn drawn(sweep: &MeasuredSweep, width: f64) -> AnyView {
    let names: Vec<String> = sweep.series.iter().map(|series| series.executor.label()).collect();
    let chart = SweepChart::new(sweep, &names, Frame { width, height: HEIGHT });
    let (left, right) = chart.edges;
    let is_scaling = sweep.is_scaling();
    let levels = chart.levels.iter().map(|(y, amount)| {
        let amount = if is_scaling { times(*amount) } else { milliseconds(*amount) };
        view! {
            <line class="grid" x1=left x2=right y1=*y y2=*y/>
            <text class="label" x=left - 6.0 y=*y text-anchor="end" dominant-baseline="middle">{amount}</text>
        }
    });
    let stops = chart.stops.iter().map(|(x, name)| {
        let name = step_value(&sweep.key, name);
        view! { <text class="label" x=*x y=chart.floor + 16.0 text-anchor="middle">{name}</text> }
    });
    // Each line says at its end what it is, where there is room; the list below says it anyway.
    let names = names.into_iter().zip(&chart.names).enumerate().map(|(n, (name, y))| {
        view! { <text class=look("name series", n) x=right y=*y dominant-baseline="middle">{name}</text> }
    });
    let key = text::of(&["param", &sweep.key, "name"]);
    let cores = chart.cores.map(|x| {
        view! {
            <line class="cores" x1=x x2=x y1="0" y2=chart.floor/>
            <text class="label" x=x + 6.0 y="10">{text!(sweep.beyond)}</text>
        }
    });
    view! {
        <svg class="chart" role="img" aria-label=text!(sweep.chart, key = key) width=width height=HEIGHT>
            {levels.collect_view()}
            {stops.collect_view()}
            <text class="label" x=right y=HEIGHT - 4.0 text-anchor="end">{key.clone()}</text>
            {chart.ideal.map(|ideal| view! { <path class="ideal" d=ideal/> })}
            {chart.lines.into_iter().enumerate().map(|(n, one)| line(n, one)).collect_view()}
            {names.collect_view()}
            {cores}
        </svg>
    }
    .into_any()
}

/// What was measured of executor number `n`.
fn line(n: usize, line: SweepLine) -> AnyView {
    let runs = line.runs.iter().map(|at| view! { <circle class="run" cx=at.x cy=at.y r="2.5"/> });
    let medians = line.medians.iter().map(|at| view! { <path class="mark" d=mark(n, *at)/> });
    view! {
        <g class=look("series", n)>
            {line.fit.map(|fit| view! { <path class="fit" d=fit/> })}
            <path class="through" d=line.through/>
            {runs.collect_view()}
            {medians.collect_view()}
        </g>
    }
    .into_any()
}

/// The classes of what belongs to executor number `n`.
fn look(classes: &str, n: usize) -> String {
    format!("{classes} series-{}", n % 4)
}

/// A mark that tells one way from the next by its shape: square, circle, triangle, diamond.
fn mark(n: usize, at: Point) -> String {
    let Point { x, y } = at;
    match n % 4 {
        0 => format!("M{:.1} {:.1}h8v8h-8z", x - 4.0, y - 4.0),
        1 => format!("M{:.1} {y:.1}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", x - 4.5),
        2 => format!("M{x:.1} {:.1}l5.2 9h-10.4z", y - 6.0),
        _ => format!("M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", y - 5.5),
    }
}

/// What a way of running answers, with its mark.
fn answer(measured: &MeasuredSweep, n: usize, series: &SweepSeries) -> impl IntoView + use<> {
    let sentence = measured.answer(series).map(|answer| answer.in_words(&measured.key));
    view! {
        <li class=look("series", n)>
            <svg class="key" width="14" height="14" aria-hidden="true"><path class="mark" d=mark(n, Point { x: 7.0, y: 7.0 })/></svg>
            <strong>{series.executor.label()}</strong> " "
            {sentence.map(|sentence| stressed(&sentence))}
        </li>
    }
}
