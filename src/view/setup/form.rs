//! What is run, and the options of how.

use leptos::prelude::*;

use super::param_control::ParamControl;
use super::sweep_control::SweepControl;
use crate::experiment::OPTIONS;
use crate::session::Session;
use crate::view::page::text::{listed, text};
use crate::workload::{self, Param, WORKLOADS};

/// The workload and its parameters.
#[component]
pub(in crate::view) fn WorkloadForm() -> impl IntoView {
    let session = expect_context::<Session>();
    let current = Memo::new(move |_| session.experiment.with(|experiment| experiment.workload));
    let choose = move |id: String| {
        if let Some(found) = workload::find(&id) {
            session.experiment.update(|experiment| experiment.change_workload(found));
        }
    };
    let option = move |id: &'static str| {
        let selected = move || current.get().name() == id;
        view! { <option value=id prop:selected=selected>{text(&format!("workload.{id}.name"))}</option> }
    };
    // What the knob changes that is pointed at or focused; there is no room for all.
    let looked_at = RwSignal::new(None::<&'static str>);
    let hint = move || match looked_at.get() {
        Some(key) => text(&format!("param.{key}.hint")),
        None => text(&format!("workload.{}.hint", current.get().name())),
    };
    let knob = move |param: &'static Param| {
        let (here, gone) = (move || looked_at.set(Some(param.key)), move || looked_at.set(None));
        view! {
            <div class="looked-at" on:focusin=move |_| here() on:focusout=move |_| gone()
                on:pointerenter=move |_| here() on:pointerleave=move |_| gone()>
                <ParamControl param/>
            </div>
        }
    };
    view! {
        <section class="what" aria-labelledby="what">
            <div class="knob chooser">
                <h2 id="what"><label for="workload">{text("page.what")}</label></h2>
                <select id="workload" aria-describedby="workload-hint"
                    on:change=move |event| choose(event_target_value(&event))>
                    {WORKLOADS.iter().map(|workload| option(workload.name())).collect_view()}
                </select>
            </div>
            <div class="knobs">{move || current.get().params.iter().map(knob).collect_view()}</div>
            <p class="hint" id="workload-hint">{hint}</p>
        </section>
    }
}

/// The options that belong to no workload, out of the way until they are wanted or were given.
#[component]
pub(in crate::view) fn Options() -> impl IntoView {
    let session = expect_context::<Session>();
    let given = Memo::new(move |_| {
        session.experiment.with(|experiment| {
            let given = OPTIONS.iter().filter(|param| experiment.options.get(param).is_some());
            let name = |key| text(&format!("param.{key}.name"));
            let given = given.map(|param| format!("{} {}", name(param.key), experiment.text(param)));
            let sweep = experiment.sweep.iter().map(|sweep| format!("{} {sweep}", text("sweep.name")));
            given.chain(sweep).collect::<Vec<_>>()
        })
    });
    // Built when they are first looked at.
    let opened = RwSignal::new(false);
    view! {
        <details class="options" on:toggle=move |_| opened.set(true)>
            <summary>
                {text("page.options")}
                <span class="given">{move || listed(&given.get())}</span>
            </summary>
            <Show when=move || opened.get()>
                <div class="knobs">{OPTIONS.iter().map(|param| view! { <ParamControl param/> }).collect_view()}<SweepControl/></div>
            </Show>
        </details>
    }
}
