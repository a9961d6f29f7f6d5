//! The figures beside a timeline.

use leptos::prelude::*;

use super::dots::dots;
use super::group::Group;
use crate::experiment::Memory;
use crate::insight::Counted;
use crate::insight::lock_figures;
use crate::session::{LiveRun, RunHandle, RunState, Session};
use crate::text;
use crate::text::keys::figure;
use crate::text::{Key, bytes, count, milliseconds, times};
use crate::trace::{Figures, Latencies, Span, SpanKind};
use crate::view::timeline::viewport::present_ms;

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

fn figures(group: &Group, session: Session) -> Vec<Figure> {
    let none = || text!(figure.none);
    let all = group.figures(session);
    let run = &group.runs[group.drawn()];
    run.live.with(|live| {
        let metrics = &live.metrics;
        let is_over = matches!(live.phase, RunState::Finished | RunState::Failed(_));
        let wall = match (&all, live.trace.origin_ms()) {
            (Some(all), _) => milliseconds(all.median_ms),
            (None, Some(_)) if is_over => milliseconds(live.wall_ms),
            (None, Some(origin_ms)) => milliseconds(present_ms(live) - origin_ms),
            (None, None) => none(),
        };
        let spread = all.as_ref().filter(|all| all.measured > 1).map(|all| {
            let (min, max) = (milliseconds(all.min_ms), milliseconds(all.max_ms));
            text!(figure.spread, min = min, max = max)
        });
        let speedup = all.as_ref().and_then(|all| all.speedup);
        let interval = all
            .as_ref()
            .and_then(|all| all.speedup_interval)
            .map(|[low, high]| text!(figure.spread, min = times(low), max = times(high)));
        let efficiency = all.as_ref().and_then(Figures::efficiency);
        let ratio = |speedup: f64| text!(figure.times, ratio = times(speedup));
        let percent = |share: f64| text!(figure.percent, number = format!("{:.0}", share * 100.0));
        let is_baseline = group.executor.is_baseline();
        let mean = |mean: f64| if is_over { times(mean) } else { none() };
        let peak = |peak: u32| is_over.then(|| text!(figure.mean_note, peak = peak));
        let has_started = live.startup_ms > 0.0;
        let mut figures = vec![
            (("wall", figure::wall), wall, spread),
            (
                ("speedup", figure::speedup),
                speedup.map_or_else(none, ratio),
                if is_baseline { speedup.map(|_| text!(figure.baseline)) } else { interval },
            ),
            (("efficiency", figure::efficiency), efficiency.map_or_else(none, percent), None),
            (
                ("concurrency", figure::concurrency),
                mean(metrics.mean_concurrency),
                peak(metrics.peak_concurrency),
            ),
            (
                ("parallelism", figure::parallelism),
                mean(metrics.mean_parallelism),
                peak(metrics.peak_parallelism),
            ),
            (
                ("startup", figure::startup),
                if has_started { milliseconds(live.startup_ms) } else { none() },
                None,
            ),
        ];
        if is_over {
            figures.extend(extras(group, run, live));
        }
        figures
    })
}

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
    let lost = group.counted(live).map(|Counted { totals, together }| {
        let note = Some(text!(figure.lost_note, expected = count(totals.expected)));
        if together {
            (("lost", figure::lost), count(totals.expected.saturating_sub(totals.actual)), note)
        } else {
            (("counted", figure::counted), count(totals.actual), note)
        }
    });
    let sent = sent_per_second(live).map(|rate| {
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
    let freeze = (group.executor.memory() == Memory::Page)
        .then(|| (("stall", figure::stall), milliseconds(live.metrics.longest_page_stall_ms), None));
    [latency, lost, sent, lock, lock_wait, freeze].into_iter().flatten().collect()
}

/// How fast data came from one memory into another, bytes/s; `None` where none did.
fn sent_per_second(live: &LiveRun) -> Option<f64> {
    let sends = live.trace.spans().iter().filter(|span| span.kind == SpanKind::Send);
    let sending_ms: f64 = sends.map(Span::ms).sum();
    (live.moved_bytes > 0 && sending_ms > 0.0).then(|| live.moved_bytes as f64 / sending_ms * 1000.0)
}
