//! Predict first: what the reader expects, before a run, and beside what was measured, after it.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::experiment::ExecutorId;
use crate::insight::{Guess, guessable};
use crate::render::{RatioScale, Slider};
use crate::session::Session;
use crate::text;
use crate::text::times;
use crate::view::common::lazy::{Part, lazily};

/// The scale of guesses, in hundredths of a time: from a quarter to as many times as there are tasks, twice
/// over, so that its end tells nothing.
fn scale(tasks: u32) -> Slider {
    Slider::new(25, 100 * u64::from(2 * tasks).max(16))
}

/// Asks what the reader expects, without insisting.
#[component]
pub(in crate::view) fn Prediction() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_asked = Memo::new(move |_| session.setup.experiment.with(guessable).is_some());
    let opened = RwSignal::new(false);
    let was_opened = Memo::new(move |_| opened.get());
    view! {
        <details class="options prediction" hidden=move || !is_asked.get() on:toggle=move |_| opened.set(true)>
            <summary>{text!(guess.title)}</summary>
            {move || was_opened.get().then(|| lazily(rows))}
        </details>
    }
}

#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn rows() -> Part {
    let session = expect_context::<Session>();
    let asked = Memo::new(move |_| {
        session.setup.experiment.with(|experiment| {
            let (baseline, others) = guessable(experiment)?;
            Some((baseline, others, experiment.tasks()))
        })
    });
    let rows = move || {
        let (baseline, others, tasks) = asked.get()?;
        let question = text!(guess.question, baseline = baseline.label());
        let rows = others.into_iter().map(|executor| row(session, executor, scale(tasks)));
        Some(view! { <p class="hint">{question}</p> {rows.collect_view()} })
    };
    Ok(rows.into_any())
}

fn row(session: Session, executor: ExecutorId, scale: Slider) -> impl IntoView {
    let guessed = Memo::new(move |_| {
        let its = |guess: &&Guess| guess.executor == executor;
        session.predictions.next.with(|guesses| guesses.iter().find(its).copied())
    });
    let said = move || {
        let ratio = guessed.get().map(|guess| times(guess.ratio()));
        ratio.map_or_else(|| text!(guess.none), |ratio| text!(guess.sooner, ratio = ratio))
    };
    let position = move || scale.position(guessed.get().map_or(100, |guess| guess.hundredths)).to_string();
    let moved = move |text: String| {
        session.predictions.guess(executor, Some(scale.number(text.parse().unwrap_or_default())));
    };
    view! {
        <div class="guess">
            <label>
                {executor.label()}
                <input type="range" min="0" max=Slider::POSITIONS.to_string() aria-valuetext=said
                    prop:value=position on:input=move |event| moved(event_target_value(&event))/>
            </label>
            <output>{said}</output>
            <button type="button" class="plain" hidden=move || guessed.with(Option::is_none)
                on:click=move |_| session.predictions.guess(executor, None)>{text!(guess.forget)}</button>
        </div>
    }
}

/// What was expected of the last start, and what it came to.
#[component]
pub(in crate::view) fn Predicted() -> impl IntoView {
    let session = expect_context::<Session>();
    move || {
        let predicted = session.predicted();
        (!predicted.is_empty()).then(|| {
            view! {
                <section class="predicted" aria-labelledby="predicted">
                    <h2 id="predicted">{text!(guess.told)}</h2>
                    {predicted.into_iter().map(|(guess, measured)| beside(guess, measured)).collect_view()}
                    <p class="hint">{text!(guess.key)}</p>
                </section>
            }
        })
    }
}

/// How wide the drawing of a guess is, in its own units.
const WIDTH: f64 = 300.0;

/// A guess and the measurement on one scale, on which equal distances are equal ratios.
fn beside(guess: Guess, measured: Option<f64>) -> impl IntoView {
    let scale = RatioScale::new(WIDTH, measured.into_iter().chain([guess.ratio()]));
    let x = move |ratio: f64| scale.x(ratio);
    let of_measured = measured.map(|ratio| view! { <circle class="measured" cx=x(ratio) cy="12" r="5"/> });
    let between = measured.map(|ratio| {
        let (from, to) = (x(ratio.min(guess.ratio())), x(ratio.max(guess.ratio())));
        view! { <path class="between" d=format!("M{from:.1} 12H{to:.1}")/> }
    });
    let guessed = times(guess.ratio());
    let sentence = match measured {
        Some(ratio) => text!(guess.both, guess = guessed, measured = times(ratio)),
        None => text!(guess.pending, guess = guessed),
    };
    view! {
        <p>
            <b>{guess.executor.label()}</b>
            <svg viewBox=format!("0 0 {WIDTH} 24") aria-hidden="true">
                <path class="rule" d=format!("M0 12H{WIDTH}M{:.1} 4v16", x(1.0))/>
                {between}
                {of_measured}
                <circle class="guessed" cx=x(guess.ratio()) cy="12" r="5"/>
            </svg>
            <span>{sentence}</span>
        </p>
    }
}
