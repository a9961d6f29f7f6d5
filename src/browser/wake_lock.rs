//! Keeping the screen awake, where the browser allows it.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // web-sys has them only as an unstable API.
    type WakeLock;
    #[wasm_bindgen(method, catch)]
    fn request(this: &WakeLock, kind: &str) -> Result<Promise, JsValue>;
    type Sentinel;
    #[wasm_bindgen(method, catch)]
    fn release(this: &Sentinel) -> Result<Promise, JsValue>;
}

/// Keeps the screen awake until it is dropped, or nobody looks at the page.
pub struct Awake(Sentinel);

impl Drop for Awake {
    fn drop(&mut self) {
        // Whoever is asleep already needs no leave.
        let _ = self.0.release();
    }
}

/// From now on the screen stays awake; `None` where the browser doesn't allow it: without https, on a battery that is
/// low.
pub async fn stay_awake() -> Option<Awake> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"wakeLock".into()).ok().filter(JsValue::is_object)?;
    let asked = locks.unchecked_into::<WakeLock>().request("screen").ok()?;
    JsFuture::from(asked).await.ok().map(|sentinel| Awake(sentinel.unchecked_into()))
}
