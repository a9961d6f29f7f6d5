//! The figures beside a timeline.

use leptos::prelude::*;

use super::dots::dots;
use super::group::Group;
use crate::experiment::Memory;
use crate::insight::{lock_figures, sent_per_second};
use crate::session::{RunHandle, Session};
use crate::text;
use crate::text::keys::figure;
use crate::text::{Key, bytes, count, milliseconds, percent, times};
use crate::trace::{Figures, Latencies, LiveRun, Trace};

/// A figure and, in smaller type, how far it can be trusted or what it is made of.
type Figure = (Kind, String, Option<String>);

/// What a figure is of: the name that the style sheet knows it by, and what it is called.
type Kind = (&'static str, Key);

#[component]
pub(in crate::view) fn Figures(
    /// The runs of one executor.
    group: Group,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = |((name, label), value, note): Figure| {
        view! {
            <div class=format!("figure {name}")>
                <dt>{label.text()}</dt>
                <dd>{value}{note.map(|note| view! { " " <small>{note}</small> })}</dd>
            </div>
        }
    };
    let runs = group.clone();
    view! {
        <div class="measured">
            <dl class="figures">{move || figures(&group, session).into_iter().map(figure).collect_view()}</dl>
            {move || dots(&runs, session)}
        </div>
    }
}

/// Follows what all runs come to, not each run while it goes on: changing words costs the page more than drawing does,
/// and takes a core from what is measured.
fn figures(group: &Group, session: Session) -> Vec<Figure> {
    let all = group.figures(session);
    let run = untrack(|| group.drawn_run().clone());
    run.live.with_untracked(|live| {
        let is_over = live.phase.is_over();
        let none = || text!(figure.none);
        let metrics = &live.metrics;
        let mean = |mean: f64| if is_over { times(mean) } else { none() };
        let peak = |peak: u32| is_over.then(|| text!(figure.mean_note, peak = peak));
        let (concurrency, most_tasks) = (mean(metrics.mean_concurrency), peak(metrics.peak_concurrency));
        let (parallelism, most_lanes) = (mean(metrics.mean_parallelism), peak(metrics.peak_parallelism));
        let startup = if live.startup_ms > 0.0 { milliseconds(live.startup_ms) } else { none() };
        let mut figures = vec![makespan(all.as_ref(), live, is_over)];
        figures.extend(comparison(all.as_ref(), is_over.then_some(&live.trace)));
        figures.push((("concurrency", figure::concurrency), concurrency, most_tasks));
        figures.push((("parallelism", figure::parallelism), parallelism, most_lanes));
        figures.push((("startup", figure::startup), startup, None));
        let memory = metrics.memory_bytes.filter(|_| is_over).map(bytes);
        figures.extend(memory.map(|memory| (("memory", figure::memory), memory, None)));
        if is_over {
            figures.extend(extras(group, &run, live));
        }
        figures
    })
}

/// How long it took: all runs that count, else this one.
fn makespan(all: Option<&Figures>, live: &LiveRun, is_over: bool) -> Figure {
    let makespan_ms = all.map(|all| all.median_ms).or_else(|| is_over.then_some(live.wall_ms));
    let spread = all.filter(|all| all.measured > 1).map(|all| {
        let (min, max) = (milliseconds(all.min_ms), milliseconds(all.max_ms));
        text!(figure.spread, min = min, max = max)
    });
    let makespan = makespan_ms.map_or_else(|| text!(figure.none), milliseconds);
    (("wall", figure::wall), makespan, spread)
}

/// How it stands to one task after the other; of a run that is over, with its trace.
fn comparison(all: Option<&Figures>, trace: Option<&Trace>) -> [Figure; 2] {
    let speedup = all.and_then(|all| all.speedup);
    let note = match all {
        Some(all) if all.executor.is_baseline() => speedup.map(|_| text!(figure.baseline)),
        _ => all
            .and_then(|all| all.speedup_interval)
            .map(|[low, high]| text!(figure.spread, min = times(low), max = times(high))),
    };
    let none = || text!(figure.none);
    let ratio = |speedup: f64| text!(figure.times, ratio = times(speedup));
    // Where waits overlap, no number of lanes is what the speedup has to be divided by.
    let overlapped = trace.is_some_and(|trace| !trace.computes());
    let efficiency = all.and_then(Figures::efficiency).filter(|_| !overlapped);
    let why = (overlapped && speedup.is_some()).then(|| text!(figure.efficiency_note));
    [
        (("speedup", figure::speedup), speedup.map_or_else(none, ratio), note),
        (("efficiency", figure::efficiency), efficiency.map_or_else(none, |share| percent(share, 0)), why),
    ]
}

/// From this share on it is told how long lanes had no core.
const WORTH_A_WORD: f64 = 0.05;

/// What only some workloads and executors have to say.
fn extras(group: &Group, run: &RunHandle, live: &LiveRun) -> Vec<Figure> {
    let experiment = &run.experiment;
    let latency = Latencies::of(experiment, &live.known_outputs()).map(|latency| {
        let (p50, max) = (milliseconds(latency.p50_ms), milliseconds(latency.max_ms));
        (
            ("latency", figure::latency),
            milliseconds(latency.p99_ms),
            Some(text!(figure.latency_note, p50 = p50, max = max)),
        )
    });
    let lost = group.counted(live).map(|counted| {
        let note = Some(text!(figure.lost_note, expected = count(counted.totals.expected)));
        match counted.together {
            true => (("lost", figure::lost), count(counted.lost()), note),
            false => (("counted", figure::counted), count(counted.totals.actual), note),
        }
    });
    let sent = sent_per_second(&live.trace, live.moved_bytes).map(|rate| {
        let note = text!(figure.sent_note, moved = bytes(live.moved_bytes));
        (("sent", figure::sent), text!(figure.rate, size = bytes(rate as u64)), Some(note))
    });
    let figures_of_lock = lock_figures(&live.trace);
    let lock = figures_of_lock.map(|lock| {
        let note = text!(figure.handovers_note, between = milliseconds(lock.between_ms));
        (("handovers", figure::handovers), count(lock.handovers.into()), Some(note))
    });
    let lock_wait = figures_of_lock.map(|lock| {
        let note = text!(figure.lock_wait_note, asked = count(lock.asked.into()));
        (("lock_wait", figure::lock_wait), milliseconds(lock.mean_wait_ms), Some(note))
    });
    let metrics = &live.metrics;
    let without = metrics.preempted_ms / (metrics.busy_ms + metrics.preempted_ms);
    let without = (without >= WORTH_A_WORD)
        .then(|| (("preempted", figure::preempted), percent(without, 0), Some(text!(figure.preempted_note))));
    let freeze = (group.executor.memory() == Memory::Page)
        .then(|| (("stall", figure::stall), milliseconds(live.metrics.longest_page_stall_ms), None));
    [latency, lost, sent, lock, lock_wait, without, freeze].into_iter().flatten().collect()
}
