//! `page`: on the page's own thread, to show what a blocking_scheduler call does to an async server. It blocks
//! while it computes, and awaits while it waits.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::Cell;
use std::rc::Rc;

use super::event_loop;
use super::event_loop_scheduler::EventLoopScheduler;
use super::lane::run_looping;
use super::payload::{PayloadOrigin, PayloadSlot, no_room};
use super::scheduler::{LaneContext, Stop, drive};
use crate::browser::clock::now_ms;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::experiment::{Experiment, parse};
use crate::protocol::{Assignment, Batch, Beginning, Report, Scheduling};
use crate::trace::{Lane, LaneKind, RunError};

/// Makes a run on the page's own thread, and reports as a coordinator does.
pub async fn run_on_page(assignment: Assignment, report: impl Fn(Report) + Clone + 'static) {
    let experiment = parse(&assignment.experiment).experiment;
    let flags = RunFlags::own();
    flags.reset();
    let moved_bytes = Rc::new(Cell::new(0));
    let (tell, moved) = (report.clone(), moved_bytes.clone());
    let tell = move |batch: Batch| {
        moved.set(moved.get() + batch.moved_bytes);
        tell(Report::Batch(batch));
    };
    let setting = assignment.setting.calibrated(&experiment, now_ms);
    let mut context = LaneContext::new(0, setting, flags, false, tell);
    context.set_total(experiment.workload);
    if let Some(totals) = experiment.workload.extras.totals {
        (totals.reset)();
    }
    if let Some(block) = experiment.block() {
        if let Err(reason) = payload::prepare(block, 1) {
            return report(Report::Failed(no_room(None, &reason)));
        }
        context.set_supply(Some(PayloadSlot::new(block, PayloadOrigin::Own)));
    }
    report(Report::Ready { lanes: vec![Lane::new(0, LaneKind::Page)], startup_ms: 0.0 });
    let zero_ms = context.now_ms();
    context.set_zero(zero_ms);
    let Scheduling::EventLoop { concurrency, yield_ms } = event_loop::scheduling(&experiment) else { return };
    let outcome = run(&context, &experiment, concurrency, yield_ms).await;
    context.tell(0);
    report(match outcome {
        Ok(()) => Report::Finished {
            elapsed_ms: context.now_ms() - zero_ms,
            moved_bytes: moved_bytes.get(),
            total: experiment.workload.extras.totals.map(|totals| (totals.actual)()),
        },
        Err(Stop::Cancelled) => Report::Failed(RunError::cancelled()),
        Err(Stop::Failed(error)) => Report::Failed(error),
    });
}

/// Calls off the run that [`run_on_page`] makes.
pub fn cancel_on_page() {
    RunFlags::own().cancel();
}

async fn run(
    context: &LaneContext,
    experiment: &Experiment,
    concurrency: Option<u32>,
    yield_ms: u32,
) -> Result<(), Stop> {
    let mut parked = Vec::new();
    let put_aside = |aside| parked.push(aside);
    run_looping(context, experiment, &experiment.order(), concurrency, yield_ms, put_aside).await?;
    let scheduler = EventLoopScheduler::new(context, yield_ms);
    for (task, body) in parked {
        let work = experiment.task(task, context.poison_slices());
        drive(task, work, Beginning::Parked(body), &scheduler).await?;
    }
    Ok(())
}
