//! A result in short: what somebody says that they measured.

use serde::{Deserialize, Serialize};

use super::{Browser, Rounded};
use crate::experiment::{ExecutorId, Experiment, Sweep, SweepStep, format, parse};
use crate::trace::{Environment, Figures, Pressure, ResultDocument};

/// A result as a link carries it. Whoever reads it has to take its sender's word for it.
///
/// It names executors and steps by their places in the experiment of the same link, and knows by a
/// fingerprint which experiment that is. How it is written is published: fields are never changed, a later
/// version of [`fragment`](super::write_fragment) adds its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedResult {
    fingerprint: [u8; 4],
    /// Where it was measured.
    pub place: Place,
    rows: Vec<Row>,
}

/// Where something was measured, in short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The browser.
    pub browser: Browser,
    /// Its major version; 0 where it is not known.
    pub version: u32,
    /// How many cores the browser says the machine has.
    pub cores: u32,
    /// How many cores calibration found.
    pub measured_cores: Option<Rounded>,
    /// Whether the page could share memory among its threads.
    pub isolated: bool,
    /// Whether the page was hidden at any time during the runs.
    pub hidden: bool,
    /// The smallest step that the clock was seen to take, ms.
    pub clock_ms: Rounded,
    /// The highest pressure on the processor that the browser told of. Not in links, whose form is published.
    #[serde(skip)]
    pub pressure: Option<Pressure>,
}

/// One executor's figures as a link carries them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    executor: u8,
    step: Option<u8>,
    lanes: u32,
    median_ms: Rounded,
    min_ms: Rounded,
    max_ms: Rounded,
    speedup: Option<Rounded>,
}

impl SharedResult {
    /// The figures of a result document; `None` where it has none.
    pub fn of(document: &ResultDocument) -> Option<Self> {
        let experiment = parse(&document.experiment).experiment;
        let row = |figures: &Figures| {
            let is_its = |executor: &ExecutorId| figures.executor == *executor;
            Some(Row {
                executor: place(experiment.executors.iter().position(is_its))?,
                step: match &figures.step {
                    Some(step) => Some(place(steps(&experiment).position(|one| one == *step))?),
                    None => None,
                },
                lanes: figures.lanes,
                median_ms: Rounded::new(figures.median_ms),
                min_ms: Rounded::new(figures.min_ms),
                max_ms: Rounded::new(figures.max_ms),
                speedup: figures.speedup.map(Rounded::new),
            })
        };
        let rows: Vec<Row> = document.figures().iter().filter_map(row).collect();
        let fingerprint = fingerprint(&experiment);
        let place = Place { pressure: None, ..Place::of(&document.environment) };
        (!rows.is_empty()).then_some(Self { fingerprint, place, rows })
    }

    /// What it says of this experiment; `None` where it is about another one.
    pub fn about(&self, experiment: &Experiment) -> Option<Vec<Figures>> {
        let claimed = |row: &Row| {
            let mut figures = Figures {
                executor: (*experiment.executors.get(usize::from(row.executor))?).into(),
                step: match row.step {
                    Some(step) => Some(steps(experiment).nth(usize::from(step))?),
                    None => None,
                },
                lanes: row.lanes,
                median_ms: row.median_ms.get(),
                min_ms: row.min_ms.get(),
                max_ms: row.max_ms.get(),
                interval_ms: None,
                speedup: row.speedup.map(Rounded::get),
                speedup_interval: None,
                measured: 0,
            };
            figures.infer_measured();
            Some(figures)
        };
        let is_own = self.fingerprint == fingerprint(experiment);
        is_own.then(|| self.rows.iter().map(claimed).collect())?
    }
}

impl Place {
    /// In short.
    pub fn of(environment: &Environment) -> Self {
        let (browser, version) = Browser::of(&environment.user_agent);
        Self {
            browser,
            version,
            cores: environment.hardware_concurrency,
            measured_cores: environment.measured_cores.map(Rounded::new),
            isolated: environment.cross_origin_isolated,
            hidden: environment.hidden_while_running,
            clock_ms: Rounded::new(environment.clock_resolution_ms),
            pressure: environment.cpu_pressure,
        }
    }
}

/// Of the canonical link.
fn fingerprint(experiment: &Experiment) -> [u8; 4] {
    crc32fast::hash(format(experiment).as_bytes()).to_le_bytes()
}

fn steps(experiment: &Experiment) -> impl Iterator<Item = SweepStep> {
    experiment.sweep.iter().flat_map(Sweep::steps)
}

fn place(found: Option<usize>) -> Option<u8> {
    found?.try_into().ok()
}
