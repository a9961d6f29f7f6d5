//! What is stepped, and over which values.

use leptos::prelude::*;

use crate::experiment::{Allowed, Experiment, Sweep};
use crate::session::Session;
use crate::text;
use crate::workload::Param;

/// A choice of what to step, and a field for its values as they stand in a link.
#[component]
pub(in crate::view) fn SweepControl() -> impl IntoView {
    let session = expect_context::<Session>();
    let current = Memo::new(move |_| session.experiment.with(|experiment| experiment.sweep.clone()));
    let offered = Memo::new(move |_| session.experiment.with(keys));
    // What was typed and can't be read, and what would be allowed.
    let refused = RwSignal::new(None::<(String, Allowed)>);
    Effect::new(move |_| {
        current.track();
        refused.set(None);
    });
    let choose = move |key: String| {
        let cores =
            session.features.with_untracked(|found| found.map_or(2, |found| found.hardware_concurrency));
        session.experiment.update(|experiment| {
            experiment.sweep = experiment.param(&key).map(|param| Sweep::suggested(param, cores));
        });
    };
    let typed = move |values: String| {
        let Some(key) = current.with_untracked(|sweep| sweep.as_ref().map(|sweep| sweep.param.key)) else {
            return;
        };
        let read =
            session.experiment.with_untracked(|experiment| experiment.read_sweep(&format!("{key}:{values}")));
        match read {
            Ok(sweep) => session.experiment.update(|experiment| experiment.sweep = Some(sweep)),
            Err(allowed) => refused.set(Some((values, allowed))),
        }
    };
    let values = move || {
        let applied = current.with(|sweep| sweep.as_ref().map(Sweep::to_string)).unwrap_or_default();
        let applied = applied.split_once(':').map(|(_, values)| values.to_owned()).unwrap_or_default();
        refused.with(|refused| refused.as_ref().map_or(applied, |(typed, _)| typed.clone()))
    };
    let problem = move || {
        refused.with(|refused| {
            let (value, allowed) = refused.as_ref()?;
            let value: String = value.chars().take(40).collect();
            Some(text!(sweep.refused, value = value, allowed = allowed.in_words()))
        })
    };
    let option = move |param: &'static Param| {
        let chosen = move || current.with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.param == param));
        view! { <option value=param.key prop:selected=chosen>{param.label()}</option> }
    };
    view! {
        <div class="knob">
            <label for="sweep">{text!(sweep.name)}</label>
            <select id="sweep" aria-describedby="sweep-hint" on:change=move |event| choose(event_target_value(&event))>
                <option value="" prop:selected=move || current.with(Option::is_none)>{text!(sweep.nothing)}</option>
                {move || offered.get().into_iter().map(option).collect_view()}
            </select>
            <div class="field" hidden=move || current.with(Option::is_none)>
                <input type="text" aria-label=text!(sweep.values) autocomplete="off" spellcheck="false"
                    aria-invalid=move || refused.with(Option::is_some).to_string()
                    prop:value=values on:change=move |event| typed(event_target_value(&event))/>
            </div>
            <p class="invalid" aria-live="polite" hidden=move || refused.with(Option::is_none)>{problem}</p>
            <p class="hint" id="sweep-hint">{text!(sweep.hint)}</p>
        </div>
    }
}

/// What can be stepped.
fn keys(experiment: &Experiment) -> Vec<&'static Param> {
    experiment.params().filter(|param| Sweep::takes(param)).collect()
}
