//! The browser's own storage: texts by number, on two shelves.
//!
//! What the browser refuses to store (in private browsing, in a frame of another site, when there is no room) is
//! kept for this visit instead.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode, StorageEstimate, StorageManager,
};

use super::features::window;
use super::thrown::text;

/// Of the shelves, not of what is on them.
const VERSION: u32 = 1;

/// Where texts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// What a list needs to know, which is read all at once.
    Heads,
    /// The rest, which is read one by one.
    Documents,
}

impl Shelf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Heads, Self::Documents];

    fn name(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::Documents => "documents",
        }
    }
}

/// What is to become of what is stored.
#[derive(Clone, Debug)]
pub enum Change {
    /// This text under this number, in place of what was there.
    Put(Shelf, u64, String),
    /// Nothing under this number, on either shelf.
    Remove(u64),
}

/// A storage of its own, by name.
pub struct Storage {
    name: String,
    database: RefCell<Option<IdbDatabase>>,
    visit: RefCell<Vec<(Shelf, u64, String)>>,
}

impl Storage {
    /// The storage of this name. Nothing is opened yet.
    pub fn new(name: String) -> Self {
        Self { name, database: RefCell::default(), visit: RefCell::default() }
    }

    /// Every text on a shelf with its number; and what the browser said, if it would not give its own.
    pub async fn all(&self, shelf: Shelf) -> (Vec<(u64, String)>, Option<String>) {
        let (stored, refused) = match self.stored(shelf).await {
            Ok(stored) => (stored, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let visit = self.visit.borrow();
        let of_visit = visit.iter().filter(|(place, ..)| *place == shelf);
        let all = stored.into_iter().chain(of_visit.map(|(_, key, value)| (*key, value.clone())));
        (all.collect(), refused)
    }

    /// How many texts the browser has stored, those of this visit aside.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn count(&self, shelf: Shelf) -> Result<u32, String> {
        let store = self.reading(shelf).await?;
        let count = settled(&store.count().map_err(|error| text(&error))?).await?;
        Ok(count.as_f64().unwrap_or_default() as u32)
    }

    /// The text under this number; what is no text counts as an empty one.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn get(&self, shelf: Shelf, key: u64) -> Result<Option<String>, String> {
        let is_it = |one: &&(Shelf, u64, String)| (one.0, one.1) == (shelf, key);
        if let Some((.., value)) = self.visit.borrow().iter().find(is_it) {
            return Ok(Some(value.clone()));
        }
        let store = self.reading(shelf).await?;
        let value = settled(&store.get(&number(key)).map_err(|error| text(&error))?).await?;
        Ok((!value.is_undefined()).then(|| value.as_string().unwrap_or_default()))
    }

    /// Makes all changes or none.
    ///
    /// # Errors
    /// What the browser said. The changes are made for this visit only, then.
    pub async fn change(&self, changes: &[Change]) -> Result<(), String> {
        let stored = self.store(changes).await;
        let mut visit = self.visit.borrow_mut();
        for change in changes {
            match change {
                Change::Put(shelf, key, value) => {
                    visit.retain(|(place, other, _)| (*place, *other) != (*shelf, *key));
                    if stored.is_err() {
                        visit.push((*shelf, *key, value.clone()));
                    }
                }
                Change::Remove(key) => visit.retain(|(_, other, _)| other != key),
            }
        }
        stored
    }

    async fn stored(&self, shelf: Shelf) -> Result<Vec<(u64, String)>, String> {
        let store = self.reading(shelf).await?;
        // Both are asked for at once: a transaction that is left alone ends.
        let keys = settled(&store.get_all_keys().map_err(|error| text(&error))?);
        let values = settled(&store.get_all().map_err(|error| text(&error))?);
        let keys: Array = keys.await?.unchecked_into();
        let values: Array = values.await?.unchecked_into();
        // Somebody else's key is no number, and none of ours.
        let pair = |(key, value): (JsValue, JsValue)| {
            Some((key.as_f64()? as u64, value.as_string().unwrap_or_default()))
        };
        Ok(keys.iter().zip(values.iter()).filter_map(pair).collect())
    }

    async fn reading(&self, shelf: Shelf) -> Result<IdbObjectStore, String> {
        let transaction = self.begin(IdbTransactionMode::Readonly).await?;
        transaction.object_store(shelf.name()).map_err(|error| text(&error))
    }

    async fn store(&self, changes: &[Change]) -> Result<(), String> {
        let transaction = self.begin(IdbTransactionMode::Readwrite).await?;
        let complete = Promise::new(&mut |resolve: Function, reject: Function| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        let ask = |change: &Change| -> Result<(), JsValue> {
            match change {
                Change::Put(shelf, key, value) => {
                    let store = transaction.object_store(shelf.name())?;
                    store.put_with_key(&value.into(), &number(*key))?;
                }
                Change::Remove(key) => {
                    for shelf in Shelf::ALL {
                        transaction.object_store(shelf.name())?.delete(&number(*key))?;
                    }
                }
            }
            Ok(())
        };
        changes.iter().try_for_each(ask).map_err(|error| text(&error))?;
        let refused = |_| transaction.error().map_or_else(String::new, |error| error.message());
        JsFuture::from(complete).await.map_err(refused).map(drop)
    }

    async fn begin(&self, mode: IdbTransactionMode) -> Result<IdbTransaction, String> {
        let opened = self.database.borrow().clone();
        let database = match opened {
            Some(database) => database,
            None => open(&self.name).await?,
        };
        let shelves: Array = Shelf::ALL.iter().map(|shelf| JsValue::from(shelf.name())).collect();
        let transaction = database.transaction_with_str_sequence_and_mode(&shelves, mode);
        // One that the browser has closed, because site data were cleared, is opened anew next time.
        *self.database.borrow_mut() = transaction.is_ok().then_some(database);
        transaction.map_err(|error| text(&error))
    }
}

async fn open(name: &str) -> Result<IdbDatabase, String> {
    // Where there is none, or none may be used, asking in typed terms would throw.
    let factory = js_sys::Reflect::get(&window(), &"indexedDB".into()).map_err(|error| text(&error))?;
    let factory: IdbFactory = factory.dyn_into().map_err(|_| crate::text!(history.no_storage))?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, VERSION).map_err(|error| text(&error))?;
    let asked = request.clone();
    let make_shelves = Closure::once_into_js(move || {
        let Ok(database) = asked.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
        for shelf in Shelf::ALL {
            // Fails only for one that is there.
            let _ = database.create_object_store(shelf.name());
        }
    });
    request.set_onupgradeneeded(Some(make_shelves.unchecked_ref()));
    let database: IdbDatabase = settled(&request).await?.unchecked_into();
    let held = database.clone();
    // A later version of the app, in another tab, would wait for this page to let go.
    let let_go = Closure::once_into_js(move || held.close());
    database.set_onversionchange(Some(let_go.unchecked_ref()));
    Ok(database)
}

/// What a request gives. It is heard from now on, not from the first look.
fn settled(request: &IdbRequest) -> impl Future<Output = Result<JsValue, String>> + use<> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let request = request.clone();
    async move {
        let said = JsFuture::from(settled).await;
        let reason = || request.error().ok().flatten().map_or_else(String::new, |error| error.message());
        said.map_err(|_| reason())?;
        request.result().map_err(|error| text(&error))
    }
}

fn number(key: u64) -> JsValue {
    JsValue::from_f64(key as f64)
}

/// How much this site stores in the browser by now, and may store, bytes; `None` where the browser doesn't tell.
pub async fn room() -> Option<(u64, u64)> {
    let manager = js_sys::Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    let manager: StorageManager = manager.dyn_into().ok()?;
    let estimate: StorageEstimate = JsFuture::from(manager.estimate().ok()?).await.ok()?.unchecked_into();
    Some((estimate.get_usage()? as u64, estimate.get_quota()? as u64))
}
