//! The host page, and messages to and from it.
//!
//! In a frame the host is the parent window; at top level the page is its own host.

use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, ResizeObserver, Window};

use super::features::window;
use crate::protocol::host::Fields;

/// A message from the host: an object of which only plain fields can be asked.
pub struct HostMessage(JsValue);

impl Fields for HostMessage {
    fn text(&self, field: &str) -> Option<String> {
        self.get(field)?.as_string()
    }

    fn flag(&self, field: &str) -> Option<bool> {
        self.get(field)?.as_bool()
    }

    fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }
}

impl HostMessage {
    fn get(&self, field: &str) -> Option<JsValue> {
        // A field of a received object has no getter that could throw.
        Reflect::get(&self.0, &field.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
    }
}

/// Hears the host's messages, for as long as the page lives. Messages of anybody else are ignored.
pub fn listen(receive: impl Fn(HostMessage) + 'static) {
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let from_host = event.source().is_some_and(|source| js_sys::Object::is(&source, &host()));
        if from_host && event.data().is_object() {
            receive(HostMessage(event.data()));
        }
    });
    // Adding a listener of a known event can't fail.
    let _ = window().add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Sends the host a message, written as JSON. To whichever host there is: nothing in it is secret.
pub fn send(json: &str) {
    if let Ok(message) = JSON::parse(json) {
        // What JSON describes can always be sent.
        let _ = host().post_message(&message, "*");
    }
}

/// Calls back with the height of the page's content, px, whenever it changes.
pub fn on_resize(receive: impl Fn(u32) + 'static) {
    let Some(body) = window().document().and_then(|document| document.body()) else { return };
    let observed = body.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        receive(observed.get_bounding_client_rect().height().ceil() as u32);
    });
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(&body);
        callback.forget();
    }
}

fn host() -> Window {
    window().parent().ok().flatten().unwrap_or_else(window)
}
