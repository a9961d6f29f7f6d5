//! What was pinned, beside the runs that are on the page.

use leptos::prelude::*;

use super::{name, when};
use crate::experiment::{format, parse};
use crate::history::{Beside, Change, compare};
use crate::picture::times;
use crate::session::Session;
use crate::view::beside::{figures, table, way};
use crate::view::text::{filled, text};

#[component]
pub(in crate::view) fn Pinned() -> impl IntoView {
    let session = expect_context::<Session>();
    let history = session.history;
    let pinned = Memo::new(move |_| history.pinned());
    move || {
        pinned.get().map(|(id, head)| {
            let named = filled("history.pinned_lead", &[("name", name(&head)), ("when", when(id))]);
            let then = head.figures.clone();
            let rows = Memo::new(move |_| {
                // Beside itself it has nothing to tell.
                let is_other = history.latest.get() != Some(id);
                if is_other { compare(&then, &session.figures()) } else { Vec::new() }
            });
            let has_next = move || session.has_result() && history.latest.get() != Some(id);
            let hint = move || match (has_next(), rows.with(Vec::is_empty)) {
                (false, _) => text("history.next"),
                (true, true) => text("history.nothing_shared"),
                (true, false) => text("history.noise_note"),
            };
            let query = format(&parse(&head.experiment).experiment);
            let own = query.clone();
            let differs = move || has_next() && session.measured_link() != own;
            let other = move || {
                let query = query.clone();
                differs().then(|| {
                    let link = format!("?{query}");
                    view! { <p class="hint">{text("history.other")} " " <a href=link>{query}</a></p> }
                })
            };
            let rows_shown = move || {
                let rows = rows.get();
                (!rows.is_empty()).then(|| {
                    let rows = rows.into_iter().map(row).collect_view().into_any();
                    table("pinned-title", ["history.then", "history.now", "history.change"], rows)
                })
            };
            view! {
                <section class="message claim" id="pinned" aria-labelledby="pinned-title">
                    <header>
                        <h2 id="pinned-title">{text("history.pinned_title")}</h2>
                        <button type="button" class="plain" on:click=move |_| history.pin(None)>{text("history.unpin")}</button>
                    </header>
                    <p>{named}</p>
                    {other}
                    {rows_shown}
                    <p class="hint">{hint}</p>
                </section>
            }
        })
    }
}

fn row(beside: Beside) -> AnyView {
    let Beside { then, now, change } = beside;
    let (key, ratio) = match change {
        Change::Sooner(ratio) => ("history.sooner", ratio),
        Change::Later(ratio) => ("history.later", ratio),
        Change::Noise => ("history.noise", 1.0),
    };
    view! {
        <tr>
            {way(&now.executor, now.step.as_ref(), now.lanes)}
            <td>{figures(then.median_ms, then.min_ms, then.max_ms, then.speedup)}</td>
            <td>{figures(now.median_ms, now.min_ms, now.max_ms, now.speedup)}</td>
            <td>{filled(key, &[("ratio", times(ratio))])}</td>
        </tr>
    }
    .into_any()
}
