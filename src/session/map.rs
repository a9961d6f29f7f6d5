//! A map is measured: cell by cell, like any start one at a time among all pages of this origin.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen_futures::spawn_local;

use super::canceller::{Cancelled, Canceller};
use super::run::{Terms, follow};
use super::series::ready_to_measure;
use super::{RunHandle, Session};
use crate::advice::map::{Lock, MapMeasuring};
use crate::browser::clock;
use crate::experiment::{Features, Source, StartRefusal};
use crate::trace::{ErrorCode, RunError, RunState};

impl Session {
    /// What is to be measured on so many cores for a map of programs with such a lock, as soon as it is known what the
    /// browser offers.
    pub fn map_plan(self, lock: Lock, cores: u32) -> Option<MapMeasuring> {
        Some(MapMeasuring::new(lock, &self.conditions.features.get()?, cores))
    }

    /// Measures a map, unless something is being measured.
    pub fn measure_map(self, lock: Lock) {
        if untrack(|| self.runs.is_busy()) {
            return;
        }
        self.runs.forget_problem();
        let Some(features) = self.conditions.features.get_untracked() else { return };
        let (canceller, cancelled) = Canceller::new();
        self.runs.load(canceller);
        spawn_local(async move {
            match make(self, lock, features, cancelled).await {
                Ok(making) => making.await,
                Err(_) => self.runs.fail(RunError::from(&StartRefusal::NotLoaded)),
            }
        });
    }
}

/// Makes all runs of a map, unless they are called off. What makes runs arrives with what shows them.
#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
fn make(
    session: Session,
    lock: Lock,
    features: Features,
    cancelled: Cancelled,
) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(all(session, lock, features, cancelled).boxed_local())
}

async fn all(session: Session, lock: Lock, features: Features, mut cancelled: Cancelled) {
    let outcome = measure(session, lock, features, &mut cancelled).await;
    session.mapping.keep();
    match outcome {
        Ok(()) => session.runs.end(),
        // What was measured until then is shown.
        Err(error) if error.code == ErrorCode::Cancelled => session.runs.end(),
        Err(error) => session.runs.fail(error),
    }
}

/// Makes one run after the other; what each tells is shown at once. One that fails leaves its cell as it was.
///
/// # Errors
/// It was called off.
async fn measure(
    session: Session,
    lock: Lock,
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<(), RunError> {
    let (_lock, rate) = ready_to_measure(session, true, features, cancelled).await?;
    let terms = Terms {
        features,
        source: Source::Blob,
        is_recording: false,
        work_rate: rate.unwrap_or_default(),
        rooms: session.rooms,
    };
    let cores = untrack(|| session.conditions.cores()).unwrap_or(features.hardware_concurrency);
    let begun_ms = clock::now_ms();
    let mut measuring = MapMeasuring::new(lock, &features, cores).begun(begun_ms);
    session.mapping.know(measuring.figures().clone());
    let expected_ms = measuring.expected_ms();
    while let Some(run) = measuring.next(clock::now_ms() - begun_ms) {
        session.runs.map(clock::now_ms() - begun_ms, expected_ms);
        let planned = measuring.planned(run);
        let handle = RunHandle::new(&planned, features.hardware_concurrency);
        match follow(&planned, &handle, terms, cancelled, |_| {}).await {
            Err(error) if error.code == ErrorCode::Cancelled => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let wall_ms =
            handle.live.with_untracked(|live| (live.phase == RunState::Finished).then_some(live.wall_ms));
        if let Some(wall_ms) = wall_ms {
            measuring.measured(run, wall_ms);
            session.mapping.know(measuring.figures().clone());
        }
    }
    Ok(())
}
