//! The tip of a timeline.

use leptos::prelude::*;

use crate::render::Tip;

/// The tip of a timeline, near the place it is about.
#[component]
pub(in crate::view) fn TipView(
    /// What to say.
    tip: RwSignal<Option<Tip>>,
) -> impl IntoView {
    let shown = move || {
        tip.get().map(|tip| {
            let swatch = tip.kind.map(|kind| view! { <i class=format!("swatch {}", kind.name())></i> });
            view! {
                <div class="tip" class:leftward=tip.leftward
                    style:left=format!("{}px", tip.at.x) style:top=format!("{}px", tip.at.y)>
                    <p>{swatch}{tip.title}</p>
                    <p class="detail">{tip.detail}</p>
                    {[tip.waited, tip.why].into_iter().flatten().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
            }
        })
    };
    view! { <div class="tip-holder" role="status">{shown}</div> }
}
