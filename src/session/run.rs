//! One run, seen from the page: it makes a coordinator, follows it, and notices when it is gone.

use std::pin::pin;

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::RunHandle;
use super::canceller::Cancelled;
use crate::browser::clock::now_ms;
use crate::browser::engine::EngineOnPage;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::{Incoming, Worker};
use crate::browser::{frame, page, source, timer};
use crate::experiment::{Features, Memory, Planned, format};
use crate::protocol::{Assignment, COORDINATOR, Report, Setting, decode, encode};
use crate::trace::{ErrorCode, LiveRun, RunError, RunState};

/// How long a coordinator may take to load, ms.
const START_MS: f64 = 4_000.0;
/// How long a coordinator may be silent, ms. It speaks every 500 ms when it can.
const SILENCE_MS: f64 = 3_500.0;
/// How long a coordinator gets to stop its lanes when a run is called off, ms.
const SETTLE_MS: f64 = 450.0;
/// How long a coordinator stays when its run is over, so that its lanes can end before it, ms.
const RETIRE_MS: u32 = 200;
/// How often a run in progress is drawn, ms: drawing takes a core from what is measured.
const DRAW_MS: u32 = 250;
/// How often the page looks whether the coordinator is silent, ms.
const LOOK_MS: u32 = 100;

/// Makes a run and follows it to its end; whatever becomes known of it is in `handle.live` at once, and
/// `progress` is told of every task that is done.
///
/// # Errors
/// What ended the run early; what it measured until then is kept.
pub(super) async fn follow(
    planned: &Planned,
    handle: &RunHandle,
    features: Features,
    recording: bool,
    cancelled: &mut Cancelled,
    progress: impl FnMut(u32),
) -> Result<(), RunError> {
    let epoch_ms = now_ms();
    let setting = Setting {
        base: page::base(),
        files: page::files(),
        source: features.source,
        run: epoch_ms as u64,
        epoch_ms,
        poison_slices: 0,
        recording,
    };
    let tasks = planned.experiment.tasks();
    handle.update(|live| *live = LiveRun::starting(tasks));
    let drawing = Drawing::start(handle.clone(), epoch_ms);
    let outcome = match Following::start(planned, handle, setting, progress) {
        Ok(following) => following.until_the_end(cancelled).await,
        Err(error) => Err(error),
    };
    drop(drawing);
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

struct Following<'a, P> {
    planned: &'a Planned,
    handle: &'a RunHandle,
    setting: Setting,
    maker: Maker,
    messages: mpsc::UnboundedReceiver<Incoming>,
    flags: Option<RunFlags>,
    loaded: bool,
    heard_ms: f64,
    looked_ms: f64,
    called_off_ms: Option<f64>,
    progress: P,
}

/// Who makes the run.
enum Maker {
    /// A worker that coordinates it.
    Coordinator(Worker),
    /// The page's own thread.
    Page(EngineOnPage),
    /// Nobody any more.
    None,
}

impl Maker {
    fn cancel(&self) {
        match self {
            Self::Coordinator(worker) => worker.post_cancel(),
            Self::Page(engine) => engine.cancel(),
            Self::None => {}
        }
    }
}

impl<'a, P: FnMut(u32)> Following<'a, P> {
    fn start(
        planned: &'a Planned,
        handle: &'a RunHandle,
        setting: Setting,
        progress: P,
    ) -> Result<Self, RunError> {
        let (sender, messages) = mpsc::unbounded();
        // The receiver lives as long as whoever sends.
        let receive = move |incoming| drop(sender.unbounded_send(incoming));
        let maker = if planned.executor.facts().memory == Memory::Page {
            let assignment = encode(&assignment(planned, handle, &setting));
            Maker::Page(EngineOnPage::start(&setting.files, assignment, receive))
        } else {
            let worker = Worker::start(&setting.files, COORDINATOR, receive);
            Maker::Coordinator(worker.map_err(|reason| not_started(&reason))?)
        };
        let now = now_ms();
        Ok(Self {
            planned,
            handle,
            setting,
            maker,
            messages,
            flags: None,
            loaded: false,
            heard_ms: now,
            looked_ms: now,
            called_off_ms: None,
            progress,
        })
    }

    async fn until_the_end(mut self, cancelled: &mut Cancelled) -> Result<(), RunError> {
        loop {
            let mut look = pin!(timer::sleep(LOOK_MS).fuse());
            futures::select_biased! {
                _ = cancelled.next() => self.call_off()?,
                incoming = self.messages.next() => {
                    let Some(incoming) = incoming else { return Err(self.lost()) };
                    if self.take(incoming)? {
                        return Ok(());
                    }
                },
                () = look => {}
            }
            self.look()?;
        }
    }

    /// Takes a message in; `true` when all tasks are done.
    fn take(&mut self, incoming: Incoming) -> Result<bool, RunError> {
        self.heard_ms = now_ms();
        let (bytes, beside) = match incoming {
            Incoming::Message(bytes, beside) => (bytes, beside),
            Incoming::Error(reason) if !self.loaded => return Err(not_started(&reason)),
            Incoming::Error(reason) => {
                let message = format!("The run's coordinator stopped: {reason}.");
                return Err(RunError { task: self.lost_task(), ..RunError::new(ErrorCode::Trap, message) });
            }
            Incoming::Cancel | Incoming::Close => return Ok(false),
        };
        match decode::<Report>(&bytes) {
            Some(Report::Loaded) => {
                self.loaded = true;
                self.flags = RunFlags::received(&beside);
                let assignment = encode(&assignment(self.planned, self.handle, &self.setting));
                if let Maker::Coordinator(worker) = &self.maker {
                    worker.post(&assignment, &JsValue::UNDEFINED).map_err(|reason| not_started(&reason))?;
                }
            }
            Some(Report::Ready { lanes, startup_ms }) => {
                self.loaded = true;
                self.change(|live| {
                    live.phase = RunState::Running;
                    live.trace.lanes = lanes;
                    live.startup_ms = startup_ms;
                });
            }
            Some(Report::Batch(batch)) => {
                self.change(|live| {
                    batch.spans.into_iter().for_each(|span| live.trace.push(span));
                    live.trace.set_open(batch.lane, batch.open);
                    for (task, output) in batch.outputs {
                        if let Some(place) = live.outputs.get_mut(task as usize) {
                            *place = Some(output);
                        }
                    }
                });
                (self.progress)(self.handle.live.with_untracked(LiveRun::done));
            }
            Some(Report::Finished { elapsed_ms, total, moved_bytes }) => {
                self.change(|live| {
                    live.wall_ms = elapsed_ms;
                    live.total = total;
                    live.moved_bytes = moved_bytes;
                });
                return Ok(true);
            }
            Some(Report::Failed(error)) => return Err(error),
            Some(Report::Alive) => {}
            None => return Err(self.lost()),
        }
        Ok(false)
    }

    /// Changes what is known; views hear of it when the next frame is drawn.
    fn change(&self, change: impl FnOnce(&mut LiveRun)) {
        self.handle.update_untracked(change);
    }

    fn call_off(&mut self) -> Result<(), RunError> {
        if !self.loaded {
            return Err(RunError::cancelled());
        }
        if let Some(flags) = &self.flags {
            flags.cancel();
        }
        self.maker.cancel();
        source::release(self.setting.run);
        self.called_off_ms.get_or_insert(now_ms());
        Ok(())
    }

    fn look(&mut self) -> Result<(), RunError> {
        let now = now_ms();
        // If the page itself was asleep, so were its workers.
        if now - self.looked_ms > 10.0 * f64::from(LOOK_MS) {
            self.heard_ms = now;
        }
        self.looked_ms = now;
        let silent_ms = now - self.heard_ms;
        match self.called_off_ms {
            Some(since) if now - since > SETTLE_MS => Err(RunError::cancelled()),
            None if !self.loaded && silent_ms > START_MS => Err(not_started("it did not answer")),
            None if self.is_coordinated() && self.loaded && silent_ms > SILENCE_MS => Err(self.lost()),
            _ => Ok(()),
        }
    }

    /// Whether somebody else makes the run, who can be waited for in vain.
    fn is_coordinated(&self) -> bool {
        matches!(self.maker, Maker::Coordinator(_))
    }

    fn lost(&self) -> RunError {
        let task = self.lost_task();
        let what = task.map(|task| format!(", and with it task {task}")).unwrap_or_default();
        let message = format!("The run's coordinator stopped answering{what}.");
        RunError { code: ErrorCode::WorkerLost, message, task }
    }

    fn lost_task(&self) -> Option<u32> {
        self.handle.live.with_untracked(LiveRun::lost_task)
    }
}

impl<P> Drop for Following<'_, P> {
    /// The coordinator has told its lanes to end; it is ended when they had the time to.
    fn drop(&mut self) {
        let maker = std::mem::replace(&mut self.maker, Maker::None);
        spawn_local(async move {
            timer::sleep(RETIRE_MS).await;
            drop(maker);
        });
    }
}

fn assignment(planned: &Planned, handle: &RunHandle, setting: &Setting) -> Assignment {
    Assignment {
        experiment: format(&planned.experiment),
        executor: planned.executor,
        workers: handle.workers,
        setting: setting.clone(),
    }
}

fn not_started(reason: &str) -> RunError {
    RunError::new(ErrorCode::WorkerStart, format!("The run's coordinator did not start: {reason}."))
}

/// Lets views draw a run in progress, a few times a second, until it is dropped.
struct Drawing(futures::future::AbortHandle);

impl Drawing {
    fn start(handle: RunHandle, epoch_ms: f64) -> Self {
        let (drawing, aborting) = futures::future::abortable(async move {
            loop {
                timer::sleep(DRAW_MS).await;
                frame::until_next_frame().await;
                handle.update(|live| live.now_ms = now_ms() - epoch_ms);
            }
        });
        spawn_local(async move {
            let _ = drawing.await;
        });
        Self(aborting)
    }
}

impl Drop for Drawing {
    fn drop(&mut self) {
        self.0.abort();
    }
}
