//! The map: which way wins where, on this machine, and by the rule of thumb.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::advice::map::{COLUMNS, Cell, Lock, Map, Place, ROWS};
use crate::browser::{clipboard, document};
use crate::exchange::{FileFormat, Refusal, SharedMap, read_map_fragment};
use crate::experiment::{ExecutorId, format};
use crate::render::depth_of;
use crate::session::{Session, Status};
use crate::text;
use crate::text::{count, percent, rough, times};
use crate::view::share::export::caption;

/// What the link says of somebody's map.
type Theirs = Result<Option<SharedMap>, Refusal>;

/// The id of the map's fold.
pub(super) const FOLD: &str = "map";

/// The map, behind a fold; open where the link brings one. That of programs with such a lock may be wanted.
pub(super) fn map(session: Session, cores: Memo<Option<u32>>, wanted: RwSignal<Option<Lock>>) -> AnyView {
    let theirs = Memo::new(move |_| session.mapping.told.with(|fragment| read_map_fragment(fragment)));
    let is_brought = Memo::new(move |_| theirs.with(|theirs| *theirs != Ok(None)));
    let was_opened = RwSignal::new(false);
    let opened = Memo::new(move |_| was_opened.get() || is_brought.get());
    view! {
        <details class="map" id=FOLD open=is_brought on:toggle=move |_| was_opened.set(true)>
            <summary>{text!(map.title)}</summary>
            {move || opened.get().then(|| content(session, cores, theirs, wanted))}
        </details>
    }
    .into_any()
}

fn content(
    session: Session,
    cores: Memo<Option<u32>>,
    theirs: Memo<Theirs>,
    wanted: RwSignal<Option<Lock>>,
) -> AnyView {
    session.mapping.look_up();
    let last = untrack(|| session.mapping.last());
    let lock = RwSignal::new(last.unwrap_or(Lock::Shared));
    Effect::new(move |_| {
        theirs.with(|theirs| theirs.iter().flatten().for_each(|shared| lock.set(shared.map.lock)));
        wanted.get().into_iter().for_each(|wanted| lock.set(wanted));
    });
    let choice = move |one: Lock| {
        view! {
            <label>
                <input type="radio" name="map-lock" value=one.id() prop:checked=move || lock.get() == one
                    on:change=move |_| lock.set(one)/>
                <span>{one.label()}</span>
            </label>
        }
    };
    let known = Memo::new(move |_| {
        let lock = lock.get();
        session.mapping.of(lock).map_or_else(|| Map::new(lock, |_| None), |figures| figures.map())
    });
    view! {
        <p class="hint">{text!(map.explained)}</p>
        <fieldset class="segments">
            <legend class="unseen">{text!(map.title)}</legend>
            {Lock::ALL.map(choice).collect_view()}
        </fieldset>
        {measure(session, cores, lock)}
        <div class="maps">
            {move || table(session, text!(map.measured), &known.get())}
            {move || shared(session, theirs.get(), lock)}
            {move || table(session, text!(map.rule), &Map::by_rule_of_thumb(lock.get()))}
        </div>
        {move || legend(lock.get())}
        {to_take_along(session, lock)}
    }
    .into_any()
}

/// The button that has it measured, and how far that has come.
fn measure(session: Session, cores: Memo<Option<u32>>, lock: RwSignal<Lock>) -> AnyView {
    let is_mapping =
        Memo::new(move |_| session.runs.status.with(|status| matches!(status, Status::Mapping(..))));
    let is_busy = move || session.runs.is_busy() && !is_mapping.get();
    let press = move |_| match is_mapping.get_untracked() {
        true => session.cancel(),
        false => session.measure_map(lock.get_untracked()),
    };
    let expected = Memo::new(move |_| Some(rough(session.map_plan(lock.get(), cores.get()?)?.expected_ms())));
    let label = move || match is_mapping.get() {
        true => text!(run.cancel),
        false => text!(map.measure, time = expected.get().unwrap_or_default()),
    };
    let progress = move || match session.runs.status.get() {
        Status::Mapping(elapsed_ms, expected_ms) => {
            let share = (elapsed_ms / expected_ms).min(1.0);
            Some(view! { <progress max="1" prop:value=share></progress> })
        }
        _ => None,
    };
    view! {
        <div class="run-bar">
            <button type="button" id="measure-map" class="primary" disabled=is_busy on:click=press>{label}</button>
            {progress}
        </div>
    }
    .into_any()
}

/// A map as a table, whose cells open their experiments.
fn table(session: Session, title: String, map: &Map) -> AnyView {
    let row = |row: usize| {
        let places = (0..COLUMNS.len()).filter_map(|column| Place::at(column, row));
        let cells = places.map(|place| cell(session, map, place)).collect_view();
        view! { <tr><th scope="row">{count(ROWS[row].into())}</th>{cells}</tr> }
    };
    let shares = COLUMNS.map(|share| percent(f64::from(share) / 100.0, 0));
    let shares = shares.map(|share| view! { <th scope="col">{share}</th> });
    view! {
        <table>
            <caption>{title}</caption>
            <tbody>{(0..ROWS.len()).rev().map(row).collect_view()}</tbody>
            <tfoot>
                <tr><th scope="col">{text!(map.up)}</th>{shares.collect_view()}</tr>
                <tr><td></td><td colspan=COLUMNS.len()>{text!(map.across)}</td></tr>
            </tfoot>
        </table>
    }
    .into_any()
}

fn cell(session: Session, map: &Map, place: Place) -> AnyView {
    let said = map.in_words(place);
    let Some(Cell { winner, lead }) = map.cell(place) else {
        return view! { <td><span class="unseen">{said}</span></td> }.into_any();
    };
    let lock = map.lock;
    let experiment = move || place.experiment(lock, untrack(|| session.conditions.cores()).unwrap_or(2));
    let address = format!("?{}", format(&experiment()));
    let open = move |event: MouseEvent| {
        // In another tab or window it is the link that counts.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            session.setup.set_up(experiment());
            session.setup.set_advise(false);
            document::focus("workload");
        }
    };
    let shown = lead.map(times).unwrap_or_default();
    let depth = format!("{:.0}%", 100.0 * depth_of(lead));
    view! {
        <td data-way=winner.id() style:--depth=depth>
            <a href=address title=said.clone() aria-label=said on:click=open>{shown}</a>
        </td>
    }
    .into_any()
}

/// What somebody else says to have measured, or why that can't be shown.
fn shared(session: Session, theirs: Theirs, lock: RwSignal<Lock>) -> AnyView {
    match theirs {
        Ok(None) => ().into_any(),
        Ok(Some(SharedMap { map, place })) => {
            let title = text!(map.theirs, place = place.in_words());
            let its = map.lock;
            let shown = move || (lock.get() == its).then(|| table(session, title.clone(), &map));
            shown.into_any()
        }
        Err(refusal) => {
            let why = match refusal {
                Refusal::Newer => text!(map.newer),
                Refusal::Damaged | Refusal::Foreign => text!(map.damaged),
            };
            view! { <p class="message warning" role="alert">{why}</p> }.into_any()
        }
    }
}

/// The map that was measured, to take along.
fn to_take_along(session: Session, lock: RwSignal<Lock>) -> AnyView {
    let said = RwSignal::new(String::new());
    let is_known = Memo::new(move |_| session.mapping.of(lock.get()).is_some() && !session.runs.is_busy());
    let save = move |form: FileFormat| {
        let caption = caption(session);
        spawn_local(async move {
            let taken = match session.save_map(lock.get_untracked(), form, caption).await {
                Ok(name) => text!(take.saved, name = name),
                Err(why) => text!(take.not_saved, why = why),
            };
            let _ = said.try_set(taken);
        });
    };
    let forms = [
        (FileFormat::Svg, text!(take.form.svg)),
        (FileFormat::Png, text!(take.form.png)),
        (FileFormat::Tasks, text!(map.csv)),
    ];
    let button = move |(form, label): (FileFormat, String)| {
        view! { <li><button type="button" on:click=move |_| save(form)>{label}</button></li> }
    };
    let link = move || session.map_link(lock.get());
    let copy = move |_| {
        let link = untrack(link);
        spawn_local(async move {
            let is_copied = clipboard::copy(&link, LINK).await;
            let _ = said.try_set(if is_copied { text!(share.copied) } else { text!(share.selected) });
        });
    };
    let content = move || {
        is_known.get().then(|| {
            view! {
                <ul class="chips">{forms.clone().map(button).collect_view()}</ul>
                <p class="field">
                    <input type="text" id=LINK readonly aria-label=text!(share.link) prop:value=link/>
                    <button type="button" on:click=copy>{text!(share.copy)}</button>
                    <button type="button" class="plain" on:click=move |_| session.mapping.forget(lock.get_untracked())>
                        {text!(map.forget)}
                    </button>
                </p>
            }
        })
    };
    view! { <div class="take-map">{content}<p class="hint" role="status">{move || said.get()}</p></div> }
        .into_any()
}

/// The id of the link to the map.
const LINK: &str = "map-link";

fn legend(lock: Lock) -> AnyView {
    let one = |executor: ExecutorId| {
        let (name, python) = (executor.label(), executor.python());
        view! { <li data-way=executor.id()><i aria-hidden="true"></i>{name} " " <small>{python}</small></li> }
    };
    view! { <ul class="ways">{lock.ways().map(one).collect_view()}</ul> }.into_any()
}
