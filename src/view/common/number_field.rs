//! A text field for a whole number.

use leptos::prelude::*;

use crate::experiment::{Allowed, FieldDraft, RefusedDraft};
use crate::text;

/// What a field is for.
pub(in crate::view) struct NumberField {
    /// Its id, and the first part of that of what is wrong with it.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// In what it is measured; empty for a count.
    pub unit: String,
    /// The number that counts.
    pub current: Signal<u32>,
    /// Reads what was typed.
    pub read: fn(&str) -> Result<u32, Allowed>,
}

impl NumberField {
    /// The field, and what is wrong with what was typed. What can be read is taken at once; what can't stays in the field
    /// until another number counts, or `about` says that the field is about something else.
    pub(in crate::view) fn show(
        self,
        about: impl Fn() + 'static,
        take: impl Fn(u32) + Send + 'static,
    ) -> [AnyView; 2] {
        let Self { id, name, unit, current, read } = self;
        let error_id = format!("{id}-error");
        let draft = RwSignal::new(FieldDraft::default());
        Effect::new(move |_| {
            current.track();
            about();
            draft.update(FieldDraft::overtaken);
        });
        let typed = move |typed: String| {
            draft.try_update(|draft| draft.typed(typed, read)).flatten().into_iter().for_each(&take);
        };
        let is_refused = move || draft.with(|draft| draft.refused().is_some());
        let shown = move || {
            draft.with(|draft| draft.text().map(str::to_owned)).unwrap_or_else(|| current.get().to_string())
        };
        let field = view! {
            <span class="field">
                <input type="text" class="number" id=id inputmode="numeric" autocomplete="off" spellcheck="false"
                    aria-label=name.clone() aria-invalid=move || is_refused().to_string()
                    aria-describedby=error_id.clone()
                    prop:value=shown on:input=move |event| typed(event_target_value(&event))
                    on:blur=move |_| draft.update(FieldDraft::left)/>
                <span class="unit">{unit}</span>
            </span>
        };
        let problem = move || {
            let RefusedDraft { value, allowed } = draft.with(|draft| draft.refused().cloned())?;
            let allowed = Allowed::in_words(&allowed);
            Some(text!(param.allowed, name = name, allowed = allowed, value = value, kept = current.get()))
        };
        let problem = view! {
            <p class="invalid" id=error_id aria-live="polite" hidden=move || !is_refused()>{problem}</p>
        };
        [field.into_any(), problem.into_any()]
    }
}
