//! Turns: of all pages and frames of this origin in a browser, one measures at a time.

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::features::window;

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

/// The lock that whoever measures holds.
const NAME: &str = "interleave/measuring";

/// Somebody's turn, until it is dropped. The browser takes it back from a page that is gone.
#[derive(Default)]
pub struct Turn {
    /// Settles the promise that the browser keeps the lock for; `None` where there are no locks.
    give_back: Option<Function>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(give_back) = &self.give_back {
            // A promise's own function does not throw.
            let _ = give_back.call0(&JsValue::NULL);
        }
    }
}

/// Takes the turn if nobody has it; `None` if somebody has. Where the browser has no locks, or refuses them
/// to this page, everybody has their turn at once.
pub async fn take() -> Option<Turn> {
    request(&"ifAvailable".into(), &JsValue::TRUE).await
}

/// Waits for the turn, behind those who wait already. Dropped before that, it no longer waits.
pub async fn wait() -> Turn {
    // Made by every browser that has locks.
    let Ok(controller) = AbortController::new() else { return Turn::default() };
    let leaving = Leaving(controller);
    request(&"signal".into(), &leaving.0.signal()).await.unwrap_or_default()
}

/// Takes whoever waits out of the queue. Of no effect on a turn that was granted.
struct Leaving(AbortController);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Asks for the lock with one option; `None` if it was asked for at once, and somebody has it.
async fn request(option: &JsValue, value: &JsValue) -> Option<Turn> {
    let none = Some(Turn::default());
    let Some(locks) = locks() else { return none };
    let options = Object::new();
    // A plain object takes any field.
    let _ = Reflect::set(&options, option, value);
    let (sender, granted) = oneshot::channel();
    let grant = Closure::once_into_js(move |lock: JsValue| {
        let mut give_back = None;
        let kept = Promise::new(&mut |resolve: Function, _: Function| give_back = Some(resolve));
        let turn = (!lock.is_null()).then_some(Turn { give_back });
        let has_turn = turn.is_some();
        // If nobody waits for it any more, it comes back here, and is dropped, and so given back.
        drop(sender.send(turn));
        if has_turn { kept.into() } else { JsValue::UNDEFINED }
    });
    let Ok(over) = locks.request(NAME, &options, grant.unchecked_ref()) else { return none };
    // What was asked for is over first only if locks are refused.
    match select(granted, JsFuture::from(over)).await {
        Either::Left((Ok(turn), _)) => turn,
        _ => none,
    }
}

/// Where the browser has them: not without https.
fn locks() -> Option<LockManager> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
