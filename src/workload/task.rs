//! What a task is: phases that compute or wait, slice by slice, and what waits bring.

use serde::{Deserialize, Serialize};

/// A resumable piece of work: a sequence of phases.
pub trait Task: Send {
    /// What the next slice does, so that an executor can send computations elsewhere.
    fn phase(&self) -> Phase;

    /// Goes on with the work for one slice and says how it stands. A slice takes 100 µs or more where
    /// there is so much to do, so that looking around between slices costs under 1 %, and never more
    /// than a few ms, so that a task can be cancelled at any moment.
    ///
    /// `now_ms` is the time since the run's tasks were first handed out; `arrived` is what the wait that
    /// the last step asked for has brought.
    fn advance(&mut self, now_ms: f64, arrived: Option<Arrived>) -> Step;

    /// How much work the last slice was. From it a lane learns what work takes, and so when it had no core.
    fn worked(&self) -> Work {
        Work::NONE
    }
}

/// How much work a slice was: within one kind, equal amounts take about equal time on one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which kind of work, where a workload has several.
    pub kind: u8,
    /// How much, in units of its kind.
    pub amount: u64,
}

impl Work {
    /// Nothing to speak of, or nothing that could be foretold.
    pub const NONE: Self = Self { kind: 0, amount: 0 };
    /// A lane telling what happened on it: no task's work, but it takes equal time.
    pub const TELLING: Self = Self { kind: u8::MAX, amount: 1 };
    /// The kind that poison is.
    pub(super) const POISON: u8 = u8::MAX - 1;

    /// So much of the only kind that a workload has.
    pub const fn of(amount: u64) -> Self {
        Self { kind: 0, amount }
    }
}

/// What a task is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It computes.
    Compute,
    /// It asks for a wait, or ends, without computing anything to speak of.
    Wait,
}

/// How a task stands after a slice.
#[derive(Debug)]
pub enum Step {
    /// There is more to compute.
    Computing,
    /// It can't go on before this is over.
    Waiting(Wait),
    /// It goes on, and computes, when it holds the one lock that all tasks of a memory share: a critical section begins.
    Lock,
    /// The critical section ends: it lets go of the lock, and goes on.
    Unlock,
    /// What its wait has brought, put aside: it goes on, on one lane, when all tasks have come as far. A
    /// fresh task of the same number is then given it as [`Arrived::Body`] in its first slice, and computes.
    Park(Vec<u8>),
    /// Finished, with its output.
    Done(String),
}

/// What a task waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wait {
    /// The moment at which it is due, if that has not passed: until then the task has not begun.
    Due {
        /// When, ms since the run's tasks were first handed out.
        at_ms: f64,
    },
    /// Time to pass.
    Sleep {
        /// How long, ms.
        ms: u32,
    },
    /// A resource to be downloaded.
    Fetch(Resource),
    /// The run's payload, to come from another memory.
    Payload,
}

/// A block of bytes outside of every Wasm memory, which a task is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload {
    /// How many bytes.
    pub size: u64,
    /// How it gets there.
    pub by: TransferMode,
}

/// How a payload gets from one memory into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferMode {
    /// Every byte is copied, as the browser's structured clone does.
    Copy,
    /// It changes hands, as a transferable object: who gave it away has it no longer.
    Move,
    /// Both have it: memory that is shared.
    Share,
}

/// Something to be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// How long the built-in source takes before it answers, ms.
    pub delay_ms: u32,
    /// How much the built-in source answers with, bytes.
    pub size: u64,
    /// What that is like.
    pub form: ContentKind,
    /// Whether its bytes are kept for the task, or only counted.
    pub keep: bool,
    /// Another source's address, instead of the built-in one.
    pub url: Option<String>,
}

/// What the built-in source answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentKind {
    /// Zeros.
    Bytes,
    /// A JSON array of objects with an `id`, a `value` (an integer below 2³²) and a `name`.
    Json,
}

/// What a wait has brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arrived {
    /// The time is over.
    Time,
    /// So many bytes were read.
    Bytes(u64),
    /// These bytes were read, of a resource that is to be kept.
    Body(Vec<u8>),
    /// The payload is there, to be read through this window. It never leaves its thread.
    #[serde(skip)]
    Payload(Window),
}

/// Reads some bytes of a payload, from an offset on, into memory that a task can compute with. To be used
/// on the thread that the payload has come to, and with ranges inside of it.
#[derive(Clone, Copy, Debug)]
pub struct Window(pub fn(u64, &mut [u8]));

impl PartialEq for Window {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}
