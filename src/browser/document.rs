//! The page's document.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, HtmlDialogElement, HtmlElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Sets an attribute of the document's root element, `<html>`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails for names that are no names only.
        let _ = root.set_attribute(name, value);
    }
}

/// The value of an attribute of the document's root element.
pub fn root_attribute(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(name)
}

/// Names the page, as its tab shows it.
pub fn set_title(title: &str) {
    document().iter().for_each(|document| document.set_title(title));
}

/// Puts a text into the element with this id.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.set_text_content(Some(text));
    }
}

/// Takes the element with this id out of the page.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Moves the keyboard's focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        // Elements that can't be focused stay without it.
        let _ = element.focus();
    }
}

/// Whether the keyboard's focus is where letters are typed or chosen by.
pub fn is_typing() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| match element.tag_name().as_str() {
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("radio" | "checkbox" | "range")),
        name => matches!(name, "TEXTAREA" | "SELECT"),
    })
}

/// Opens the dialog with this id, above all else.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = element::<HtmlDialogElement>(id) {
        // Fails only for one that is open otherwise, or not in the page.
        let _ = dialog.show_modal();
    }
}

/// Opens the folded element with this id, and goes to it.
pub fn unfold(id: &str) {
    if let Some(details) = element::<HtmlElement>(id) {
        // Fails for names that are no names only.
        let _ = details.set_attribute("open", "");
        details.scroll_into_view();
        if let Some(summary) =
            details.first_element_child().and_then(|first| first.dyn_into::<HtmlElement>().ok())
        {
            // A summary can be focused.
            let _ = summary.focus();
        }
    }
}

/// Opens everything on the page that is folded.
#[cfg(feature = "gallery")]
pub fn unfold_all() {
    let folded = || document()?.query_selector("details:not([open])").ok().flatten();
    while let Some(details) = folded() {
        // Fails for names that are no names only.
        let _ = details.set_attribute("open", "");
    }
}

/// Loads a script of the app's own, once however often it is asked for.
pub fn load_script(address: &str) {
    let Some(document) = document() else { return };
    let Some(head) = document.head() else { return };
    let is_there = document.query_selector(&format!("script[src=\"{address}\"]"));
    if is_there.is_ok_and(|found| found.is_some()) {
        return;
    }
    if let Ok(script) = document.create_element("script") {
        // Neither fails for an element that was just made.
        let _ = script.set_attribute("src", address);
        let _ = head.append_child(&script);
    }
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The value of attribute `name` on the nearest element around a place (CSS pixels from the window's
/// corner) that has it.
pub fn attribute_at(x: f64, y: f64, name: &str) -> Option<String> {
    let element = document()?.element_from_point(x as f32, y as f32)?;
    element.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// Calls `changed` whenever the system's choice between light, dark and forced colours changes, as long
/// as the page lives.
pub fn watch_colours(changed: impl Fn() + Clone + 'static) {
    for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
        let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
        if let Some(list) = list {
            let changed = changed.clone();
            let callback = Closure::<dyn FnMut()>::new(changed);
            // Refused by no browser that knows media queries; colours are then read at the next drawing.
            let _ = list.add_event_listener_with_callback("change", callback.as_ref().unchecked_ref());
            callback.forget();
        }
    }
}
