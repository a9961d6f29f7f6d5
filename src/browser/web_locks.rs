//! Locks that the browser keeps for all pages, frames and workers of this origin: it takes them back from whoever is
//! gone. So whoever waits for a lock that another holds for life hears of its end.

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    /// web-sys has it, too, but its options only as an unstable API.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        granted: &Function,
    ) -> Result<Promise, JsValue>;
}

/// A lock, until it is dropped. Holds what settles the promise that the browser keeps it for.
pub struct Lock(Function);

impl Drop for Lock {
    fn drop(&mut self) {
        // A promise's own function does not throw.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// What a browser says to whoever wants a lock.
pub enum Answer {
    /// It is theirs.
    Granted(Lock),
    /// Somebody else has it.
    Taken,
    /// There are no locks for this page: without https, or in a frame of another site whose cookies the
    /// browser blocks.
    Refused,
}

/// Asks for the lock of this name now.
pub async fn take(name: &str) -> Answer {
    request(name, &"ifAvailable".into(), &JsValue::TRUE).await
}

/// Queues for the lock of this name, until this is dropped.
pub async fn wait(name: &str) -> Answer {
    // Every browser that has locks can make one.
    let Ok(controller) = AbortController::new() else { return Answer::Refused };
    let leaving = Leaving(controller);
    request(name, &"signal".into(), &leaving.0.signal()).await
}

/// Whether this page's browser has them: not without https.
pub fn are_here() -> bool {
    locks().is_some()
}

/// Takes whoever waits out of the queue. Of no effect on a lock that was granted.
struct Leaving(AbortController);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn request(name: &str, option: &JsValue, value: &JsValue) -> Answer {
    let Some(locks) = locks() else { return Answer::Refused };
    let options = Object::new();
    // A plain object takes any field.
    let _ = Reflect::set(&options, option, value);
    let (sender, granted) = oneshot::channel();
    let grant = Closure::once_into_js(move |lock: JsValue| {
        let mut give_back = None;
        let kept = Promise::new(&mut |resolve: Function, _: Function| give_back = Some(resolve));
        let lock = give_back.filter(|_| !lock.is_null()).map(Lock);
        let is_granted = lock.is_some();
        // If nobody waits for it any more, it comes back here, and is dropped, and so given back.
        drop(sender.send(lock));
        if is_granted { kept.into() } else { JsValue::UNDEFINED }
    });
    let Ok(over) = locks.request(name, &options, grant.unchecked_ref()) else { return Answer::Refused };
    // The request is over before it was answered only if locks are refused.
    match select(granted, JsFuture::from(over)).await {
        Either::Left((Ok(Some(lock)), _)) => Answer::Granted(lock),
        Either::Left((Ok(None), _)) => Answer::Taken,
        _ => Answer::Refused,
    }
}

/// The same in a page and in a worker.
fn locks() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
