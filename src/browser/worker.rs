//! Workers, from outside and from inside, and the messages between them.
//!
//! A message is an array of the bytes that [`crate::protocol`] writes and, at most, one *attachment*: a value that
//! can't be written, as shared memory or a buffer that changes hands. The other messages are the strings [`CANCEL`]
//! and [`CLOSE`].

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use super::program::Program;
use super::thrown::{message, text};
use crate::protocol::{CANCEL, CLOSE};
use crate::trace::Detail;

/// What comes from the other side.
pub enum Incoming {
    /// A message.
    Message {
        /// What was written.
        bytes: Vec<u8>,
        /// What can't be written; undefined where there is no such thing.
        attachment: JsValue,
    },
    /// The run is called off.
    Cancel,
    /// This worker is not needed any more.
    Close,
    /// The worker's script could not be loaded, or broke; what the browser said of it.
    Error(Detail),
}

/// A worker, seen from whoever made it. Ends when dropped.
pub struct Worker {
    worker: web_sys::Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Worker {
    /// Makes a worker for the engine of the release's folder, `files`, which runs when it is [handed](Self::hand) its
    /// program. Its `name` decides what it does and shows in the browser's tools; `receive` gets all that it says.
    ///
    /// # Errors
    /// What the browser said when it would not even try.
    pub fn start(
        files: &str,
        name: &str,
        receive: impl Fn(Incoming) + Clone + 'static,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(name);
        // Of workers that are made in one turn from one address, WebKit puts only the first under the service worker.
        let address = format!("{files}engine_loader.js?{}", name.replace(' ', "-"));
        let worker = web_sys::Worker::new_with_options(&address, &options).map_err(|error| text(&error))?;
        let forward = receive.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(incoming) = read(&event) {
                forward(incoming);
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that can't be loaded gives a plain event, without a message.
            let detail = message(&event).map_or(Detail::ScriptMissing, Detail::Said);
            receive(Incoming::Error(detail));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Hands it the program that it runs. Comes before all messages.
    ///
    /// # Errors
    /// What the browser said: that there is not so much memory.
    pub fn hand(&self, program: &Program) -> Result<(), String> {
        self.worker.post_message(program.as_ref()).map_err(|error| text(&error))
    }

    /// Sends a message with its attachment.
    ///
    /// # Errors
    /// What the browser said: that this value can't be sent, as shared memory can't without isolation.
    pub fn post(&self, bytes: &[u8], attachment: &JsValue) -> Result<(), String> {
        self.send(bytes, attachment, &Array::new())
    }

    /// The same, and what `transfer` lists is moved there.
    ///
    /// # Errors
    /// As of [`Worker::post`]; or that there is not so much memory.
    pub fn send(&self, bytes: &[u8], attachment: &JsValue, transfer: &Array) -> Result<(), String> {
        let message = envelope(bytes, attachment);
        self.worker.post_message_with_transfer(&message, transfer).map_err(|error| text(&error))
    }

    /// Says that the run is called off.
    pub fn post_cancel(&self) {
        // A plain string can always be sent.
        let _ = self.worker.post_message(&CANCEL.into());
    }

    /// Says that the worker is not needed any more.
    pub fn post_close(&self) {
        // A plain string can always be sent.
        let _ = self.worker.post_message(&CLOSE.into());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// What this worker was named by whoever made it; `None` on a page.
pub fn own_name() -> Option<String> {
    js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok().map(|scope| scope.name())
}

/// Hears what the maker of this worker says, for as long as the worker lives.
pub fn listen(receive: impl Fn(Incoming) + 'static) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(incoming) = read(&event) {
            receive(incoming);
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Ends this worker, as soon as it has nothing to do.
pub fn close() {
    scope().close();
}

/// Hears what breaks in this worker without anybody noticing: exceptions in promises.
pub fn on_unhandled_rejection(receive: impl Fn(String) + 'static) {
    let listener = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let reason = js_sys::Reflect::get(&event, &"reason".into()).unwrap_or_default();
        receive(text(&reason));
    });
    // Adding a listener of a known event can't fail.
    let _ = scope().add_event_listener_with_callback("unhandledrejection", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Sends a message with its attachment to the maker of this worker.
///
/// # Errors
/// What the browser said: that this value can't be sent, as shared memory can't without isolation.
pub fn post(bytes: &[u8], attachment: &JsValue) -> Result<(), String> {
    scope().post_message(&envelope(bytes, attachment)).map_err(|error| text(&error))
}

/// Sends a message to the maker of this worker, and moves a buffer there as its attachment.
pub fn give_back(bytes: &[u8], buffer: &JsValue) {
    // A buffer that this thread holds can be moved.
    let _ = scope().post_message_with_transfer(&envelope(bytes, buffer), &Array::of1(buffer));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn envelope(bytes: &[u8], attachment: &JsValue) -> Array {
    Array::of2(&Uint8Array::from(bytes), attachment)
}

fn read(event: &MessageEvent) -> Option<Incoming> {
    let data = event.data();
    match data.as_string().as_deref() {
        Some(CANCEL) => return Some(Incoming::Cancel),
        Some(CLOSE) => return Some(Incoming::Close),
        _ => {}
    }
    let parts = data.dyn_ref::<Array>()?;
    let bytes = parts.get(0).dyn_ref::<Uint8Array>()?.to_vec();
    Some(Incoming::Message { bytes, attachment: parts.get(1) })
}
