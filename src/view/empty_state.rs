//! What will be seen, before anything has run.

use leptos::prelude::*;

use super::text::text;

#[component]
pub(super) fn EmptyState() -> impl IntoView {
    view! {
        <div class="empty">
            <p class="lead">{text("empty.title")}</p>
            <p>{text("empty.first")}</p>
            <p>{text("empty.second")}</p>
        </div>
    }
}
