//! A lane with a memory of its own, seen from inside: it gets tasks as messages and runs them.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::blocking_scheduler::{BlockingScheduler, run_blocking};
use super::event_loop_scheduler::run_looping;
use super::lane_context::{Cancellation, LaneContext};
use super::payload::{PayloadOrigin, PayloadRequests, PayloadSlot};
use super::scheduler::drive;
use super::stop::Stop;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::{self, Incoming};
use crate::experiment::Experiment;
use crate::protocol::{FromLane, Parked, SchedulingPolicy, ToLane, decode, encode};
use crate::trace::Reason;

/// Serves as a lane until the worker ends.
pub fn serve() {
    worker::on_unhandled_rejection(|words| {
        tell(&FromLane::Failed(Reason::ProgramBroke(words.into()).into()))
    });
    let (order, orders) = mpsc::unbounded();
    let (bring, arrived) = mpsc::unbounded();
    let cancelled_before_begin = RunFlags::own();
    let flags = Rc::new(RefCell::new(cancelled_before_begin));
    let heard = flags.clone();
    worker::listen(move |incoming| match incoming {
        Incoming::Cancel => heard.borrow().cancel(),
        Incoming::Message { bytes, attachment } => {
            // The receivers live as long as the worker.
            match decode::<ToLane>(&bytes) {
                Some(ToLane::Payload) => {
                    payload::hold(&attachment);
                    let _ = bring.unbounded_send(());
                }
                Some(message) => {
                    if let Some(of_run) = RunFlags::received(&attachment) {
                        heard.replace(of_run);
                    }
                    let _ = order.unbounded_send(message);
                }
                None => {}
            }
        }
        Incoming::Close => worker::close(),
        Incoming::Error(_) => {}
    });
    spawn_local(work(orders, arrived, flags));
    tell(&FromLane::Loaded);
}

fn tell(message: &FromLane) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(message), &JsValue::UNDEFINED);
}

async fn work(
    mut orders: mpsc::UnboundedReceiver<ToLane>,
    arrived: mpsc::UnboundedReceiver<()>,
    flags: Rc<RefCell<RunFlags>>,
) {
    let Some(ToLane::Begin { lane, policy, experiment, setting, has_flags }) = orders.next().await else {
        return;
    };
    let flags = flags.borrow().clone();
    let cancellation = if has_flags { Cancellation::ByFlags } else { Cancellation::ByMessage };
    let mut context =
        LaneContext::new(lane, setting, flags, cancellation, |batch| tell(&FromLane::Batch(batch)));
    context.count_total_of(&experiment);
    context.own_memory();
    // Also of a lane that no task comes to.
    context.tell(0);
    let requests = PayloadRequests {
        ask: || tell(&FromLane::PayloadWanted),
        give_back: |buffer| worker::give_back(&encode(&FromLane::PayloadReturned), &buffer),
        arrived: RefCell::new(arrived),
    };
    let slot = |payload| PayloadSlot::new(payload, PayloadOrigin::Coordinator(requests));
    context.set_payload(experiment.payload().map(slot));
    loop {
        tell(&FromLane::Idle { at_ms: context.now_ms() });
        let Some(order) = orders.next().await else { return };
        let outcome = obey(order, &context, &experiment, policy).await;
        context.tell(0);
        if let Err(Stop::Failed(failure)) = outcome {
            tell(&FromLane::Failed(failure));
        }
    }
}

/// Runs what the coordinator orders to be run.
async fn obey(
    order: ToLane,
    context: &LaneContext,
    experiment: &Experiment,
    policy: SchedulingPolicy,
) -> Result<(), Stop> {
    match (order, policy) {
        (ToLane::Tasks { tasks, zero_ms }, SchedulingPolicy::Blocking) => {
            context.set_zero(zero_ms);
            run_blocking(context, experiment, &tasks, put_aside).await
        }
        (ToLane::Tasks { tasks, zero_ms }, SchedulingPolicy::EventLoop { concurrency, yield_ms }) => {
            context.set_zero(zero_ms);
            run_looping(context, experiment, &tasks, concurrency, yield_ms, put_aside).await
        }
        (ToLane::RestOfTask { task, beginning, zero_ms }, _) => {
            context.set_zero(zero_ms);
            let work = context.make_task(experiment, task);
            drive(task, work, beginning, &BlockingScheduler(context)).await.map(drop)
        }
        // A lane begins once, and a payload was taken in where it came.
        (ToLane::Begin { .. } | ToLane::Payload, _) => Ok(()),
    }
}

fn put_aside(parked: Parked) {
    tell(&FromLane::Parked(parked));
}
