//! Letting time pass without blocking.

use std::cell::RefCell;
use std::collections::VecDeque;

use futures::channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessagePort};

use crate::experiment::LoopTurn;

/// Until so many ms have passed.
pub async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Until the loop of this thread has its next turn.
pub async fn turn(turn: LoopTurn) {
    match turn {
        LoopTurn::Messages => message_loop().await,
        LoopTurn::Timers => sleep(0).await,
        LoopTurn::Microtasks => {
            let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
        }
    }
}

/// Until everything that waits in this thread's message queue has had its turn. Goes through a message
/// channel, since browsers make nested timers wait for 4 ms.
pub async fn message_loop() {
    thread_local! {
        static CHANNEL: Option<MessageToSelf> = MessageToSelf::new();
    }
    let sent = CHANNEL.with(|channel| channel.as_ref().map(MessageToSelf::send));
    if let Some(arrived) = sent {
        // Whoever sends it lives as long as the thread.
        let _ = arrived.await;
    }
}

/// A channel from this thread to itself: made once, because one for each message costs more than the message.
struct MessageToSelf {
    port: MessagePort,
    /// Who waits for a message, in the order in which they come.
    waiting: &'static RefCell<VecDeque<oneshot::Sender<()>>>,
}

impl MessageToSelf {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting: &'static RefCell<VecDeque<oneshot::Sender<()>>> = Box::leak(Box::default());
        let heard = Closure::<dyn FnMut()>::new(move || {
            let first = waiting.borrow_mut().pop_front();
            if let Some(sender) = first {
                // Whoever was dropped meanwhile waits no longer.
                let _ = sender.send(());
            }
        });
        channel.port1().set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        Some(Self { port: channel.port2(), waiting })
    }

    fn send(&self) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().push_back(sender);
        // Posting nothing can't fail: it needs no cloning.
        let _ = self.port.post_message(&JsValue::NULL);
        receiver
    }
}
