//! `queue`: jobs that takers pull, as workers do from RQ or Celery. A job whose taker vanished is handed out again.
//!
//! The queue is inside this browser: its takers are isolated workers of the coordinator's own, and those of any other tab
//! that has joined. Both speak on the same channels, and a run hears of a taker's end by a lock that it holds for life.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::rc::Rc;

use futures::channel::mpsc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::coordinator::{Coordinator, Event, report, tell};
use super::payload::no_room;
use crate::browser::channel::Channel;
use crate::browser::payload;
use crate::browser::program::Program;
use crate::browser::random::number;
use crate::browser::web_locks::{self, Answer, Lock};
use crate::browser::worker::{Incoming, Worker};
use crate::protocol::taking::{
    InLobby, LOBBY, Taker, TakerName, TakerWord, ToRun, ToTaker, clock_uncertainty_ms, run_channel,
    taker_channel,
};
use crate::protocol::timing::LANE_START_MS;
use crate::protocol::{
    Beginning, EncodedBatch, FromLane, Parked, Report, SchedulingPolicy, ToLane, decode, encode,
};
use crate::queue::{MOST_DELIVERIES, Roll};
use crate::trace::{Detail, Failure, Lane, Reason};

pub(super) async fn run(run: &Coordinator) -> Result<(), Failure> {
    let mut queue = Queue::open(run).await?;
    let mut outcome = queue.start(run).await;
    if outcome.is_ok() {
        outcome = queue.serve(run).await;
    }
    if outcome.is_err() {
        queue.tell_all(&TakerWord::Cancel);
        run.call_off().await;
    }
    report(&Report::Deliveries(queue.roll.borrow().deliveries()));
    queue.tell_all(&TakerWord::Close);
    outcome
}

/// The queue of one run.
struct Queue {
    /// Unlike any other's.
    id: u64,
    roll: Rc<RefCell<Roll>>,
    /// The takers that are on it, by their lane.
    takers: BTreeMap<u32, Connected>,
    /// Workers of its own that have not said that they are free, by their id.
    loading: BTreeMap<u64, ManuallyDrop<Worker>>,
    /// The lanes of takers that were gone before the run began: numbers are not given twice.
    gone_before: Vec<Lane>,
    /// Tasks that were put aside and are to go on, all with the same taker.
    parked: BTreeMap<u32, Vec<u8>>,
    lobby: Channel,
    _channel: Channel,
    /// Its takers hear by it when this worker is gone.
    _lock: Lock,
}

/// A taker, seen from its run.
struct Connected {
    channel: Channel,
    lane: Lane,
    /// Where it is a worker of the coordinator's own. Not dropped while it can end itself: see [`super::worker_pool`].
    worker: Option<ManuallyDrop<Worker>>,
}

impl Queue {
    async fn open(run: &Coordinator) -> Result<Self, Failure> {
        let id = number();
        let missing = || Failure::from(Reason::NoQueue);
        let Answer::Granted(lock) = web_locks::take(&run_channel(id)).await else { return Err(missing()) };
        let roll = Rc::new(RefCell::new(Roll::new(&run.experiment.order(), run.experiment.chunk() as usize)));
        let channel = Channel::open(&run_channel(id), {
            let (events, roll) = (run.events.clone(), roll.clone());
            move |bytes, _| match decode(&bytes) {
                Some(ToRun::Free(taker)) => tell(&events, Event::Free(taker)),
                Some(ToRun::Said { taker, message }) => said(taker, message, &events, &mut roll.borrow_mut()),
                None => {}
            }
        });
        let lobby = Channel::open(LOBBY, {
            let events = run.events.clone();
            move |bytes, _| {
                if let Some(InLobby::Free(taker)) = decode(&bytes) {
                    tell(&events, Event::Free(taker));
                }
            }
        });
        let (Ok(channel), Ok(lobby)) = (channel, lobby) else { return Err(missing()) };
        Ok(Self {
            id,
            roll,
            takers: BTreeMap::new(),
            loading: BTreeMap::new(),
            gone_before: Vec::new(),
            parked: BTreeMap::new(),
            lobby,
            _channel: channel,
            _lock: lock,
        })
    }

    /// Makes takers of its own, calls for those of other tabs, and waits until its own wait for jobs.
    async fn start(&mut self, run: &Coordinator) -> Result<(), Failure> {
        let asked_ms = run.now_ms();
        if let Some(payload) = run.payload() {
            payload::prepare(payload, 1).map_err(no_room)?;
        }
        // Bytes can always be sent.
        let _ = self.lobby.post(&encode(&InLobby::Open { run: self.id }), &JsValue::UNDEFINED);
        for _ in 0..run.workers {
            self.make_taker(run)?;
        }
        let mut progress_ms = asked_ms;
        while !self.loading.is_empty() || self.takers.values().any(|taker| self.is_own_and_starting(taker)) {
            if run.now_ms() - progress_ms > LANE_START_MS {
                let lane = self.takers.len() as u32;
                return Err(Reason::WorkerNotStarted { lane, detail: Detail::NoAnswer }.into());
            }
            if let Some(event) = self.next_event(run).await? {
                progress_ms = run.now_ms();
                self.take(run, event)?;
            }
        }
        let alive_ms = |taker: &Connected| self.roll.borrow().alive_ms(taker.lane.id);
        let there = self.takers.values().filter_map(|taker| Some((taker.lane.clone(), alive_ms(taker)?)));
        run.ready(asked_ms, there.collect());
        let to_come = self.takers.values().filter(|taker| alive_ms(taker).is_none()).map(|taker| &taker.lane);
        to_come.chain(&self.gone_before).for_each(|lane| report(&Report::Joined(lane.into())));
        Ok(())
    }

    /// Has takers do jobs until all are done.
    async fn serve(&mut self, run: &Coordinator) -> Result<(), Failure> {
        self.hand_out(run);
        while !run.is_finished() {
            if let Some(event) = self.next_event(run).await? {
                self.take(run, event)?;
            }
            let due = run.take_due();
            if !due.is_empty() {
                self.roll.borrow_mut().add(due.iter().map(|parked| parked.task));
                for Parked { task, body } in due {
                    // It came as a message, and goes on as one.
                    run.count_moved(2 * body.len());
                    self.parked.insert(task, body);
                }
                self.hand_out(run);
            }
        }
        Ok(())
    }

    /// What happens next. A taker that is silent for too long is one that vanished.
    async fn next_event(&self, run: &Coordinator) -> Result<Option<Event>, Failure> {
        match run.next_event().await {
            Err(Failure { reason: Reason::WorkerSilent { lane, .. }, .. }) => Ok(Some(Event::Vanished(lane))),
            event => event,
        }
    }

    fn take(&mut self, run: &Coordinator, event: Event) -> Result<(), Failure> {
        match event {
            Event::Free(taker) => self.admit(run, taker),
            Event::Idle(lane, at_ms) => self.idle(run, lane, at_ms),
            Event::Vanished(lane) => self.vanish(run, lane)?,
            Event::PayloadWanted(lane) => self.give_payload(run, lane)?,
            _ => {}
        }
        Ok(())
    }

    /// A taker is free: it gets the next lane, and is told what its jobs will be about.
    fn admit(&mut self, run: &Coordinator, Taker { id, host }: Taker) {
        let Some(number) = self.roll.borrow_mut().admit(id, run.now_ms()) else { return };
        let Ok(channel) = Channel::open(&taker_channel(id), |_, _| {}) else {
            self.roll.borrow_mut().vanish(number);
            return;
        };
        let events = run.events.clone();
        spawn_local(async move {
            // The taker holds it for as long as it lives.
            if let Answer::Granted(_) = web_locks::wait(&taker_channel(id)).await {
                tell(&events, Event::Vanished(number));
            }
        });
        let lane = Lane::taker(number, host, clock_uncertainty_ms(run.setting.tells_preemption));
        let taker = Connected { channel, lane, worker: self.loading.remove(&id) };
        let (experiment, setting) = (run.experiment.clone(), run.setting.clone());
        let policy = SchedulingPolicy::Blocking;
        let begin = ToLane::Begin { lane: number, policy, experiment, setting, has_flags: false };
        if run.has_begun() {
            report(&Report::Joined((&taker.lane).into()));
        }
        self.tell(&taker, &TakerWord::Order(begin.into()));
        self.takers.insert(number, taker);
    }

    /// A taker is done with what it had, if it had anything, and asks for the next.
    fn idle(&mut self, run: &Coordinator, lane: u32, at_ms: f64) {
        let free_ms = self.roll.borrow_mut().wait(lane, at_ms);
        if run.has_begun() {
            free_ms.into_iter().for_each(|free_ms| run.tell_start(lane, free_ms, at_ms));
            self.hand_out(run);
        }
    }

    /// Gives jobs to takers that have none.
    fn hand_out(&mut self, run: &Coordinator) {
        // What was put aside goes on in one place.
        let handed = self.roll.borrow_mut().hand_out(self.parked.is_empty(), run.now_ms());
        for (lane, tasks) in handed {
            let (first, zero_ms) = (tasks[0], run.zero_ms());
            let order = match self.parked.get(&first) {
                Some(body) => {
                    ToLane::RestOfTask { task: first, beginning: Beginning::Parked(body.clone()), zero_ms }
                }
                None => ToLane::Tasks { tasks, zero_ms, more: false },
            };
            run.expect(lane, first);
            self.tell(&self.takers[&lane], &TakerWord::Order(order.into()));
        }
    }

    /// A taker is gone, or silent for so long that it counts as gone: its job is handed out again.
    ///
    /// # Errors
    /// The job has cost so many takers that it is given up.
    fn vanish(&mut self, run: &Coordinator, lane: u32) -> Result<(), Failure> {
        let Some(taker) = self.takers.remove(&lane) else { return Ok(()) };
        let lost = self.roll.borrow_mut().vanish(lane);
        run.release(lane);
        self.tell(&taker, &TakerWord::Close);
        if !run.has_begun() {
            self.gone_before.push(taker.lane.clone());
        }
        if let Some(lost) = &lost {
            report(&Report::Lost { lane, task: lost.task, since_ms: lost.since_ms, at_ms: run.now_ms() });
            if lost.is_given_up {
                return Err(Reason::JobGivenUp { task: lost.task, deliveries: MOST_DELIVERIES }.into());
            }
        }
        if let Some(worker) = taker.worker {
            drop(ManuallyDrop::into_inner(worker));
            self.make_taker(run)?;
        }
        self.hand_out(run);
        Ok(())
    }

    /// Makes a worker that takes jobs of this run.
    fn make_taker(&mut self, run: &Coordinator) -> Result<(), Failure> {
        let id = number();
        let name = TakerName { id, run: Some(self.id) }.to_string();
        let (events, roll, number) = (run.events.clone(), self.roll.clone(), self.loading.len() as u32);
        let worker = Worker::start(&run.setting.files, &name, move |incoming| {
            let broken = match incoming {
                Incoming::Error(why) => why,
                Incoming::Message { bytes, .. } => match decode(&bytes) {
                    Some(FromLane::Failed(_)) => Detail::ProgramError,
                    _ => return,
                },
                Incoming::Cancel | Incoming::Close => return,
            };
            let lane = roll.borrow().lane_of(id);
            tell(&events, lane.map_or(Event::Broken(number, broken), Event::Vanished));
        });
        let not_started = |words: String| Reason::WorkerNotStarted { lane: number, detail: words.into() };
        let worker = worker.map_err(not_started)?;
        worker.hand(&Program::own()).map_err(not_started)?;
        self.loading.insert(id, ManuallyDrop::new(worker));
        Ok(())
    }

    /// Sends a taker the payload that one of its tasks asks for.
    fn give_payload(&self, run: &Coordinator, lane: u32) -> Result<(), Failure> {
        let Some((buffer, _)) = run.payload().and_then(|payload| payload::give(payload.by)) else {
            return Ok(());
        };
        let Some(taker) = self.takers.get(&lane) else { return Ok(()) };
        let message = ToTaker { run: self.id, word: TakerWord::Order(ToLane::Payload.into()) };
        let sent = taker.channel.post(&encode(&message), &buffer);
        sent.map_err(|words| run.with_task(lane, no_room(words).into()))
    }

    fn is_own_and_starting(&self, taker: &Connected) -> bool {
        taker.worker.is_some() && self.roll.borrow().alive_ms(taker.lane.id).is_none()
    }

    fn tell(&self, taker: &Connected, word: &TakerWord) {
        // Bytes can always be sent.
        let _ =
            taker.channel.post(&encode(&ToTaker { run: self.id, word: word.clone() }), &JsValue::UNDEFINED);
    }

    fn tell_all(&self, word: &TakerWord) {
        self.takers.values().for_each(|taker| self.tell(taker, word));
    }
}

/// A taker says something: what the run hears of it. One that was taken for gone is heard no more.
fn said(taker: u64, message: FromLane, events: &mpsc::UnboundedSender<Event>, roll: &mut Roll) {
    let Some(lane) = roll.lane_of(taker) else { return };
    let mut tell_batch = |batch: EncodedBatch| {
        roll.done(lane, batch.head.done);
        tell(events, Event::Batch(batch));
    };
    match message {
        FromLane::Loaded | FromLane::PayloadReturned => {}
        FromLane::Batch(batch) => tell_batch(batch),
        FromLane::Idle { at_ms, batch } => {
            batch.into_iter().for_each(tell_batch);
            tell(events, Event::Idle(lane, at_ms));
        }
        FromLane::PayloadWanted => tell(events, Event::PayloadWanted(lane)),
        FromLane::Parked(parked) => tell(events, Event::Parked(parked)),
        // Another may have more luck with the same job.
        FromLane::Failed(Failure {
            reason: Reason::ProgramBroke(_) | Reason::WorkerBroke { .. }, ..
        }) => {
            tell(events, Event::Vanished(lane));
        }
        FromLane::Failed(failure) => tell(events, Event::Failed(lane, failure)),
    }
}
