//! Channels that all pages and workers of this origin in a browser can hear.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::thrown::text;

/// A channel, until it is dropped. Whoever speaks doesn't hear itself.
pub struct Channel {
    channel: BroadcastChannel,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// The channel of this name; `receive` gets the bytes of every message, and what is attached to it.
    ///
    /// # Errors
    /// What the browser said: that it has none for this page.
    pub fn open(name: &str, receive: impl Fn(Vec<u8>, JsValue) + 'static) -> Result<Self, String> {
        let channel = BroadcastChannel::new(name).map_err(|error| text(&error))?;
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(parts) = event.data().dyn_into::<Array>() else { return };
            if let Some(bytes) = parts.get(0).dyn_ref::<Uint8Array>() {
                receive(bytes.to_vec(), parts.get(1));
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Ok(Self { channel, _listener: listener })
    }

    /// Says this to all others, with an attachment that is copied.
    ///
    /// # Errors
    /// What the browser said: that there is not so much memory.
    pub fn post(&self, bytes: &[u8], attachment: &JsValue) -> Result<(), String> {
        let message = Array::of2(&Uint8Array::from(bytes), attachment);
        self.channel.post_message(&message).map_err(|error| text(&error))
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
