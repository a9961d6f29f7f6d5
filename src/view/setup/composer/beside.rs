//! What stands beside the blocks: programs to start from, and how soon a program can be done.

use leptos::prelude::*;

use crate::experiment::{Bounds, PRESETS, Preset};
use crate::session::Session;
use crate::text;
use crate::text::milliseconds;

/// Programs to start from, to be chosen by a control of this id.
pub(in crate::view) fn presets(session: Session, id: &'static str) -> AnyView {
    let current = Memo::new(move |_| session.setup.experiment.with(Preset::of));
    let choose =
        move |id: String| Preset::find(&id).into_iter().for_each(|preset| session.setup.take_preset(preset));
    let option = |preset: Preset| {
        let selected = move || current.get() == Some(preset);
        view! { <option value=preset.id prop:selected=selected>{preset.label()}</option> }
    };
    view! {
        <div class="labelled preset">
            <label for=id>{text!(composer.preset)}</label>
            <select id=id on:change=move |event| choose(event_target_value(&event))>
                <option value="" prop:selected=move || current.get().is_none()>{text!(composer.own)}</option>
                {PRESETS.map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// What no way of running it can be sooner than.
pub(super) fn bounds(session: Session) -> AnyView {
    let bounds = Memo::new(move |_| {
        let cores = session.conditions.cores()?;
        session.setup.experiment.with(|experiment| Bounds::of(experiment, cores))
    });
    let figure = |name: String, ms: f64| view! { <div><dt>{name}</dt><dd>{milliseconds(ms)}</dd></div> };
    let figures = move || {
        let bounds = bounds.get()?;
        let lock = bounds.lock_ms.map(|lock_ms| figure(text!(composer.bound.lock), lock_ms));
        Some(view! {
            {figure(text!(composer.bound.alone), bounds.alone_ms)}
            {figure(text!(composer.bound.waiting), bounds.waiting_ms)}
            {figure(text!(composer.bound.cores, n = bounds.cores), bounds.cores_ms)}
            {lock}
        })
    };
    view! { <dl class="bounds" aria-label=text!(composer.estimate)>{figures}</dl> }.into_any()
}
