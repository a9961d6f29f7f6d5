//! The clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::features::window;

/// Puts a text into the clipboard; `false` where the browser doesn't let pages do that.
async fn write(text: &str) -> bool {
    // Without https there is none, and asking for it in typed terms would throw.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from("clipboard")).ok();
    match clipboard.and_then(|found| found.dyn_into::<Clipboard>().ok()) {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Puts a text into the clipboard; where that can't be done, selects the field that shows it, so that it can be copied by
/// hand. Whether it was copied.
pub async fn copy(text: &str, id: &str) -> bool {
    let is_copied = write(text).await;
    if !is_copied {
        select(id);
    }
    is_copied
}

/// Selects all that is in an input or a text area, so that it can be copied by hand.
pub fn select(id: &str) {
    let Some(field) = window().document().and_then(|document| document.get_element_by_id(id)) else { return };
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        // What is on the page can be focused.
        let _ = field.focus();
    }
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.select();
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.select();
    }
}
