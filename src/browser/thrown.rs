//! What JavaScript throws.

use wasm_bindgen::JsValue;

/// What a thrown value says of itself.
pub fn text(thrown: &JsValue) -> String {
    message(thrown).or_else(|| thrown.as_string()).unwrap_or_else(|| format!("{thrown:?}"))
}

/// The message of an error, or of an event that tells of one, if it has any.
pub fn message(thrown: &JsValue) -> Option<String> {
    js_sys::Reflect::get(thrown, &"message".into()).ok()?.as_string()
}
