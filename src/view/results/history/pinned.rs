//! What was pinned, beside the runs that are on the page.

use leptos::prelude::*;

use crate::experiment::{format, parse};
use crate::insight::{Change, changes};
use crate::session::Session;
use crate::text::times;
use crate::trace::Pace;
use crate::view::page::text::{filled, text};
use crate::view::results::figures_table::{figures, table, way};
use crate::view::results::history::{name, when};

#[component]
pub(in crate::view) fn Pinned() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_result = Memo::new(move |_| session.has_result());
    move || {
        let (id, head, latest) = session.history.kept.with(|kept| {
            let (id, head) = kept.pinned()?;
            Some((id, head.clone(), kept.latest))
        })?;
        // Beside itself it has nothing to tell.
        let has_next = has_result.get() && latest != Some(id);
        let rows = if has_next { changes(&head.figures, &untrack(|| session.figures())) } else { Vec::new() };
        let is_noisy = rows.iter().any(|row| matches!(row.pace, Pace::Level | Pace::Noise));
        let hint = match (has_next, rows.is_empty()) {
            (false, _) => Some("history.next"),
            (true, true) => Some("history.nothing_shared"),
            (true, false) => is_noisy.then_some("history.noise_note"),
        };
        let query = format(&parse(&head.experiment).experiment);
        let other = (has_next && session.measured_link() != query).then(|| {
            let link = format!("?{query}");
            view! { <p class="hint">{text("history.other")} " " <a href=link>{query}</a></p> }
        });
        let table = (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(row).collect_view().into_any();
            table("pinned-title", ["history.then", "history.now", "history.change"], rows)
        });
        let named = filled("history.pinned_lead", &[("name", name(&head)), ("when", when(id))]);
        let unpin = move |_| session.history.pin(None);
        Some(view! {
            <section class="message claim" id="pinned" aria-labelledby="pinned-title">
                <header>
                    <h2 id="pinned-title">{text("history.pinned_title")}</h2>
                    <button type="button" class="plain" on:click=unpin>{text("history.unpin")}</button>
                </header>
                <p>{named}</p>
                {other}
                {table}
                {hint.map(|key| view! { <p class="hint">{text(key)}</p> })}
            </section>
        })
    }
}

fn row(change: Change) -> AnyView {
    let Change { then, now, pace } = change;
    let (key, ratio) = match pace {
        Pace::Sooner(ratio) => ("history.sooner", ratio),
        Pace::Later(ratio) => ("history.later", ratio),
        Pace::Level | Pace::Noise => ("history.noise", 1.0),
    };
    view! {
        <tr>
            {way(&now)}
            <td>{figures(&then)}</td>
            <td>{figures(&now)}</td>
            <td>{filled(key, &[("ratio", times(ratio))])}</td>
        </tr>
    }
    .into_any()
}
