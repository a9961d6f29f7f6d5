//! The history: what becomes of it when a start is over, and what a reader does with it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::browser::storage::{self, Change, Shelf, Storage};
use crate::browser::{clock, page};
use crate::history::{Entry, Figures, Head, MOST_SPANS, clean_name, drawn, evicted, newest_first, pack};
use crate::share::{ImportError, read_document};
use crate::trace::ResultDocument;

/// The history of the runs that were made in this browser. A handle that can be copied. Only the page of a
/// session that was opened has one that keeps anything: no embed does, nor what is shown beside it.
#[derive(Clone, Copy)]
pub struct History {
    /// What is kept, the newest first.
    pub entries: RwSignal<Vec<Entry>>,
    /// What there is to be told of it.
    pub news: RwSignal<Option<HistoryNews>>,
    /// Why the browser stores nothing, where it doesn't: what it said.
    pub refused: RwSignal<Option<String>>,
    /// The entry of the runs that are on the page.
    pub latest: RwSignal<Option<u64>>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    removed: StoredValue<Vec<Change>>,
}

/// What there is to be told of the history.
#[derive(Clone, Debug, PartialEq)]
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

impl History {
    pub(super) fn new() -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            news: RwSignal::new(None),
            refused: RwSignal::new(None),
            latest: RwSignal::new(None),
            storage: StoredValue::new_local(None),
            removed: StoredValue::new(Vec::new()),
        }
    }

    /// From now on the history is kept, in a storage that is this app's alone: others may be served from other
    /// folders of the same host.
    pub(super) fn open(self) {
        self.storage.set_value(Some(Rc::new(Storage::new(format!("interleave {}", page::base())))));
        self.refresh();
    }

    /// Reads the list anew, as other tabs may have left it.
    pub fn refresh(self) {
        spawn_local(async move {
            self.list().await;
        });
    }

    /// The list as it is by now, which is then shown.
    async fn list(self) -> Vec<Entry> {
        let Some(storage) = self.storage.get_value() else { return Vec::new() };
        let (heads, refused) = storage.all(Shelf::Heads).await;
        let mut entries: Vec<Entry> = heads.iter().map(|(id, head)| Entry::read(*id, head)).collect();
        newest_first(&mut entries);
        if refused.is_some() {
            self.refused.set(refused);
        }
        self.entries.set(entries.clone());
        entries
    }

    /// Keeps a document that was just made; the oldest make room for it.
    fn keep(self, document: ResultDocument) {
        if self.storage.with_value(Option::is_none) {
            return;
        }
        let id = clock::now_ms() as u64;
        self.latest.set(Some(id));
        let Some((head, text)) = pack(document) else {
            self.latest.set(None);
            self.news.set(Some(HistoryNews::TooLarge));
            return;
        };
        spawn_local(async move {
            let gone = evicted(&self.list().await, head.bytes);
            let mut changes: Vec<Change> = gone.iter().copied().map(Change::Remove).collect();
            changes.push(Change::Put(Shelf::Heads, id, head.write()));
            changes.push(Change::Put(Shelf::Documents, id, text));
            self.news.set((!gone.is_empty()).then_some(HistoryNews::MadeRoom(gone.len())));
            self.change(changes).await;
        });
    }

    async fn change(self, changes: Vec<Change>) {
        let Some(storage) = self.storage.get_value() else { return };
        if let Err(why) = storage.change(&changes).await {
            self.refused.set(Some(why));
        }
        self.list().await;
    }

    /// Changes heads as they are stored by now, not as this tab has read them once.
    fn edit(self, edit: impl Fn(u64, &mut Head) + 'static) {
        spawn_local(async move {
            let edited = |entry: Entry| {
                let before = entry.head.ok()?;
                let mut head = before.clone();
                edit(entry.id, &mut head);
                (head != before).then(|| Change::Put(Shelf::Heads, entry.id, head.write()))
            };
            let changes = self.list().await.into_iter().filter_map(edited).collect();
            self.change(changes).await;
        });
    }

    /// Gives an entry a name; an empty one gives it back its default.
    pub fn rename(self, id: u64, name: &str) {
        let name = clean_name(name);
        self.edit(move |other, head| {
            if other == id {
                head.name.clone_from(&name);
            }
        });
    }

    /// Sets the next runs beside this entry and no other, or beside none.
    pub fn pin(self, pinned: Option<u64>) {
        self.edit(move |id, head| head.pinned = pinned == Some(id));
    }

    /// The entry that the next runs are set beside.
    pub fn pinned(self) -> Option<(u64, Head)> {
        self.entries.with(|entries| {
            let entry = entries.iter().find(|entry| entry.is_pinned())?;
            Some((entry.id, entry.head.clone().ok()?))
        })
    }

    /// Deletes an entry. Until the next one goes, it can be had back.
    pub fn remove(self, id: u64) {
        spawn_local(async move {
            let Some(storage) = self.storage.get_value() else { return };
            let mut removed = Vec::new();
            for shelf in [Shelf::Heads, Shelf::Documents] {
                // What can't be read can't be had back.
                let text = storage.get(shelf, id).await.ok().flatten();
                removed.extend(text.map(|text| Change::Put(shelf, id, text)));
            }
            self.removed.set_value(removed);
            self.change(vec![Change::Remove(id)]).await;
            self.news.set(Some(HistoryNews::Removed));
        });
    }

    /// Has the entry back that was deleted last.
    pub fn restore(self) {
        let removed = self.removed.try_update_value(std::mem::take).unwrap_or_default();
        self.news.set(None);
        spawn_local(self.change(removed));
    }

    /// Deletes everything.
    pub fn clear(self) {
        self.removed.set_value(Vec::new());
        spawn_local(async move {
            let all = self.list().await.into_iter().map(|entry| Change::Remove(entry.id)).collect();
            self.change(all).await;
            self.news.set(Some(HistoryNews::Cleared));
        });
    }

    /// The document of an entry, read as a stranger's would be.
    ///
    /// # Errors
    /// What is wrong with it, or what the browser said.
    pub async fn recall(self, id: u64) -> Result<ResultDocument, ImportError> {
        let Some(storage) = self.storage.get_value() else {
            return Err(ImportError::Unreadable(String::new()));
        };
        let stored = storage.get(Shelf::Documents, id).await.map_err(ImportError::Unreadable)?;
        read_document(|| stored.as_deref().unwrap_or_default().as_bytes())
    }

    /// How much this site stores in the browser by now, and may store, bytes; where the browser tells.
    pub async fn room(self) -> Option<(u64, u64)> {
        storage::room().await
    }
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
        if self.has_result() { Figures::all(&self.document_without_spans()) } else { Vec::new() }
    }
}
