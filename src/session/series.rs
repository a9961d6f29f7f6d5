//! All runs of one start, one after the other, and what they come to.

use futures::StreamExt;
use futures::future::{Either, FutureExt, LocalBoxFuture, select};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::calibration::{Wanted, calibrate};
use super::canceller::Cancelled;
use super::heartbeat::Heartbeat;
use super::run::{Terms, follow};
use super::{RunHandle, Session};
use crate::advice::{Description, Plan, is_enough};
use crate::browser::measurement_lock::{self, MeasurementLock};
use crate::browser::{clock, frame, source, timer};
use crate::exchange::SharedResult;
use crate::experiment::{
    Experiment, Features, Planned, Progress, ProgressTeller, SHOWN_MS, Source, Start, StartedBy, TOLD_MS,
    consider_runs, estimate, is_new_round,
};
use crate::protocol::host::ToHost;
use crate::trace::{ErrorCode, Run, RunError, StartEnd};
use crate::workload::WorkRate;

/// The longest that a start waits for the page to be drawn, ms.
const SETTLE_MS: u32 = 200;
/// How long a start may take until nobody else measures without being told to wait, ms: whoever has just ended is still
/// giving its place back, and pages that have to ask each other take 150 ms for it.
const NO_WAIT_MS: u32 = 250;

/// What a start is about.
pub(super) struct Series {
    /// The experiment, as it was when the start was made.
    pub(super) experiment: Experiment,
    /// The runs that it asks for.
    pub(super) planned: Vec<Planned>,
    /// What the browser offers.
    pub(super) features: Features,
    /// Whether spans are recorded.
    pub(super) is_recording: bool,
    /// The program that it is to find a way of running for, if it is: then it ends when one is found.
    pub(super) asked: Option<Experiment>,
}

impl Series {
    /// About this experiment, without any runs yet.
    pub(super) fn of(experiment: Experiment, features: Features, is_recording: bool) -> Self {
        Self { experiment, planned: Vec::new(), features, is_recording, asked: None }
    }
}

/// What is to be tried for an answer to which way fits the program in the form, and what comes of wanting to; `None` where
/// its tasks take too long for that. The form shows what is tried from then on.
#[wasm_split(results, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn for_an_answer(
    session: Session,
    features: Features,
    by: StartedBy,
    is_recording: bool,
) -> Result<Option<(Start, Series)>, SplitLoaderError> {
    let planned = |Plan { asked, experiment, runs, .. }: Plan| {
        session.setup.set_up(asked.clone());
        let considered = consider_runs(&experiment, runs, &features, by);
        (considered, Series { asked: Some(asked), ..Series::of(experiment, features, is_recording) })
    };
    Ok(untrack(|| session.advice_plan(session.conditions.cores()?)).map(planned))
}

/// Makes all runs, unless they are called off. What does it arrives with what shows it.
#[wasm_split(results, fallible, preload(prepare), wasm_split_path = leptos::wasm_split)]
pub(super) fn make(
    session: Session,
    series: Series,
    cancelled: Cancelled,
) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
    Ok(all(session, series, cancelled).boxed_local())
}

async fn all(session: Session, series: Series, mut cancelled: Cancelled) {
    let is_sized = series.planned.iter().any(|planned| planned.experiment.is_sized());
    let ready = async {
        let source = find_source(&series.planned, &mut cancelled).await?;
        let (lock, rate) = ready_to_measure(session, is_sized, series.features, &mut cancelled).await?;
        Ok((source, lock, rate))
    };
    let (source, lock, rate) = match ready.await {
        Ok(ready) => ready,
        Err(error) => {
            session.runs.end();
            session.host.tell_failed(&error);
            return;
        }
    };
    let progress = begin(session, &series, rate, source);
    // The page draws an empty timeline for each run now. That takes a core, so no run begins before it is done.
    settle().await;
    let work_rate = rate.unwrap_or_default();
    let terms = Terms {
        features: series.features,
        source,
        is_recording: series.is_recording,
        work_rate,
        rooms: session.rooms,
    };
    let ended = make_each(session, &series, terms, progress, &mut cancelled).await;
    // Others may measure before it is told how this ended: a host page may start the next one when it hears that.
    drop(lock);
    end(session, ended);
}

/// Where these runs' downloads read from. Only runs that download wait until that is known.
///
/// # Errors
/// The start was called off meanwhile.
async fn find_source(planned: &[Planned], cancelled: &mut Cancelled) -> Result<Source, RunError> {
    if !planned.iter().any(|planned| planned.experiment.downloads()) {
        return Ok(Source::Blob);
    }
    match select(source::find(), cancelled.next()).await {
        Either::Left((source, _)) => Ok(source),
        Either::Right(_) => Err(RunError::cancelled()),
    }
}

/// What comes before the first run: others of this origin end theirs, the cores are counted if they were not, and work
/// that is given as a time is sized: by a lane here and now, and for all runs alike. Gives that rate, where there is such
/// work.
///
/// # Errors
/// The start was called off meanwhile.
pub(super) async fn ready_to_measure(
    session: Session,
    is_sized: bool,
    features: Features,
    cancelled: &mut Cancelled,
) -> Result<(MeasurementLock, Option<WorkRate>), RunError> {
    let lock = measurement_lock(session, cancelled).await?;
    let cores = session.conditions.measured_cores.with_untracked(Option::is_none);
    let wanted = Wanted { rate: is_sized, cores };
    if wanted == Wanted::default() {
        return Ok((lock, None));
    }
    session.runs.calibrate();
    let found = calibrate(wanted, features, session.rooms, cancelled).await?;
    found.cores.into_iter().for_each(|cores| session.conditions.calibrated(cores));
    Ok((lock, is_sized.then(|| found.work_rate.unwrap_or_default())))
}

/// The lock that lets this page measure: others of this origin, in frames beside it or in other tabs, would take the
/// cores that it measures on.
///
/// # Errors
/// The start was called off while it waited.
async fn measurement_lock(session: Session, cancelled: &mut Cancelled) -> Result<MeasurementLock, RunError> {
    let waiting = match select(Box::pin(measurement_lock::wait()), Box::pin(timer::sleep(NO_WAIT_MS))).await {
        Either::Left((lock, _)) => return Ok(lock),
        Either::Right((_, waiting)) => waiting,
    };
    session.runs.wait();
    session.host.tell(ToHost::Waiting);
    match select(waiting, cancelled.next()).await {
        Either::Left((lock, _)) => Ok(lock),
        Either::Right(_) => Err(RunError::cancelled()),
    }
}

/// From here on the page is about this start, and no more about the one before.
fn begin(session: Session, series: &Series, work_rate: Option<WorkRate>, source: Source) -> Progress {
    let cores = series.features.hardware_concurrency;
    let runs: Vec<RunHandle> = series.planned.iter().map(|planned| RunHandle::new(planned, cores)).collect();
    let expected_ms = estimate(&series.planned, cores).ms;
    let tasks = runs.first().map_or(0, |run| run.experiment.tasks());
    let progress = Progress { run: 0, runs: runs.len(), done: 0, tasks, expected_ms };
    session.shared.keep_own(None);
    session.conditions.begin(work_rate, source);
    session.predictions.begin();
    session.history.begin();
    session.advising.begin(series.asked.clone());
    session.runs.begin(series.experiment.clone(), runs, progress);
    progress
}

/// Waits until the page is drawn; where nobody sees it, browsers don't draw it, and so only for a moment.
async fn settle() {
    let drawn = async {
        frame::until_next_frame().await;
        frame::until_next_frame().await;
    };
    select(Box::pin(drawn), Box::pin(timer::sleep(SETTLE_MS))).await;
}

/// Makes one run after the other; each has its chance, whatever became of the one before. Gives why the last of those
/// ended that did so early.
async fn make_each(
    session: Session,
    series: &Series,
    terms: Terms,
    first: Progress,
    cancelled: &mut Cancelled,
) -> Option<RunError> {
    let heartbeat = Heartbeat::start(session.conditions);
    let runs = session.runs.all.get_untracked();
    let begun_ms = clock::now_ms();
    let mut ended = None;
    for (place, (planned, run)) in series.planned.iter().zip(&runs).enumerate() {
        if is_answered(session, series, place, clock::now_ms() - begun_ms) {
            session.runs.leave_out_from(place);
            break;
        }
        let progress = Progress { run: place, tasks: run.experiment.tasks(), ..first };
        session.runs.begin_run(progress);
        session.host.tell_started(run, &progress);
        heartbeat.take_longest_stall_ms();
        let outcome = make_one(session, terms, planned, run, cancelled, progress).await;
        if heartbeat.was_hidden() {
            session.conditions.note_hidden();
        }
        let stall_ms = heartbeat.take_longest_stall_ms();
        run.update(|live| live.finish(series.is_recording, stall_ms));
        // Cores of other machines say nothing of those here.
        let is_elsewhere = run.live.with_untracked(|live| live.trace.is_elsewhere());
        if !run.warmup && !is_elsewhere {
            run.live.with_untracked(|live| session.conditions.note_run(&live.trace));
        }
        session.runs.sum_up();
        if let Err(error) = outcome {
            let is_cancelled = error.code == ErrorCode::Cancelled;
            ended = Some(error);
            if is_cancelled {
                break;
            }
        }
    }
    ended
}

/// Whether the runs before this place are enough for what the start is to answer, after so long, ms. Only whole rounds
/// count: in them every way has had its turn.
fn is_answered(session: Session, series: &Series, place: usize, elapsed_ms: f64) -> bool {
    let is_new = is_new_round(&series.planned, place);
    let Some(description) = series.asked.as_ref().and_then(Description::of).filter(|_| is_new) else {
        return false;
    };
    let runs: Vec<Run> = session.runs.over().iter().map(RunHandle::result).collect();
    is_enough(&description, &runs, elapsed_ms)
}

async fn make_one(
    session: Session,
    terms: Terms,
    planned: &Planned,
    run: &RunHandle,
    cancelled: &mut Cancelled,
    progress: Progress,
) -> Result<(), RunError> {
    let now_ms = clock::now_ms();
    let mut shown = ProgressTeller::new(progress, SHOWN_MS, now_ms);
    let mut hosts = ProgressTeller::new(progress, TOLD_MS, now_ms);
    let told = run.clone();
    follow(planned, run, terms, cancelled, move |done| {
        let now_ms = clock::now_ms();
        if let Some(progress) = shown.heard(done, now_ms) {
            session.runs.progress(progress);
        }
        if let Some(progress) = hosts.heard(done, now_ms) {
            session.host.tell_progress(&told, &progress);
        }
    })
    .await
}

/// Says what all runs came to, and keeps it.
fn end(session: Session, ended: Option<RunError>) {
    let outline = session.outline();
    session.shared.keep_own(SharedResult::of(&outline.document));
    let result = |most_spans| outline.clone().json(most_spans);
    match StartEnd::of(ended, session.runs.has_finished_any()) {
        StartEnd::Cancelled(error) => {
            session.runs.end();
            session.host.tell_failed(&error);
        }
        StartEnd::NothingMeasured(error) => {
            session.runs.fail(error);
            session.host.tell_result(result);
        }
        StartEnd::Measured => {
            session.runs.end();
            session.host.tell_result(result);
        }
    }
    session.remember(outline);
}
