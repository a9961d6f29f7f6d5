//! The charts of a sweep: one of all ways of running, or a small one for each.

use leptos::prelude::*;

use crate::insight::{MeasuredSweep, step_value};
use crate::render::{Frame, Point, SweepChart, SweepLine, columns, text_width};
use crate::text;
use crate::text::{milliseconds, times};

/// The height of a chart alone, px.
const HEIGHT: f64 = 300.0;
/// It is no wider than this, px.
const WIDEST: f64 = 768.0;
/// The height of one chart of several, px.
const SMALL_HEIGHT: f64 = 180.0;

/// From a line to what is said of it, px.
const TO_LABEL: f64 = 6.0;

/// All ways of running in one chart, in so much room, px.
pub(super) fn one_chart(sweep: &MeasuredSweep, room: f64) -> AnyView {
    let names: Vec<String> = sweep.series.iter().map(|series| series.executor.label()).collect();
    let frame = Frame { width: room.min(WIDEST), height: HEIGHT };
    let chart = SweepChart::new(sweep, &names, frame);
    // Each line says at its end what it is, where there is room; the list below says it anyway.
    let names = names.into_iter().zip(&chart.names).enumerate().map(|(n, (name, y))| {
        view! {
            <text class=look("name series", n) x=chart.edges.1 y=*y dominant-baseline="middle">{name}</text>
        }
    });
    let names = names.collect_view();
    let lines = chart.lines.iter().enumerate().map(|(n, one)| line(n, one)).collect_view();
    let label = text!(sweep.chart, key = swept(sweep));
    plot(sweep, &chart, frame, label, view! { {lines} {names} }.into_any())
}

/// A chart for each way of running, on the same scales, with the others' lines behind it, in so much room, px. Under each
/// stands what it answers.
pub(super) fn multiples(sweep: &MeasuredSweep, room: f64, answers: Vec<AnyView>) -> AnyView {
    let (across, width) = columns(room, sweep.series.len());
    let frame = Frame { width, height: SMALL_HEIGHT };
    let chart = SweepChart::new(sweep, &[], frame);
    let figures = sweep.series.iter().zip(answers).enumerate().map(|(n, (series, answer))| {
        let others = chart.lines.iter().enumerate().filter(|(other, _)| *other != n);
        let others = others.map(|(_, other)| view! { <path class="other" d=other.through.clone()/> });
        let lines = view! { {others.collect_view()} {line(n, &chart.lines[n])} };
        let label = text!(sweep.chart_of, executor = series.executor.label(), key = swept(sweep));
        view! {
            <figure>
                {plot(sweep, &chart, frame, label, lines.into_any())}
                <figcaption class=look("series", n)>{answer}</figcaption>
            </figure>
        }
    });
    let figures = figures.collect_view();
    view! { <div class="multiples" style:--across=across.to_string()>{figures}</div> }.into_any()
}

/// What is swept, in the language that is shown.
fn swept(sweep: &MeasuredSweep) -> String {
    text::of(&["param", &sweep.key, "name"])
}

/// The plot that lines are drawn on.
fn plot(sweep: &MeasuredSweep, chart: &SweepChart, frame: Frame, label: String, lines: AnyView) -> AnyView {
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
    let cores = chart.cores.map(|x| {
        let beyond =
            Some(text!(sweep.beyond)).filter(|label| x + TO_LABEL + text_width(label) <= frame.width);
        view! {
            <line class="cores" x1=x x2=x y1="0" y2=chart.floor/>
            {beyond.map(|label| view! { <text class="label" x=x + TO_LABEL y="10">{label}</text> })}
        }
    });
    view! {
        <svg class="chart" role="img" aria-label=label width=frame.width height=frame.height>
            {levels.collect_view()}
            {stops.collect_view()}
            <text class="label" x=right y=frame.height - 4.0 text-anchor="end">{swept(sweep)}</text>
            {chart.ideal.clone().map(|ideal| view! { <path class="ideal" d=ideal/> })}
            {lines}
            {cores}
        </svg>
    }
    .into_any()
}

/// What was measured of executor number `n`.
fn line(n: usize, line: &SweepLine) -> AnyView {
    let runs = line.runs.iter().map(|at| view! { <circle class="run" cx=at.x cy=at.y r="2.5"/> });
    let medians = line.medians.iter().map(|at| view! { <path class="mark" d=mark(n, *at)/> });
    view! {
        <g class=look("series", n)>
            {line.fit.clone().map(|fit| view! { <path class="fit" d=fit/> })}
            <path class="through" d=line.through.clone()/>
            {runs.collect_view()}
            {medians.collect_view()}
        </g>
    }
    .into_any()
}

/// The classes of what belongs to executor number `n`.
pub(super) fn look(classes: &str, n: usize) -> String {
    format!("{classes} series-{}", n % 4)
}

/// The mark of executor number `n`, to stand before its name.
pub(super) fn key(n: usize) -> AnyView {
    view! {
        <svg class="key" width="14" height="14" aria-hidden="true">
            <path class="mark" d=mark(n, Point { x: 7.0, y: 7.0 })/>
        </svg>
    }
    .into_any()
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
