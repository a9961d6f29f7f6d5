//! How a lane gets the payload that a task asks for: it has one at a time, whoever asks.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use futures::lock::{Mutex, OwnedMutexGuard};
use wasm_bindgen::JsValue;

use super::stop::Stop;
use crate::browser::{payload, timer};
use crate::protocol::timing::LANE_LOOK_MS;
use crate::trace::Reason;
use crate::workload::{Arrived, Payload, TransferMode};

/// Where a lane has its payloads from.
pub(super) enum PayloadOrigin {
    /// Its own stock: a thread of a pool hears no messages while it works.
    OwnStock,
    /// The coordinator, by message.
    Coordinator(PayloadRequests),
}

/// How a lane asks its coordinator for payloads.
pub(super) struct PayloadRequests {
    /// Asks for one.
    pub(super) ask: Box<dyn Fn()>,
    /// Sends one back that was moved here.
    pub(super) give_back: fn(JsValue),
    /// Tells that the one that was asked for is here.
    pub(super) arrived: RefCell<mpsc::UnboundedReceiver<()>>,
}

/// The one place that a lane has for a payload.
pub(super) struct PayloadSlot {
    payload: Payload,
    origin: PayloadOrigin,
    /// Locked by the task that has the place.
    free: Arc<Mutex<()>>,
    /// That task, and its lock.
    claimed: RefCell<Option<(u32, OwnedMutexGuard<()>)>>,
    /// Bytes that were copied or moved to this lane since they were last told of.
    moved_bytes: Cell<u64>,
}

impl PayloadSlot {
    pub(super) fn new(payload: Payload, origin: PayloadOrigin) -> Self {
        Self {
            payload,
            origin,
            free: Arc::default(),
            claimed: RefCell::default(),
            moved_bytes: Cell::default(),
        }
    }

    /// Gives this task the place, if no other has it.
    pub(super) fn try_claim(&self, task: u32) -> bool {
        let lock = self.free.try_lock_owned();
        let is_free = lock.is_some();
        if let Some(lock) = lock {
            self.claimed.replace(Some((task, lock)));
        }
        is_free
    }

    /// Comes back when this task has the place.
    pub(super) async fn claim(&self, task: u32) {
        let lock = self.free.clone().lock_owned().await;
        self.claimed.replace(Some((task, lock)));
    }

    /// Comes back when the payload is here. To be called by the task that has the place; `look` is called now and
    /// then meanwhile, and says whether the run goes on.
    pub(super) async fn bring(&self, look: impl Fn() -> Result<(), Stop>) -> Result<Arrived, Stop> {
        match &self.origin {
            PayloadOrigin::OwnStock => payload::hold_own(self.payload.by).map_err(no_room)?,
            PayloadOrigin::Coordinator(requests) => requests.bring(look).await?,
        }
        if self.payload.by != TransferMode::Share {
            self.moved_bytes.set(self.moved_bytes.get() + self.payload.size);
        }
        Ok(Arrived::Payload(payload::WINDOW))
    }

    /// The task is done with its payload, if it had one.
    pub(super) fn put_down(&self, task: u32) {
        if self.claimed.borrow_mut().take_if(|claimed| claimed.0 == task).is_none() {
            return;
        }
        match (payload::put_down(), self.payload.by, &self.origin) {
            (Some(buffer), TransferMode::Move, PayloadOrigin::OwnStock) => payload::take_back(buffer),
            (Some(buffer), TransferMode::Move, PayloadOrigin::Coordinator(requests)) => {
                (requests.give_back)(buffer);
            }
            _ => {}
        }
    }

    /// Bytes that were copied or moved to this lane since the last time.
    pub(super) fn take_moved(&self) -> u64 {
        self.moved_bytes.take()
    }
}

impl PayloadRequests {
    #[expect(
        clippy::await_holding_refcell_ref,
        reason = "only the task that has the lane's one place comes here"
    )]
    async fn bring(&self, look: impl Fn() -> Result<(), Stop>) -> Result<(), Stop> {
        let mut arrived = self.arrived.borrow_mut();
        (self.ask)();
        while let Either::Right(_) = select(arrived.next(), Box::pin(timer::sleep(LANE_LOOK_MS))).await {
            look()?;
        }
        Ok(())
    }
}

/// There is no room for a payload, as the browser says.
pub(super) fn no_room(words: String) -> Reason {
    Reason::NoRoom(words.into())
}
