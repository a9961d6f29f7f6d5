//! The history: what becomes of it when a start is over, and what a reader does with it.

use std::rc::Rc;

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;

use crate::browser::storage::{self, Change, Shelf, Storage};
use crate::browser::{clock, page};
use crate::exchange::{ImportError, read_document};
use crate::history::{Act, Kept, News, Store, clean_name, pack};
use crate::trace::ResultDocument;

/// The history of the runs that were made in this browser. A handle that can be copied. Only the page of a
/// session that was opened has one that keeps anything: no embed does, nor what is shown beside it.
#[derive(Clone, Copy)]
pub struct History {
    /// What there is to see of it.
    pub kept: ReadSignal<Kept>,
    write: WriteSignal<Kept>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
}

impl History {
    /// One that keeps nothing.
    pub(super) fn none() -> Self {
        Self::of(Kept::default())
    }

    /// One that has this to be seen, and keeps nothing more.
    pub(super) fn of(kept: Kept) -> Self {
        let (kept, write) = signal(kept);
        Self { kept, write, storage: StoredValue::new_local(None) }
    }

    /// From now on the history is kept, in a storage that is this app's alone: others may be served from other
    /// folders of the same host.
    pub(super) fn open(self) {
        let storage = Rc::new(Storage::new(format!("interleave {}", page::base())));
        self.storage.set_value(Some(storage.clone()));
        spawn_local(async move {
            // Who has kept nothing has no use for what reads it.
            match storage.count(Shelf::Heads).await {
                Ok(0) => {}
                Ok(_) => self.refresh(),
                Err(why) => self.refuse(why),
            }
        });
    }

    /// A start begins: none of the entries is of the runs that are on the page.
    pub(super) fn begin(self) {
        self.write.update(|kept| kept.latest = None);
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
        let Some(storage) = self.storage.get_value() else { return };
        spawn_local(async move {
            let stored = stored(&storage, id).await;
            self.act(Act::Remove { id, stored });
        });
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
        read_document(stored.as_deref().unwrap_or_default().as_bytes())
    }

    /// Keeps a document that was just made; the oldest make room for it.
    pub(super) fn keep(self, document: ResultDocument) {
        if self.storage.with_value(Option::is_none) {
            return;
        }
        let id = clock::now_ms() as u64;
        match pack(document) {
            Some((head, text)) => {
                self.write.update(|kept| kept.latest = Some(id));
                self.act(Act::Keep(id, head, text));
            }
            None => self.write.update(|kept| kept.news = Some(News::TooLarge)),
        }
    }

    fn act(self, act: Act) {
        let Some(storage) = self.storage.get_value() else { return };
        spawn_local(async move {
            match act_on(self, storage, act).await {
                Ok(acting) => acting.await,
                Err(_) => self.write.update(|kept| kept.news = Some(News::NotLoaded)),
            }
        });
    }

    async fn decide(self, storage: &Storage, act: Act) {
        self.look(storage).await;
        // The signal lives as long as the page.
        let decided = self.write.try_update(|kept| kept.decide(act));
        let Some((changes, news)) = decided.filter(|(changes, _)| !changes.is_empty()) else { return };
        let changes: Vec<Change> = changes.into_iter().map(change).collect();
        if let Err(why) = storage.change(&changes).await {
            self.refuse(why);
        }
        self.look(storage).await;
        self.write.update(|kept| kept.news = news);
    }

    fn refuse(self, why: String) {
        self.write.update(|kept| kept.refused = Some(why));
    }

    async fn look(self, storage: &Storage) {
        let (heads, refused) = storage.all(Shelf::Heads).await;
        let room = storage::room().await;
        self.write.update(|kept| kept.see(heads, refused, room));
    }
}

/// What reads the history, and changes it; it arrives with what makes runs.
#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn act_on(
    history: History,
    storage: Rc<Storage>,
    act: Act,
) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(async move { history.decide(&storage, act).await }.boxed_local())
}

fn change(store: Store) -> Change {
    match store {
        Store::Head(id, text) => Change::Put(Shelf::Heads, id, text),
        Store::Document(id, text) => Change::Put(Shelf::Documents, id, text),
        Store::Nothing(id) => Change::Remove(id),
    }
}

/// What puts an entry back to where it is. What can't be read can't be had back.
async fn stored(storage: &Storage, id: u64) -> Vec<Store> {
    let head = storage.get(Shelf::Heads, id).await.ok().flatten();
    let document = storage.get(Shelf::Documents, id).await.ok().flatten();
    head.map(|text| Store::Head(id, text))
        .into_iter()
        .chain(document.map(|text| Store::Document(id, text)))
        .collect()
}
