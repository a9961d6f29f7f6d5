//! The clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, HtmlInputElement};

use super::features::window;

/// Puts a text into the clipboard; `false` where the browser doesn't let pages do that.
pub async fn write(text: &str) -> bool {
    // Without https there is none, and asking for it in typed terms would throw.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from("clipboard")).ok();
    match clipboard.and_then(|found| found.dyn_into::<Clipboard>().ok()) {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Selects all of an input's text, so that it can be copied by hand.
pub fn select(id: &str) {
    let input = window().document().and_then(|document| document.get_element_by_id(id));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        // An input on the page can be focused.
        let _ = input.focus();
        input.select();
    }
}
