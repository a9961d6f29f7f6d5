//! All runs of one start, one after the other, and what they come to.

use futures::StreamExt;
use futures::future::{Either, FutureExt, LocalBoxFuture, select};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::calibration::calibrate;
use super::canceller::Cancelled;
use super::heartbeat::Heartbeat;
use super::run::follow;
use super::state::SessionEvent;
use super::{Features, Progress, RunHandle, RunState, Session, Status};
use crate::browser::measurement_lock::{self, MeasurementLock};
use crate::browser::{clock, features, frame, timer};
use crate::exchange::{Place, SharedResult};
use crate::experiment::{Planned, estimate};
use crate::trace::{
    Environment, ErrorCode, Latencies, ResultDocument, Run, RunError, SCHEMA, Totals, summarise,
};

/// The host hears of progress at most this often, ms.
const TELL_MS: f64 = 50.0;

/// The longest that a start waits for the page to be drawn, ms.
const SETTLE_MS: u32 = 200;

/// Makes all runs, unless they are called off. What does it arrives with what shows it.
#[wasm_split(results, fallible, preload(prepare), wasm_split_path = leptos::wasm_split)]
pub(super) fn make(
    session: Session,
    planned: Vec<Planned>,
    cancelled: Cancelled,
) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(all(session, planned, cancelled).boxed_local())
}

async fn all(session: Session, planned: Vec<Planned>, mut cancelled: Cancelled) {
    let Some(features) = session.features.get_untracked() else { return };
    let _turn = match begin(session, features, &mut cancelled).await {
        Ok(turn) => turn,
        Err(error) => {
            session.status.set(Status::Idle);
            session.tell(&SessionEvent::Failed(error));
            return;
        }
    };
    let cores = features.hardware_concurrency;
    let since_ms = clock::now_ms();
    let expected_ms = estimate(&planned, cores).ms;
    let handles: Vec<RunHandle> = planned.iter().map(|planned| RunHandle::new(planned, cores)).collect();
    session.summary.set(Vec::new());
    session.own.set(None);
    session.was_hidden.set(false);
    // Nothing more is told of it until it changes.
    session.pressure.update(|pressure| pressure.highest = pressure.now);
    session.history.kept.update(|kept| kept.latest = None);
    session.runs.set(handles.clone());
    let progress = |run: usize| Progress {
        run,
        runs: handles.len(),
        done: 0,
        tasks: handles.get(run).map_or(0, |handle| handle.experiment.tasks()),
        since_ms,
        expected_ms,
    };
    session.status.set(Status::Running(progress(0)));
    // What the page builds for the runs to come is not part of any.
    settle().await;
    let heartbeat = Heartbeat::start(session.loop_lag);
    let mut ended = None;
    for (run, (planned, handle)) in planned.iter().zip(&handles).enumerate() {
        let progress = progress(run);
        session.status.set(Status::Running(progress));
        session.tell(&SessionEvent::Started(progress));
        heartbeat.take_longest_stall_ms();
        let outcome = one(session, planned, handle, features, &mut cancelled, progress).await;
        session.was_hidden.set(heartbeat.was_hidden());
        finish(session, handle, heartbeat.take_longest_stall_ms());
        if let Err(error) = outcome {
            let is_cancelled = error.code == ErrorCode::Cancelled;
            ended = Some(error);
            if is_cancelled {
                break;
            }
        }
    }
    session.own.set(SharedResult::of(&session.document_without_spans()));
    session.status.set(Status::Idle);
    let measured =
        handles.iter().any(|handle| handle.live.with_untracked(|live| live.phase == RunState::Finished));
    match ended {
        Some(error) if error.code == ErrorCode::Cancelled => session.tell(&SessionEvent::Failed(error)),
        Some(error) if !measured => {
            session.problem.set(Some(error));
            session.tell(&SessionEvent::Finished(json));
        }
        _ => session.tell(&SessionEvent::Finished(json)),
    }
    session.remember();
}

/// The result of the last start as JSON, with at most so many spans in all.
fn json(session: Session, most_spans: usize) -> String {
    // A document has nothing that JSON has no form for.
    serde_json::to_string(&session.document(most_spans)).unwrap_or_default()
}

/// What comes before the first run.
///
/// # Errors
/// The start was called off meanwhile.
async fn begin(
    session: Session,
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<MeasurementLock, RunError> {
    let turn = turn(session, cancelled).await?;
    calibrate(session, features, cancelled).await?;
    Ok(turn)
}

/// This page's turn to measure: others of this origin, in frames beside it or in other tabs, would take the
/// cores that it measures on.
///
/// # Errors
/// The start was called off while it waited.
async fn turn(session: Session, cancelled: &mut Cancelled) -> Result<MeasurementLock, RunError> {
    if let Some(turn) = measurement_lock::take().await {
        return Ok(turn);
    }
    session.status.set(Status::Waiting);
    session.tell(&SessionEvent::Waiting);
    match select(Box::pin(measurement_lock::wait()), cancelled.next()).await {
        Either::Left((turn, _)) => Ok(turn),
        Either::Right(_) => Err(RunError::cancelled()),
    }
}

/// Until the page has drawn what it was told, or a moment where nobody can see it.
async fn settle() {
    let drawn = async {
        frame::until_next_frame().await;
        frame::until_next_frame().await;
    };
    select(Box::pin(drawn), Box::pin(timer::sleep(SETTLE_MS))).await;
}

async fn one(
    session: Session,
    planned: &Planned,
    handle: &RunHandle,
    features: Features,
    cancelled: &mut Cancelled,
    mut progress: Progress,
) -> Result<(), RunError> {
    let mut told_ms = clock::now_ms();
    follow(planned, handle, features, session.recording.get_value(), cancelled, move |done| {
        let now = clock::now_ms();
        if done != progress.done && (now - told_ms >= TELL_MS || done == progress.tasks) {
            told_ms = now;
            progress.done = done;
            session.status.update(|status| {
                if let Status::Running(shown) = status {
                    *shown = progress;
                }
            });
            session.tell(&SessionEvent::Progressed(progress));
        }
    })
    .await
}

/// Draws the figures of a run that is over, and compares it with the others.
fn finish(session: Session, handle: &RunHandle, stall_ms: f64) {
    handle.live.update_untracked(|live| {
        let metrics = live.trace.metrics();
        if session.recording.get_value() {
            live.wall_ms = metrics.wall_ms;
        }
        live.metrics.longest_page_stall_ms = stall_ms;
    });
    let (handles, mut runs) = session.measured();
    session.summary.set(summarise(&mut runs));
    for (handle, run) in handles.iter().zip(runs) {
        handle.live.update(|live| live.metrics = run.metrics);
    }
}

impl Session {
    /// The runs that are over, and their figures, without spans.
    fn measured(self) -> (Vec<RunHandle>, Vec<Run>) {
        let is_over = |handle: &RunHandle| {
            handle.live.with_untracked(|live| matches!(live.phase, RunState::Finished | RunState::Failed(_)))
        };
        let handles: Vec<_> = self.runs.get_untracked().into_iter().filter(is_over).collect();
        let runs = handles.iter().map(figures).collect();
        (handles, runs)
    }

    /// The result document of the last start, with at most so many spans in all.
    pub fn document(self, most_spans: usize) -> ResultDocument {
        let (handles, mut document) = self.outline();
        let most_each = most_spans / document.runs.len().max(1);
        for (handle, run) in handles.iter().zip(&mut document.runs) {
            handle.live.with_untracked(|live| run.add_spans(&live.trace, most_each));
        }
        document
    }

    /// The result document of the last start, without spans.
    pub fn document_without_spans(self) -> ResultDocument {
        self.outline().1
    }

    pub(super) fn outline(self) -> (Vec<RunHandle>, ResultDocument) {
        let (handles, mut runs) = self.measured();
        let document = ResultDocument {
            schema: SCHEMA.into(),
            experiment: self.measured_link(),
            environment: self.environment(),
            summary: summarise(&mut runs).iter().map(Into::into).collect(),
            runs,
        };
        (handles, document)
    }

    /// Where this page measures, in short.
    pub fn place(self) -> Place {
        Place::of(&self.environment())
    }

    fn environment(self) -> Environment {
        let found = self.features.get();
        Environment {
            hardware_concurrency: features::hardware_concurrency(),
            measured_cores: self.measured_cores.get(),
            cross_origin_isolated: features::is_isolated(),
            clock_resolution_ms: found.map_or(0.0, |found| found.clock_resolution_ms),
            user_agent: features::user_agent(),
            hidden_while_running: self.was_hidden.get(),
            cpu_pressure: self.pressure.with(|pressure| pressure.highest),
            app_version: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

fn figures(handle: &RunHandle) -> Run {
    handle.live.with_untracked(|live| {
        let outputs: Vec<String> = live.known_outputs();
        let mut run = Run {
            executor: handle.executor.clone(),
            workers: handle.workers,
            repeat: handle.repeat,
            warmup: handle.warmup,
            step: handle.step.clone(),
            startup_ms: live.startup_ms,
            wall_ms: live.wall_ms,
            latencies: Latencies::of(&handle.experiment, &outputs),
            moved_bytes: live.moved_bytes,
            totals: Totals::of(&handle.experiment, live.total),
            outputs,
            lanes: live.trace.lanes.clone(),
            spans: Vec::new(),
            dropped_spans: 0,
            metrics: live.metrics,
            error: match &live.phase {
                RunState::Failed(error) => Some(error.clone()),
                _ => None,
            },
        };
        run.measure(&live.trace);
        run
    })
}
