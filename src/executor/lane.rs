//! A lane with a memory of its own, seen from inside: it gets tasks as messages and runs them.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::blocking_scheduler::BlockingScheduler;
use super::event_loop_scheduler::EventLoopScheduler;
use super::payload::{ByMessage, PayloadOrigin, PayloadSlot};
use super::scheduler::Parked;
use super::scheduler::{LaneContext, Stop, drive};
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::{self, Incoming};
use crate::browser::{payload, timer};
use crate::experiment::{Experiment, parse};
use crate::protocol::{Batch, Beginning, FromLane, Scheduling, Setting, ToLane, decode, encode};
use crate::trace::{ErrorCode, RunError, SpanKind};

/// How often an event loop looks whether it was called off while all its tasks wait, ms.
const LOOK_MS: u32 = 50;

/// Serves as a lane until the worker ends.
pub fn serve() {
    worker::on_unhandled_rejection(|reason| {
        tell(&FromLane::Failed(RunError::new(
            ErrorCode::Trap,
            format!("The worker's program broke: {reason}."),
        )));
    });
    let (sender, receiver) = mpsc::unbounded();
    let (supplied, supplies) = mpsc::unbounded();
    let cancelled_before_begin = RunFlags::own();
    let flags = Rc::new(RefCell::new(cancelled_before_begin));
    let heard = flags.clone();
    worker::listen(move |incoming| match incoming {
        Incoming::Cancel => heard.borrow().cancel(),
        Incoming::Message(bytes, beside) => {
            if let Some(shared) = RunFlags::received(&beside) {
                heard.replace(shared);
            }
            // The receivers live as long as the worker.
            match decode::<ToLane>(&bytes) {
                Some(ToLane::Payload) => {
                    payload::hold(&beside);
                    let _ = supplied.unbounded_send(());
                }
                Some(message) => drop(sender.unbounded_send(message)),
                None => {}
            }
        }
        Incoming::Close => worker::close(),
        Incoming::Error(_) => {}
    });
    spawn_local(work(receiver, supplies, flags));
    tell(&FromLane::Loaded);
}

fn tell(message: &FromLane) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(message), &JsValue::UNDEFINED);
}

async fn work(
    mut orders: mpsc::UnboundedReceiver<ToLane>,
    supplies: mpsc::UnboundedReceiver<()>,
    flags: Rc<RefCell<RunFlags>>,
) {
    let Some(ToLane::Begin { lane, scheduling, experiment, setting, shared }) = orders.next().await else {
        return;
    };
    let experiment = parse(&experiment).experiment;
    let flags = flags.borrow().clone();
    let mut context = context(lane, setting, flags, !shared);
    context.set_total(experiment.workload);
    let correspondence = ByMessage {
        ask: || tell(&FromLane::Asked),
        give_back: |buffer| worker::give_back(&encode(&FromLane::Returned), &buffer),
        arrived: RefCell::new(supplies),
    };
    let payload = |block| PayloadSlot::new(block, PayloadOrigin::Coordinator(correspondence));
    context.set_supply(experiment.block().map(payload));
    loop {
        tell(&FromLane::Idle { at_ms: context.now_ms() });
        let outcome = match (orders.next().await, scheduling) {
            (Some(ToLane::Tasks { tasks, zero_ms }), Scheduling::Blocking) => {
                context.set_zero(zero_ms);
                run_blocking(&context, &experiment, &tasks, put_aside).await
            }
            (Some(ToLane::Tasks { tasks, zero_ms }), Scheduling::EventLoop { concurrency, yield_ms }) => {
                context.set_zero(zero_ms);
                run_looping(&context, &experiment, &tasks, concurrency, yield_ms, put_aside).await
            }
            (Some(ToLane::Rest { task, beginning, zero_ms }), _) => {
                context.set_zero(zero_ms);
                let work = experiment.task(task, context.poison_slices());
                drive(task, work, beginning, &BlockingScheduler(&context)).await.map(drop)
            }
            (Some(ToLane::Begin { .. } | ToLane::Payload) | None, _) => return,
        };
        context.tell(0);
        if let Err(Stop::Failed(error)) = outcome {
            tell(&FromLane::Failed(error));
        }
    }
}

fn context(lane: u32, setting: Setting, flags: RunFlags, deaf: bool) -> LaneContext {
    LaneContext::new(lane, setting, flags, deaf, |batch: Batch| tell(&FromLane::Batch(batch)))
}

fn put_aside((task, body): Parked) {
    tell(&FromLane::Parked(task, body));
}

async fn run_blocking(
    context: &LaneContext,
    experiment: &Experiment,
    tasks: &[u32],
    put_aside: impl Fn(Parked),
) -> Result<(), Stop> {
    let scheduler = BlockingScheduler(context);
    for task in tasks {
        let work = experiment.task(*task, context.poison_slices());
        drive(*task, work, Beginning::Fresh, &scheduler).await?.map(&put_aside);
    }
    Ok(())
}

/// Runs these tasks on this thread's event loop; `put_aside` gets those that are to go on later.
pub(super) async fn run_looping(
    context: &LaneContext,
    experiment: &Experiment,
    tasks: &[u32],
    concurrency: Option<u32>,
    yield_ms: u32,
    mut put_aside: impl FnMut(Parked),
) -> Result<(), Stop> {
    let scheduler = EventLoopScheduler::new(context, yield_ms);
    let at_once = concurrency.map_or(tasks.len(), |limit| limit as usize).max(1);
    let mut results = futures::stream::iter(tasks)
        .map(|task| {
            // The loop knows of it from here on, though it may have to wait for its turn.
            context.enter(*task, SpanKind::Ready);
            drive(*task, experiment.task(*task, context.poison_slices()), Beginning::Fresh, &scheduler)
        })
        .buffer_unordered(at_once);
    loop {
        match select(results.next(), Box::pin(timer::sleep(LOOK_MS))).await {
            Either::Left((Some(result), _)) => {
                result?.map(&mut put_aside);
            }
            Either::Left((None, _)) => return Ok(()),
            Either::Right(_) => {
                context.tell_if_due();
                context.check()?;
            }
        }
    }
}
