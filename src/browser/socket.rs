//! WebSockets.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::thrown::text;

/// The code of an end that was meant. Without one, some servers answer with what browsers complain of.
const ORDERLY: u16 = 1000;

/// What is heard of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open: bytes can be sent.
    Open,
    /// Bytes have come in.
    Bytes(Vec<u8>),
    /// It is over, or never came about. Browsers tell pages no more of it.
    Closed,
}

/// A WebSocket, until it is dropped.
pub struct Socket {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Socket {
    /// Asks for one to this address; `hear` is told what becomes of it.
    ///
    /// # Errors
    /// What the browser said: that it would not even try, as from a page that was loaded by https.
    pub fn open(address: &str, hear: impl Fn(SocketEvent) + Clone + 'static) -> Result<Self, String> {
        let socket = WebSocket::new(address).map_err(|error| text(&error))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (opened, closed) = (hear.clone(), hear.clone());
        let on_open = Closure::<dyn FnMut()>::new(move || opened(SocketEvent::Open));
        let on_close = Closure::<dyn FnMut()>::new(move || closed(SocketEvent::Closed));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let bytes = match data.dyn_ref::<ArrayBuffer>() {
                Some(buffer) => Uint8Array::new(buffer).to_vec(),
                None => data.as_string().unwrap_or_default().into_bytes(),
            };
            hear(SocketEvent::Bytes(bytes));
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Sends bytes, if there are any.
    pub fn send(&self, bytes: &[u8]) {
        if !bytes.is_empty() {
            // Refused only before it is open; after its end whatever is sent is dropped.
            let _ = self.socket.send_with_u8_array(bytes);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // What was sent before is sent still.
        let _ = self.socket.close_with_code(ORDERLY);
    }
}
