//! What somebody else measured, as their link says, beside what this page did.

use leptos::prelude::*;

use super::place::described;
use super::text::{filled, text};
use crate::picture::{milliseconds, times};
use crate::session::Session;
use crate::share::{Claimed, Place, Refusal, name_in_step};

/// Somebody's claim, or why it can't be shown.
#[component]
pub(super) fn Theirs() -> impl IntoView {
    let session = expect_context::<Session>();
    let claimed = Memo::new(move |_| session.claimed());
    let shown = move || claimed.get().map(|(place, rows)| view! { <Claim place rows/> });
    let refused = move || {
        session.refusal().map(|refusal| {
            let key = match refusal {
                Refusal::Damaged => "share.damaged",
                Refusal::Newer => "share.newer",
                Refusal::Foreign => "share.foreign",
            };
            view! { <section class="message warning" id="theirs"><p>{text(key)}</p> <Forget/></section> }
        })
    };
    view! { <div role="status">{refused}</div> {shown} }
}

#[component]
fn Forget() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <button type="button" class="plain" on:click=move |_| session.forget_theirs()>{text("share.forget")}</button>
    }
}

#[component]
fn Claim(place: Place, rows: Vec<Claimed>) -> impl IntoView {
    view! {
        <section class="message claim" id="theirs" aria-labelledby="theirs-title">
            <header><h2 id="theirs-title">{text("share.theirs_title")}</h2> <Forget/></header>
            <p class="hint">{filled("share.theirs_place", &[("place", described(&place))])} " " {text("share.theirs_note")}</p>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="theirs-title">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{text("figure.executor")}</th>
                            <th scope="col">{text("share.theirs")}</th>
                            <th scope="col">{text("share.yours")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(|claimed| view! { <Row claimed/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(claimed: Claimed) -> impl IntoView {
    let session = expect_context::<Session>();
    let Claimed { executor, step, lanes, median_ms, min_ms, max_ms, speedup } = claimed;
    let name = name_in_step(executor.id, step.as_ref(), &filled);
    let lanes = match lanes {
        1 => text("share.lane"),
        lanes => filled("share.lanes", &[("n", lanes.to_string())]),
    };
    let yours = move || {
        let same = |one: &&crate::trace::Summary| one.executor == executor.id && one.step == step;
        let own = session.summary.with(|summary| summary.iter().find(same).cloned());
        let own = own.filter(|_| session.is_measured());
        own.map_or_else(
            || text("figure.none").into_any(),
            |own| figures(own.median_wall_ms, own.min_wall_ms, own.max_wall_ms, own.speedup).into_any(),
        )
    };
    view! {
        <tr>
            <th scope="row">{name} " " <small>{lanes}</small></th>
            <td>{figures(median_ms, min_ms, max_ms, speedup)}</td>
            <td>{yours}</td>
        </tr>
    }
}

/// A median, and in smaller type what goes with it.
fn figures(median_ms: f64, min_ms: f64, max_ms: f64, speedup: Option<f64>) -> impl IntoView {
    let speedup = speedup.map(|ratio| filled("figure.times", &[("ratio", times(ratio))]));
    let (min, max) = (milliseconds(min_ms), milliseconds(max_ms));
    let spread = (min_ms < max_ms).then(|| filled("figure.spread", &[("min", min), ("max", max)]));
    let notes = [speedup, spread].into_iter().flatten().map(|note| view! { " " <small>{note}</small> });
    view! { {milliseconds(median_ms)} {notes.collect_view()} }
}
