//! Rooms: this page as the host of one, and this device as a taker in one.
//!
//! What is said in a room, and what is made of it, is decided in [`crate::queue`]; here it is given sockets, workers and
//! the time. All of it but the handles arrives when somebody first wants it.

mod checker;
mod device;
mod hosting;
mod lane;
mod lending;
mod line;

use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use self::hosting::HostEvent;
use super::Conditions;
use super::background::Background;
use crate::browser::features::{hardware_concurrency, user_agent};
use crate::browser::page;
use crate::browser::program::Program;
use crate::browser::worker::Incoming;
use crate::exchange::device;
use crate::protocol::{Assignment, Setting};
use crate::queue::message::Hello;
use crate::queue::{Broken, Room, is_room_link};
use crate::trace::Detail;

pub use device::{DeviceState, Over};
pub use lending::RoomLending;

/// The room that this page is the host of, if it is. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Rooms {
    /// The fragment of the page's link, where it is to lead to a room.
    pub asked: ReadSignal<Option<String>>,
    /// The room; `None` where none was joined.
    pub joined: ReadSignal<Option<Joined>>,
    /// How things stand there.
    pub state: ReadSignal<HostState>,
    /// Why there is none any more.
    pub problem: ReadSignal<Option<Problem>>,
    /// Whether this page's own workers take jobs there, too.
    pub lends_own: ReadSignal<bool>,
    write_asked: WriteSignal<Option<String>>,
    write_joined: WriteSignal<Option<Joined>>,
    write_state: WriteSignal<HostState>,
    write_problem: WriteSignal<Option<Problem>>,
    write_lends_own: WriteSignal<bool>,
    conditions: Conditions,
    hosting: StoredValue<Option<(UnboundedSender<HostEvent>, Background)>, LocalStorage>,
}

/// A run that is made in a room.
pub(super) struct RoomRun(UnboundedSender<HostEvent>);

impl RoomRun {
    /// Calls it off.
    pub(super) fn cancel(&self) {
        // Whoever has left the room makes no run any more.
        let _ = self.0.unbounded_send(HostEvent::Cancel);
    }
}

/// A room that this page is the host of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The host of its broker.
    pub host: String,
    /// The link by which others join.
    pub invitation: String,
}

/// How things stand in a room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostState {
    /// Whether its broker is there.
    pub is_there: bool,
    /// Who is there to take jobs.
    pub takers: Vec<TakerShown>,
    /// How many sent a wrong result.
    pub distrusted: u32,
    /// Whether somebody speaks another version.
    pub other_versions: bool,
}

/// Somebody who is there to take jobs.
#[derive(Clone, Debug, PartialEq)]
pub struct TakerShown {
    /// What it is.
    pub device: String,
    /// How many cores it has.
    pub cores: u32,
    /// How many lanes it lends.
    pub lanes: u32,
    /// How many of them are at a job.
    pub at_work: u32,
    /// How long its quickest answer took, there and back, ms.
    pub round_trip_ms: Option<f64>,
    /// Whether it is this page's own.
    pub is_own: bool,
}

/// Why there is no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The broker says so.
    Broken(Broken),
    /// The engine could not be had.
    NoEngine(Detail),
    /// What rooms need could not be had.
    NotLoaded,
}

impl Rooms {
    /// A page that has joined none; whether it has counts among these conditions.
    pub(super) fn none(conditions: Conditions) -> Self {
        let (asked, write_asked) = signal(None);
        let (joined, write_joined) = signal(None);
        let (state, write_state) = signal(HostState::default());
        let (problem, write_problem) = signal(None);
        let (lends_own, write_lends_own) = signal(true);
        Self {
            asked,
            joined,
            state,
            problem,
            lends_own,
            write_asked,
            write_joined,
            write_state,
            write_problem,
            write_lends_own,
            conditions,
            hosting: StoredValue::new_local(None),
        }
    }

    /// Takes in what the fragment of a link says. One that says nothing of a room changes nothing.
    pub(super) fn hear(self, fragment: &str) {
        if is_room_link(fragment) {
            self.write_asked.set(Some(fragment.to_owned()));
        }
    }

    /// Joins this room as its host, as somebody wants who was told where it is.
    pub fn join(self, room: Room) {
        self.leave();
        let page = room.for_takers().map(|takers| takers.link(&takers.page(&page::path())));
        let Some(invitation) = page else { return };
        self.write_problem.set(None);
        self.write_joined.set(Some(Joined { host: room.host.clone(), invitation }));
        self.conditions.set_room(true);
        let (hear, heard) = mpsc::unbounded();
        let told = hear.clone();
        let hosting = Background::start(async move {
            let work = |program, files| host(Hosted { rooms: self, room, hear, heard, program, files });
            if let Err(problem) = with_engine(work).await {
                self.end(problem);
            }
        });
        self.hosting.set_value(Some((told, hosting)));
    }

    /// Leaves the room: a run that goes on there is called off.
    pub fn leave(self) {
        self.hosting.set_value(None);
        self.write_joined.set(None);
        self.write_state.set(HostState::default());
        self.write_problem.set(None);
        self.conditions.set_room(false);
    }

    /// Whether this page's own workers take jobs there, too, from the next run on.
    pub fn lend_own(self, lends: bool) {
        self.write_lends_own.set(lends);
    }

    /// Has a run made in the room, which reports there; `None` where no room was joined.
    pub(super) fn start(
        self,
        assignment: &Assignment,
        reports: &UnboundedSender<Incoming>,
    ) -> Option<RoomRun> {
        self.hosting.with_value(|hosting| {
            let (hosting, _) = hosting.as_ref()?;
            let start = HostEvent::Start(Box::new(assignment.clone()), reports.clone());
            hosting.unbounded_send(start).ok()?;
            Some(RoomRun(hosting.clone()))
        })
    }

    fn show(self, state: HostState) {
        self.write_state.set(state);
    }

    fn end(self, problem: Problem) {
        self.leave();
        self.write_problem.set(Some(problem));
    }
}

/// What hosting takes.
struct Hosted {
    rooms: Rooms,
    room: Room,
    hear: UnboundedSender<HostEvent>,
    heard: UnboundedReceiver<HostEvent>,
    program: Program,
    files: String,
}

/// Hosts a room. What does it arrives when somebody joins one.
#[wasm_split(rooms, fallible, wasm_split_path = leptos::wasm_split)]
fn host(hosted: Hosted) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(hosting::host(hosted).boxed_local())
}

/// Has the engine loaded, and what works with it, and has that work to its end. It is given the engine's program, and the
/// folder of the release's files.
async fn with_engine<F>(work: impl FnOnce(Program, String) -> F) -> Result<(), Problem>
where
    F: Future<Output = Result<LocalBoxFuture<'static, ()>, SplitLoaderError>>,
{
    let files = page::files();
    let program = Program::engine(&files).await.map_err(Problem::NoEngine)?;
    let working = work(program, files).await.map_err(|_| Problem::NotLoaded)?;
    working.await;
    Ok(())
}

/// What this device says of itself, with so many lanes.
fn hello(lanes: u32) -> Hello {
    let (device, cores) = (device(&user_agent()), hardware_concurrency());
    Hello { device, cores, lanes, version: env!("CARGO_PKG_VERSION").into() }
}

/// A run's setting as a lane of a room has it: it tells of all on the clock of its device, whatever run that is for.
fn lane_setting(setting: &Setting) -> Setting {
    Setting { epoch_ms: 0.0, recording: true, ..setting.clone() }
}
