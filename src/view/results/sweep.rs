//! A sweep at a glance: what was measured at each step, and what that answers.

use leptos::html::Div;
use leptos::prelude::*;

use super::group::Group;
use crate::browser::size::SizeWatch;
use crate::experiment::ExecutorName;
use crate::insight::{amdahl, enough_workers, karp_flatt, pays_from, serial_share};
use crate::render::{Axis, Chart, Frame, Point, apart, path, room_for};
use crate::session::{RunState, Session};
use crate::text;
use crate::text::{count, milliseconds, times};
use crate::view::page::text::stressed;

/// Its height, px.
const HEIGHT: f64 = 300.0;
/// Points of a drawn curve.
const CURVE: u32 = 48;

/// One way of running, over all steps.
#[derive(Clone, PartialEq)]
struct Series {
    executor: ExecutorName,
    /// Step, as a number, and the median makespan, ms.
    medians: Vec<(f64, f64)>,
    /// Step, as a number, and a run's makespan, ms.
    runs: Vec<(f64, f64)>,
}

/// What a sweep measured.
#[derive(Clone, PartialEq)]
struct Measured {
    key: String,
    /// The steps as they are told, and as numbers: their own, or their places.
    steps: Vec<(String, f64)>,
    series: Vec<Series>,
}

impl Measured {
    /// Of a sweep whose runs are over; `None` of anything else.
    fn of(groups: &[Group], session: Session) -> Option<Self> {
        let key = groups.first()?.step.as_ref()?.key.clone();
        let mut names: Vec<String> =
            groups.iter().filter_map(|group| Some(group.step.as_ref()?.value.clone())).collect();
        names.dedup();
        let numbers: Option<Vec<f64>> = names.iter().map(|name| name.parse().ok()).collect();
        let numbers = numbers.unwrap_or_else(|| (0..names.len()).map(|place| place as f64).collect());
        let mut steps: Vec<_> = names.into_iter().zip(numbers).collect();
        steps.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut measured = Self { key, steps, series: Vec::new() };
        for group in groups {
            measured.add(group, session);
        }
        Some(measured).filter(|measured| measured.series.iter().any(|series| series.medians.len() > 1))
    }

    fn add(&mut self, group: &Group, session: Session) {
        let value = group.step.as_ref().map(|step| step.value.as_str());
        let Some(step) = self.steps.iter().find(|step| Some(step.0.as_str()) == value).map(|step| step.1)
        else {
            return;
        };
        let place = self.series.iter().position(|series| series.executor == group.executor);
        let place = place.unwrap_or_else(|| {
            self.series.push(Series {
                executor: group.executor.clone(),
                medians: Vec::new(),
                runs: Vec::new(),
            });
            self.series.len() - 1
        });
        let series = &mut self.series[place];
        series.medians.extend(group.summary(session).map(|summary| (step, summary.median_wall_ms)));
        series.medians.sort_by(|a, b| a.0.total_cmp(&b.0));
        let counts = group.runs.iter().filter(|run| !run.warmup);
        series.runs.extend(counts.filter_map(|run| {
            run.live.with(|live| (live.phase == RunState::Finished).then_some((step, live.wall_ms)))
        }));
    }

    /// Whether it is told by speedup over one worker, rather than by time.
    fn is_scaling(&self) -> bool {
        self.key == "workers" && self.series.iter().all(|series| series.alone_ms().is_some())
    }
}

impl Series {
    /// The makespan with one worker, ms.
    fn alone_ms(&self) -> Option<f64> {
        self.medians.iter().find(|(step, _)| *step == 1.0).map(|(_, ms)| *ms)
    }

    /// Numbers of workers, and how many times sooner than with one.
    fn speedups(&self) -> Vec<(u32, f64)> {
        let alone_ms = self.alone_ms().unwrap_or_default();
        self.medians.iter().map(|(step, ms)| (*step as u32, alone_ms / ms)).collect()
    }
}

/// The chart of a sweep, and its answer in sentences, as soon as two steps are measured.
#[component]
pub(in crate::view) fn SweepChart(
    /// All runs.
    groups: Vec<Group>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let measured = Memo::new(move |_| Measured::of(&groups, session));
    let width = RwSignal::new(0.0);
    let room = NodeRef::<Div>::new();
    let watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new(move |_| {
        if let Some(room) = room.get() {
            watch.set_value(SizeWatch::new(&room, move |room| {
                // The last report may come after the chart has left the page.
                let _ = width.try_set(room);
            }));
        }
    });
    let drawn = move || {
        let (measured, width) = (measured.get()?, width.get());
        (width > 0.0).then(|| view! { <Drawn measured width/> })
    };
    let answers = move || {
        measured.get().map(|measured| {
            let curves = measured.is_scaling().then(|| text!(sweep.curves));
            let answers = measured.series.iter().enumerate().map(|(n, series)| answer(&measured, n, series));
            view! {
                <p class="hint">{text!(sweep.medians)} " " {curves}</p>
                <ul class="answers">{answers.collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="sweep" hidden=move || measured.with(Option::is_none) aria-label=text!(sweep.title)>
            <div class="room" node_ref=room>{drawn}</div>
            {answers}
        </section>
    }
}

#[component]
fn Drawn(measured: Measured, width: f64) -> impl IntoView {
    let scaling = measured.is_scaling();
    let amount = |series: &Series, ms: f64| match series.alone_ms() {
        Some(alone_ms) if scaling => alone_ms / ms,
        _ => ms,
    };
    let amounts: Vec<f64> = measured
        .series
        .iter()
        .flat_map(|series| series.runs.iter().map(|run| amount(series, run.1)))
        .collect();
    let steps: Vec<f64> = measured.steps.iter().map(|step| step.1).collect();
    let frame = Frame { width, height: HEIGHT };
    let names: Vec<String> = measured.series.iter().map(|series| series.executor.label()).collect();
    let chart = Chart {
        frame,
        names: room_for(&names, frame),
        across: Axis::of_steps(&steps),
        up: Axis::of_amounts(&amounts),
    };
    let (left, right) = chart.edges();
    let floor = chart.floor();
    let written = |value: f64| if scaling { times(value) } else { milliseconds(value) };
    let levels = chart.up.ticks.iter().map(|tick| {
        let y = chart.at(steps[0], *tick).y;
        view! {
            <line class="grid" x1=left x2=right y1=y y2=y/>
            <text class="label" x=left - 6.0 y=y text-anchor="end" dominant-baseline="middle">{written(*tick)}</text>
        }
    });
    // Where steps lie closer than their labels are wide, some go without.
    let every = (steps.len() as f64 * 44.0 / (right - left).max(1.0)).ceil().max(1.0) as usize;
    let stops = measured.steps.iter().step_by(every).map(|(name, step)| {
        let name = name.parse().map_or_else(|_| text::of(&["choice", &measured.key, name]), count);
        view! { <text class="label" x=chart.at(*step, 0.0).x y=floor + 16.0 text-anchor="middle">{name}</text> }
    });
    let curve = |value: &dyn Fn(f64) -> f64| {
        let (from, to) = (steps[0], steps[steps.len() - 1]);
        let place = |n: u32| from + (to - from) * f64::from(n) / f64::from(CURVE);
        // What leaves the plot ends at its edge.
        let top = chart.up.ticks.last().copied().unwrap_or_default();
        let drawn = (0..=CURVE).map(place).take_while(|at| value(*at) <= top);
        let points: Vec<Point> = drawn.map(|at| chart.at(at, value(at))).collect();
        path(&points)
    };
    let ideal = scaling.then(|| view! { <path class="ideal" d=curve(&|workers| workers)/> });
    let lines = measured.series.iter().enumerate().map(|(n, series)| {
        let points: Vec<Point> =
            series.medians.iter().map(|(step, ms)| chart.at(*step, amount(series, *ms))).collect();
        let fit = serial_share(&series.speedups()).filter(|_| scaling);
        let fit = fit.map(|serial| view! { <path class="fit" d=curve(&|workers| amdahl(serial, workers))/> });
        let runs = series.runs.iter().map(|(step, ms)| {
            let at = chart.at(*step, amount(series, *ms));
            view! { <circle class="run" cx=at.x cy=at.y r="2.5"/> }
        });
        let medians = points.iter().map(|at| view! { <path class="mark" d=mark(n, *at)/> });
        view! {
            <g class=format!("series series-{}", n % 4)>
                {fit}
                <path class="through" d=path(&points)/>
                {runs.collect_view()}
                {medians.collect_view()}
            </g>
        }
    });
    let ends = measured.series.iter().filter_map(|series| {
        let (step, ms) = series.medians.last()?;
        Some(chart.at(*step, amount(series, *ms)))
    });
    let ends: Vec<Point> = ends.collect();
    let heights = apart(&ends.iter().map(|end| end.y).collect::<Vec<_>>());
    // Each line says at its end what it is, where there is room; the list below says it anyway.
    let named = (chart.names > 0.0 && ends.len() == names.len()).then(|| {
        let name = |(n, (name, y)): (usize, (String, f64))| {
            view! { <text class=format!("name series series-{}", n % 4) x=right y=y dominant-baseline="middle">{name}</text> }
        };
        names.into_iter().zip(heights).enumerate().map(name).collect_view()
    });
    let title = text!(sweep.chart, key = text::of(&["param", &measured.key, "name"]));
    let axis = text::of(&["param", &measured.key, "name"]);
    view! {
        <svg class="chart" role="img" aria-label=title width=width height=HEIGHT>
            {levels.collect_view()}
            {stops.collect_view()}
            <text class="label" x=right y=HEIGHT - 4.0 text-anchor="end">{axis}</text>
            {ideal}
            {lines.collect_view()}
            {named}
        </svg>
    }
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
fn answer(measured: &Measured, n: usize, series: &Series) -> impl IntoView + use<> {
    let sentence = if measured.is_scaling() && series.executor.pool(2) > 1 {
        scaling_answer(series)
    } else {
        size_answer(measured, series)
    };
    view! {
        <li class=format!("series series-{}", n % 4)>
            <svg class="key" width="14" height="14" aria-hidden="true"><path class="mark" d=mark(n, Point { x: 7.0, y: 7.0 })/></svg>
            <strong>{series.executor.label()}</strong> " "
            {sentence.map(|sentence| stressed(&sentence))}
        </li>
    }
}

fn scaling_answer(series: &Series) -> Option<String> {
    let speedups = series.speedups();
    let makespans: Vec<_> = series.medians.iter().map(|(step, ms)| (*step as u32, *ms)).collect();
    let enough = enough_workers(&makespans)?;
    let most = *speedups.last()?;
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let sentence = text!(sweep.enough, n = enough, ratio = times(most.1), most = most.0);
    let (Some(serial), Some(flatt)) = (serial_share(&speedups), karp_flatt(most)) else {
        return Some(sentence);
    };
    let law = text!(sweep.law, serial = percent(serial), flatt = percent(flatt), most = most.0);
    Some(format!("{sentence} {law}"))
}

/// From which step on it is sooner than one task after the other.
fn size_answer(measured: &Measured, series: &Series) -> Option<String> {
    let baseline = measured.series.iter().find(|series| series.executor.is_baseline())?;
    if baseline.executor == series.executor || baseline.medians.len() != series.medians.len() {
        return None;
    }
    let pairs: Vec<_> =
        series.medians.iter().zip(&baseline.medians).map(|(one, other)| (one.1, other.1)).collect();
    let key = text::of(&["param", &measured.key, "name"]);
    Some(match pays_from(&pairs) {
        Some(place) => {
            let value = measured.steps.get(place).map(|step| step.0.clone()).unwrap_or_default();
            let value = value.parse().map_or(value, count);
            text!(sweep.pays, key = key, value = value)
        }
        None => text!(sweep.never, key = key),
    })
}
