//! Lanes that are workers with a memory each, seen from their coordinator.

use wasm_bindgen::JsValue;

use super::Coordinator;
use super::coordinator::{Event, trapped};
use crate::browser::worker::{Incoming, Worker};
use crate::experiment::format;
use crate::protocol::{FromLane, Manner, ToLane, decode, encode};
use crate::trace::{ErrorCode, LaneKind, RunError};

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
    manner: Manner,
    dealing: Dealing,
) -> Result<(), RunError> {
    let mut crew = Crew::default();
    let outcome = match crew.start(run, kind, manner).await {
        Ok(()) => crew.work(run, dealing).await,
        failed => failed,
    };
    if outcome.is_err() {
        crew.lanes.iter().for_each(|lane| lane.worker.post_cancel());
        run.call_off().await;
    }
    outcome
}

#[derive(Default)]
struct Crew {
    lanes: Vec<CrewLane>,
}

struct CrewLane {
    worker: Worker,
    /// When it first waited for tasks, ms.
    alive_ms: Option<f64>,
}

impl Crew {
    async fn start(&mut self, run: &Coordinator, kind: LaneKind, manner: Manner) -> Result<(), RunError> {
        let asked_ms = run.now_ms();
        for lane in 0..run.executor.pool(run.workers) {
            let worker = hire(run, lane).map_err(|reason| not_started(lane, &reason))?;
            self.lanes.push(CrewLane { worker, alive_ms: None });
        }
        let mut progress_ms = asked_ms;
        while self.lanes.iter().any(|lane| lane.alive_ms.is_none()) {
            match run.next_event().await? {
                Some(Event::Loaded(lane)) => {
                    progress_ms = run.now_ms();
                    self.begin(run, lane, manner)?;
                }
                Some(Event::Idle(lane, at_ms)) => {
                    progress_ms = run.now_ms();
                    self.lanes[lane as usize].alive_ms = Some(at_ms);
                }
                Some(Event::Broken(lane, reason)) => return Err(not_started(lane, &reason)),
                _ => {}
            }
            let missing = self.lanes.iter().position(|lane| lane.alive_ms.is_none());
            if let Some(missing) = missing.filter(|_| run.now_ms() - progress_ms > START_MS) {
                return Err(not_started(missing as u32, "it did not answer"));
            }
        }
        let alive: Vec<f64> = self.lanes.iter().filter_map(|lane| lane.alive_ms).collect();
        run.ready(kind, asked_ms, &alive);
        Ok(())
    }

    fn begin(&self, run: &Coordinator, lane: u32, manner: Manner) -> Result<(), RunError> {
        let message = |shared| {
            encode(&ToLane::Begin {
                lane,
                manner,
                experiment: format(&run.experiment),
                setting: run.setting.clone(),
                shared,
            })
        };
        let there = &self.lanes[lane as usize];
        // Where memory can't be shared the first fails, and the lane is called off by message.
        let sent = there.worker.post(&message(true), &run.words.handle());
        sent.or_else(|_| there.worker.post(&message(false), &JsValue::UNDEFINED))
            .map_err(|reason| not_started(lane, &reason))
    }

    async fn work(&self, run: &Coordinator, dealing: Dealing) -> Result<(), RunError> {
        let lanes = self.lanes.len() as u32;
        let tasks = run.experiment.tasks();
        let mut next = 0;
        for lane in 0..lanes {
            match dealing {
                Dealing::AtOnce => self.give(run, lane, (lane..tasks).step_by(lanes as usize).collect()),
                Dealing::OnDemand => next = self.give_one(run, lane, next),
            }
        }
        while !run.is_finished() {
            match run.next_event().await? {
                Some(Event::Idle(lane, _)) if dealing == Dealing::OnDemand => {
                    next = self.give_one(run, lane, next);
                }
                Some(Event::Broken(lane, reason)) => {
                    return Err(run.with_task(lane, trapped(None, &reason)));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn give_one(&self, run: &Coordinator, lane: u32, next: u32) -> u32 {
        if next < run.experiment.tasks() {
            self.give(run, lane, vec![next]);
        }
        next + 1
    }

    fn give(&self, run: &Coordinator, lane: u32, tasks: Vec<u32>) {
        if let Some(first) = tasks.first() {
            run.expect(lane, *first);
            // Bytes can always be sent.
            let _ =
                self.lanes[lane as usize].worker.post(&encode(&ToLane::Tasks(tasks)), &JsValue::UNDEFINED);
        }
    }
}

fn hire(run: &Coordinator, lane: u32) -> Result<Worker, String> {
    let events = run.events.clone();
    Worker::start(&run.setting.base, &format!("lane {}", lane + 1), move |incoming| {
        let event = match incoming {
            Incoming::Message(bytes, _) => match decode(&bytes) {
                Some(FromLane::Loaded) => Event::Loaded(lane),
                Some(FromLane::Idle { at_ms }) => Event::Idle(lane, at_ms),
                Some(FromLane::Batch(batch)) => Event::Batch(batch),
                Some(FromLane::Failed(error)) => Event::Failed(lane, error),
                None => Event::Broken(lane, "it sent a message that can't be read".into()),
            },
            Incoming::Error(reason) => Event::Broken(lane, reason),
            Incoming::Cancel => return,
        };
        // The receiver lives as long as the coordinator.
        let _ = events.unbounded_send(event);
    })
}

fn not_started(lane: u32, reason: &str) -> RunError {
    let message = format!("Worker {} did not start: {reason}.", lane + 1);
    RunError::new(ErrorCode::WorkerStart, message)
}
