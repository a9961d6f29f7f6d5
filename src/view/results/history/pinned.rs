//! What was pinned, beside the runs that are on the page.

use leptos::prelude::*;

use crate::experiment::{format, parse};
use crate::insight::{Change, changes};
use crate::session::Session;
use crate::text;
use crate::text::{between_sentences, keys, times};
use crate::trace::Pace;
use crate::view::results::figures_table::{figures, table, way};
use crate::view::results::history::{name, when};

#[component]
pub(in crate::view) fn Pinned() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_result = Memo::new(move |_| session.runs.has_result());
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
            (false, _) => Some(keys::history::next),
            (true, true) => Some(keys::history::nothing_shared),
            (true, false) => is_noisy.then_some(keys::history::noise_note),
        };
        let query = format(&parse(&head.experiment).experiment);
        let other = (has_next && session.runs.link() != query).then(|| {
            let link = format!("?{query}");
            view! { <p class="hint">{text!(history.other)} {between_sentences()} <a href=link>{query}</a></p> }
        });
        let table = (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(row).collect_view().into_any();
            table("pinned-title", [text!(history.then), text!(history.now), text!(history.change)], rows)
        });
        let named = text!(history.pinned_lead, name = name(&head), when = when(id));
        let unpin = move |_| session.history.pin(None);
        Some(view! {
            <section class="message claim" id="pinned" aria-labelledby="pinned-title">
                <header>
                    <h2 id="pinned-title">{text!(history.pinned_title)}</h2>
                    <button type="button" class="plain" on:click=unpin>{text!(history.unpin)}</button>
                </header>
                <p>{named}</p>
                {other}
                {table}
                {hint.map(|key| view! { <p class="hint">{key.text()}</p> })}
            </section>
        })
    }
}

fn row(change: Change) -> AnyView {
    let Change { then, now, pace } = change;
    let change = match pace {
        Pace::Sooner(ratio) => text!(history.sooner, ratio = times(ratio)),
        Pace::Later(ratio) => text!(history.later, ratio = times(ratio)),
        Pace::Level | Pace::Noise => text!(history.noise),
    };
    view! {
        <tr>
            {way(&now)}
            <td>{figures(&then)}</td>
            <td>{figures(&now)}</td>
            <td>{change}</td>
        </tr>
    }
    .into_any()
}
