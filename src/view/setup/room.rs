//! The room that this page is the host of: joining one, letting others in, and who is there.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{clipboard, page};
use crate::experiment::ExecutorId;
use crate::queue::{Role, Room, RoomError};
use crate::render::ScanCode;
use crate::session::{Joined, Problem, Session, TakerShown};
use crate::text;
use crate::text::{count, milliseconds};
use crate::view::common::lazy::{Part, lazily, with_all_strings};

/// The id of the link by which others join.
const INVITATION: &str = "room-invitation";

/// Where a queue is compared, or the link leads to a room.
#[component]
pub(in crate::view) fn RoomPanel() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_asked = Memo::new(move |_| session.rooms.asked.with(Option::is_some));
    let was_opened = RwSignal::new(false);
    let is_shown = Memo::new(move |_| was_opened.get() || is_asked.get());
    let is_of_use = Memo::new(move |_| {
        let compares =
            session.setup.experiment.with(|experiment| experiment.executors.contains(&ExecutorId::Queue));
        is_asked.get() || compares || session.rooms.joined.with(Option::is_some)
    });
    move || {
        is_of_use.get().then(|| {
            view! {
                <details class="room" open=is_asked on:toggle=move |_| was_opened.set(true)>
                    <summary>{text!(room.title)}</summary>
                    {move || is_shown.get().then(|| with_all_strings(|| lazily(content)))}
                </details>
            }
        })
    }
}

#[wasm_split(rooms, fallible, wasm_split_path = leptos::wasm_split)]
fn content() -> Part {
    let session = expect_context::<Session>();
    let rooms = session.rooms;
    let is_joined = Memo::new(move |_| rooms.joined.with(Option::is_some));
    let problem = move || {
        let words = rooms.problem.get()?.in_words();
        Some(view! { <p class="message warning" role="alert">{words}</p> })
    };
    let content = view! {
        {move || match is_joined.get() {
            true => view! { <Inside/> }.into_any(),
            false => view! { <Outside/> }.into_any(),
        }}
        {problem}
    };
    Ok(content.into_any())
}

/// No room was joined: how to.
#[component]
fn Outside() -> impl IntoView {
    let session = expect_context::<Session>();
    let asked = session.rooms.asked;
    let link = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(fragment) = asked.get() {
            link.set(page::address() + &fragment);
        }
    });
    let room = Memo::new(move |_| link.with(|link| (!link.trim().is_empty()).then(|| Room::read(link))));
    let join = move |room: Room| {
        session.setup.add_executor(ExecutorId::Queue);
        session.rooms.join(room);
    };
    let answer = move || match room.get()? {
        Ok(room) if room.role == Role::Taker => {
            let link = room.link(&room.page(&page::path()));
            Some(
                view! {
                    <p>{text!(room.for_takers)} " " <a href=link>{text!(room.lend.title)}</a></p>
                }
                .into_any(),
            )
        }
        Ok(room) if room.host != page::host() => Some(elsewhere(&room)),
        Ok(room) => {
            let label = text!(room.join, host = room.host);
            Some(view! {
                <button type="button" class="primary" id="room-join" on:click=move |_| join(room.clone())>{label}</button>
            }.into_any())
        }
        Err(error) => Some(refused(error)),
    };
    view! {
        <p>{text!(room.intro)}</p>
        <label class="room-link">
            {text!(room.link_field)}
            <input type="text" id="room-link" autocomplete="off" spellcheck="false" prop:value=move || link.get()
                on:input=move |event: Event| link.set(event_target_value(&event))/>
        </label>
        <p class="hint">{text!(room.nothing_yet)}</p>
        <div role="status">{answer}</div>
    }
}

/// Why a link leads to no room.
pub(in crate::view) fn refused(error: RoomError) -> AnyView {
    view! { <p class="message warning">{error.to_string()}</p> }.into_any()
}

/// A page connects to nobody but the host that it came from.
pub(in crate::view) fn elsewhere(room: &Room) -> AnyView {
    let page = room.page(&page::path());
    let link = room.link(&page);
    let words = text!(room.elsewhere, host = room.host, here = page::host());
    view! { <p class="message warning">{words} " " <a href=link rel="noopener">{page}</a></p> }.into_any()
}

/// A room was joined: who is there, and how others join.
#[component]
fn Inside() -> impl IntoView {
    let rooms = expect_context::<Session>().rooms;
    let standing = move || {
        let host = rooms.joined.get().map(|joined| joined.host).unwrap_or_default();
        match rooms.state.with(|state| state.is_there) {
            true => text!(room.there, host = host),
            false => text!(room.apart, host = host),
        }
    };
    let warnings = move || {
        let (wrong, other) = rooms.state.with(|state| (state.distrusted, state.other_versions));
        let wrong = (wrong > 0).then(|| text!(room.distrusted, n = wrong));
        let other = other.then(|| text!(room.other_version));
        let warning = |words| view! { <p class="message warning">{words}</p> };
        wrong.into_iter().chain(other).map(warning).collect_view()
    };
    view! {
        <p role="status">{standing}</p>
        {warnings}
        <Takers/>
        <label class="check">
            <input type="checkbox" id="room-own" prop:checked=move || rooms.lends_own.get()
                on:change=move |event| rooms.lend_own(event_target_checked(&event))/>
            <span>{text!(room.lend_own)}</span>
        </label>
        {move || rooms.joined.get().map(|joined| view! { <Invitation joined/> })}
        <p><button type="button" id="room-leave" on:click=move |_| rooms.leave()>{text!(room.leave)}</button></p>
    }
}

/// Who is there.
#[component]
fn Takers() -> impl IntoView {
    let rooms = expect_context::<Session>().rooms;
    let row = |taker: &TakerShown| {
        let device = match taker.is_own {
            true => text!(room.own, device = taker.device),
            false => taker.device.clone(),
        };
        let round_trip = taker.round_trip_ms.map_or_else(|| "–".to_owned(), milliseconds);
        view! {
            <tr>
                <th scope="row">{device}</th>
                <td>{count(taker.cores.into())}</td>
                <td>{count(taker.lanes.into())}</td>
                <td>{count(taker.at_work.into())}</td>
                <td>{round_trip}</td>
            </tr>
        }
    };
    move || {
        let takers = rooms.state.with(|state| state.takers.clone());
        if takers.is_empty() {
            return view! { <p class="hint">{text!(room.nobody)}</p> }.into_any();
        }
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=text!(room.takers)>
                <table class="takers">
                    <thead><tr>
                        <th scope="col">{text!(room.device)}</th>
                        <th scope="col">{text!(room.cores)}</th>
                        <th scope="col">{text!(room.lanes)}</th>
                        <th scope="col">{text!(room.at_work)}</th>
                        <th scope="col">{text!(room.round_trip)}</th>
                    </tr></thead>
                    <tbody>{takers.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// How others join.
#[component]
fn Invitation(joined: Joined) -> impl IntoView {
    let is_copied = RwSignal::new(false);
    let link = joined.invitation;
    let code = ScanCode::of(&link).map(|code| {
        let view_box = format!("0 0 {0} {0}", code.side);
        view! {
            <svg class="scan-code" viewBox=view_box role="img" aria-label=text!(room.code) shape-rendering="crispEdges">
                <path d=code.path></path>
            </svg>
        }
    });
    let to_copy = link.clone();
    let copy = move |_| {
        let link = to_copy.clone();
        spawn_local(async move {
            let was_copied = clipboard::copy(&link, INVITATION).await;
            // The room may be left by now.
            let _ = is_copied.try_set(was_copied);
        });
    };
    view! {
        <p>{text!(room.invite)}</p>
        {code}
        <div class="link">
            <input type="text" id=INVITATION readonly aria-label=text!(room.code) prop:value=link
                on:focus=|_| clipboard::select(INVITATION)/>
            <button type="button" on:click=copy>{text!(share.copy)}</button>
        </div>
        <p class="hint" role="status">{move || is_copied.get().then(|| text!(share.copied))}</p>
    }
}

impl Problem {
    /// What went wrong, in the language that is shown.
    pub(in crate::view) fn in_words(&self) -> String {
        match self {
            Self::Broken(broken) => broken.to_string(),
            Self::NoEngine(why) => text!(room.no_engine, words = why.said()),
            Self::NotLoaded => text!(room.not_loaded),
        }
    }
}
