//! A result that was brought in as a file: somebody's run, as a run, and marked as what it is.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::group::Group;
use super::place::described;
use super::results::Comparison;
use super::stage::Stage;
use super::tables::Tables;
use super::text::{filled, text};
use crate::browser::file::Handed;
use crate::browser::{document, frame, timer};
use crate::experiment::{Parts, format, parse};
use crate::picture::bytes;
use crate::session::{RunHandle, Session, take_runs};
use crate::share::{ImportError, MOST_BYTES, Place, read_document};
use crate::trace::ResultDocument;

/// A file is read at once up to so many bytes.
const LARGE: u64 = 4 << 20;
/// In this time a change is on the screen, ms.
const PAINTED_MS: u32 = 50;
/// The section's id.
const SECTION: &str = "imported";

/// What was brought in last. A handle that can be copied.
#[derive(Clone, Copy, Default)]
pub(super) struct Imports(RwSignal<Option<Import>>);

#[derive(Clone)]
struct Import {
    /// The name of the file.
    name: String,
    /// What is in it, its spans with its runs, or a sentence on what is wrong with it; `None` while it is
    /// being read.
    outcome: Option<Result<(Arc<ResultDocument>, Vec<RunHandle>), String>>,
}

impl Imports {
    /// Reads a file, in place of the one before.
    pub(super) fn read(self, file: Handed) {
        spawn_local(async move {
            if file.bytes() > LARGE {
                // In place of the one before: there may not be room for two of a million spans. It takes
                // seconds; that it is being read has to be on the screen before.
                self.0.set(Some(Import { name: file.name(), outcome: None }));
                timer::sleep(PAINTED_MS).await;
            }
            let outcome = read(&file).await.map(|mut document| {
                let runs = take_runs(&mut document);
                (Arc::new(document), runs)
            });
            self.0.set(Some(Import { name: file.name(), outcome: Some(outcome) }));
            // The section comes with the next frame.
            frame::next_frame(|| document::focus(SECTION));
        });
    }
}

async fn read(file: &Handed) -> Result<ResultDocument, String> {
    let refused = |error: ImportError| match error {
        ImportError::TooLarge => filled("imported.too_large", &[("most", bytes(MOST_BYTES))]),
        ImportError::Unreadable(why) => filled("imported.unreadable", &[("why", why)]),
        ImportError::OtherSchema(schema) => filled("imported.other", &[("schema", schema)]),
        ImportError::Newer => text("imported.newer"),
        ImportError::Wrong { field, allowed } => {
            filled("imported.wrong", &[("field", field), ("allowed", allowed)])
        }
    };
    if file.bytes() > MOST_BYTES {
        return Err(refused(ImportError::TooLarge));
    }
    let content = file.content().await.map_err(|why| filled("imported.unreadable", &[("why", why)]))?;
    read_document(|| content.reader()).map_err(refused)
}

/// What was brought in, if anything was.
#[component]
pub(super) fn Imported() -> impl IntoView {
    let imports = expect_context::<Imports>();
    let dismiss = move |_| imports.0.set(None);
    move || {
        imports.0.get().map(|Import { name, outcome }| {
            let is_refused = matches!(outcome, Some(Err(_)));
            let (lead, content) = match outcome {
                None => (filled("imported.reading", &[("name", name)]), None),
                Some(Ok((document, runs))) => {
                    let place = described(&Place::of(&document.environment));
                    let lead = filled("imported.lead", &[("name", name), ("place", place)]);
                    (lead, Some(view! { <Shown document runs/> }))
                }
                Some(Err(why)) => (filled("imported.refused", &[("name", name), ("why", why)]), None),
            };
            view! {
                <section class="imported" id=SECTION tabindex="-1" aria-labelledby="imported-title">
                    <header class="message" class:warning=is_refused>
                        <h2 id="imported-title">{text("imported.title")}</h2>
                        <p>{lead}</p>
                        <button type="button" class="plain" on:click=dismiss>{text("imported.dismiss")}</button>
                    </header>
                    {content}
                </section>
            }
        })
    }
}

/// The runs, drawn and summed up as one's own are, but apart from them: with a session of their own.
#[component]
fn Shown(document: Arc<ResultDocument>, runs: Vec<RunHandle>) -> impl IntoView {
    let session = expect_context::<Session>().beside(&document, runs);
    let stage = expect_context::<Stage>().beside(session);
    provide_context(session);
    provide_context(stage);
    let link = parse(&document.experiment);
    let query = format(&link.experiment);
    let unknown =
        (!link.notices.is_empty()).then(|| view! { <p class="hint">{text("imported.unknown")}</p> });
    view! {
        <p>{text("imported.link")} " " <a href=format!("?{query}")>{query.clone()}</a></p>
        {unknown}
        <div class="results">
            <Comparison groups=Group::all(&session.runs.get_untracked()) compact=false parts=Parts::default()/>
            <Tables/>
        </div>
    }
}
