//! Who makes a run: a worker that coordinates it, the page's own thread, or this page with a room.

use futures::channel::mpsc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::Rooms;
use super::rooms::RoomRun;
use crate::browser::engine::EngineOnPage;
use crate::browser::program::Program;
use crate::browser::timer;
use crate::browser::worker::{Incoming, Worker};
use crate::experiment::Memory;
use crate::protocol::timing::COORDINATOR_RETIRE_MS;
use crate::protocol::{Assignment, COORDINATOR, encode};

/// Whoever makes a run, until a moment after this is dropped.
pub(super) struct Maker(Option<Kind>);

enum Kind {
    /// A worker that coordinates it.
    Coordinator(Worker),
    /// The page's own thread.
    Page(EngineOnPage),
    /// This page, as the host of a room.
    Room(RoomRun),
}

impl Maker {
    /// Starts whoever makes the run of this assignment, with the engine's program, and gives what is heard of it. A
    /// coordinator is to be given the assignment when it says that it is loaded.
    ///
    /// # Errors
    /// What the browser said when it would not even try.
    pub(super) fn start(
        assignment: &Assignment,
        program: Program,
        rooms: Rooms,
    ) -> Result<(Self, mpsc::UnboundedReceiver<Incoming>), String> {
        let (sender, messages) = mpsc::unbounded();
        let files = &assignment.setting.files;
        let memory = assignment.executor.facts().memory;
        let in_room = if memory == Memory::Apart { rooms.start(assignment, &sender) } else { None };
        if let Some(run) = in_room {
            return Ok((Self(Some(Kind::Room(run))), messages));
        }
        // The receiver lives as long as whoever sends.
        let receive = move |incoming| drop(sender.unbounded_send(incoming));
        let kind = if memory == Memory::Page {
            Kind::Page(EngineOnPage::start(files, program, encode(assignment), receive))
        } else {
            let worker = Worker::start(files, COORDINATOR, receive)?;
            worker.hand(&program)?;
            Kind::Coordinator(worker)
        };
        Ok((Self(Some(kind)), messages))
    }

    /// Whether somebody else makes the run, who can be waited for in vain.
    pub(super) fn is_coordinator(&self) -> bool {
        matches!(self.0, Some(Kind::Coordinator(_)))
    }

    /// Gives a coordinator its assignment; others have it.
    ///
    /// # Errors
    /// What the browser said.
    pub(super) fn assign(&self, assignment: &Assignment) -> Result<(), String> {
        match &self.0 {
            Some(Kind::Coordinator(worker)) => worker.post(&encode(assignment), &JsValue::UNDEFINED),
            Some(Kind::Page(_) | Kind::Room(_)) | None => Ok(()),
        }
    }

    /// Says that the run is called off.
    pub(super) fn cancel(&self) {
        match &self.0 {
            Some(Kind::Coordinator(worker)) => worker.post_cancel(),
            Some(Kind::Page(engine)) => engine.cancel(),
            Some(Kind::Room(run)) => run.cancel(),
            None => {}
        }
    }
}

impl Drop for Maker {
    /// A coordinator has told its lanes to end; it is ended when they had the time to.
    fn drop(&mut self) {
        let kind = self.0.take();
        spawn_local(async move {
            timer::sleep(COORDINATOR_RETIRE_MS).await;
            drop(kind);
        });
    }
}
