//! What an author can choose.

use leptos::prelude::*;

use crate::exchange::EmbedForm;
use crate::experiment::{Parts, Theme};
use crate::text;
use crate::text::{Key, keys::snippet::part};

/// The widths of common columns of text, px; `None` for as wide as the text.
const WIDTHS: [Option<u32>; 4] = [None, Some(320), Some(480), Some(720)];

/// What can be shown, by its name, and what it is called.
const PARTS: [(&str, Key); 3] =
    [("timeline", part::timeline), ("figures", part::figures), ("code", part::code)];

/// What was chosen. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Chosen {
    /// Whether the panel is open.
    pub(in crate::view) is_open: RwSignal<bool>,
    pub(in crate::view) form: RwSignal<EmbedForm>,
    pub(in crate::view) theme: RwSignal<Theme>,
    pub(in crate::view) width: RwSignal<Option<u32>>,
    pub(in crate::view) parts: RwSignal<Parts>,
    pub(in crate::view) picture: RwSignal<String>,
    pub(in crate::view) captioned: RwSignal<bool>,
}

impl Chosen {
    pub(in crate::view) fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            form: RwSignal::new(EmbedForm::Element),
            theme: RwSignal::new(Theme::Auto),
            width: RwSignal::new(None),
            parts: RwSignal::new(Parts::default()),
            picture: RwSignal::new(String::new()),
            captioned: RwSignal::new(true),
        }
    }
}

#[component]
pub(in crate::view) fn Choices() -> impl IntoView {
    let chosen = expect_context::<Chosen>();
    let forms = [(EmbedForm::Element, text!(snippet.element)), (EmbedForm::Frame, text!(snippet.frame))];
    let themes = Theme::ALL
        .map(|theme| (theme, if theme == Theme::Auto { text!(snippet.as_host) } else { theme.label() }));
    let widths =
        WIDTHS.map(|width| (width, width.map_or_else(|| text!(snippet.width_full), |px| px.to_string())));
    let is_frame = move || chosen.form.get() == EmbedForm::Frame;
    let part = move |(name, label): (&'static str, Key)| {
        view! {
            <label>
                <input type="checkbox" prop:checked=move || chosen.parts.get().has(name) disabled=is_frame
                    on:change=move |event| chosen.parts.update(|parts| parts.set(name, event_target_checked(&event)))/>
                {label.text()}
            </label>
        }
    };
    view! {
        <OneOf name="form" legend=text!(snippet.form) options=forms.to_vec() value=chosen.form/>
        <p class="hint">{move || if is_frame() { text!(snippet.frame_hint) } else { text!(snippet.element_hint) }}</p>
        <OneOf name="embed-theme" legend=text!(page.theme) options=themes.to_vec() value=chosen.theme/>
        <OneOf name="width" legend=text!(snippet.width) options=widths.to_vec() value=chosen.width/>
        <fieldset class="checks">
            <legend>{text!(snippet.parts)}</legend>
            {PARTS.map(part).collect_view()}
        </fieldset>
        <div class="labelled wide">
            <label for="embed-picture">{text!(snippet.picture)}</label>
            <input type="text" id="embed-picture" placeholder="interleave.png" aria-describedby="embed-picture-hint"
                prop:value=move || chosen.picture.get()
                on:input=move |event| chosen.picture.set(event_target_value(&event))/>
            <p class="hint" id="embed-picture-hint">{text!(snippet.picture_hint)}</p>
        </div>
        <label class="check">
            <input type="checkbox" prop:checked=move || chosen.captioned.get()
                on:change=move |event| chosen.captioned.set(event_target_checked(&event))/>
            {text!(snippet.captioned)}
        </label>
    }
}

/// One of a few.
#[component]
fn OneOf<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: String,
    /// Each with what it is called.
    options: Vec<(T, String)>,
    value: RwSignal<T>,
) -> impl IntoView {
    let option = move |(option, label): (T, String)| {
        view! {
            <label>
                <input type="radio" name=name prop:checked=move || value.get() == option
                    on:change=move |_| value.set(option)/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="labelled">
            <legend>{legend}</legend>
            <div class="segments">{options.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}
