//! The lock by asking: whoever wants it asks all other pages, and takes it when none of them objects. Whoever has it
//! objects, and so does everybody who has waited for longer.

use std::cell::Cell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use js_sys::Math;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::browser::clock::now_ms;
use crate::browser::timer::sleep;

/// How long an objection may take to arrive, ms.
const PATIENCE_MS: u32 = 150;
/// Whoever waits asks again after so long, ms: a page that is gone does not say so.
const AGAIN_MS: u32 = 1_000;

/// A place in the queue, or at its head, until it is dropped.
pub(super) struct Seat {
    channel: BroadcastChannel,
    /// Earlier ones come first. Unlike any other.
    ticket: u64,
    has_lock: Rc<Cell<bool>>,
    heard: mpsc::UnboundedReceiver<Heard>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

/// What concerns somebody who waits.
#[derive(PartialEq)]
enum Heard {
    /// Somebody else has it, or comes first.
    Objection,
    /// Somebody has let go of it.
    Over,
}

impl Seat {
    /// A place at the end of the queue; `None` where the browser has no channels for this page.
    pub(super) fn new() -> Option<Self> {
        let channel = BroadcastChannel::new(super::NAME).ok()?;
        let ticket = (now_ms() as u64) << 20 | (Math::random() * f64::from(1 << 20)) as u64;
        let has_lock = Rc::new(Cell::new(false));
        let (sender, heard) = mpsc::unbounded();
        let (speaker, has) = (channel.clone(), has_lock.clone());
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message = event.data().as_string().unwrap_or_default();
            let (word, number) = message.split_once(' ').unwrap_or((&message, ""));
            let number = number.parse::<u64>().ok();
            match (word, number) {
                ("ask", Some(theirs)) if has.get() || ticket < theirs => say(&speaker, "busy", theirs),
                // Whoever waited may be gone. An earlier one that asks is an objection, too: it may have
                // begun to listen too late to object.
                ("ask", Some(_)) => drop(sender.unbounded_send(Heard::Objection)),
                ("busy", Some(mine)) if mine == ticket => drop(sender.unbounded_send(Heard::Objection)),
                ("over", _) => drop(sender.unbounded_send(Heard::Over)),
                _ => {}
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { channel, ticket, has_lock, heard, _listener: listener })
    }

    /// Asks once, and takes the lock if nobody objects.
    async fn ask(&mut self) -> bool {
        say(&self.channel, "ask", self.ticket);
        let mut patience = Box::pin(sleep(PATIENCE_MS));
        loop {
            match select(self.heard.next(), patience).await {
                Either::Left((Some(Heard::Over), rest)) => patience = rest,
                Either::Left(_) => return false,
                Either::Right(_) => break,
            }
        }
        self.has_lock.set(true);
        true
    }

    /// Asks until nobody objects.
    pub(super) async fn wait(&mut self) {
        while !self.ask().await {
            let over = async { while self.heard.next().await != Some(Heard::Over) {} };
            select(Box::pin(over), Box::pin(sleep(AGAIN_MS))).await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        if self.has_lock.get() {
            say(&self.channel, "over", self.ticket);
        }
        self.channel.close();
    }
}

fn say(channel: &BroadcastChannel, word: &str, ticket: u64) {
    // A string can always be posted on an open channel, and it is open as long as its seat is there.
    let _ = channel.post_message(&format!("{word} {ticket}").into());
}
