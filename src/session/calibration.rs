//! How many cores this page computes on, and how much a lane computes in a millisecond.

use leptos::prelude::*;

use super::canceller::Cancelled;
use super::run::{Terms, follow};
use super::{Rooms, RunHandle};
use crate::browser::page;
use crate::experiment::{CALIBRATION_SQUARES, Experiment, Features, MOST_WORKERS, Source, plan};
use crate::trace::{ErrorCode, RunError, Trace, cores_had, measured_cores, work_rate};
use crate::workload::WorkRate;

/// So often a lane's rate is measured until it agrees with the time before.
const MOST_ROUNDS: u32 = 6;

/// What is to be found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// How much a lane computes in a millisecond: before every start whose work is given as a time.
    pub(super) rate: bool,
    /// How many cores there are: once, before the first runs.
    pub(super) cores: bool,
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

/// Lets one worker compute; and then, if cores are to be counted, as many as the browser says that there are cores. Takes
/// about 0.2 s each time.
///
/// # Errors
/// It was called off. Whatever else goes wrong is for the runs themselves to tell.
pub(super) async fn calibrate(
    wanted: Wanted,
    features: Features,
    rooms: Rooms,
    cancelled: &mut Cancelled,
) -> Result<Calibration, RunError> {
    let work_rate = WorkRate::default();
    let terms = Terms { features, source: Source::Blob, is_recording: true, work_rate, rooms };
    let mut found = Calibration::default();
    if wanted.cores {
        let lanes = features.hardware_concurrency.min(MOST_WORKERS);
        let alone = trace(terms, 1, cancelled).await?;
        let together = trace(terms, lanes, cancelled).await?;
        if let (Some(alone), Some(together), false) = (&alone, &together, page::is_hidden()) {
            let had = features.tells_preemption().then(|| cores_had(alone, together)).flatten();
            found.cores = measured_cores(alone, together).map(|measured| CalibratedCores { measured, had });
        }
        found.work_rate = alone.as_ref().and_then(rate);
    }
    if wanted.rate {
        found.work_rate = settled(found.work_rate, terms, cancelled).await?;
    }
    Ok(found)
}

/// How much a lane computes in a millisecond, once it computes as much again; beginning with what is known already.
async fn settled(
    mut known: Option<WorkRate>,
    terms: Terms,
    cancelled: &mut Cancelled,
) -> Result<Option<WorkRate>, RunError> {
    for _ in 0..MOST_ROUNDS {
        let measured = trace(terms, 1, cancelled).await?.as_ref().and_then(rate);
        let again;
        (known, again) = WorkRate::settled(known, measured);
        if !again {
            break;
        }
    }
    Ok(known)
}

fn rate(alone: &Trace) -> Option<WorkRate> {
    work_rate(alone, CALIBRATION_SQUARES.into())
}

/// What so many lanes did; `None` where that could not be had.
async fn trace(terms: Terms, lanes: u32, cancelled: &mut Cancelled) -> Result<Option<Trace>, RunError> {
    let mut trace = None;
    for planned in plan(&Experiment::calibration(lanes), |_, _| true) {
        let handle = RunHandle::new(&planned, terms.features.hardware_concurrency);
        match follow(&planned, &handle, terms, cancelled, |_| {}).await {
            Ok(()) => trace = Some(handle.live.with_untracked(|live| live.trace.clone())),
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(_) => {}
        }
    }
    Ok(trace)
}
