//! A lane with a memory of its own, seen from inside: it gets tasks as messages and runs them.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::mpsc;
use futures::{Stream, StreamExt, stream};
use wasm_bindgen::JsValue;

use super::blocking_scheduler::{BlockingScheduler, run_blocking};
use super::event_loop_scheduler::run_looping;
use super::lane_context::{Cancellation, LaneContext};
use super::payload::{PayloadOrigin, PayloadRequests, PayloadSlot};
use super::scheduler::drive;
use super::stop::Stop;
use crate::browser::local_loop;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker::{self, Incoming};
use crate::experiment::Experiment;
use crate::protocol::{FromLane, Parked, SchedulingPolicy, ToLane, decode, encode};
use crate::trace::Reason;

/// Serves as a lane of the coordinator that made this worker, until the worker ends.
pub fn serve() {
    let tell = |message: &FromLane| {
        // Bytes can always be sent.
        let _ = worker::post(&encode(message), &JsValue::UNDEFINED);
    };
    worker::on_unhandled_rejection(move |words| {
        tell(&FromLane::Failed(Reason::ProgramBroke(words.into()).into()))
    });
    let inbox = Inbox::open(tell);
    worker::listen(move |incoming| match incoming {
        Incoming::Cancel => inbox.cancel(),
        Incoming::Message { bytes, attachment } => {
            decode(&bytes).into_iter().for_each(|message| inbox.take(message, &attachment));
        }
        Incoming::Close => worker::close(),
        Incoming::Error(_) => {}
    });
    tell(&FromLane::Loaded);
}

/// A lane, seen from where its messages come in.
pub(super) struct Inbox {
    orders: mpsc::UnboundedSender<ToLane>,
    /// Payloads that have come.
    payloads: mpsc::UnboundedSender<()>,
    flags: Rc<RefCell<RunFlags>>,
}

impl Inbox {
    /// Has this worker be a lane; `tell` brings what it says to whoever gives it tasks.
    pub(super) fn open(tell: impl Fn(&FromLane) + 'static) -> Self {
        let (orders, ordered) = mpsc::unbounded();
        let (payloads, arrived) = mpsc::unbounded();
        let cancelled_before_begin = RunFlags::own();
        let flags = Rc::new(RefCell::new(cancelled_before_begin));
        local_loop::spawn(work(ordered, arrived, flags.clone(), Rc::new(tell)));
        Self { orders, payloads, flags }
    }

    /// A message has come, with what is attached to it.
    pub(super) fn take(&self, message: ToLane, attachment: &JsValue) {
        // The receivers live as long as the worker.
        if message == ToLane::Payload {
            payload::hold(attachment);
            let _ = self.payloads.unbounded_send(());
            return;
        }
        if let Some(of_run) = RunFlags::received(attachment) {
            self.flags.replace(of_run);
        }
        let _ = self.orders.unbounded_send(message);
    }

    /// The run is called off.
    pub(super) fn cancel(&self) {
        self.flags.borrow().cancel();
    }
}

async fn work(
    mut orders: mpsc::UnboundedReceiver<ToLane>,
    arrived: mpsc::UnboundedReceiver<()>,
    flags: Rc<RefCell<RunFlags>>,
    tell: Rc<dyn Fn(&FromLane)>,
) {
    let Some(ToLane::Begin { lane, policy, experiment, setting, has_flags }) = orders.next().await else {
        return;
    };
    let flags = flags.borrow().clone();
    let cancellation = if has_flags { Cancellation::ByFlags } else { Cancellation::ByMessage };
    let (say, ask) = (tell.clone(), tell.clone());
    let mut context =
        LaneContext::new(lane, setting, flags, cancellation, move |batch| say(&FromLane::Batch(batch)));
    context.count_total_of(&experiment);
    if let SchedulingPolicy::EventLoop(_) = policy {
        context.bear_with_downloads_of(&experiment);
    }
    context.own_memory();
    // Also of a lane that no task comes to.
    context.tell(0);
    let requests = PayloadRequests {
        ask: Box::new(move || ask(&FromLane::PayloadWanted)),
        // Only a lane that its coordinator made is given something that is moved.
        give_back: |buffer| worker::give_back(&encode(&FromLane::PayloadReturned), &buffer),
        arrived: RefCell::new(arrived),
    };
    let slot = |payload| PayloadSlot::new(payload, PayloadOrigin::Coordinator(requests));
    context.set_payload(experiment.payload().map(slot));
    let put_aside = |parked| tell(&FromLane::Parked(parked));
    tell(&FromLane::Idle { at_ms: context.now_ms(), batch: None });
    while let Some(order) = orders.next().await {
        let outcome = obey(order, &mut orders, &context, &experiment, policy, put_aside).await;
        let batch = Some(context.take_batch(0));
        if let Err(Stop::Failed(failure)) = outcome {
            tell(&FromLane::Failed(failure));
        }
        tell(&FromLane::Idle { at_ms: context.now_ms(), batch });
    }
}

/// Runs what the coordinator orders to be run.
async fn obey(
    order: ToLane,
    orders: &mut mpsc::UnboundedReceiver<ToLane>,
    context: &LaneContext,
    experiment: &Experiment,
    policy: SchedulingPolicy,
    put_aside: impl Fn(Parked),
) -> Result<(), Stop> {
    match (order, policy) {
        (ToLane::Tasks { tasks, zero_ms, .. }, SchedulingPolicy::Blocking) => {
            context.set_zero(zero_ms);
            run_blocking(context, experiment, &tasks, put_aside).await
        }
        (ToLane::Tasks { tasks, zero_ms, more }, SchedulingPolicy::EventLoop(policy)) => {
            context.set_zero(zero_ms);
            let first = stream::iter(tasks);
            let all = first.chain(if more {
                later_tasks(orders).left_stream()
            } else {
                stream::empty().right_stream()
            });
            run_looping(context, experiment, all, policy, put_aside).await
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

/// The tasks that follow at once in further messages, up to the last of them.
fn later_tasks(orders: &mut mpsc::UnboundedReceiver<ToLane>) -> impl Stream<Item = u32> {
    let chunks = stream::unfold(Some(orders), async |orders| {
        let orders = orders?;
        match orders.next().await? {
            ToLane::Tasks { tasks, more, .. } => Some((stream::iter(tasks), more.then_some(orders))),
            // Nothing else is sent in between.
            _ => None,
        }
    });
    chunks.flatten()
}
