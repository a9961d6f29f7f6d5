//! Lanes that are workers with a memory each, seen from their coordinator.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::mem::ManuallyDrop;

use wasm_bindgen::JsValue;

use super::coordinator::Coordinator;
use super::coordinator::{Event, trapped};
use super::payload::no_room;
use crate::browser::payload;
use crate::browser::worker::{Incoming, Worker};
use crate::experiment::format;
use crate::protocol::{Beginning, FromLane, Scheduling, ToLane, decode, encode};
use crate::trace::{ErrorCode, Lane, LaneKind, RunError};

/// How long a worker may take to load while no other one does, ms.
const START_MS: f64 = 4_000.0;

/// How tasks are dealt to lanes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dealing {
    /// All at once, in turn.
    AtOnce,
    /// One at a time, to whoever is idle.
    OnDemand,
}

/// Runs all tasks on workers with a memory each.
pub(super) async fn run_isolated(
    run: &Coordinator,
    kind: LaneKind,
    scheduling: Scheduling,
    dealing: Dealing,
) -> Result<(), RunError> {
    let asked_ms = run.now_ms();
    let count = run.executor.pool(run.workers);
    let mut pool = WorkerPool::new((0..count).map(|id| Lane::new(id, kind)).collect());
    let outcome = match pool.start(run, scheduling).await {
        Ok(()) => {
            run.ready(asked_ms, pool.alive());
            pool.work(run, dealing).await
        }
        failed => failed,
    };
    if outcome.is_err() {
        pool.call_off(run).await;
    }
    pool.dismiss();
    outcome
}

/// Some workers with a memory each.
pub(super) struct WorkerPool {
    lanes: Vec<Lane>,
    members: Vec<PooledWorker>,
}

struct PooledWorker {
    /// Not dropped while it can end itself: of workers that are ended by force, or still load, when their
    /// maker is ended, some stay behind for ever in Chromium 156. The page ends a coordinator a moment
    /// after it was told of the outcome.
    worker: ManuallyDrop<Worker>,
    /// When it first waited for tasks, ms.
    alive_ms: Option<f64>,
}

impl WorkerPool {
    /// For these lanes, whose numbers follow each other.
    pub(super) fn new(lanes: Vec<Lane>) -> Self {
        Self { lanes, members: Vec::new() }
    }

    /// Makes the workers, and waits until all of them wait for tasks.
    pub(super) async fn start(&mut self, run: &Coordinator, scheduling: Scheduling) -> Result<(), RunError> {
        if let Some(block) = run.block() {
            payload::prepare(block, self.lanes.len() as u32).map_err(|reason| no_room(None, &reason))?;
        }
        for lane in &self.lanes {
            let worker = hire(run, lane.id).map_err(|reason| not_started(lane.id, &reason))?;
            self.members.push(PooledWorker { worker: ManuallyDrop::new(worker), alive_ms: None });
        }
        let mut progress_ms = run.now_ms();
        while self.members.iter().any(|member| member.alive_ms.is_none()) {
            match run.next_event().await? {
                Some(Event::Loaded(lane)) => {
                    progress_ms = run.now_ms();
                    self.begin(run, lane, scheduling)?;
                }
                Some(Event::Idle(lane, at_ms)) => {
                    progress_ms = run.now_ms();
                    let place = self.place(lane);
                    self.members[place].alive_ms = Some(at_ms);
                }
                Some(Event::Broken(lane, reason)) => return Err(not_started(lane, &reason)),
                _ => {}
            }
            let missing = self.members.iter().position(|member| member.alive_ms.is_none());
            if let Some(missing) = missing.filter(|_| run.now_ms() - progress_ms > START_MS) {
                return Err(not_started(self.lanes[missing].id, "it did not answer"));
            }
        }
        Ok(())
    }

    /// The lanes, and when each was first there, ms.
    pub(super) fn alive(&self) -> Vec<(Lane, f64)> {
        let alive_ms = self.members.iter().filter_map(|member| member.alive_ms);
        self.lanes.iter().cloned().zip(alive_ms).collect()
    }

    /// Sends a lane something to do, beginning with this task.
    pub(super) fn give(&self, run: &Coordinator, lane: u32, first: u32, order: &ToLane) {
        run.expect(lane, first);
        // Bytes can always be sent.
        let _ = self.members[self.place(lane)].worker.post(&encode(order), &JsValue::UNDEFINED);
    }

    /// Sends a lane the block that one of its tasks asks for.
    pub(super) fn payload(&self, run: &Coordinator, lane: u32) -> Result<(), RunError> {
        // A lane asks only where there is a block, and not before it gave back what it had.
        let Some((buffer, transfer)) = run.block().and_then(|block| payload::give(block.by)) else {
            return Ok(());
        };
        let worker = &self.members[self.place(lane)].worker;
        let sent = worker.send(&encode(&ToLane::Payload), &buffer, &transfer);
        sent.map_err(|reason| run.with_task(lane, no_room(None, &reason)))
    }

    /// Calls everything off, and gives the lanes the time to stop.
    pub(super) async fn call_off(&self, run: &Coordinator) {
        self.members.iter().for_each(|member| member.worker.post_cancel());
        run.call_off().await;
    }

    /// Lets the workers end; those that never came to listen are ended.
    pub(super) fn dismiss(self) {
        for member in self.members {
            member.worker.post_close();
            if member.alive_ms.is_none() {
                drop(ManuallyDrop::into_inner(member.worker));
            }
        }
    }

    fn place(&self, lane: u32) -> usize {
        (lane - self.lanes[0].id) as usize
    }

    fn begin(&self, run: &Coordinator, lane: u32, scheduling: Scheduling) -> Result<(), RunError> {
        let message = |shared| {
            encode(&ToLane::Begin {
                lane,
                scheduling,
                experiment: format(&run.experiment),
                setting: run.setting.clone(),
                shared,
            })
        };
        let worker = &self.members[self.place(lane)].worker;
        // Where memory can't be shared the first fails, and the lane is called off by message.
        let sent = worker.post(&message(true), &run.flags.handle());
        sent.or_else(|_| worker.post(&message(false), &JsValue::UNDEFINED))
            .map_err(|reason| not_started(lane, &reason))
    }

    async fn work(&self, run: &Coordinator, dealing: Dealing) -> Result<(), RunError> {
        let order = run.experiment.order();
        let mut next = order.iter().copied();
        for (place, lane) in self.lanes.iter().enumerate() {
            match dealing {
                Dealing::AtOnce => {
                    let share = order.iter().skip(place).step_by(self.lanes.len());
                    self.give_tasks(run, lane.id, share.copied().collect());
                }
                Dealing::OnDemand => self.give_tasks(run, lane.id, next.by_ref().take(1).collect()),
            }
        }
        let mut parked = Vec::new();
        while !run.is_finished() {
            match run.next_event().await? {
                Some(Event::Parked(aside)) => {
                    // It came as a message, and goes on as one.
                    run.count_moved(2 * aside.1.len() as u64);
                    parked.push(aside);
                }
                Some(Event::Idle(lane, _)) if dealing == Dealing::OnDemand => {
                    self.give_tasks(run, lane, next.by_ref().take(1).collect());
                }
                Some(Event::Asked(lane)) => self.payload(run, lane)?,
                Some(Event::Broken(lane, reason)) => {
                    return Err(run.with_task(lane, trapped(None, &reason)));
                }
                _ => {}
            }
            if run.is_all_but(parked.len()) {
                for (task, body) in parked.drain(..) {
                    let beginning = Beginning::Parked(body);
                    let rest = ToLane::Rest { task, beginning, zero_ms: run.zero_ms() };
                    self.give(run, self.lanes[0].id, task, &rest);
                }
            }
        }
        Ok(())
    }

    fn give_tasks(&self, run: &Coordinator, lane: u32, tasks: Vec<u32>) {
        if let Some(first) = tasks.first().copied() {
            self.give(run, lane, first, &ToLane::Tasks { tasks, zero_ms: run.zero_ms() });
        }
    }
}

fn hire(run: &Coordinator, lane: u32) -> Result<Worker, String> {
    let events = run.events.clone();
    Worker::start(&run.setting.files, &format!("lane {}", lane + 1), move |incoming| {
        let event = match incoming {
            Incoming::Message(bytes, beside) => match decode(&bytes) {
                Some(FromLane::Loaded) => Event::Loaded(lane),
                Some(FromLane::Idle { at_ms }) => Event::Idle(lane, at_ms),
                Some(FromLane::Batch(batch)) => Event::Batch(batch),
                Some(FromLane::Asked) => Event::Asked(lane),
                Some(FromLane::Returned) => return payload::take_back(beside),
                Some(FromLane::Parked(task, body)) => Event::Parked((task, body)),
                Some(FromLane::Failed(error)) => Event::Failed(lane, error),
                None => Event::Broken(lane, "it sent a message that can't be read".into()),
            },
            Incoming::Error(reason) => Event::Broken(lane, reason),
            Incoming::Cancel | Incoming::Close => return,
        };
        // The receiver lives as long as the coordinator.
        let _ = events.unbounded_send(event);
    })
}

fn not_started(lane: u32, reason: &str) -> RunError {
    let message = format!("Worker {} did not start: {reason}.", lane + 1);
    RunError::new(ErrorCode::WorkerStart, message)
}
