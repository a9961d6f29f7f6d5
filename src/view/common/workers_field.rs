//! How many workers a device lends.

use leptos::prelude::*;

use crate::text;

/// A field for a number of workers from 1 to `most`.
#[component]
pub(in crate::view) fn WorkersField(
    /// How many are chosen.
    workers: RwSignal<u32>,
    /// The most.
    most: u32,
    /// Whether it stays as it is for the time being.
    disabled: Memo<bool>,
) -> impl IntoView {
    let choose = move |event| {
        // What is no number leaves things as they are; the browser marks what is out of range.
        if let Ok(wanted) = event_target_value(&event).parse::<u32>() {
            workers.set(wanted.clamp(1, most));
        }
    };
    view! {
        <p class="field">
            <label for="join-workers">{text!(join.workers, most = most)}</label>
            <input id="join-workers" type="number" min="1" max=most prop:value=move || workers.get()
                disabled=disabled on:change=choose/>
        </p>
    }
}
