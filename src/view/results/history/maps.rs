//! The maps in the list: what was measured of which way wins where.

use leptos::prelude::*;

use super::{leave, when};
use crate::advice::map::{Lock, Place as Spot};
use crate::session::Session;
use crate::text;
use crate::text::sentences;
use crate::view::adviser::Around;
use crate::view::common::place::Place;

/// An item for each map that this browser remembers, the latest first.
pub(super) fn maps(session: Session) -> AnyView {
    let one = move |(lock, begun_ms, places)| item(session, lock, begun_ms, places);
    let all = move || session.mapping.all().into_iter().map(one).collect_view();
    all.into_any()
}

fn item(session: Session, lock: Lock, begun_ms: f64, places: usize) -> AnyView {
    let around = expect_context::<Around>();
    let place = expect_context::<Place>();
    let title = sentences(&[text!(map.title), lock.label()]);
    let show = move |_| around.open(session, place, Some(lock));
    let delete = move |_| {
        session.mapping.forget(lock);
        leave();
    };
    let measured = (begun_ms > 0.0).then(|| view! { <p class="when">{when(begun_ms as u64)}</p> });
    view! {
        <li>
            <p class="title">{title.clone()}</p>
            {measured}
            <p class="figures-in-short">{text!(map.so_far, n = places, all = Spot::all().count())}</p>
            <p class="buttons">
                <button type="button" class="plain" aria-label=text!(history.open_this, name = title.clone()) on:click=show>
                    {text!(history.open)}
                </button>
                <button type="button" class="plain" aria-label=text!(history.delete_this, name = title) on:click=delete>
                    {text!(history.delete)}
                </button>
            </p>
        </li>
    }
    .into_any()
}
