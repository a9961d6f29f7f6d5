//! This device as a taker in a room: it pulls jobs and does them on workers of its own.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::mpsc;

use super::lane::{Came, Lane};
use super::line::{Inbox, Line};
use crate::browser::clock::now_ms;
use crate::browser::program::Program;
use crate::browser::random::secret;
use crate::browser::socket::SocketEvent;
use crate::browser::worker::Incoming;
use crate::protocol::Setting;
use crate::queue::message::Hello;
use crate::queue::{Broken, Done, Room, Taker, Todo};
use crate::session::background::Background;

/// What a device hears.
pub(super) enum DeviceEvent {
    /// What becomes of its socket.
    Socket(SocketEvent),
    /// What a worker says.
    Lane {
        /// Of which lane.
        number: u32,
        /// Which of that lane's workers.
        made: u32,
        /// What.
        incoming: Incoming,
    },
}

/// How a device stands in its room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceState {
    /// Whether the broker has let it in.
    pub is_there: bool,
    /// Lanes that are at a job.
    pub at_work: u32,
    /// Jobs that it has done.
    pub done: u64,
    /// Whether the host speaks another version.
    pub is_other_version: bool,
    /// Why it does nothing any more.
    pub over: Option<Over>,
}

/// Why a device does nothing any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// The broker says so.
    Broken(Broken),
    /// The host takes no more results from here: one of them was wrong.
    Dismissed,
}

/// A device in a room, until it is dropped: then it leaves, and what it was at goes to others at once.
pub(super) struct Device {
    inner: Rc<RefCell<Inner>>,
    _serving: Background,
}

struct Inner {
    taker: Taker,
    line: Line,
    lanes: Vec<Lane>,
    state: DeviceState,
}

impl Device {
    /// Joins a room as whoever `hello` says, with workers that run this program in this setting; `told` hears how it
    /// stands whenever that changes.
    pub(super) fn join(
        room: &Room,
        hello: Hello,
        program: &Program,
        setting: &Setting,
        told: impl Fn(&DeviceState) + 'static,
    ) -> Self {
        let (hear, heard) = mpsc::unbounded();
        let lane = |number| {
            let hear = hear.clone();
            // The receiver lives as long as whoever sends.
            let told =
                move |made, incoming| drop(hear.unbounded_send(DeviceEvent::Lane { number, made, incoming }));
            Lane::new(number, program.clone(), setting.clone(), Rc::new(told))
        };
        let lanes = (0..hello.lanes).map(lane).collect();
        let socket = hear.clone();
        let line = Line::new(room, move |event| drop(socket.unbounded_send(DeviceEvent::Socket(event))));
        let taker = Taker::new(room, secret(), hello);
        let inner = Rc::new(RefCell::new(Inner { taker, line, lanes, state: DeviceState::default() }));
        let serving = inner.clone();
        let serving = Background::start(async move {
            serving.borrow_mut().line.tick(now_ms());
            let mut inbox = Inbox::new(heard);
            loop {
                let event = inbox.next().await;
                let changed = serving.borrow_mut().step(event, now_ms());
                changed.iter().for_each(&told);
            }
        });
        Self { inner, _serving: serving }
    }

    /// What its room knows it by.
    pub(super) fn name(&self) -> String {
        self.inner.borrow().taker.name().to_owned()
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        let mut inner = self.inner.borrow_mut();
        inner.taker.leave();
        inner.flush();
        inner.lanes.clear();
    }
}

impl Inner {
    /// Something happened, or time has passed: how it stands, if that has changed.
    fn step(&mut self, event: Option<DeviceEvent>, now_ms: f64) -> Option<DeviceState> {
        if self.state.over.is_none()
            && let Err(over) = self.take(event, now_ms)
        {
            self.state.over = Some(over);
            self.taker.leave();
            self.lanes.clear();
        }
        self.flush();
        let at_work = self.lanes.iter().filter(|lane| lane.is_busy()).count() as u32;
        let (is_there, done) = (self.taker.is_ready() && self.state.over.is_none(), self.taker.done());
        let now = DeviceState { is_there, at_work, done, ..self.state.clone() };
        (now != self.state).then(|| {
            self.state = now.clone();
            now
        })
    }

    fn take(&mut self, event: Option<DeviceEvent>, now_ms: f64) -> Result<(), Over> {
        let outcome = match event {
            Some(DeviceEvent::Socket(SocketEvent::Open)) => {
                self.line.opened(now_ms);
                self.taker.connect(now_ms);
                Ok(Vec::new())
            }
            Some(DeviceEvent::Socket(SocketEvent::Bytes(bytes))) => self.taker.receive(&bytes, now_ms),
            Some(DeviceEvent::Socket(SocketEvent::Closed)) => {
                self.line.closed(now_ms);
                self.taker.disconnect();
                Ok(Vec::new())
            }
            Some(DeviceEvent::Lane { number, made, incoming }) => {
                let came = self.lanes.get_mut(number as usize).and_then(|lane| lane.hear(made, incoming));
                self.came(number, came, now_ms);
                Ok(Vec::new())
            }
            None => {
                self.line.tick(now_ms);
                self.taker.tick(now_ms).map(|()| Vec::new())
            }
        };
        let todo = match outcome {
            Ok(todo) => todo,
            Err(broken) => {
                self.taker.disconnect();
                self.line.broke(broken, now_ms).map_err(Over::Broken)?;
                Vec::new()
            }
        };
        todo.into_iter().try_for_each(|todo| self.obey(todo, now_ms))
    }

    fn obey(&mut self, todo: Todo, now_ms: f64) -> Result<(), Over> {
        match todo {
            Todo::Do { lane: number, job } => {
                let zero_ms = self.taker.offset().map_or(now_ms, |offset| offset.taker_ms(job.zero_ms));
                let came = self.lanes.get_mut(number as usize).and_then(|lane| lane.start(job, zero_ms));
                self.came(number, came, now_ms);
            }
            Todo::Leave { lane } => {
                if let Some(lane) = self.lanes.get_mut(lane as usize) {
                    lane.stop();
                }
            }
            Todo::Kept { .. } => {}
            Todo::OtherVersion => self.state.is_other_version = true,
            Todo::Dismissed => return Err(Over::Dismissed),
        }
        Ok(())
    }

    fn came(&mut self, lane: u32, came: Option<Came>, now_ms: f64) {
        match came {
            Some(Came::Done(Done { outputs, spans })) => self.taker.finish(lane, outputs, spans, now_ms),
            Some(Came::Nothing) => self.taker.fail(lane, now_ms),
            None => {}
        }
    }

    fn flush(&mut self) {
        self.line.send(&self.taker.take_output());
    }
}
