//! The page of a device that lends itself to a room.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::browser::{document, features, page};
use crate::queue::message::MOST_LANES;
use crate::queue::{Role, Room};
use crate::session::{DeviceState, Over, RoomLending, Session};
use crate::text;
use crate::view::common::lazy::Part;
use crate::view::common::workers_field::WorkersField;
use crate::view::setup::room::{elsewhere, refused};

/// What a link with `join=1` and a room leads to.
#[wasm_split(rooms, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn content() -> Part {
    document::set_title(&text!(room.lend.title));
    let title = view! { <h2>{text!(room.lend.title)}</h2> };
    let asked = expect_context::<Session>().rooms.asked.get_untracked().unwrap_or_default();
    let content = match Room::read(&asked) {
        Ok(room) if room.role == Role::Host => {
            view! { <p class="message warning">{text!(room.lend.for_hosts)}</p> }.into_any()
        }
        Ok(room) if room.host != page::host() => elsewhere(&room),
        Ok(room) => view! { <Lend room/> }.into_any(),
        Err(error) => refused(error),
    };
    Ok(view! { {title} {content} }.into_any())
}

#[component]
fn Lend(room: Room) -> impl IntoView {
    let session = expect_context::<Session>();
    let lending = RoomLending::nothing();
    on_cleanup(move || lending.stop());
    page::on_leave(move || lending.pause());
    let cores = features::hardware_concurrency().min(MOST_LANES);
    let workers = RwSignal::new(cores);
    let is_lending = Memo::new(move |_| lending.state.with(Option::is_some));
    let host = StoredValue::new(room.host.clone());
    let room = StoredValue::new(room);
    let press = move |_| {
        if is_lending.get_untracked() {
            lending.stop();
        } else if let Some(features) = session.conditions.features.get_untracked() {
            lending.start(room.get_value(), workers.get_untracked(), features);
        }
    };
    let is_known = move || session.conditions.features.with(Option::is_some);
    let state = move || match lending.state.get() {
        None => text!(join.nothing_lent),
        Some(_) if lending.is_paused.get() => text!(room.lend.paused),
        Some(state) => in_words(&state, workers.get(), &host.get_value()),
    };
    let is_wrong = move || lending.state.with(|state| state.as_ref().is_some_and(is_warning));
    let problem = move || {
        let words = lending.problem.get()?.in_words();
        Some(view! { <p class="message warning" role="alert">{words}</p> })
    };
    view! {
        <p>{text!(room.lend.intro, host = host.get_value())}</p>
        <WorkersField workers most=MOST_LANES disabled=is_lending/>
        <button type="button" class="primary" disabled=move || !is_known()
            aria-pressed=move || is_lending.get().to_string() on:click=press>
            {move || match is_lending.get() {
                true => text!(join.stop),
                false => text!(room.lend.start, host = host.get_value()),
            }}
        </button>
        <p class="lent" class:message=is_wrong class:warning=is_wrong role="status">{state}</p>
        {problem}
        <p class="hint">{text!(room.lend.leave)}</p>
    }
}

fn is_warning(state: &DeviceState) -> bool {
    state.over.is_some() || state.is_other_version
}

fn in_words(state: &DeviceState, workers: u32, host: &str) -> String {
    let DeviceState { is_there, at_work, done, is_other_version, over } = state;
    match over {
        Some(Over::Broken(broken)) => broken.to_string(),
        Some(Over::Dismissed) => text!(room.lend.dismissed),
        None if *is_other_version => text!(room.lend.other_version),
        None if !is_there => text!(room.lend.connecting, host = host),
        None if *at_work > 0 => text!(room.lend.at_work, n = *at_work, done = *done),
        None => text!(room.lend.waiting, n = workers, done = *done),
    }
}
