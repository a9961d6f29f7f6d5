//! What JavaScript throws.

use wasm_bindgen::JsValue;

/// What a thrown value says of itself.
pub fn text(thrown: &JsValue) -> String {
    let message =
        js_sys::Reflect::get(thrown, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| format!("{thrown:?}"))
}
