//! One run, seen from the page: what is known of it grows with each message. When it is over is decided by
//! [`Following`].

use std::pin::pin;

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt};
use leptos::prelude::*;

use super::background::Background;
use super::canceller::Cancelled;
use super::maker::Maker;
use super::{Rooms, RunHandle};
use crate::browser::clock::now_ms;
use crate::browser::program::Program;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::Incoming;
use crate::browser::{frame, page, source, timer};
use crate::experiment::{Features, Planned, Source};
use crate::protocol::following::{Decision, End, Event, Following};
use crate::protocol::timing::PAGE_LOOK_MS;
use crate::protocol::{Assignment, Report, Setting, decode};
use crate::render::until_next_drawing_ms;
use crate::trace::{Detail, Failure, Lane, LiveRun, Reason, RunError, RunState};
use crate::workload::WorkRate;

/// On which terms a run is made: the same for all of a start.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    /// What the browser offers.
    pub(super) features: Features,
    /// Where downloads read from.
    pub(super) source: Source,
    /// Whether spans are recorded.
    pub(super) is_recording: bool,
    /// How much work takes a millisecond.
    pub(super) work_rate: WorkRate,
    /// The room whose queue has the jobs, if there is one.
    pub(super) rooms: Rooms,
}

/// Makes a run and follows it to its end; whatever becomes known of it is in `handle.live` at once, and
/// `progress` is told of every task that is done.
///
/// # Errors
/// What ended the run early; what it measured until then is kept.
pub(super) async fn follow(
    planned: &Planned,
    handle: &RunHandle,
    terms: Terms,
    cancelled: &mut Cancelled,
    progress: impl FnMut(u32),
) -> Result<(), RunError> {
    let epoch_ms = now_ms();
    let setting = Setting {
        base: page::base(),
        files: page::files(),
        source: terms.source,
        run: epoch_ms as u64,
        epoch_ms,
        work_rate: terms.work_rate,
        recording: terms.is_recording,
        tells_preemption: terms.features.tells_preemption(),
    };
    let assignment = Assignment {
        experiment: planned.experiment.clone(),
        executor: planned.executor,
        workers: handle.workers,
        setting,
    };
    let tasks = planned.experiment.tasks();
    handle.update(|live| *live = LiveRun::starting(tasks));
    let drawing = draw(handle.clone(), epoch_ms);
    let outcome = match Follower::start(assignment, terms.rooms, handle, cancelled, progress).await {
        Ok(follower) => follower.until_the_end(cancelled).await,
        Err(failure) => Err(failure),
    };
    drop(drawing);
    let outcome = outcome.map_err(RunError::from);
    handle.update(|live| {
        live.now_ms = now_ms() - epoch_ms;
        live.trace.close(live.now_ms);
        live.phase = match &outcome {
            Ok(()) => RunState::Finished,
            Err(error) => RunState::Failed(error.clone()),
        };
    });
    outcome
}

/// Whoever follows a run.
struct Follower<'a, P> {
    assignment: Assignment,
    handle: &'a RunHandle,
    maker: Maker,
    messages: mpsc::UnboundedReceiver<Incoming>,
    /// The run's flags, where its coordinator can share its memory.
    flags: Option<RunFlags>,
    following: Following,
    progress: P,
}

/// What is heard of a run.
enum RunNews {
    Event(Event),
    /// A program could not be loaded, or broke.
    Broke(Detail),
    /// All tasks are done.
    Finished,
}

impl<'a, P: FnMut(u32)> Follower<'a, P> {
    async fn start(
        assignment: Assignment,
        rooms: Rooms,
        handle: &'a RunHandle,
        cancelled: &mut Cancelled,
        progress: P,
    ) -> Result<Self, Failure> {
        let program = program(&assignment.setting.files, cancelled).await?;
        let (maker, messages) = Maker::start(&assignment, program, rooms).map_err(not_started)?;
        let following = Following::new(maker.is_coordinator(), now_ms());
        Ok(Self { assignment, handle, maker, messages, flags: None, following, progress })
    }

    async fn until_the_end(mut self, cancelled: &mut Cancelled) -> Result<(), Failure> {
        loop {
            let mut look = pin!(timer::sleep(PAGE_LOOK_MS).fuse());
            let heard = futures::select_biased! {
                _ = cancelled.next() => RunNews::Event(Event::CalledOff),
                incoming = self.messages.next() => match incoming {
                    Some(incoming) => self.take(incoming)?,
                    None => return Err(self.silent()),
                },
                () = look => RunNews::Event(Event::Nothing),
            };
            // Also when nothing was heard: what came too soon to be told then is told now.
            (self.progress)(self.handle.live.with_untracked(LiveRun::done));
            let (event, detail) = match heard {
                RunNews::Event(event) => (event, Detail::NoAnswer),
                RunNews::Broke(detail) => (Event::Broke, detail),
                RunNews::Finished => return Ok(()),
            };
            match self.following.hear(event, now_ms()) {
                Decision::GoOn => {}
                Decision::CallOff => self.call_off(),
                Decision::End(End::Cancelled) => return Err(Reason::Cancelled.into()),
                Decision::End(End::NotStarted) => return Err(Reason::CoordinatorNotStarted(detail).into()),
                Decision::End(End::Broke) => {
                    let reason = Reason::CoordinatorBroke(detail);
                    return Err(Failure { reason, task: self.lost_task() });
                }
                Decision::End(End::Silent) => return Err(self.silent()),
            }
        }
    }

    /// Takes a message in.
    ///
    /// # Errors
    /// The run is over before its end, as whoever makes it says.
    fn take(&mut self, incoming: Incoming) -> Result<RunNews, Failure> {
        let (bytes, attachment) = match incoming {
            Incoming::Message { bytes, attachment } => (bytes, attachment),
            Incoming::Error(detail) => return Ok(RunNews::Broke(detail)),
            Incoming::Cancel | Incoming::Close => return Ok(RunNews::Event(Event::Spoke)),
        };
        match decode::<Report>(&bytes) {
            Some(Report::Loaded) => {
                self.flags = RunFlags::received(&attachment);
                let assigned = self.maker.assign(&self.assignment);
                assigned.map_err(|words| Reason::CoordinatorNotStarted(words.into()))?;
                Ok(RunNews::Event(Event::Loaded))
            }
            Some(Report::Ready { lanes, startup_ms }) => {
                self.change(|live| {
                    live.phase = RunState::Running;
                    live.trace.lanes = lanes.into_iter().map(Lane::from).collect();
                    live.startup_ms = startup_ms;
                });
                Ok(RunNews::Event(Event::Loaded))
            }
            Some(Report::Joined(lane)) => {
                self.change(|live| live.trace.add_lane(lane.into()));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Lost { lane, task, since_ms, at_ms }) => {
                self.change(|live| live.trace.lose(lane, task, since_ms, at_ms));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Retracted { lane, tasks }) => {
                self.change(|live| live.retract(lane, &tasks));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Deliveries(deliveries)) => {
                self.change(|live| live.deliveries = Some(deliveries));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Batch(body)) => {
                let batch = body.decode().ok_or_else(|| self.silent())?;
                self.change(|live| live.add(batch));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Memory(changes)) => {
                self.change(|live| live.memory.extend(changes));
                Ok(RunNews::Event(Event::Spoke))
            }
            Some(Report::Finished { elapsed_ms, total, moved_bytes }) => {
                self.change(|live| {
                    live.wall_ms = elapsed_ms;
                    live.total = total;
                    live.moved_bytes = moved_bytes;
                });
                Ok(RunNews::Finished)
            }
            Some(Report::Failed(failure)) => Err(failure),
            Some(Report::Alive) => Ok(RunNews::Event(Event::Spoke)),
            None => Err(self.silent()),
        }
    }

    /// Changes what is known; views hear of it when the next frame is drawn.
    fn change(&self, change: impl FnOnce(&mut LiveRun)) {
        self.handle.update_untracked(change);
    }

    fn call_off(&self) {
        if let Some(flags) = &self.flags {
            flags.cancel();
        }
        self.maker.cancel();
        source::release(self.assignment.setting.run);
    }

    /// Whoever makes the run says nothing any more, or nothing that can be read.
    fn silent(&self) -> Failure {
        Reason::CoordinatorSilent { task: self.lost_task() }.into()
    }

    fn lost_task(&self) -> Option<u32> {
        self.handle.live.with_untracked(LiveRun::lost_task)
    }
}

/// The engine's program.
///
/// # Errors
/// Why it can't be had; or the run was called off while it was on its way.
async fn program(files: &str, cancelled: &mut Cancelled) -> Result<Program, Failure> {
    let mut program = pin!(Program::engine(files).fuse());
    futures::select_biased! {
        _ = cancelled.next() => Err(Reason::Cancelled.into()),
        program = program => program.map_err(not_started),
    }
}

/// Whoever makes the run has not started, in the browser's words.
fn not_started(detail: impl Into<Detail>) -> Failure {
    Reason::CoordinatorNotStarted(detail.into()).into()
}

/// Lets views draw a run in progress, as often as is cheap, until what is given is dropped.
fn draw(handle: RunHandle, epoch_ms: f64) -> Background {
    Background::start(async move {
        let mut took_ms = 0.0;
        loop {
            timer::sleep(until_next_drawing_ms(took_ms)).await;
            frame::until_next_frame().await;
            let begun_ms = now_ms();
            handle.update(|live| live.now_ms = begun_ms - epoch_ms);
            // What is asked for now is painted in the next frame, and the browser lays the page out after both.
            timer::message_loop().await;
            let updated_ms = now_ms();
            frame::until_next_frame().await;
            let painting_ms = now_ms();
            timer::message_loop().await;
            took_ms = updated_ms - begun_ms + now_ms() - painting_ms;
        }
    })
}
