//! A socket to a room's broker that is opened again when it breaks, and what is heard of it and of all else.

use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{Either, select};

use crate::browser::clock::now_ms;
use crate::browser::socket::{Socket, SocketEvent};
use crate::browser::timer;
use crate::queue::{Broken, Retry, Room, TICK_MS};

/// A socket, or the intention to have one.
pub(super) struct Line {
    open: Box<dyn Fn() -> Result<Socket, String>>,
    socket: Option<Socket>,
    is_open: bool,
    retry: Retry,
    /// When the next is asked for, ms.
    again_ms: f64,
}

impl Line {
    /// To the broker of this room; `hear` is told what becomes of each socket.
    pub(super) fn new(room: &Room, hear: impl Fn(SocketEvent) + Clone + 'static) -> Self {
        let address = room.address();
        let open = Box::new(move || Socket::open(&address, hear.clone()));
        Self { open, socket: None, is_open: false, retry: Retry::default(), again_ms: 0.0 }
    }

    /// Time has passed: asks for a socket if there is none and it is time to.
    pub(super) fn tick(&mut self, now_ms: f64) {
        if self.socket.is_none() && now_ms >= self.again_ms {
            match (self.open)() {
                Ok(socket) => self.socket = Some(socket),
                Err(_) => self.again_ms = now_ms + f64::from(self.retry.pause_ms(now_ms)),
            }
        }
    }

    /// The socket is open.
    pub(super) fn opened(&mut self, now_ms: f64) {
        self.is_open = true;
        self.retry.opened(now_ms);
    }

    /// The socket is closed, or was never open: it is asked for again in a while.
    pub(super) fn closed(&mut self, now_ms: f64) {
        self.forget();
        self.again_ms = now_ms + f64::from(self.retry.pause_ms(now_ms));
    }

    /// What came in says that the connection is over.
    ///
    /// # Errors
    /// Another one is of no use.
    pub(super) fn broke(&mut self, broken: Broken, now_ms: f64) -> Result<(), Broken> {
        self.forget();
        self.again_ms = now_ms + f64::from(self.retry.after(broken, now_ms)?);
        Ok(())
    }

    /// Sends bytes, if it is open.
    pub(super) fn send(&self, bytes: &[u8]) {
        if let Some(socket) = self.socket.as_ref().filter(|_| self.is_open) {
            socket.send(bytes);
        }
    }

    fn forget(&mut self) {
        self.socket = None;
        self.is_open = false;
    }
}

/// What is heard, and that time passes.
pub(super) struct Inbox<T> {
    heard: UnboundedReceiver<T>,
    /// When it was last time to look, ms.
    looked_ms: f64,
}

impl<T> Inbox<T> {
    /// Of what comes in there.
    pub(super) fn new(heard: UnboundedReceiver<T>) -> Self {
        Self { heard, looked_ms: now_ms() }
    }

    /// What is heard next; `None` when it is time to look, however much is heard.
    pub(super) async fn next(&mut self) -> Option<T> {
        let left_ms = self.looked_ms + f64::from(TICK_MS) - now_ms();
        if left_ms > 0.0 {
            let look = Box::pin(timer::sleep(left_ms.ceil() as u32));
            if let Either::Left((heard, _)) = select(self.heard.next(), look).await {
                return heard;
            }
        }
        self.looked_ms = now_ms();
        None
    }
}
