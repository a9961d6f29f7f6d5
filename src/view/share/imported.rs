//! A result that was brought in, as a file or from the history: shown as a run, and marked as what it is.

use std::sync::Arc;

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;

use crate::browser::file::Handed;
use crate::browser::{document, frame};
use crate::exchange::Place;
use crate::experiment::{Parts, format, parse};
use crate::session::{RunHandle, Session, read_file};
use crate::text;
use crate::text::{Key, between_sentences, keys};
use crate::trace::ResultDocument;
use crate::view::common::lazy::{Part, lazily};
use crate::view::results::comparison::Comparison;
use crate::view::results::group::Group;
use crate::view::results::tables::Tables;
use crate::view::timeline::viewport::Viewport;

/// A file is read in a moment up to so many bytes.
const LARGE: u64 = 4 << 20;
/// The section's id.
const SECTION: &str = "imported";

/// What was brought in last. A handle that can be copied.
#[derive(Clone, Copy, Default)]
pub(in crate::view) struct Imports(RwSignal<Option<Import>>);

#[derive(Clone)]
struct Import {
    /// Its title.
    title: Key,
    /// What it is and where it is from, or what is wrong with it.
    lead: String,
    /// What is in it, its spans with its runs, where it could be read.
    document: Option<(Arc<ResultDocument>, Vec<RunHandle>)>,
    /// Whether it is still being read.
    pending: bool,
}

impl Imports {
    /// Reads a file, in place of the one before.
    pub(in crate::view) fn read(self, file: Handed) {
        spawn_local(async move {
            let name = file.name();
            if file.bytes() > LARGE {
                // In place of the one before: there may not be room for two of a million spans. It takes
                // seconds.
                let lead = text!(imported.reading, name = name);
                self.0.set(Some(Import {
                    title: keys::imported::title,
                    lead,
                    document: None,
                    pending: true,
                }));
            }
            match take_in(self, file).await {
                Ok(taking) => taking.await,
                Err(_) => self.show_runs(keys::imported::title, text!(late.missing), None),
            }
        });
    }

    /// Shows a document, or says why not, in place of the one before. `title` is a key, `lead` a sentence.
    pub(in crate::view) fn show(self, title: Key, lead: String, document: Option<ResultDocument>) {
        let document = document.map(|mut document| {
            let runs = RunHandle::take_all(&mut document);
            (document, runs)
        });
        self.show_runs(title, lead, document);
    }

    fn show_runs(self, title: Key, lead: String, document: Option<(ResultDocument, Vec<RunHandle>)>) {
        let document = document.map(|(document, runs)| (Arc::new(document), runs));
        self.0.set(Some(Import { title, lead, document, pending: false }));
        // The section comes with the next frame.
        frame::next_frame(|| document::focus(SECTION));
    }
}

/// Reads a file, and shows what is in it, or what is wrong with it.
#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn take_in(imports: Imports, file: Handed) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    let taking = async move {
        let (name, outcome) = (file.name(), read_file(&file).await);
        let lead = match &outcome {
            Ok((document, _)) => {
                let place = Place::of(&document.environment).in_words();
                text!(imported.lead, name = name, place = place)
            }
            Err(why) => text!(imported.refused, name = name, why = why.in_words()),
        };
        imports.show_runs(keys::imported::title, lead, outcome.ok());
    };
    Ok(taking.boxed_local())
}

/// What was brought in, if anything was.
#[component]
pub(in crate::view) fn Imported() -> impl IntoView {
    let imports = expect_context::<Imports>();
    move || imports.0.get().map(|import| lazily(move || shown(imports, import.clone())))
}

#[wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split)]
fn shown(imports: Imports, import: Import) -> Part {
    let Import { title, lead, document, pending } = import;
    let dismiss = move |_| imports.0.set(None);
    let is_refused = document.is_none() && !pending;
    let content = document.map(|(document, runs)| view! { <Shown document runs/> });
    let section = view! {
        <section class="imported" id=SECTION tabindex="-1" aria-labelledby="imported-title">
            <header class="message" class:warning=is_refused>
                <h2 id="imported-title">{title.text()}</h2>
                <p>{lead}</p>
                <button type="button" class="plain" on:click=dismiss>{text!(imported.dismiss)}</button>
            </header>
            {content}
        </section>
    };
    Ok(section.into_any())
}

/// The runs, drawn and summed up as one's own are, but apart from them: with a session of their own.
#[component]
fn Shown(document: Arc<ResultDocument>, runs: Vec<RunHandle>) -> impl IntoView {
    let session = expect_context::<Session>().of_document(&document, runs);
    let viewport = expect_context::<Viewport>().of_session(session);
    provide_context(session);
    provide_context(viewport);
    let link = parse(&document.experiment);
    let query = format(&link.experiment);
    let unknown = (!link.notices.is_empty()).then(|| view! { <p class="hint">{text!(imported.unknown)}</p> });
    view! {
        <p>{text!(imported.link)} {between_sentences()} <a href=format!("?{query}")>{query.clone()}</a></p>
        {unknown}
        <div class="results">
            <Comparison groups=Group::all(session.runs.all.get_untracked()) compact=false parts=Parts::default()/>
            <Tables/>
        </div>
    }
}
