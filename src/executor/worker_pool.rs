//! Lanes that are workers with a memory each, seen from their coordinator.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::mem::ManuallyDrop;

use wasm_bindgen::JsValue;

use super::coordinator::{Coordinator, Event, tell};
use super::payload::no_room;
use crate::browser::payload;
use crate::browser::program::Program;
use crate::browser::worker::{Incoming, Worker};
use crate::protocol::dealing::{Dealer, Dealing, Hand};
use crate::protocol::timing::LANE_START_MS;
use crate::protocol::{Beginning, FromLane, Parked, SchedulingPolicy, ToLane, decode, encode};
use crate::trace::{Detail, Failure, Lane, LaneKind, Reason};

/// Runs all tasks on workers with a memory each.
pub(super) async fn run_on_workers(
    run: &Coordinator,
    kind: LaneKind,
    policy: SchedulingPolicy,
    dealing: Dealing,
) -> Result<(), Failure> {
    let asked_ms = run.now_ms();
    let lanes = (0..run.executor.pool(run.workers)).map(|id| Lane::new(id, kind)).collect();
    with_workers(run, lanes, policy, async |pool| {
        run.ready(asked_ms, pool.alive());
        pool.run_tasks(run, dealing).await
    })
    .await
}

/// Makes workers for these lanes, whose numbers follow each other, does something with them, and ends them: whatever
/// comes of it, none stays behind.
pub(super) async fn with_workers(
    run: &Coordinator,
    lanes: Vec<Lane>,
    policy: SchedulingPolicy,
    work: impl AsyncFnOnce(&WorkerPool) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut pool = WorkerPool { lanes, workers: Vec::new() };
    let outcome = match pool.start(run, policy).await {
        Ok(()) => work(&pool).await,
        failed => failed,
    };
    if outcome.is_err() {
        pool.call_off(run).await;
    }
    pool.close();
    outcome
}

/// Some workers with a memory each.
pub(super) struct WorkerPool {
    lanes: Vec<Lane>,
    workers: Vec<PooledWorker>,
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
    /// Makes the workers, and waits until all of them wait for tasks.
    async fn start(&mut self, run: &Coordinator, policy: SchedulingPolicy) -> Result<(), Failure> {
        if let Some(payload) = run.payload() {
            payload::prepare(payload, self.lanes.len() as u32).map_err(no_room)?;
        }
        for lane in &self.lanes {
            let worker = start_worker(run, lane.id).map_err(|words| not_started(lane.id, words.into()))?;
            self.workers.push(PooledWorker { worker: ManuallyDrop::new(worker), alive_ms: None });
        }
        let mut progress_ms = run.now_ms();
        while let Some(missing) = self.workers.iter().position(|worker| worker.alive_ms.is_none()) {
            if run.now_ms() - progress_ms > LANE_START_MS {
                return Err(not_started(self.lanes[missing].id, Detail::NoAnswer));
            }
            match run.next_event().await? {
                Some(Event::Loaded(lane)) => {
                    progress_ms = run.now_ms();
                    self.begin(run, lane, policy)?;
                }
                Some(Event::Idle(lane, at_ms)) => {
                    progress_ms = run.now_ms();
                    let place = self.place(lane);
                    self.workers[place].alive_ms = Some(at_ms);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The lanes, and when each was first there, ms.
    pub(super) fn alive(&self) -> Vec<(Lane, f64)> {
        let alive_ms = self.workers.iter().filter_map(|worker| worker.alive_ms);
        self.lanes.iter().cloned().zip(alive_ms).collect()
    }

    /// Has a lane do the rest of a task.
    pub(super) fn give_rest(&self, run: &Coordinator, lane: u32, task: u32, beginning: Beginning) {
        run.expect(lane, task);
        self.post(lane, &ToLane::RestOfTask { task, beginning, zero_ms: run.zero_ms() });
    }

    /// Sends a lane the payload that one of its tasks asks for.
    pub(super) fn give_payload(&self, run: &Coordinator, lane: u32) -> Result<(), Failure> {
        // A lane asks only where there is a payload, and not before it gave back what it had.
        let Some((buffer, transfer)) = run.payload().and_then(|payload| payload::give(payload.by)) else {
            return Ok(());
        };
        let sent = self.worker(lane).send(&encode(&ToLane::Payload), &buffer, &transfer);
        sent.map_err(|words| run.with_task(lane, no_room(words).into()))
    }

    /// Calls everything off, and gives the lanes the time to stop.
    async fn call_off(&self, run: &Coordinator) {
        self.workers.iter().for_each(|worker| worker.worker.post_cancel());
        run.call_off().await;
    }

    /// Lets the workers end; those that never came to listen are ended.
    fn close(self) {
        for PooledWorker { worker, alive_ms } in self.workers {
            worker.post_close();
            if alive_ms.is_none() {
                drop(ManuallyDrop::into_inner(worker));
            }
        }
    }

    fn place(&self, lane: u32) -> usize {
        (lane - self.lanes[0].id) as usize
    }

    fn worker(&self, lane: u32) -> &Worker {
        &self.workers[self.place(lane)].worker
    }

    /// Tells a lane who it is.
    fn begin(&self, run: &Coordinator, lane: u32, policy: SchedulingPolicy) -> Result<(), Failure> {
        let flags = run.flags.handle();
        let has_flags = !flags.is_undefined();
        let (experiment, setting) = (run.experiment.clone(), run.setting.clone());
        let message = encode(&ToLane::Begin { lane, policy, experiment, setting, has_flags });
        self.worker(lane).post(&message, &flags).map_err(|words| not_started(lane, words.into()))
    }

    async fn run_tasks(&self, run: &Coordinator, dealing: Dealing) -> Result<(), Failure> {
        let mut dealer = Dealer::new(dealing, &run.experiment.order(), self.lanes.len());
        for (lane, hand) in self.lanes.iter().zip(dealer.take_hands()) {
            self.give_tasks(run, lane.id, hand);
        }
        while !run.is_finished() {
            match run.next_event().await? {
                Some(Event::Idle(lane, _)) => {
                    self.give_tasks(run, lane, dealer.deal_next().into_iter().collect());
                }
                Some(Event::PayloadWanted(lane)) => self.give_payload(run, lane)?,
                _ => {}
            }
            for Parked { task, body } in run.take_due() {
                // It came as a message, and goes on as one.
                run.count_moved(2 * body.len());
                self.give_rest(run, self.lanes[0].id, task, Beginning::Parked(body));
            }
        }
        Ok(())
    }

    /// Sends a lane its next tasks, a message for each chunk.
    fn give_tasks(&self, run: &Coordinator, lane: u32, hand: Hand) {
        if let Some(first) = hand.first().and_then(|chunk| chunk.first()) {
            run.expect(lane, *first);
        }
        let messages = hand.len();
        for (place, tasks) in hand.into_iter().enumerate() {
            let more = place + 1 < messages;
            self.post(lane, &ToLane::Tasks { tasks, zero_ms: run.zero_ms(), more });
        }
    }

    fn post(&self, lane: u32, order: &ToLane) {
        // Bytes can always be sent.
        let _ = self.worker(lane).post(&encode(order), &JsValue::UNDEFINED);
    }
}

/// Starts the worker of a lane; what it says comes in as events of the run.
fn start_worker(run: &Coordinator, lane: u32) -> Result<Worker, String> {
    let events = run.events.clone();
    let worker = Worker::start(&run.setting.files, &format!("lane {}", lane + 1), move |incoming| {
        let event = match incoming {
            Incoming::Message { bytes, attachment } => match decode(&bytes) {
                Some(FromLane::Loaded) => Event::Loaded(lane),
                Some(FromLane::Idle { at_ms, batch }) => {
                    batch.into_iter().for_each(|batch| tell(&events, Event::Batch(batch)));
                    Event::Idle(lane, at_ms)
                }
                Some(FromLane::Batch(batch)) => Event::Batch(batch),
                Some(FromLane::PayloadWanted) => Event::PayloadWanted(lane),
                Some(FromLane::PayloadReturned) => return payload::take_back(attachment),
                Some(FromLane::Parked(parked)) => Event::Parked(parked),
                Some(FromLane::Failed(failure)) => Event::Failed(lane, failure),
                None => Event::Broken(lane, Detail::Unreadable),
            },
            Incoming::Error(detail) => Event::Broken(lane, detail),
            Incoming::Cancel | Incoming::Close => return,
        };
        tell(&events, event);
    })?;
    worker.hand(&Program::own())?;
    Ok(worker)
}

fn not_started(lane: u32, detail: Detail) -> Failure {
    Reason::WorkerNotStarted { lane, detail }.into()
}
