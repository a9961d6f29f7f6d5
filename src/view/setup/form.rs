//! What is run, and the options of how.

use leptos::prelude::*;

use super::param_control::ParamControl;
use super::sweep_control::SweepControl;
use crate::experiment::{Experiment, OPTIONS};
use crate::session::Session;
use crate::text;
use crate::text::listed;
use crate::workload::{self, Param, WORKLOADS, Workload};

/// The workload and its parameters.
#[component]
pub(in crate::view) fn WorkloadForm() -> impl IntoView {
    let session = expect_context::<Session>();
    let current = Memo::new(move |_| session.setup.experiment.with(|experiment| experiment.workload));
    let choose = move |id: String| {
        if let Some(found) = workload::find(&id) {
            session.setup.change_workload(found);
        }
    };
    let option = move |workload: &'static Workload| {
        let selected = move || current.get() == workload;
        view! { <option value=workload.name() prop:selected=selected>{workload.label()}</option> }
    };
    // What the parameter changes that is pointed at or focused; there is no room for all.
    let looked_at = RwSignal::new(None::<&'static Param>);
    let hint = move || match looked_at.get() {
        Some(param) => param.hint(),
        None => current.get().hint(),
    };
    let control = move |param: &'static Param| {
        let (here, gone) = (move || looked_at.set(Some(param)), move || looked_at.set(None));
        view! {
            <div class="looked-at" on:focusin=move |_| here() on:focusout=move |_| gone()
                on:pointerenter=move |_| here() on:pointerleave=move |_| gone()>
                <ParamControl param/>
            </div>
        }
    };
    view! {
        <section class="what" aria-labelledby="what">
            <div class="labelled chooser">
                <h2 id="what"><label for="workload">{text!(page.what)}</label></h2>
                <select id="workload" aria-describedby="workload-hint"
                    on:change=move |event| choose(event_target_value(&event))>
                    {WORKLOADS.iter().map(option).collect_view()}
                </select>
            </div>
            <div class="form-grid">{move || current.get().params.iter().map(control).collect_view()}</div>
            <p class="hint" id="workload-hint">{hint}</p>
        </section>
    }
}

/// The options that belong to no workload, out of the way until they are wanted or were given.
#[component]
pub(in crate::view) fn Options() -> impl IntoView {
    let session = expect_context::<Session>();
    let given = Memo::new(move |_| {
        session.setup.experiment.with(|experiment| {
            let given = OPTIONS.iter().filter(|param| experiment.options.get(param).is_some());
            let given = given.map(|param| format!("{} {}", param.label(), experiment.text(param)));
            let sweep = experiment.sweep.iter().map(|sweep| format!("{} {sweep}", text!(sweep.name)));
            given.chain(sweep).collect::<Vec<_>>()
        })
    });
    let offered = Memo::new(move |_| session.setup.experiment.with(Experiment::offered_options));
    // Built when they are first looked at.
    let opened = RwSignal::new(false);
    view! {
        <details class="options" on:toggle=move |_| opened.set(true)>
            <summary>
                {text!(page.options)}
                <span class="given">{move || listed(&given.get())}</span>
            </summary>
            <Show when=move || opened.get()>
                <div class="form-grid">
                    <For each=move || offered.get() key=|param| param.key children=|param| view! { <ParamControl param/> }/>
                    <SweepControl/>
                </div>
            </Show>
        </details>
    }
}
