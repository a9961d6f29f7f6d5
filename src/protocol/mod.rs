//! The messages between the page, the coordinator of a run, and its lanes, and how they are written; and those
//! between the page, its host and its service worker.
//!
//! They are typed here, in one place, because both ends are built from the same crate but run in
//! different memories: a change that one end misses doesn't compile.

pub mod host;
pub mod release;
pub mod watch;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::experiment::{ExecutorId, Experiment, Source};
use crate::trace::{Lane, Open, RunError, Span};
use crate::workload::{Arrived, Poison};

/// From the page to a coordinator: the run that it was made for. The only other thing that the page can
/// say is [`CANCEL`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// The experiment, as its canonical link.
    pub experiment: String,
    /// How its tasks are run.
    pub executor: ExecutorId,
    /// Lanes in the pool.
    pub workers: u32,
    /// What a worker needs to know about the world.
    pub setting: Setting,
}

/// What a worker needs to know about the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// The folder that the app is served from, as an absolute address that ends with a slash.
    pub base: String,
    /// The folder of this release's files, as an absolute address that ends with a slash.
    pub files: String,
    /// Where `fetch` reads from.
    pub source: Source,
    /// Tells this run's requests from those of other pages that share the service worker.
    pub run: u64,
    /// The moment that this run counts from, ms since 1970; spans are told relative to it.
    pub epoch_ms: f64,
    /// How many slices a poison has, once its time was calibrated.
    pub poison_slices: u32,
    /// Whether spans are recorded. Off only to measure what recording costs.
    pub recording: bool,
}

impl Setting {
    /// With the poison of this experiment, if it has one, sized by `clock`, ms.
    pub fn calibrated(mut self, experiment: &Experiment, clock: impl Fn() -> f64) -> Self {
        if experiment.poison_ms() > 0 {
            self.poison_slices = Poison::slices(experiment.poison_ms(), clock);
        }
        self
    }
}

/// From a coordinator to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The coordinator's program runs; it can be given its assignment.
    Loaded,
    /// The pool is made; the first task comes next.
    Ready {
        /// The lanes.
        lanes: Vec<Lane>,
        /// Making the pool, ms.
        startup_ms: f64,
    },
    /// What happened since the last time.
    Batch(Batch),
    /// All tasks are done.
    Finished {
        /// From the first task's handing out to the last output's coming in, on the coordinator's clock, ms.
        elapsed_ms: f64,
        /// What one memory holds of the number that a `counter` counted in.
        total: Option<u64>,
        /// What was copied or moved between memories, bytes.
        moved_bytes: u64,
    },
    /// The run is over before its end.
    Failed(RunError),
    /// The coordinator is there, though it has nothing to say.
    Alive,
}

/// What happened on one lane since the last time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The lane.
    pub lane: u32,
    /// Spans that have ended.
    pub spans: Vec<Span>,
    /// What the lane is in the middle of.
    pub open: Vec<Open>,
    /// Tasks that are done, with their outputs.
    pub outputs: Vec<(u32, String)>,
    /// What the lane's memory holds of the number that a `counter` counts in.
    pub total: Option<u64>,
    /// What was copied or moved into the lane's memory, bytes.
    pub moved_bytes: u64,
    /// How long the lane may be silent from here, beyond the usual, ms: a request that blocks it.
    pub patience_ms: u32,
}

/// From a coordinator to a lane with a memory of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToLane {
    /// Who the lane is, and what its tasks are about.
    Begin {
        /// Its number.
        lane: u32,
        /// How its tasks take turns.
        scheduling: Scheduling,
        /// The experiment, as its canonical link.
        experiment: String,
        /// The world.
        setting: Setting,
        /// Whether the view of the run's words came beside this message: where it did not, a
        /// cancellation comes as a message.
        shared: bool,
    },
    /// Tasks to be run.
    Tasks {
        /// Their numbers.
        tasks: Vec<u32>,
        /// When the run's tasks were first handed out, ms.
        zero_ms: f64,
    },
    /// One task, to be run to its end.
    Rest {
        /// Its number.
        task: u32,
        /// Where it begins.
        beginning: Beginning,
        /// When the run's tasks were first handed out, ms.
        zero_ms: f64,
    },
    /// The block that was asked for; it comes beside this message.
    Payload,
}

/// How the tasks of a lane take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheduling {
    /// One after the other, blocking in each wait.
    Blocking,
    /// All at once on an event loop, on which only an `await` gives up control.
    EventLoop {
        /// The most tasks in progress at once.
        concurrency: Option<u32>,
        /// A computing task lets the others go on after so many ms; 0 for never.
        yield_ms: u32,
    },
}

/// From a lane with a memory of its own to its coordinator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromLane {
    /// The lane's program runs; it can be told who it is.
    Loaded,
    /// The lane waits for tasks, for the first time or again.
    Idle {
        /// When, ms.
        at_ms: f64,
    },
    /// What happened since the last time.
    Batch(Batch),
    /// A task asks for its block.
    Asked,
    /// A block that was moved is not needed any more; it comes beside this message.
    Returned,
    /// A task was put aside, with this, to go on when all tasks have come as far.
    Parked(u32, Vec<u8>),
    /// The lane can't go on.
    Failed(RunError),
}

/// Where a task begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Beginning {
    /// At its beginning.
    Fresh,
    /// At its beginning, but its first waits were spent elsewhere and have brought these things.
    Known(Vec<Arrived>),
    /// Where it was put aside, with this.
    Parked(Vec<u8>),
}

/// What a worker is named that shall coordinate a run.
pub const COORDINATOR: &str = "coordinator";
/// What the page and a coordinator say to call a run off.
pub const CANCEL: &str = "cancel";
/// What a coordinator says to a lane that is not needed any more.
pub const CLOSE: &str = "close";

/// Writes a message.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Writing to memory fails only for sequences of unknown length, and no message has one.
    postcard::to_allocvec(message).expect("a message has a known length")
}

/// Reads a message; `None` if these bytes are not one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
