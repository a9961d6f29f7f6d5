//! `page`: on the page's own thread, to show what a blocking call does to an async server. It blocks while it
//! computes, and awaits while it waits.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;
use std::rc::Rc;

use futures::stream;

use super::event_loop_scheduler::{EventLoopScheduler, run_looping};
use super::lane_context::{Cancellation, LaneContext};
use super::payload::{PayloadOrigin, PayloadSlot, no_room};
use super::scheduler::drive;
use super::stop::Stop;
use crate::browser::payload;
use crate::browser::run_flags::RunFlags;
use crate::experiment::Experiment;
use crate::protocol::{Assignment, Beginning, EncodedBatch, LoopPolicy, Parked, Report, Tally};
use crate::trace::{Lane, LaneKind, Reason};

/// Makes a run on the page's own thread, and reports as a coordinator does.
pub async fn run_on_page(assignment: Assignment, report: impl Fn(Report) + Clone + 'static) {
    let Assignment { experiment, setting, .. } = assignment;
    let tally = Rc::new(RefCell::new(Tally::new(experiment.tasks())));
    let (tell, counted) = (report.clone(), tally.clone());
    let tell = move |EncodedBatch { head, body }| {
        counted.borrow_mut().count(&head);
        tell(Report::Batch(body));
    };
    let flags = RunFlags::own();
    flags.reset();
    LaneContext::begin_anew();
    let mut context = LaneContext::new(0, setting, flags, Cancellation::ByFlags, tell);
    context.count_total_of(&experiment);
    context.own_memory();
    let totals = experiment.workload.extras.totals;
    // What an earlier run left in this memory.
    totals.iter().for_each(|totals| (totals.reset)());
    if let Some(payload) = experiment.payload() {
        if let Err(words) = payload::prepare(payload, 1) {
            return report(Report::Failed(no_room(words).into()));
        }
        context.set_payload(Some(PayloadSlot::new(payload, PayloadOrigin::OwnStock)));
    }
    report(Report::Ready { lanes: vec![(&Lane::new(0, LaneKind::Page)).into()], startup_ms: 0.0 });
    let zero_ms = context.now_ms();
    context.set_zero(zero_ms);
    let outcome = run(&context, &experiment).await;
    context.tell(0);
    report(match outcome {
        Ok(()) => Report::Finished {
            elapsed_ms: context.now_ms() - zero_ms,
            moved_bytes: tally.borrow().moved_bytes(),
            total: totals.map(|totals| (totals.actual)()),
        },
        Err(Stop::Cancelled) => Report::Failed(Reason::Cancelled.into()),
        Err(Stop::Failed(failure)) => Report::Failed(failure),
    });
}

/// Calls off the run that [`run_on_page`] makes.
pub fn cancel_on_page() {
    RunFlags::own().cancel();
}

async fn run(context: &LaneContext, experiment: &Experiment) -> Result<(), Stop> {
    let policy = LoopPolicy::on_page(experiment);
    let mut parked = Vec::new();
    let put_aside = |aside| parked.push(aside);
    run_looping(context, experiment, stream::iter(experiment.order()), policy, put_aside).await?;
    let scheduler = EventLoopScheduler::new(context, policy);
    for Parked { task, body } in parked {
        let work = context.make_task(experiment, task);
        drive(task, work, Beginning::Parked(body), &scheduler).await?;
    }
    Ok(())
}
