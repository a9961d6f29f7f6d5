//! Of thousands of tasks, which are shown: a page of them, turned by buttons or moved by a slider.

use leptos::prelude::*;

use crate::render::RowRange;
use crate::text;
use crate::text::count;

/// Turns pages of `range`, which follows `first`; nothing where all tasks are shown.
#[component]
pub(in crate::view) fn TaskRange(
    /// The tasks that are shown.
    #[prop(into)]
    range: Signal<RowRange>,
    /// The first of them.
    first: RwSignal<usize>,
) -> impl IntoView {
    let said = move || {
        let range = range.get();
        let number = |task: usize| count(task as u64);
        let (from, to) = (number(range.first), number(range.rows().end.saturating_sub(1)));
        text!(table.range, from = from, to = to, all = number(range.all))
    };
    let turn = move |pages: isize| first.set(range.get_untracked().turned(pages).first);
    let moved = move |text: String| first.set(text.parse().unwrap_or_default());
    view! {
        <Show when=move || range.with(RowRange::is_part)>
            <p class="task-range">
                <button type="button" class="icon" aria-label=text!(table.earlier)
                    disabled=move || range.with(|range| range.first == 0) on:click=move |_| turn(-1)>"‹"</button>
                <input type="range" min="0" max=move || range.with(RowRange::last_first).to_string()
                    aria-label=text!(table.first) aria-valuetext=said
                    prop:value=move || range.with(|range| range.first.to_string())
                    on:input=move |event| moved(event_target_value(&event))/>
                <button type="button" class="icon" aria-label=text!(table.later)
                    disabled=move || range.with(|range| range.first == range.last_first())
                    on:click=move |_| turn(1)>"›"</button>
                " " <output>{said}</output>
            </p>
        </Show>
    }
}
