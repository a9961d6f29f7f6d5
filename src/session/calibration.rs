//! How many cores this page computes on: measured once, before its first runs.

use leptos::prelude::*;

use super::RunHandle;
use super::canceller::Cancelled;
use super::run::follow;
use crate::browser::page;
use crate::experiment::{Experiment, Features, plan};
use crate::trace::{ErrorCode, RunError, Trace, cores_had, measured_cores};

/// Most lanes: a pool has no more.
const MOST_LANES: u32 = 64;

/// What calibration tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calibrated {
    /// How many cores' worth of computing the page gets.
    pub(super) measured: f64,
    /// How many cores there are, where lanes tell.
    pub(super) had: Option<f64>,
}

/// Lets one worker compute, then as many as the browser says that there are cores, and gives what that tells, if it
/// tells anything. Takes about 0.4 s.
///
/// # Errors
/// It was called off. Whatever else goes wrong is for the runs themselves to tell.
pub(super) async fn calibrate(
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<Option<Calibrated>, RunError> {
    let mut traces = Vec::new();
    for lanes in [1, features.hardware_concurrency.min(MOST_LANES)] {
        match trace(features, lanes, cancelled).await {
            Ok(trace) => traces.push(trace),
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(_) => return Ok(None),
        }
    }
    match (traces.as_slice(), page::is_hidden()) {
        ([alone, together], false) => {
            let had = features.tells_preemption().then(|| cores_had(alone, together)).flatten();
            Ok(measured_cores(alone, together).map(|measured| Calibrated { measured, had }))
        }
        _ => Ok(None),
    }
}

async fn trace(features: Features, lanes: u32, cancelled: &mut Cancelled) -> Result<Trace, RunError> {
    let mut trace = Trace::default();
    for planned in plan(&Experiment::calibration(lanes), |_, _| true) {
        let handle = RunHandle::new(&planned, features.hardware_concurrency);
        follow(&planned, &handle, features, true, cancelled, |_| {}).await?;
        trace = handle.live.with_untracked(|live| live.trace.clone());
    }
    Ok(trace)
}
