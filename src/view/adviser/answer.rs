//! The answer, and why.

use leptos::prelude::*;

use crate::advice::{Advice, Agreement, Description, RuleOfThumb, Turning, Way, python, rust};
use crate::experiment::Experiment;
use crate::insight::mark_sentences;
use crate::render::BarScale;
use crate::session::Session;
use crate::text;
use crate::text::{bytes, milliseconds, times};
use crate::view::results::marks::of_session;

/// The answer of the last start, if it gave one.
pub(super) fn answer(session: Session) -> impl IntoView {
    let is_stale = move |asked: &Experiment| {
        let asked = asked.clone();
        Memo::new(move |_| session.setup.experiment.with(|now| now.values != asked.values))
    };
    move || {
        let (asked, description, advice) = session.advice()?;
        let stale = is_stale(&asked);
        let picked = advice.picked();
        let sentences = advice.in_words().into_iter().map(|said| view! { <p>{said}</p> });
        let doubts = mark_sentences(untrack(|| of_session(session))).into_iter();
        let doubts = doubts.map(|doubt| view! { <p class="doubt">{doubt}</p> });
        let turnings = untrack(|| session.turnings(&asked, &advice));
        Some(view! {
            <div class="answer" class:stale=stale>
                <p class="hint" hidden=move || !stale.get()>{text!(adviser.stale)}</p>
                <h3 class="unseen">{text!(adviser.answer)}</h3>
                <p class="pick" role="status">
                    <strong>{picked.executor.label()}</strong> " " <span>{picked.in_python()}</span>
                </p>
                <div class="reasons">{sentences.collect_view()}{doubts.collect_view()}</div>
                {measured(&advice)}
                <div class="beyond">
                    {rule(&advice, &description)}
                    {changes(&turnings)}
                </div>
                {code(&asked, picked)}
            </div>
        })
    }
}

/// A bar is drawn up to so many times the length of the best.
const MOST_TIMES: f64 = 4.0;

/// What was measured of each way.
fn measured(advice: &Advice) -> AnyView {
    let scale = BarScale::of(advice.ways.iter().map(|way| way.makespan.median))
        .cut_at(MOST_TIMES * advice.ways[advice.best].makespan.median);
    let row = |(place, way): (usize, &Way)| {
        let share = scale.share(way.makespan.median) * 100.0;
        let is_cut = scale.is_cut(way.makespan.median);
        let beside = text!(figure.times, ratio = times(way.times));
        let memory = way.memory_bytes.map_or_else(|| text!(figure.none), bytes);
        view! {
            <tr class:picked=place == advice.pick data-fit=way.fit.name()>
                <th scope="row">{way.executor.label()} " " <small>{way.executor.python()}</small></th>
                <td class="took"><i class:cut=is_cut style:width=format!("{share}%") aria-hidden="true"></i>
                    <span>{milliseconds(way.makespan.median)}</span></td>
                <td>{beside}</td>
                <td>{way.makespan.measured}</td>
                <td>{milliseconds(way.startup_ms)}</td>
                <td>{memory}</td>
            </tr>
        }
    };
    let heads = [
        text!(adviser.way),
        text!(adviser.makespan),
        text!(adviser.beside),
        text!(adviser.runs),
        text!(adviser.startup),
        text!(adviser.memory),
    ];
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!(adviser.measured)>
            <table>
                <thead><tr>{heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                <tbody>{advice.ways.iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The rule of thumb beside the answer.
fn rule(advice: &Advice, description: &Description) -> AnyView {
    let rule = RuleOfThumb::of(description);
    let agreement = rule.agreement_with(advice, description);
    let said = [rule.in_words(description)].into_iter().chain(agreement.in_words());
    let said = said.map(|said| view! { <p>{said}</p> }).collect_view();
    view! { <div class="rule" class:agrees=agreement == Agreement::Same><h4>{text!(adviser.rule.title)}</h4>{said}</div> }
        .into_any()
}

/// What would change the answer.
fn changes(turnings: &[Turning]) -> AnyView {
    let each = turnings.iter().map(|turning| view! { <li>{turning.in_words()}</li> }).collect_view();
    let said = match turnings {
        [] => view! { <p>{text!(adviser.turning.none)}</p> }.into_any(),
        _ => view! { <p class="hint">{text!(adviser.turning.arithmetic)}</p><ul>{each}</ul> }.into_any(),
    };
    view! { <div><h4>{text!(adviser.turning.title)}</h4>{said}</div> }.into_any()
}

/// The program in code, run the way that is the answer.
fn code(asked: &Experiment, picked: &Way) -> AnyView {
    let listing = |language: String, code: String| {
        let label = language.clone();
        view! {
            <div><h4>{language}</h4>
                <pre tabindex="0" role="group" aria-label=label><code>{code}</code></pre></div>
        }
    };
    view! {
        <details class="code">
            <summary>{text!(adviser.code)}</summary>
            <div class="pair">
                {listing(text!(samples.python), python(asked, picked.executor, picked.lanes))}
                {listing(text!(samples.rust), rust(asked, picked.executor, picked.lanes))}
            </div>
        </details>
    }
    .into_any()
}
