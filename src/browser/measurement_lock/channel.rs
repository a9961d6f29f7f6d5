//! The lock by asking, where pages can't have the browser's: how that goes is in [`crate::protocol::asking`].

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
use crate::protocol::asking::{Meaning, Word, hear, ticket};

/// How long an objection may take to arrive, ms.
const PATIENCE_MS: u32 = 150;
/// Whoever waits asks again after so long, ms: a page that is gone does not say so.
const AGAIN_MS: u32 = 1_000;

/// A place in the queue, or at its head, until it is dropped.
pub(super) struct Seat {
    channel: BroadcastChannel,
    /// Unlike any other.
    ticket: u64,
    has_lock: Rc<Cell<bool>>,
    /// Objections, and that somebody has let go of it.
    heard: mpsc::UnboundedReceiver<Meaning>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Seat {
    /// A place at the end of the queue; `None` where the browser has no channels for this page.
    pub(super) fn new() -> Option<Self> {
        let channel = BroadcastChannel::new(super::NAME).ok()?;
        let ticket = ticket(now_ms(), Math::random());
        let has_lock = Rc::new(Cell::new(false));
        let (sender, heard) = mpsc::unbounded();
        let (speaker, has) = (channel.clone(), has_lock.clone());
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(word) = event.data().as_string().as_deref().and_then(Word::read) else { return };
            match hear(word, ticket, has.get()) {
                Meaning::Nothing => {}
                Meaning::Answer(word) => say(&speaker, word),
                // Whoever has the lock doesn't listen.
                meaning => drop(sender.unbounded_send(meaning)),
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { channel, ticket, has_lock, heard, _listener: listener })
    }

    /// Asks once, and takes the lock if nobody objects.
    async fn ask(&mut self) -> bool {
        say(&self.channel, Word::Ask(self.ticket));
        let mut patience = Box::pin(sleep(PATIENCE_MS));
        loop {
            match select(self.heard.next(), patience).await {
                Either::Left((Some(Meaning::Over), rest)) => patience = rest,
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
            let over = async { while self.heard.next().await != Some(Meaning::Over) {} };
            select(Box::pin(over), Box::pin(sleep(AGAIN_MS))).await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        if self.has_lock.get() {
            say(&self.channel, Word::Over(self.ticket));
        }
        self.channel.close();
    }
}

fn say(channel: &BroadcastChannel, word: Word) {
    // A string can always be posted on an open channel, and it is open as long as its seat is there.
    let _ = channel.post_message(&word.to_string().into());
}
