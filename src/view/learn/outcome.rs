//! After the run of a lesson: theirs and ours side by side, and what happened.

use leptos::prelude::*;

use super::library::SCHEDULER;
use super::reading::Reading;
use crate::browser::document;
use crate::insight::{Agreement, Comparison, Row, compare_with_published};
use crate::lesson::{AtStep, Lesson, Published};
use crate::session::Session;
use crate::text;
use crate::text::{GAP, milliseconds, times};

/// What the lesson at hand came to, once it was run.
#[component]
pub(in crate::view) fn Outcome() -> impl IntoView {
    let session = expect_context::<Session>();
    let reading = expect_context::<Reading>();
    let is_over = Memo::new(move |_| session.runs.has_result());
    let ran = Memo::new(move |_| {
        reading.open.get().filter(|open| is_over.get() && reading.ran.get() == Some(*open))
    });
    move || ran.get().map(|open| view! { <Told open/> })
}

#[component]
fn Told(open: AtStep) -> impl IntoView {
    let session = expect_context::<Session>();
    let reading = expect_context::<Reading>();
    let AtStep { lesson, step } = open;
    let expected = lesson.expectation(step);
    let comparison =
        move || session.runs.summary.with(|measured| compare_with_published(&expected, measured));
    let published = lesson.published.as_ref().filter(|_| lesson.steps.first() == Some(step));
    let table = published.map(|published| {
        view! {
            <div class="theirs">
                {move || view! { <Table comparison=comparison() lesson/> }}
                <p class="hint"><Origin published/></p>
            </div>
        }
    });
    let verdict = move || {
        let agreement = comparison().agreement;
        let surprising = matches!(agreement, Agreement::Level(..) | Agreement::Differs(..));
        let once = session.runs.all.with(|runs| runs.iter().all(|run| run.experiment.repeats() == 1));
        let doubt = (surprising && once).then(|| view! { <p class="hint">{text!(lessons.once)}</p> });
        let sentence = agreement.in_words(published.is_some());
        sentence.map(|sentence| view! { <p class="agreement">{sentence}</p> {doubt} })
    };
    let next = lesson.step_after(step).map(|next| {
        let name = lesson.step_label(next);
        let go = move |_| reading.open(AtStep { lesson, step: next });
        view! { <p><button type="button" on:click=go>{text!(lessons.next, step = name)}</button></p> }
    });
    let game = lesson.leads_to_scheduler().then(|| {
        view! { <p><button type="button" on:click=|_| document::unfold(SCHEDULER)>{text!(scheduler.title)}</button></p> }
    });
    view! {
        <section class="lesson outcome" aria-labelledby="outcome">
            <header>
                <p class="kicker">{text!(lessons.open)}</p>
                <h2 id="outcome">{lesson.title()}</h2>
            </header>
            {verdict}
            <div class="columns">
                {table}
                <div>
                    <h3>{text!(lessons.after)}</h3>
                    <p>{lesson.after()}</p>
                    <h3>{text!(lessons.differ)}</h3>
                    <p>{lesson.differ()}</p>
                    {next}
                    {game}
                </div>
            </div>
        </section>
    }
}

#[component]
fn Table(comparison: Comparison, lesson: &'static Lesson) -> impl IntoView {
    let base = comparison.base.label();
    let row = |row: Row| {
        let label = row.their_seconds.map(|_| lesson.their_label(row.executor));
        let theirs = row.their_seconds.map(|seconds| format!("{seconds}\u{202f}s"));
        view! {
            <tr>
                <th scope="row">{row.executor.label()} " " <small>{label}</small></th>
                <Ratio ratio=row.theirs time=theirs absent=text!(figure.none)/>
                <Ratio ratio=row.ours time=row.our_ms.map(milliseconds) absent=text!(lessons.not_run)/>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!(lessons.result)>
            <table>
                <caption>{text!(lessons.result)} {text!(sentence.stop)} {text!(lessons.relative, base = base)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text!(lessons.executor)}</th>
                        <th scope="col">{text!(lessons.theirs)}</th>
                        <th scope="col">{text!(lessons.yours)}</th>
                    </tr>
                </thead>
                <tbody>{comparison.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Ratio(ratio: Option<f64>, time: Option<String>, absent: String) -> impl IntoView {
    let ratio = ratio.map(|ratio| text!(figure.times, ratio = times(ratio)));
    let absent = (ratio.is_none() && time.is_none()).then(|| view! { <small>{absent}</small> });
    view! { <td>{ratio}{absent} <small>{time}</small></td> }
}

/// Where the figures are from.
#[component]
fn Origin(published: &'static Published) -> impl IntoView {
    let sentence = published.origin();
    let (before, after) = sentence.split_once(GAP).unwrap_or((&sentence, ""));
    let source = match published.url {
        Some(url) => view! { <a href=url target="_blank" rel="noopener">{published.source}</a> }.into_any(),
        None => published.source.into_any(),
    };
    view! { {before.to_owned()} {source} {after.to_owned()} }
}
