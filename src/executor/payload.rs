//! How a lane gets the block that a task asks for: at most one at a time, whoever asks.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use futures::lock::{Mutex, OwnedMutexGuard};
use wasm_bindgen::JsValue;

use super::scheduler::{LaneContext, Stop};
use crate::browser::{payload, timer};
use crate::trace::{ErrorCode, RunError, SpanKind};
use crate::workload::{Arrived, Payload, TransferMode};

/// While it waits for a block, a lane looks whether it was called off this often, ms.
const LOOK_MS: u32 = 50;

/// Where a lane has its blocks from.
pub(super) enum PayloadOrigin {
    /// Its own stock: a thread of a pool hears no messages while it works.
    Own,
    /// The coordinator, by message.
    Coordinator(ByMessage),
}

/// How a lane asks its coordinator for blocks.
pub(super) struct ByMessage {
    /// Asks for one.
    pub(super) ask: fn(),
    /// Sends one back that was moved here.
    pub(super) give_back: fn(JsValue),
    /// Tells that the one that was asked for is held.
    pub(super) arrived: RefCell<mpsc::UnboundedReceiver<()>>,
}

/// The blocks of one lane.
pub(super) struct PayloadSlot {
    block: Payload,
    origin: PayloadOrigin,
    turn: Arc<Mutex<()>>,
    /// The task that has the block, and its turn.
    held: RefCell<Option<(u32, OwnedMutexGuard<()>)>>,
    /// What was copied or moved here and not yet told, bytes.
    moved_bytes: Cell<u64>,
}

impl PayloadSlot {
    pub(super) fn new(block: Payload, origin: PayloadOrigin) -> Self {
        Self { block, origin, turn: Arc::default(), held: RefCell::default(), moved_bytes: Cell::default() }
    }

    /// Comes back when the block is here, for this task.
    pub(super) async fn receive(&self, task: u32, context: &LaneContext) -> Result<Arrived, Stop> {
        let turn = match self.turn.try_lock_owned() {
            Some(turn) => turn,
            None => {
                context.enter(task, SpanKind::Ready);
                self.turn.clone().lock_owned().await
            }
        };
        self.held.replace(Some((task, turn)));
        context.enter(task, SpanKind::Send);
        match &self.origin {
            PayloadOrigin::Own => {
                payload::hold_own(self.block.by).map_err(|reason| Stop::Failed(no_room(task, &reason)))?;
            }
            PayloadOrigin::Coordinator(correspondence) => correspondence.receive(context).await?,
        }
        if self.block.by != TransferMode::Share {
            self.moved_bytes.set(self.moved_bytes.get() + self.block.size);
        }
        Ok(Arrived::Payload(payload::WINDOW))
    }

    /// The task is done with its block, if it had one.
    pub(super) fn put_down(&self, task: u32) {
        if self.held.borrow_mut().take_if(|held| held.0 == task).is_none() {
            return;
        }
        match (payload::put_down(), self.block.by, &self.origin) {
            (Some(buffer), TransferMode::Move, PayloadOrigin::Own) => payload::take_back(buffer),
            (Some(buffer), TransferMode::Move, PayloadOrigin::Coordinator(correspondence)) => {
                (correspondence.give_back)(buffer);
            }
            _ => {}
        }
    }

    /// What was copied or moved here since the last time, bytes.
    pub(super) fn take_moved(&self) -> u64 {
        self.moved_bytes.take()
    }
}

impl ByMessage {
    #[expect(clippy::await_holding_refcell_ref, reason = "a lane has one turn to give")]
    async fn receive(&self, context: &LaneContext) -> Result<(), Stop> {
        let mut arrived = self.arrived.borrow_mut();
        (self.ask)();
        while let Either::Right(_) = select(arrived.next(), Box::pin(timer::sleep(LOOK_MS))).await {
            context.tell_if_due();
            context.check()?;
        }
        Ok(())
    }
}

/// There is no room for a block.
pub(super) fn no_room(task: impl Into<Option<u32>>, reason: &str) -> RunError {
    let message = format!("The browser has no room for so large a block: {reason}.");
    RunError { code: ErrorCode::OutOfMemory, message, task: task.into() }
}
