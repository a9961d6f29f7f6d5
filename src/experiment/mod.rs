//! What a person configures, and its written form, the permalink.
//!
//! Here belong the experiment itself, how it is read from and written to a link, the runs that it asks
//! for and what they may cost. Not how a task computes ([`crate::workload`]) nor how it is run
//! (`crate::executor`): of executors this room knows names and facts only. Everything here is pure.
//!
//! ```
//! use interleave::experiment::{format, parse};
//!
//! let link = parse("?workload=primes&limit=5000&executors=sequential,processes&wrokers=2");
//! assert_eq!(format(&link.experiment), "workload=primes&limit=5000&executors=sequential,processes");
//! assert_eq!(link.notices[0].key, "wrokers");
//! ```

mod allowed;
mod availability;
mod bounds;
mod calibration;
mod comparison_order;
mod composing;
mod cost;
mod encoded;
mod executors;
mod features;
mod field_draft;
mod labels;
pub mod lesson_links;
mod notice;
mod obstacle;
mod options;
mod page;
mod parts;
mod permalink;
mod plan;
mod presets;
mod progress;
mod quotation;
mod refusal;
mod sections;
mod start;
mod sweep;

pub use allowed::Allowed;
pub use bounds::Bounds;
pub use calibration::CALIBRATION_SQUARES;
pub use composing::{next_length, read_length, round_length};
pub use cost::{Estimate, MAKING_MS, MOST_FROZEN_MS, estimate, freeze_ms, handing_ms};
pub use executors::{Computing, ExecutorId, ExecutorName, Facts, Handing, Lanes, Memory};
pub use features::{Features, Source, Unavailable};
pub use field_draft::{FieldDraft, RefusedDraft, read_typed};
pub use labels::listed_executors;
pub use notice::Notice;
pub use obstacle::Obstacle;
pub use options::{
    CHUNK, CONCURRENCY, LOOP, LoopTurn, MOST_REPEATS, MOST_WORKERS, OPTIONS, POISON, REPEAT, SWITCH, WORKERS,
    YIELD,
};
pub use page::{PageOptions, Theme};
pub use parts::Parts;
pub use permalink::{Link, format, format_page, parse};
pub use plan::{Planned, SweepStep, is_new_round, plan};
pub use presets::{PRESETS, Preset};
pub use progress::{Progress, ProgressTeller, SHOWN_MS, TOLD_MS};
pub(crate) use quotation::is_disruptive;
pub use refusal::{MOST_FOREIGN_REQUESTS, StartRefusal};
pub use start::{Question, Start, StartedBy, consider, consider_runs};
pub use sweep::Sweep;

use serde::{Deserialize, Serialize};

use encoded::EncodedExperiment;

use crate::workload::{
    self, Param, Payload, Poison, Task, TransferMode, Value, Values, WorkRate, Workload, WorkloadId,
};

/// Everything that a person can configure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "EncodedExperiment", try_from = "EncodedExperiment")]
pub struct Experiment {
    /// What each task does.
    pub workload: &'static Workload,
    /// The workload's parameters.
    pub values: Values,
    /// The ways to run the tasks, in the order of comparison; never empty, none twice.
    pub executors: Vec<ExecutorId>,
    /// What is not the workload's: the parameters in [`OPTIONS`].
    pub options: Values,
    /// One parameter stepped over several values.
    pub sweep: Option<Sweep>,
}

/// What is compared when a link doesn't say.
const DEFAULT_EXECUTORS: [ExecutorId; 2] = [ExecutorId::Sequential, ExecutorId::Threads];

impl Default for Experiment {
    fn default() -> Self {
        Self {
            workload: &workload::WORKLOADS[0],
            values: Values::default(),
            executors: DEFAULT_EXECUTORS.to_vec(),
            options: Values::default(),
            sweep: None,
        }
    }
}

impl Experiment {
    /// How many tasks there are, the poison included.
    pub fn tasks(&self) -> u32 {
        self.workload.tasks(&self.values) + u32::from(self.poison_ms() > 0)
    }

    /// Has so many tasks, the poison aside; at least one, and no more than there can be.
    pub fn set_tasks(&mut self, tasks: u32) {
        // Every workload has the parameter.
        if let Some(param) = self.workload.param("tasks") {
            self.set(param, Value::Integer(tasks.clamp(1, workload::MOST_TASKS).into()));
        }
    }

    /// The tasks' numbers in the order in which they are started. The poison has the last number, and
    /// comes first.
    pub fn order(&self) -> Vec<u32> {
        let poison = (self.poison_ms() > 0).then(|| self.tasks() - 1);
        poison.into_iter().chain(0..self.workload.tasks(&self.values)).collect()
    }

    /// Makes task `k`, its work sized by this rate where it is given as a time.
    pub fn task(&self, k: u32, rate: WorkRate) -> Box<dyn Task> {
        if k < self.workload.tasks(&self.values) {
            self.workload.task(&self.values, k, rate)
        } else {
            Box::new(Poison::new(self.poison_ms(), rate))
        }
    }

    /// The payload that its tasks ask for, if they do.
    pub fn payload(&self) -> Option<Payload> {
        self.workload.extras.payload.map(|payload| payload(&self.values))
    }

    /// Whether its tasks need memory that workers can share, however they are run.
    pub fn needs_sharing(&self) -> bool {
        self.payload().is_some_and(|payload| payload.by == TransferMode::Share)
    }

    /// Whether all that its tasks need can be copied to whoever runs them: no memory that they have in common, and
    /// nothing that changes hands.
    pub fn can_travel(&self) -> bool {
        let payload = self.payload();
        self.workload.extras.totals.is_none()
            && payload.is_none_or(|payload| payload.by == TransferMode::Copy)
    }

    /// Whether its tasks are a program of the reader's own.
    pub fn is_program(&self) -> bool {
        self.workload.id == WorkloadId::Mix
    }

    /// Whether any of its work is given as a time, and so has to be sized by what a lane does in a millisecond.
    pub fn is_sized(&self) -> bool {
        self.workload.extras.sized || self.poison_ms() > 0
    }

    /// Whether its tasks download.
    pub fn downloads(&self) -> bool {
        (self.workload.extras.downloads)(&self.values)
    }

    /// How long one further task computes, ms; 0 for none.
    pub fn poison_ms(&self) -> u32 {
        self.options.int(&POISON) as u32
    }

    /// What the others are compared with: `sequential`, or else the first; `None` where there is none.
    pub fn baseline(&self) -> Option<ExecutorId> {
        let sequential = self.executors.iter().find(|executor| **executor == ExecutorId::BASELINE);
        sequential.or(self.executors.first()).copied()
    }

    /// The size of a pool: what was asked for, else what the browser says of its machine, 2 to 64.
    pub fn workers(&self, hardware_concurrency: u32) -> u32 {
        self.options.optional(&WORKERS).map_or(hardware_concurrency.clamp(2, 64), |workers| workers as u32)
    }

    /// The most waits in flight on one event loop; `None` for no limit.
    pub fn concurrency(&self) -> Option<u32> {
        self.options.optional(&CONCURRENCY).map(|limit| limit as u32)
    }

    /// After how many ms a computing task lets the others on its event loop go on; 0 for never.
    pub fn yield_ms(&self) -> u32 {
        self.options.int(&YIELD) as u32
    }

    /// After how many ms without a hand-over the lock of `locked-threads` is asked for.
    pub fn switch_ms(&self) -> u64 {
        self.options.int(&SWITCH)
    }

    /// How many tasks travel to an isolated worker in one message.
    pub fn chunk(&self) -> u32 {
        self.options.int(&CHUNK) as u32
    }

    /// How an event loop gets its next turn while tasks are ready.
    pub fn loop_turn(&self) -> LoopTurn {
        LoopTurn::named(self.options.choice(&LOOP))
    }

    /// Measured runs of each executor.
    pub fn repeats(&self) -> u32 {
        self.options.int(&REPEAT) as u32
    }

    /// The parameter called `key`, of the workload or of [`OPTIONS`].
    pub fn param(&self, key: &str) -> Option<&'static Param> {
        self.params().find(|param| param.key == key)
    }

    /// Every parameter: the workload's, then those in [`OPTIONS`].
    pub fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.workload.params.iter().chain(OPTIONS)
    }

    /// Reads a sweep over one of its parameters, as it stands in a link: `workers:1..8`.
    ///
    /// # Errors
    /// What would have been allowed.
    pub fn read_sweep(&self, text: &str) -> Result<Sweep, Allowed> {
        Sweep::read(text, |key| self.param(key))
    }

    /// The parameters that can be stepped.
    pub fn steppable(&self) -> impl Iterator<Item = &'static Param> {
        self.params().filter(|param| Sweep::takes(param))
    }

    /// Steps the parameter of this key over values to begin with, on a machine of so many cores; any other key
    /// stands for no sweep.
    pub fn suggest_sweep(&mut self, key: &str, cores: u32) {
        let param = self.steppable().find(|param| param.key == key);
        self.sweep = param.map(|param| Sweep::suggested(param, cores));
    }

    /// Sets a parameter of the workload or of [`OPTIONS`], wherever it belongs.
    pub fn set(&mut self, param: &Param, value: Value) {
        self.values_of(param).set(param, value);
    }

    /// Sets a parameter, or takes it back to its default.
    pub fn set_or_clear(&mut self, param: &Param, value: Option<Value>) {
        match value {
            Some(value) => self.set(param, value),
            None => self.clear(param),
        }
    }

    /// Takes a parameter back to its default.
    pub fn clear(&mut self, param: &Param) {
        self.values_of(param).clear(param);
    }

    /// The value of a parameter as it stands in a link; empty where there is none.
    pub fn text(&self, param: &Param) -> String {
        match self.workload.param(param.key) {
            Some(_) => self.values.text(param),
            None => self.options.text(param),
        }
    }

    /// Another workload, with its own defaults. The other settings stay, but for a sweep over a
    /// parameter that is gone.
    pub fn change_workload(&mut self, workload: &'static Workload) {
        self.workload = workload;
        self.values = Values::default();
        self.sweep = self.sweep.take().filter(|sweep| self.param(sweep.param.key) == Some(sweep.param));
    }

    /// The foreign host that its tasks would send requests to, and how many requests that makes in one
    /// run of one executor.
    pub fn foreign_requests(&self) -> Option<(&str, u32)> {
        let address = (self.workload.extras.address)(&self.values)?;
        Some((workload::host(address)?, self.tasks()))
    }

    fn values_of(&mut self, param: &Param) -> &mut Values {
        match self.workload.param(param.key) {
            Some(_) => &mut self.values,
            None => &mut self.options,
        }
    }
}
