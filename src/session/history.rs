//! The history: what becomes of it when a start is over, and what a reader does with it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::browser::storage::{self, Change, Shelf, Storage};
use crate::browser::{clock, page};
use crate::exchange::{ImportError, read_document};
use crate::history::{Entry, Head, MOST_SPANS, clean_name, drawn, evicted, insert, pack};
use crate::trace::{Figures, ResultDocument};

/// The history of the runs that were made in this browser. A handle that can be copied. Only the page of a
/// session that was opened has one that keeps anything: no embed does, nor what is shown beside it.
#[derive(Clone, Copy)]
pub struct History {
    /// What there is to see of it.
    pub kept: RwSignal<Kept>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
}

/// What there is to see of the history.
#[derive(Clone, Default)]
pub struct Kept {
    /// What is kept, the newest first.
    pub entries: Vec<Entry>,
    /// The entry of the runs that are on the page.
    pub latest: Option<u64>,
    /// What there is to be told.
    pub news: Option<HistoryNews>,
    /// Why the browser stores nothing, where it doesn't: what it said.
    pub refused: Option<String>,
    /// How much this site stores in the browser, and may store, bytes; where the browser tells.
    pub room: Option<(u64, u64)>,
    /// What was deleted last.
    removed: Vec<Change>,
}

/// What there is to be told of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryNews {
    /// So many old entries made room for the latest.
    MadeRoom(usize),
    /// The latest result is too large to be kept.
    TooLarge,
    /// An entry was deleted, which can be undone.
    Removed,
    /// Everything was deleted.
    Cleared,
}

/// What can be done with a history. Each is decided upon what is stored by then, which other tabs change, too.
enum Act {
    Look,
    Keep(u64, Head, String),
    Rename(u64, String),
    Pin(Option<u64>),
    Remove(u64),
    Restore,
    Clear,
}

impl Kept {
    /// The entry of this number, if it can be read.
    pub fn head(&self, id: u64) -> Option<&Head> {
        self.entries.iter().find(|entry| entry.id == id)?.head.as_ref().ok()
    }

    /// The entry that the next runs are set beside.
    pub fn pinned(&self) -> Option<(u64, &Head)> {
        let entry = self.entries.iter().find(|entry| entry.is_pinned())?;
        Some((entry.id, entry.head.as_ref().ok()?))
    }
}

impl History {
    pub(super) fn new() -> Self {
        Self { kept: RwSignal::new(Kept::default()), storage: StoredValue::new_local(None) }
    }

    /// From now on the history is kept, in a storage that is this app's alone: others may be served from other
    /// folders of the same host.
    pub(super) fn open(self) {
        self.storage.set_value(Some(Rc::new(Storage::new(format!("interleave {}", page::base())))));
        self.refresh();
    }

    /// Reads the list anew, as other tabs may have left it.
    pub fn refresh(self) {
        self.act(Act::Look);
    }

    /// Gives an entry a name; an empty one gives it back its default.
    pub fn rename(self, id: u64, name: &str) {
        self.act(Act::Rename(id, clean_name(name)));
    }

    /// Sets the next runs beside this entry and no other, or beside none.
    pub fn pin(self, pinned: Option<u64>) {
        self.act(Act::Pin(pinned));
    }

    /// Deletes an entry. Until the next one goes, it can be had back.
    pub fn remove(self, id: u64) {
        self.act(Act::Remove(id));
    }

    /// Has the entry back that was deleted last.
    pub fn restore(self) {
        self.act(Act::Restore);
    }

    /// Deletes everything.
    pub fn clear(self) {
        self.act(Act::Clear);
    }

    /// The document of an entry, read as a stranger's would be.
    ///
    /// # Errors
    /// What is wrong with it, or what the browser said.
    pub async fn recall(self, id: u64) -> Result<ResultDocument, ImportError> {
        let stored = match self.storage.get_value() {
            Some(storage) => storage.get(Shelf::Documents, id).await.map_err(ImportError::Unreadable)?,
            None => None,
        };
        read_document(|| stored.as_deref().unwrap_or_default().as_bytes())
    }

    /// Keeps a document that was just made; the oldest make room for it.
    fn keep(self, document: ResultDocument) {
        if self.storage.with_value(Option::is_none) {
            return;
        }
        let id = clock::now_ms() as u64;
        match pack(document) {
            Some((head, text)) => {
                self.kept.update(|kept| kept.latest = Some(id));
                self.act(Act::Keep(id, head, text));
            }
            None => self.kept.update(|kept| kept.news = Some(HistoryNews::TooLarge)),
        }
    }

    fn act(self, act: Act) {
        if let Some(storage) = self.storage.get_value() {
            spawn_local(async move {
                self.look(&storage).await;
                let (changes, news) = self.decide(&storage, act).await;
                if changes.is_empty() {
                    return;
                }
                if let Err(why) = storage.change(&changes).await {
                    self.kept.update(|kept| kept.refused = Some(why));
                }
                self.look(&storage).await;
                self.kept.update(|kept| kept.news = news);
            });
        }
    }

    async fn look(self, storage: &Storage) {
        let (heads, refused) = storage.all(Shelf::Heads).await;
        let room = storage::room().await;
        let mut entries = Vec::new();
        for (id, head) in heads {
            insert(&mut entries, Entry::read(id, &head));
        }
        self.kept.update(|kept| {
            kept.entries = entries;
            kept.room = room;
            kept.refused = refused.or(kept.refused.take());
        });
    }

    /// What has to change, and what is to be told of it.
    async fn decide(self, storage: &Storage, act: Act) -> (Vec<Change>, Option<HistoryNews>) {
        let removed = match act {
            Act::Remove(id) => self.texts(storage, id).await,
            _ => Vec::new(),
        };
        let decide = |kept: &mut Kept| match act {
            Act::Look => (Vec::new(), None),
            Act::Keep(id, head, text) => {
                let gone = evicted(&kept.entries, head.bytes);
                let mut changes: Vec<Change> = gone.iter().copied().map(Change::Remove).collect();
                changes.push(Change::Put(Shelf::Heads, id, head.write()));
                changes.push(Change::Put(Shelf::Documents, id, text));
                (changes, (!gone.is_empty()).then_some(HistoryNews::MadeRoom(gone.len())))
            }
            Act::Rename(id, name) => {
                let rename = |head: &Head| Head { name: name.clone(), ..head.clone() };
                (edited(kept, &|other, head| (other == id).then(|| rename(head))), kept.news)
            }
            Act::Pin(pinned) => {
                let pin = |id, head: &Head| Some(Head { pinned: pinned == Some(id), ..head.clone() });
                (edited(kept, &pin), kept.news)
            }
            Act::Remove(id) => {
                kept.removed = removed;
                (vec![Change::Remove(id)], Some(HistoryNews::Removed))
            }
            Act::Restore => (std::mem::take(&mut kept.removed), None),
            Act::Clear => {
                kept.removed.clear();
                let all = kept.entries.iter().map(|entry| Change::Remove(entry.id)).collect();
                (all, Some(HistoryNews::Cleared))
            }
        };
        // The signal lives as long as the page.
        self.kept.try_update(decide).unwrap_or_default()
    }

    /// What puts an entry back to where it is.
    async fn texts(self, storage: &Storage, id: u64) -> Vec<Change> {
        let mut texts = Vec::new();
        for shelf in Shelf::ALL {
            // What can't be read can't be had back.
            let text = storage.get(shelf, id).await.ok().flatten();
            texts.extend(text.map(|text| Change::Put(shelf, id, text)));
        }
        texts
    }
}

/// What makes heads other than they are.
fn edited(kept: &Kept, edit: &dyn Fn(u64, &Head) -> Option<Head>) -> Vec<Change> {
    let change = |entry: &Entry| {
        let before = entry.head.as_ref().ok()?;
        let head = edit(entry.id, before)?;
        (head != *before).then(|| Change::Put(Shelf::Heads, entry.id, head.write()))
    };
    kept.entries.iter().filter_map(change).collect()
}

impl Session {
    /// Keeps the last start, if it measured anything.
    pub(super) fn remember(self) {
        if !self.summary.with_untracked(Vec::is_empty) {
            self.history.keep(self.document_as_drawn(MOST_SPANS));
        }
    }

    /// The result document with spans of those runs only that are drawn, so many in all.
    fn document_as_drawn(self, most_spans: usize) -> ResultDocument {
        let (handles, mut document) = self.outline();
        let drawn = drawn(&document.runs);
        let most_each = most_spans / drawn.iter().filter(|drawn| **drawn).count().max(1);
        for ((handle, run), is_drawn) in handles.iter().zip(&mut document.runs).zip(drawn) {
            handle.live.with_untracked(|live| match is_drawn {
                true => run.add_spans(&live.trace, most_each),
                false => run.dropped_spans = live.trace.dropped() + live.trace.spans().len() as u64,
            });
        }
        document
    }

    /// The figures of the runs that are on the page, where they are over.
    pub fn figures(self) -> Vec<Figures> {
        if self.has_result() { self.summary.get() } else { Vec::new() }
    }
}
