//! One parameter: a number, a choice or an address.

use leptos::prelude::*;

use super::composer::composer;
use crate::experiment::{FieldDraft, RefusedDraft, read_typed};
use crate::render::Slider;
use crate::session::Session;
use crate::text;
use crate::text::{bytes as size, count, milliseconds};
use crate::view::common::lazy::{lazily, with_all_strings};
use crate::workload::{Param, ParamKind, Unit, Value};

/// The control that suits a parameter.
#[component]
pub(in crate::view) fn ParamControl(
    /// What it sets.
    param: &'static Param,
) -> impl IntoView {
    match param.kind {
        ParamKind::Choice(options) => view! { <Choice param options/> }.into_any(),
        ParamKind::Integer { .. } | ParamKind::Address => view! { <Field param/> }.into_any(),
        ParamKind::Phases => view! { {with_all_strings(|| lazily(composer))} <Field param/> }.into_any(),
    }
}

#[component]
fn Choice(param: &'static Param, options: &'static [&'static str]) -> impl IntoView {
    let session = expect_context::<Session>();
    let current = Memo::new(move |_| session.setup.experiment.with(|experiment| experiment.text(param)));
    let key = param.key;
    let option = move |option: &'static str| {
        view! {
            <label>
                <input type="radio" name=key value=option prop:checked=move || current.get() == option
                    on:change=move |_| session.setup.set_param(param, Some(Value::Choice(option)))/>
                <span>{param.option_label(option)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="labelled" aria-describedby=about(key)>
            <legend>{param.label()}</legend>
            <div class="segments">{options.iter().map(|name| option(name)).collect_view()}</div>
            <p class="hint about" id=about(key)>{param.hint()}</p>
        </fieldset>
    }
}

/// A text field, with a slider beside it where that helps. What can't be read stays in the field, with a
/// sentence on what is allowed, and is not applied.
#[component]
fn Field(param: &'static Param) -> impl IntoView {
    let session = expect_context::<Session>();
    let key = param.key;
    let (field, hint, error) = (format!("field-{key}"), format!("hint-{key}"), format!("error-{key}"));
    let name = param.label();
    let current = Memo::new(move |_| session.setup.experiment.with(|experiment| experiment.text(param)));
    let draft = RwSignal::new(FieldDraft::default());
    Effect::new(move |_| {
        current.track();
        draft.update(FieldDraft::overtaken);
    });
    let typed = move |typed: String| {
        let value = draft.try_update(|draft| draft.typed(typed, |typed| read_typed(param, typed)));
        if let Some(value) = value.flatten() {
            session.setup.set_param(param, value);
        }
    };
    let is_refused = move || draft.with(|draft| draft.refused().is_some());
    let label = name.clone();
    let problem = move || {
        let RefusedDraft { value, allowed } = draft.with(|draft| draft.refused().cloned())?;
        let kept = current.get();
        let kept = if kept.is_empty() { text!(param.absent) } else { kept };
        Some(text!(param.allowed, name = label, allowed = allowed.in_words(), value = value, kept = kept))
    };
    let described = {
        let (hint, error) = (hint.clone(), error.clone());
        let (error, hint) = (format!("{error} {}", about(key)), format!("{hint} {}", about(key)));
        move || if is_refused() { error.clone() } else { hint.clone() }
    };
    let is_number = matches!(param.kind, ParamKind::Integer { .. });
    let keyboard = match param.kind {
        ParamKind::Integer { .. } => "numeric",
        ParamKind::Address => "url",
        ParamKind::Choice(_) | ParamKind::Phases => "text",
    };
    view! {
        <div class="labelled" class:wide=!is_number>
            <label for=field.clone()>{name.clone()}</label>
            <div class="field">
                <input id=field type="text" name=key class:number=is_number
                    inputmode=keyboard
                    autocomplete="off" spellcheck="false"
                    placeholder=param.placeholder()
                    prop:value=move || draft.with(|draft| draft.text().map(str::to_owned)).unwrap_or_else(|| current.get())
                    aria-invalid=move || is_refused().to_string()
                    aria-describedby=described
                    on:input=move |event| typed(event_target_value(&event))
                    on:blur=move |_| draft.update(FieldDraft::left)/>
                <span class="unit" id=hint>{move || unit(param, &current.get())}</span>
            </div>
            {slider(session, param, current, name)}
            <p class="hint about" id=about(key)>{param.hint()}</p>
            <p class="invalid" id=error aria-live="polite" hidden=move || !is_refused()>{problem}</p>
        </div>
    }
}

/// The id of what a parameter changes, in words.
fn about(key: &str) -> String {
    format!("about-{key}")
}

fn slider(
    session: Session,
    param: &'static Param,
    current: Memo<String>,
    name: String,
) -> Option<impl IntoView + use<>> {
    let ParamKind::Integer { min, max, .. } = param.kind else { return None };
    let slider = Slider::new(min, max);
    let position = move || current.get().parse().map_or(0, |number| slider.position(number)).to_string();
    let moved = move |text: String| {
        let number = slider.number(text.parse().unwrap_or_default());
        session.setup.set_param(param, Some(Value::Integer(number)));
    };
    Some(view! {
        <input type="range" min="0" max=Slider::POSITIONS.to_string() aria-label=name
            aria-valuetext=move || current.get()
            prop:value=position on:input=move |event| moved(event_target_value(&event))/>
    })
}

/// The unit, and large numbers again in a form that can be read.
fn unit(param: &Param, current: &str) -> String {
    let number: Option<u64> = current.parse().ok();
    match (param.unit, number) {
        (Unit::Count, Some(number)) if number >= 1_000_000 => format!("= {}", count(number)),
        (Unit::Count, _) => String::new(),
        (Unit::Ms, Some(ms)) if ms >= 10_000 => format!("ms = {}", milliseconds(ms as f64)),
        (Unit::Ms, _) => text!(unit.ms),
        (Unit::Percent, _) => text!(unit.percent),
        (Unit::Bytes, Some(bytes)) if bytes >= 1024 => format!("= {}", size(bytes)),
        (Unit::Bytes, _) => text!(unit.bytes, n = number.unwrap_or_default()),
        (Unit::Px, _) => text!(unit.px),
        (Unit::PerSecond, _) => text!(unit.rate),
    }
}
