//! How many cores this page computes on: measured once, before its first runs.

use leptos::prelude::*;

use super::canceller::Cancelled;
use super::run::follow;
use super::{Features, RunHandle, Session, Status};
use crate::browser::page;
use crate::experiment::{Experiment, plan};
use crate::trace::{ErrorCode, RunError, Trace, measured_cores};

/// Most lanes: a pool has no more.
const MOST_LANES: u32 = 64;

/// Lets one worker compute, then as many as the browser says that there are cores, and keeps what that tells.
/// Takes about 0.4 s, and nothing once it is known.
///
/// # Errors
/// It was called off. Whatever else goes wrong is for the runs themselves to tell.
pub(super) async fn calibrate(
    session: Session,
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<(), RunError> {
    if session.measured_cores.with_untracked(Option::is_some) {
        return Ok(());
    }
    session.status.set(Status::Calibrating);
    let mut traces = Vec::new();
    for lanes in [1, features.hardware_concurrency.min(MOST_LANES)] {
        match trace(features, lanes, cancelled).await {
            Ok(trace) => traces.push(trace),
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Err(_) => return Ok(()),
        }
    }
    if let ([alone, together], false) = (traces.as_slice(), page::is_hidden()) {
        session.measured_cores.set(measured_cores(alone, together));
    }
    Ok(())
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
