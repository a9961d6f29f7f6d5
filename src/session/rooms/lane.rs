//! A lane of this device that does jobs of a room: a worker with a memory of its own, made anew for each run.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::browser::program::Program;
use crate::browser::worker::{Incoming, Worker};
use crate::experiment::Experiment;
use crate::protocol::{Batch, FromLane, SchedulingPolicy, Setting, ToLane, decode, encode};
use crate::queue::message::Job;
use crate::queue::travel::experiment_of;
use crate::queue::{Done, JobInHand};

/// A lane.
pub(super) struct Lane {
    number: u32,
    program: Program,
    setting: Setting,
    hear: Rc<dyn Fn(u32, Incoming)>,
    /// Workers that were made so far: what earlier ones say is of no interest.
    made: u32,
    worker: Option<Worker>,
    is_loaded: bool,
    /// The run that its worker has begun with.
    begun: Option<u64>,
    doing: Option<Doing>,
}

/// A job that a lane is at.
struct Doing {
    hand: JobInHand,
    experiment: Experiment,
    /// When the run's tasks were first handed out, on the clock here, ms.
    zero_ms: f64,
}

/// What came of a job.
pub(super) enum Came {
    /// It is done.
    Done(Done),
    /// It can't be done here.
    Nothing,
}

impl Lane {
    /// Number `number` of its device; `hear` is told what its workers say, and which of them, counted from 1.
    pub(super) fn new(
        number: u32,
        program: Program,
        setting: Setting,
        hear: Rc<dyn Fn(u32, Incoming)>,
    ) -> Self {
        let mut lane = Self {
            number,
            program,
            setting,
            hear,
            made: 0,
            worker: None,
            is_loaded: false,
            begun: None,
            doing: None,
        };
        lane.make_worker();
        lane
    }

    /// Whether it is at a job.
    pub(super) fn is_busy(&self) -> bool {
        self.doing.is_some()
    }

    /// Begins with a job; `zero_ms` is when the run's tasks were first handed out, on the clock here.
    #[must_use]
    pub(super) fn start(&mut self, job: Job, zero_ms: f64) -> Option<Came> {
        let Some(experiment) = experiment_of(&job) else { return Some(Came::Nothing) };
        if self.begun.is_some_and(|run| run != job.run) {
            // A lane is of one run.
            self.make_worker();
        }
        self.doing = Some(Doing { hand: JobInHand::new(job), experiment, zero_ms });
        if self.worker.is_none() {
            self.doing = None;
            return Some(Came::Nothing);
        }
        self.order();
        None
    }

    /// Its job is not needed any more. The worker that is at it is ended: it may be blocked.
    pub(super) fn stop(&mut self) {
        self.doing = None;
        self.make_worker();
    }

    /// One of its workers says something.
    #[must_use]
    pub(super) fn hear(&mut self, made: u32, incoming: Incoming) -> Option<Came> {
        if made != self.made {
            return None;
        }
        let said = match incoming {
            Incoming::Message { bytes, .. } => decode::<FromLane>(&bytes),
            Incoming::Error(_) => None,
            Incoming::Cancel | Incoming::Close => return None,
        };
        match said {
            Some(FromLane::Loaded) => {
                self.is_loaded = true;
                self.order();
                None
            }
            Some(FromLane::Batch(batch)) => {
                self.collect(batch.body.decode());
                None
            }
            Some(FromLane::Idle { batch, .. }) => {
                self.collect(batch.and_then(|batch| batch.body.decode()));
                self.take_done()
            }
            // It has panicked, or broke, or wants what no job has.
            Some(
                FromLane::Failed(_)
                | FromLane::PayloadWanted
                | FromLane::PayloadReturned
                | FromLane::Parked(_),
            )
            | None => {
                let was_busy = self.doing.take().is_some();
                // One that does not even load is not tried for ever: the next job makes another.
                self.worker = None;
                if self.is_loaded {
                    self.make_worker();
                }
                was_busy.then_some(Came::Nothing)
            }
        }
    }

    fn make_worker(&mut self) {
        self.made += 1;
        (self.is_loaded, self.begun) = (false, None);
        let (made, hear) = (self.made, self.hear.clone());
        let receive = move |incoming| hear(made, incoming);
        let name = format!("room lane {}", self.number);
        let worker = Worker::start(&self.setting.files, &name, receive);
        self.worker = worker.ok().filter(|worker| worker.hand(&self.program).is_ok());
    }

    /// Tells its worker what to do, as soon as both are there.
    fn order(&mut self) {
        let (Some(worker), Some(doing)) = (self.worker.as_ref().filter(|_| self.is_loaded), &self.doing)
        else {
            return;
        };
        let post = |order: &ToLane| {
            // Bytes can always be sent.
            let _ = worker.post(&encode(order), &JsValue::UNDEFINED);
        };
        let job = doing.hand.job();
        if self.begun.replace(job.run).is_none() {
            let setting = Setting { work_rate: job.work_rate, ..self.setting.clone() };
            post(&ToLane::Begin {
                lane: self.number,
                policy: SchedulingPolicy::Blocking,
                experiment: doing.experiment.clone(),
                setting,
                has_flags: false,
            });
        }
        let tasks = job.tasks.clone();
        post(&ToLane::Tasks { tasks, zero_ms: doing.zero_ms, more: false });
    }

    fn collect(&mut self, batch: Option<Batch>) {
        if let (Some(doing), Some(batch)) = (&mut self.doing, batch) {
            doing.hand.collect(batch.outputs, batch.spans);
        }
    }

    /// The job, if all of its tasks are done.
    fn take_done(&mut self) -> Option<Came> {
        let done = self.doing.as_mut()?.hand.take_done()?;
        self.doing = None;
        Some(Came::Done(done))
    }
}
