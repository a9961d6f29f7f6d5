//! The conditions under which this page measures.

use leptos::prelude::*;

use super::calibration::CalibratedCores;
use crate::browser::features;
use crate::experiment::{Features, Source};
use crate::render::LoopLag;
use crate::trace::{CoreTime, Cores, Environment, Pressure, Trace, cores_seen, cores_there_are};
use crate::workload::WorkRate;

/// The conditions under which this page measures: what the browser offers, and what became known during the start
/// that is being made, or was made last. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Conditions {
    /// What this browser offers here; `None` until it is known, some ms after the page was opened.
    pub features: ReadSignal<Option<Features>>,
    /// How many cores' worth of computing this page gets, once calibration has told. It takes 0.4 s, so it is kept.
    pub measured_cores: ReadSignal<Option<f64>>,
    /// How many cores lanes had in calibration, where they tell. Kept, too.
    had_cores: ReadSignal<Option<f64>>,
    /// How much work takes a millisecond, squares summed, in the start's runs; where their work was given as a time.
    pub work_per_ms: ReadSignal<Option<u64>>,
    /// Where the start's downloads were read from.
    pub source: ReadSignal<Source>,
    /// Whether the page was hidden at any time during the start's runs.
    pub was_hidden: ReadSignal<bool>,
    /// The highest pressure on the processor during the start's runs, where the browser tells.
    pub highest_pressure: ReadSignal<Option<Pressure>>,
    /// What others took of the cores during the start's runs, from 0 to 1; `None` where it can't be told.
    pub taken: ReadSignal<Option<f64>>,
    /// How late the page was for its heartbeat during the start's runs.
    pub loop_lag: ReadSignal<LoopLag>,
    write: Write,
    /// The latest pressure on the processor that the browser told of: nothing more is told until it changes.
    pressure: StoredValue<Option<Pressure>>,
    /// Who had the cores during the start's runs.
    core_time: StoredValue<CoreTime>,
}

/// The writing halves, for the actions below.
#[derive(Clone, Copy)]
struct Write {
    features: WriteSignal<Option<Features>>,
    measured_cores: WriteSignal<Option<f64>>,
    had_cores: WriteSignal<Option<f64>>,
    work_per_ms: WriteSignal<Option<u64>>,
    source: WriteSignal<Source>,
    was_hidden: WriteSignal<bool>,
    highest_pressure: WriteSignal<Option<Pressure>>,
    taken: WriteSignal<Option<f64>>,
    loop_lag: WriteSignal<LoopLag>,
}

impl Conditions {
    /// Those of a page that was just opened.
    pub(super) fn unknown() -> Self {
        Self::new(None, None, Cores::default(), None, false, None)
    }

    /// Those that a result document tells of.
    pub(super) fn of(environment: &Environment) -> Self {
        let features = Features {
            isolated: environment.cross_origin_isolated,
            // The document says no more, and nothing is run where it is shown.
            shared_memory: environment.cross_origin_isolated,
            queue: true,
            room: false,
            top_level: true,
            embedded: false,
            secure: true,
            hardware_concurrency: environment.hardware_concurrency,
            clock_resolution_ms: environment.clock_resolution_ms,
        };
        let Environment { measured_cores, cores, hidden_while_running, cpu_pressure, work_per_ms, .. } =
            *environment;
        Self::new(Some(features), measured_cores, cores, work_per_ms, hidden_while_running, cpu_pressure)
    }

    fn new(
        found: Option<Features>,
        measured: Option<f64>,
        cores: Cores,
        sized: Option<u64>,
        is_hidden: bool,
        highest: Option<Pressure>,
    ) -> Self {
        let (features, write_features) = signal(found);
        let (measured_cores, write_measured_cores) = signal(measured);
        let (had_cores, write_had_cores) = signal(cores.measured);
        let (work_per_ms, write_work_per_ms) = signal(sized);
        // Documents don't say; nothing is remarked on the source where they are shown.
        let (source, write_source) = signal(Source::ServiceWorker);
        let (was_hidden, write_was_hidden) = signal(is_hidden);
        let (highest_pressure, write_highest_pressure) = signal(highest);
        let (taken, write_taken) = signal(cores.taken);
        let (loop_lag, write_loop_lag) = signal(LoopLag::default());
        let write = Write {
            features: write_features,
            measured_cores: write_measured_cores,
            had_cores: write_had_cores,
            work_per_ms: write_work_per_ms,
            source: write_source,
            was_hidden: write_was_hidden,
            highest_pressure: write_highest_pressure,
            taken: write_taken,
            loop_lag: write_loop_lag,
        };
        let (pressure, core_time) = (StoredValue::new(None), StoredValue::new(CoreTime::default()));
        Self {
            features,
            measured_cores,
            had_cores,
            work_per_ms,
            source,
            was_hidden,
            highest_pressure,
            taken,
            loop_lag,
            write,
            pressure,
            core_time,
        }
    }

    /// As a result document tells of them. Follows them.
    pub fn environment(self) -> Environment {
        Environment {
            hardware_concurrency: features::hardware_concurrency(),
            measured_cores: self.measured_cores.get(),
            cores: Cores { measured: self.had_cores.get(), taken: self.taken.get() },
            cross_origin_isolated: features::is_isolated(),
            clock_resolution_ms: self.features.get().map_or(0.0, |found| found.clock_resolution_ms),
            user_agent: features::user_agent(),
            hidden_while_running: self.was_hidden.get(),
            cpu_pressure: self.highest_pressure.get(),
            work_per_ms: self.work_per_ms.get(),
            app_version: env!("CARGO_PKG_VERSION").into(),
        }
    }

    /// How many cores there are to compute on; `None` as long as that isn't known. Follows it.
    pub fn cores(self) -> Option<u32> {
        let found = self.features.get()?;
        Some(cores_there_are(found.hardware_concurrency, self.had_cores.get()))
    }

    /// It is known now what the browser offers.
    pub(super) fn found(self, features: Features) {
        self.write.features.set(Some(features));
    }

    /// The page has joined a room, or left it.
    pub(super) fn set_room(self, is_joined: bool) {
        self.write.features.update(|features| {
            if let Some(features) = features {
                features.room = is_joined;
            }
        });
    }

    /// Calibration has told how many cores there are.
    pub(super) fn calibrated(self, CalibratedCores { measured, had }: CalibratedCores) {
        self.write.measured_cores.set(Some(measured));
        self.write.had_cores.set(had);
    }

    /// A start begins to measure: what is known from now on is about it. Where its work is given as a time, it is sized
    /// by this rate; what it downloads comes from this source.
    pub(super) fn begin(self, work_rate: Option<WorkRate>, source: Source) {
        self.write.source.set(source);
        self.write.work_per_ms.set(work_rate.map(WorkRate::per_ms));
        self.write.was_hidden.set(false);
        self.write.highest_pressure.set(self.pressure.get_value());
        self.write.taken.set(None);
        self.core_time.set_value(CoreTime::default());
    }

    /// A run is over that counts.
    pub(super) fn note_run(self, trace: &Trace) {
        let features = self.features.get_untracked();
        let tells = features.is_some_and(|features| features.tells_preemption());
        if let (Some(had), Some(features)) = (self.had_cores.get_untracked().filter(|_| tells), features) {
            // A core that was lost in too short a time to be told makes lanes seem to compute at once.
            let seen = cores_seen(had, trace).min(features.hardware_concurrency.into());
            self.write.had_cores.set(Some(seen));
        }
        let Some(cores) = untrack(|| self.cores()).filter(|_| tells) else { return };
        self.core_time.update_value(|time| *time += CoreTime::of(trace, cores));
        self.write.taken.set(self.core_time.get_value().taken());
    }

    /// The browser tells how hard pressed the processor is, while runs are measured or not.
    pub(super) fn feel(self, pressure: Pressure, is_measuring: bool) {
        self.pressure.set_value(Some(pressure));
        if is_measuring && self.highest_pressure.get_untracked() < Some(pressure) {
            self.write.highest_pressure.set(Some(pressure));
        }
    }

    /// The page's heartbeat begins anew.
    pub(super) fn begin_beating(self) {
        self.write.loop_lag.set(LoopLag::default());
    }

    /// A beat came so late, ms. Views hear of it with one that is to be drawn.
    pub(super) fn beat(self, late_ms: f64, is_drawn: bool) {
        self.write.loop_lag.update_untracked(|loop_lag| loop_lag.push(late_ms));
        if is_drawn {
            self.write.loop_lag.notify();
        }
    }

    /// The page was hidden while a run was made.
    pub(super) fn note_hidden(self) {
        self.write.was_hidden.set(true);
    }
}
