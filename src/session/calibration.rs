//! How many cores this page computes on, and how much a lane computes in a millisecond.

use leptos::prelude::*;

use super::RunHandle;
use super::canceller::Cancelled;
use super::run::{Terms, follow};
use crate::browser::page;
use crate::experiment::{CALIBRATION_SQUARES, Experiment, Features, plan};
use crate::trace::{ErrorCode, RunError, Trace, cores_had, measured_cores, work_rate};
use crate::workload::WorkRate;

/// Most lanes: a pool has no more.
const MOST_LANES: u32 = 64;

/// What is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// How much a lane computes in a millisecond: before every start whose work is given as a time.
    Rate,
    /// That, and how many cores there are: once, before the first runs.
    RateAndCores,
}

/// What calibration found out, where it told anything.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calibration {
    /// How much a lane computes in a millisecond.
    pub(super) work_rate: Option<WorkRate>,
    /// How many cores there are.
    pub(super) cores: Option<CalibratedCores>,
}

/// What calibration tells of the cores.
#[derive(Clone, Copy, Debug)]
pub(super) struct CalibratedCores {
    /// How many cores' worth of computing the page gets.
    pub(super) measured: f64,
    /// How many cores there are, where lanes tell.
    pub(super) had: Option<f64>,
}

/// Lets one worker compute, and then, if cores are to be counted, as many as the browser says that there are cores.
/// Takes about 0.2 s each.
///
/// # Errors
/// It was called off. Whatever else goes wrong is for the runs themselves to tell.
pub(super) async fn calibrate(
    wanted: Wanted,
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<Calibration, RunError> {
    let mut found = Calibration::default();
    let Some(alone) = trace(features, 1, cancelled).await? else { return Ok(found) };
    found.work_rate = work_rate(&alone, CALIBRATION_SQUARES.into());
    if wanted == Wanted::RateAndCores {
        let lanes = features.hardware_concurrency.min(MOST_LANES);
        let together = trace(features, lanes, cancelled).await?.filter(|_| !page::is_hidden());
        found.cores = together.and_then(|together| {
            let had = features.tells_preemption().then(|| cores_had(&alone, &together)).flatten();
            measured_cores(&alone, &together).map(|measured| CalibratedCores { measured, had })
        });
    }
    Ok(found)
}

/// What so many lanes did; `None` where that could not be had.
async fn trace(features: Features, lanes: u32, cancelled: &mut Cancelled) -> Result<Option<Trace>, RunError> {
    let terms = Terms { features, is_recording: true, work_rate: WorkRate::default() };
    let mut trace = None;
    for planned in plan(&Experiment::calibration(lanes), |_, _| true) {
        let handle = RunHandle::new(&planned, features.hardware_concurrency);
        match follow(&planned, &handle, terms, cancelled, |_| {}).await {
            Ok(()) => trace = Some(handle.live.with_untracked(|live| live.trace.clone())),
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(_) => {}
        }
    }
    Ok(trace)
}
