//! What is stepped, and over which values.

use leptos::prelude::*;

use crate::experiment::{FieldDraft, RefusedDraft, Sweep};
use crate::session::Session;
use crate::text;
use crate::workload::Param;

/// How many cores a sweep over workers begins with as long as the browser has not told.
const FEW_CORES: u32 = 2;

/// A choice of what to step, and a field for its values as they stand in a link.
#[component]
pub(in crate::view) fn SweepControl() -> impl IntoView {
    let session = expect_context::<Session>();
    let current = Memo::new(move |_| session.setup.experiment.with(|experiment| experiment.sweep.clone()));
    let offered = Memo::new(move |_| {
        session.setup.experiment.with(|experiment| experiment.steppable().collect::<Vec<_>>())
    });
    let draft = RwSignal::new(FieldDraft::default());
    Effect::new(move |_| {
        current.track();
        draft.update(FieldDraft::overtaken);
    });
    let choose = move |key: String| {
        let cores = untrack(|| session.conditions.cores()).unwrap_or(FEW_CORES);
        session.setup.suggest_sweep(&key, cores);
    };
    let typed = move |values: String| {
        let Some(param) = current.with_untracked(|sweep| sweep.as_ref().map(|sweep| sweep.param)) else {
            return;
        };
        let read = |values: &str| {
            let sweep = format!("{}:{values}", param.key);
            session.setup.experiment.with_untracked(|experiment| experiment.read_sweep(&sweep))
        };
        if let Some(sweep) = draft.try_update(|draft| draft.typed(values, read)).flatten() {
            // Values are read when they are all there, and shown as links have them.
            draft.update(FieldDraft::left);
            session.setup.set_sweep(sweep);
        }
    };
    let applied = move || current.with(|sweep| sweep.as_ref().map(Sweep::list)).unwrap_or_default();
    let values = move || draft.with(|draft| draft.text().map(str::to_owned)).unwrap_or_else(applied);
    let is_refused = move || draft.with(|draft| draft.refused().is_some());
    let problem = move || {
        let RefusedDraft { value, allowed } = draft.with(|draft| draft.refused().cloned())?;
        Some(text!(sweep.refused, value = value, allowed = allowed.in_words()))
    };
    let option = move |param: &'static Param| {
        let chosen = move || current.with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.param == param));
        view! { <option value=param.key prop:selected=chosen>{param.label()}</option> }
    };
    view! {
        <div class="labelled">
            <label for="sweep">{text!(sweep.name)}</label>
            <select id="sweep" aria-describedby="sweep-hint" on:change=move |event| choose(event_target_value(&event))>
                <option value="" prop:selected=move || current.with(Option::is_none)>{text!(sweep.nothing)}</option>
                {move || offered.get().into_iter().map(option).collect_view()}
            </select>
            <div class="field" hidden=move || current.with(Option::is_none)>
                <input type="text" aria-label=text!(sweep.values) autocomplete="off" spellcheck="false"
                    aria-invalid=move || is_refused().to_string()
                    prop:value=values on:change=move |event| typed(event_target_value(&event))/>
            </div>
            <p class="invalid" aria-live="polite" hidden=move || !is_refused()>{problem}</p>
            <p class="hint" id="sweep-hint">{text!(sweep.hint)}</p>
        </div>
    }
}
