//! The clipboard.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, Clipboard, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::features::window;
use super::thrown;

#[wasm_bindgen]
extern "C" {
    /// web-sys has it, too, but as an unstable API.
    type ClipboardItem;
    #[wasm_bindgen(constructor, catch)]
    fn new(content: &Object) -> Result<ClipboardItem, JsValue>;
}

/// The clipboard; `None` without https. Asking for it in typed terms would throw then.
fn clipboard() -> Option<Clipboard> {
    Reflect::get(&window().navigator(), &"clipboard".into()).ok()?.dyn_into().ok()
}

/// Puts a text into the clipboard; `false` where the browser doesn't let pages do that.
async fn write(text: &str) -> bool {
    match clipboard() {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Puts a picture into the clipboard, PNG. It is promised at once, since browsers take from a page only what a person has
/// just asked for, and made then.
///
/// # Errors
/// What the browser said, or who made the picture.
pub async fn copy_picture(
    picture: impl Future<Output = Result<Blob, String>> + 'static,
) -> Result<(), String> {
    let clipboard = clipboard().ok_or_else(|| crate::text!(take.no_clipboard))?;
    let promised = future_to_promise(async move { Ok(picture.await?.into()) });
    let content = Object::new();
    // A plain object takes any field.
    let _ = Reflect::set(&content, &"image/png".into(), &promised);
    let item = ClipboardItem::new(&content).map_err(|error| thrown::text(&error))?;
    let written = JsFuture::from(clipboard.write(&Array::of1(&item))).await;
    written.map(drop).map_err(|error| thrown::text(&error))
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
