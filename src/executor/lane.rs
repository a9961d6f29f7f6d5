//! A lane with a memory of its own, seen from inside: it gets tasks as messages and runs them.

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::blocking::Blocking;
use super::looping::Looping;
use super::supply::{Correspondence, Origin, Supply};
use super::turns::Parked;
use super::{Context, Stop, drive};
use crate::browser::words::Words;
use crate::browser::worker::{self, Incoming};
use crate::browser::{block, timer};
use crate::experiment::{Experiment, parse};
use crate::protocol::{Batch, Beginning, FromLane, Manner, Setting, ToLane, decode, encode};
use crate::trace::{ErrorCode, Kind, RunError};

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
    let cancelled_before_begin = Words::own();
    let words = Rc::new(RefCell::new(cancelled_before_begin));
    let heard = words.clone();
    worker::listen(move |incoming| match incoming {
        Incoming::Cancel => heard.borrow().cancel(),
        Incoming::Message(bytes, beside) => {
            if let Some(shared) = Words::received(&beside) {
                heard.replace(shared);
            }
            // The receivers live as long as the worker.
            match decode::<ToLane>(&bytes) {
                Some(ToLane::Block) => {
                    block::hold(&beside);
                    let _ = supplied.unbounded_send(());
                }
                Some(message) => drop(sender.unbounded_send(message)),
                None => {}
            }
        }
        Incoming::Close => worker::close(),
        Incoming::Error(_) => {}
    });
    spawn_local(work(receiver, supplies, words));
    tell(&FromLane::Loaded);
}

fn tell(message: &FromLane) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(message), &JsValue::UNDEFINED);
}

async fn work(
    mut orders: mpsc::UnboundedReceiver<ToLane>,
    supplies: mpsc::UnboundedReceiver<()>,
    words: Rc<RefCell<Words>>,
) {
    let Some(ToLane::Begin { lane, manner, experiment, setting, shared }) = orders.next().await else {
        return;
    };
    let experiment = parse(&experiment).experiment;
    let words = words.borrow().clone();
    let mut context = context(lane, setting, words, !shared);
    context.set_total(experiment.workload);
    let correspondence = Correspondence {
        ask: || tell(&FromLane::Asked),
        give_back: |buffer| worker::give_back(&encode(&FromLane::Returned), &buffer),
        arrived: RefCell::new(supplies),
    };
    let supply = |block| Supply::new(block, Origin::Coordinator(correspondence));
    context.set_supply(experiment.block().map(supply));
    loop {
        tell(&FromLane::Idle { at_ms: context.now_ms() });
        let outcome = match (orders.next().await, manner) {
            (Some(ToLane::Tasks { tasks, zero_ms }), Manner::Blocking) => {
                context.set_zero(zero_ms);
                run_blocking(&context, &experiment, &tasks, put_aside).await
            }
            (Some(ToLane::Tasks { tasks, zero_ms }), Manner::Looping { concurrency, yield_ms }) => {
                context.set_zero(zero_ms);
                run_looping(&context, &experiment, &tasks, concurrency, yield_ms, put_aside).await
            }
            (Some(ToLane::Rest { task, beginning, zero_ms }), _) => {
                context.set_zero(zero_ms);
                let work = experiment.task(task, context.poison_slices());
                drive(task, work, beginning, &Blocking(&context)).await.map(drop)
            }
            (Some(ToLane::Begin { .. } | ToLane::Block) | None, _) => return,
        };
        context.tell(0);
        if let Err(Stop::Failed(error)) = outcome {
            tell(&FromLane::Failed(error));
        }
    }
}

fn context(lane: u32, setting: Setting, words: Words, deaf: bool) -> Context {
    Context::new(lane, setting, words, deaf, |batch: Batch| tell(&FromLane::Batch(batch)))
}

fn put_aside((task, body): Parked) {
    tell(&FromLane::Parked(task, body));
}

async fn run_blocking(
    context: &Context,
    experiment: &Experiment,
    tasks: &[u32],
    put_aside: impl Fn(Parked),
) -> Result<(), Stop> {
    let turns = Blocking(context);
    for task in tasks {
        let work = experiment.task(*task, context.poison_slices());
        drive(*task, work, Beginning::Fresh, &turns).await?.map(&put_aside);
    }
    Ok(())
}

/// Runs these tasks on this thread's event loop; `put_aside` gets those that are to go on later.
pub(super) async fn run_looping(
    context: &Context,
    experiment: &Experiment,
    tasks: &[u32],
    concurrency: Option<u32>,
    yield_ms: u32,
    mut put_aside: impl FnMut(Parked),
) -> Result<(), Stop> {
    let turns = Looping::new(context, yield_ms);
    let at_once = concurrency.map_or(tasks.len(), |limit| limit as usize).max(1);
    let mut results = futures::stream::iter(tasks)
        .map(|task| {
            // The loop knows of it from here on, though it may have to wait for its turn.
            context.enter(*task, Kind::Ready);
            drive(*task, experiment.task(*task, context.poison_slices()), Beginning::Fresh, &turns)
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
