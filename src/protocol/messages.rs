//! The messages themselves.

use serde::{Deserialize, Serialize};

use super::timing::PAGE_BREATH_MS;
use super::{BatchBody, EncodedBatch, bytes};
use crate::experiment::{ExecutorId, Experiment, LoopTurn, Source};
use crate::trace::{Failure, Lane, LaneKind, MemoryChange};
use crate::workload::{Arrived, WorkRate};

/// What a worker is named that shall coordinate a run.
pub const COORDINATOR: &str = "coordinator";
/// What the page and a coordinator say to call a run off.
pub const CANCEL: &str = "cancel";
/// What a coordinator says to a lane that is not needed any more.
pub const CLOSE: &str = "close";

/// From the page to a coordinator: the run that it was made for. The only other thing that the page can
/// say is [`CANCEL`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// What is to be run.
    pub experiment: Experiment,
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
    /// How much work takes a millisecond: the same for all runs of a start.
    pub work_rate: WorkRate,
    /// Whether spans are recorded. Off only to measure what recording costs.
    pub recording: bool,
    /// Whether clocks are fine enough for a lane to find out when it had no core.
    pub tells_preemption: bool,
}

/// From a coordinator to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The coordinator's program runs; it can be given its assignment.
    Loaded,
    /// The pool is made; the first task comes next.
    Ready {
        /// The lanes.
        lanes: Vec<LaneMade>,
        /// Making the pool, ms.
        startup_ms: f64,
    },
    /// A taker of the queue has joined in mid-run, or more is known of it.
    Joined(LaneMade),
    /// What happened on a lane since the last time.
    Batch(BatchBody),
    /// A taker of the queue is gone, and what it was at is done again by another.
    Lost {
        /// Its lane.
        lane: u32,
        /// The task that it was at.
        task: u32,
        /// When its job was handed out, ms.
        since_ms: f64,
        /// When it was found to be gone, ms.
        at_ms: f64,
    },
    /// What a taker of the queue said to have done was wrong, and is done again by another.
    Retracted {
        /// Its lane.
        lane: u32,
        /// The tasks.
        tasks: Vec<u32>,
    },
    /// How often the queue has handed out jobs.
    Deliveries(u64),
    /// What memory the coordinator itself has taken and let go of since the last time.
    Memory(Vec<MemoryChange>),
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
    Failed(Failure),
    /// The coordinator is there, though it has nothing to say.
    Alive,
}

/// A lane, as it is written in a message: documents leave out what a lane doesn't have, and messages can't.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneMade {
    id: u32,
    kind: LaneKind,
    host: Option<String>,
    clock_uncertainty_ms: Option<f64>,
}

impl From<&Lane> for LaneMade {
    fn from(lane: &Lane) -> Self {
        let Lane { id, kind, host, clock_uncertainty_ms, .. } = lane.clone();
        Self { id, kind, host, clock_uncertainty_ms }
    }
}

impl From<LaneMade> for Lane {
    fn from(LaneMade { id, kind, host, clock_uncertainty_ms }: LaneMade) -> Self {
        Self { host, clock_uncertainty_ms, ..Self::new(id, kind) }
    }
}

/// From a coordinator to a lane with a memory of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToLane {
    /// Who the lane is, and what its tasks are about.
    Begin {
        /// Its number.
        lane: u32,
        /// How its tasks take turns.
        policy: SchedulingPolicy,
        /// What is run.
        experiment: Experiment,
        /// The world.
        setting: Setting,
        /// Whether a view of the run's flags is attached: where memory can't be shared, a cancellation comes as a
        /// message.
        has_flags: bool,
    },
    /// Tasks to be run.
    Tasks {
        /// Their numbers.
        tasks: Vec<u32>,
        /// When the run's tasks were first handed out, ms.
        zero_ms: f64,
        /// Whether further tasks follow at once, which the lane's loop has in progress beside these.
        more: bool,
    },
    /// One task, of which some may be done already, to be run to its end, blocking in each wait.
    RestOfTask {
        /// Its number.
        task: u32,
        /// Where it begins.
        beginning: Beginning,
        /// When the run's tasks were first handed out, ms.
        zero_ms: f64,
    },
    /// The payload that was asked for is attached.
    Payload,
}

/// How the tasks of a lane take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SchedulingPolicy {
    /// One after the other, blocking in each wait.
    Blocking,
    /// All at once on an event loop, on which only an `await` gives up control.
    EventLoop(LoopPolicy),
}

/// How the tasks of an event loop take turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoopPolicy {
    /// The most tasks in progress at once; `None` for no limit.
    pub concurrency: Option<u32>,
    /// A computing task lets the others go on after so many ms; 0 for never.
    pub yield_ms: u32,
    /// How the loop gets its next turn then.
    pub turn: LoopTurn,
    /// However that is, whatever else the thread has to do gets a turn after so many ms; `None` where nothing else
    /// needs the thread.
    pub breath_ms: Option<u32>,
}

impl LoopPolicy {
    /// As an experiment has it, for the loop of a worker.
    pub fn of(experiment: &Experiment) -> Self {
        Self {
            concurrency: experiment.concurrency(),
            yield_ms: experiment.yield_ms(),
            turn: experiment.loop_turn(),
            breath_ms: None,
        }
    }

    /// The same for the loop of a page, where somebody may want to call the run off.
    pub fn on_page(experiment: &Experiment) -> Self {
        Self { breath_ms: Some(PAGE_BREATH_MS), ..Self::of(experiment) }
    }

    /// How the loop gets its next turn when everything else of the thread had its last one so long ago, ms.
    pub fn turn_after(&self, since_ms: f64) -> LoopTurn {
        let is_due = self.breath_ms.is_some_and(|breath_ms| since_ms >= f64::from(breath_ms));
        if is_due && self.turn == LoopTurn::Microtasks { LoopTurn::Messages } else { self.turn }
    }
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
        /// What happened since the last time: one message less for every task than if it were told before.
        batch: Option<EncodedBatch>,
    },
    /// What happened since the last time.
    Batch(EncodedBatch),
    /// A task needs its payload.
    PayloadWanted,
    /// A payload that was moved is not needed any more; it is attached.
    PayloadReturned,
    /// A task was put aside.
    Parked(Parked),
    /// The lane can't go on.
    Failed(Failure),
}

/// A task that was put aside, to go on when all tasks have come as far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Its number.
    pub task: u32,
    /// What it goes on with.
    #[serde(with = "bytes")]
    pub body: Vec<u8>,
}

/// Where a task begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Beginning {
    /// At its beginning.
    Fresh,
    /// At its beginning, but its first waits were spent elsewhere and have brought these things.
    AfterWaits(Vec<Arrived>),
    /// Where it was put aside, with this.
    Parked(#[serde(with = "bytes")] Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::super::{decode, encode};
    use super::*;
    use crate::experiment::parse;

    #[test]
    fn a_lane_arrives_as_it_was_whether_or_not_it_is_a_taker() {
        let lanes =
            [Lane::new(3, LaneKind::Loop), Lane::taker(0, "Firefox on Android, 8 cores".into(), 0.02)];
        let report = Report::Ready { lanes: lanes.each_ref().map(LaneMade::from).to_vec(), startup_ms: 3.5 };
        let Some(Report::Ready { lanes: read, .. }) = decode(&encode(&report)) else {
            panic!("it is read as it was written")
        };
        assert_eq!(read.into_iter().map(Lane::from).collect::<Vec<_>>(), lanes);
    }

    #[test]
    fn a_page_has_its_turn_now_and_then_whatever_its_loop_does() {
        let experiment = parse("executors=page&yield=1&loop=microtasks").experiment;
        let (worker, page) = (LoopPolicy::of(&experiment), LoopPolicy::on_page(&experiment));
        let late_ms = f64::from(PAGE_BREATH_MS);
        assert_eq!([0.0, late_ms].map(|ms| worker.turn_after(ms)), [LoopTurn::Microtasks; 2]);
        assert_eq!(page.turn_after(late_ms - 1.0), LoopTurn::Microtasks);
        assert_eq!(page.turn_after(late_ms), LoopTurn::Messages);
        let by_timers = LoopPolicy::on_page(&parse("executors=page&yield=1&loop=timers").experiment);
        assert_eq!(by_timers.turn_after(late_ms), LoopTurn::Timers);
    }
}
