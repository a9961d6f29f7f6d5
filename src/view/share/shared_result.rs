//! What somebody else measured, as their link says, beside what this page did.

use leptos::prelude::*;

use crate::exchange::{Place, Refusal};
use crate::session::Session;
use crate::text;
use crate::text::between_sentences;
use crate::trace::Figures;
use crate::view::results::figures_table::{figures, table, way};

/// Somebody's claim, or why it can't be shown.
#[component]
pub(in crate::view) fn SharedResultView() -> impl IntoView {
    let session = expect_context::<Session>();
    let claimed = Memo::new(move |_| session.claimed());
    let shown = move || claimed.get()?.ok().map(|(place, rows)| view! { <Claim place rows/> });
    let refused = move || {
        claimed.get()?.err().map(|refusal| {
            let why = match refusal {
                Refusal::Damaged => text!(share.damaged),
                Refusal::Newer => text!(share.newer),
                Refusal::Foreign => text!(share.foreign),
            };
            view! { <section class="message warning" id="theirs"><p>{why}</p> <Forget/></section> }
        })
    };
    view! { <div role="status">{refused}</div> {shown} }
}

#[component]
fn Forget() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <button type="button" class="plain" on:click=move |_| session.shared.forget_theirs()>{text!(share.forget)}</button>
    }
}

#[component]
fn Claim(place: Place, rows: Vec<Figures>) -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = rows.into_iter().map(|claimed| row(claimed, session)).collect_view().into_any();
    view! {
        <section class="message claim" id="theirs" aria-labelledby="theirs-title">
            <header><h2 id="theirs-title">{text!(share.theirs_title)}</h2> <Forget/></header>
            <p class="hint">{text!(share.theirs_place, place = place.in_words())} {between_sentences()} {text!(share.theirs_note)}</p>
            {table("theirs-title", [text!(share.theirs), text!(share.yours)], rows)}
        </section>
    }
}

fn row(claimed: Figures, session: Session) -> impl IntoView {
    let (way, theirs) = (way(&claimed), figures(&claimed));
    let yours = move || {
        let same = |all: &Vec<Figures>| Figures::find(all, &claimed.executor, claimed.step.as_ref()).cloned();
        let own = session.runs.summary.with(same);
        let own = own.filter(|_| session.is_measured());
        own.map_or_else(|| text!(figure.none).into_any(), |own| figures(&own))
    };
    view! { <tr>{way} <td>{theirs}</td> <td>{yours}</td></tr> }
}
