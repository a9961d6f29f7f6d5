//! Results to take along as files, and to bring in.

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;

use super::imported::Imports;
use crate::browser::clock;
use crate::browser::file::Handed;
use crate::exchange::{FileFormat, Place};
use crate::session::Session;
use crate::text;
use crate::view::common::lazy::{Part, lazily};

#[component]
pub(in crate::view) fn Export() -> impl IntoView {
    let session = expect_context::<Session>();
    let imports = expect_context::<Imports>();
    let has_result = Memo::new(move |_| session.runs.has_result());
    let said = RwSignal::new(String::new());
    let over = RwSignal::new(false);
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        Handed::dropped(&event).into_iter().for_each(|file| imports.read(file));
    };
    view! {
        <section class="take" aria-labelledby="take-title" class:over=move || over.get()
            on:dragover=move |event| { event.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false) on:drop=drop>
            <h2 id="take-title">{text!(take.title)}</h2>
            {move || has_result.get().then(|| lazily(move || files(session, said)))}
            <p class="import">
                // The browser's own button speaks the browser's language.
                <input type="file" id="import" class="unseen" accept=".json,application/json"
                    on:change=move |event| Handed::chosen(&event).into_iter().for_each(|file| imports.read(file))/>
                <label for="import" class="button">{text!(imported.choose)}</label>
                <span class="hint">{text!(imported.drop)}</span>
            </p>
            <p class="hint" role="status">{move || said.get()}</p>
        </section>
    }
}

/// The files that there are, and a picture to be copied. Where there is a result, what shows results has arrived.
#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn files(session: Session, said: RwSignal<String>) -> Part {
    let take = move |form: FileFormat| {
        spawn_local(async move {
            said.set(match save(session, form).await {
                Ok(saving) => saving.await,
                Err(_) => text!(late.missing),
            });
        });
    };
    let button = move |form: FileFormat| {
        let name = form.name();
        view! {
            <li>
                <button type="button" id=format!("take-{name}") title=form.hint() on:click=move |_| take(form)>
                    {form.label()}
                </button>
            </li>
        }
    };
    let copy = move |_| {
        spawn_local(async move {
            said.set(match copied(session).await {
                Ok(copying) => copying.await,
                Err(_) => text!(late.missing),
            });
        });
    };
    let files = view! {
        <ul>
            {FileFormat::ALL.map(button).collect_view()}
            <li><button type="button" id="take-copy" on:click=copy>{text!(take.copy)}</button></li>
        </ul>
        <p class="hint">{text!(take.hint.link)}</p>
    };
    Ok(files.into_any())
}

/// Saves it, and says what became of it.
#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn save(session: Session, form: FileFormat) -> Result<LocalBoxFuture<'static, String>, SplitLoaderError> {
    let saving = async move {
        match session.save_result(form, caption(session)).await {
            Ok(name) => text!(take.saved, name = name),
            Err(why) => text!(take.not_saved, why = why),
        }
    };
    Ok(saving.boxed_local())
}

/// Copies a picture, and says what became of it.
#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn copied(session: Session) -> Result<LocalBoxFuture<'static, String>, SplitLoaderError> {
    let copying = async move {
        match session.copy_picture(caption(session)).await {
            Ok(()) => text!(take.copied),
            Err(why) => text!(take.not_copied, why = why),
        }
    };
    Ok(copying.boxed_local())
}

/// Where and when it was measured, for those who see only the file.
pub(in crate::view) fn caption(session: Session) -> String {
    let environment = session.conditions.environment();
    let day: String = clock::moment().chars().take("2026-11-20".len()).collect();
    let place = Place::of(&environment).in_words();
    text!(take.caption, version = environment.app_version, day = day, place = place)
}
