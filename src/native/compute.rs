//! How a job is done on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::clock::now_ms;
use crate::experiment::Experiment;
use crate::queue::message::Job;
use crate::queue::travel::{brings, experiment_of};
use crate::trace::{Recorder, Span, SpanKind};
use crate::workload::{Step, Wait};

/// What came of a job.
#[derive(Debug)]
pub(super) struct Computed {
    pub(super) outputs: Vec<String>,
    pub(super) spans: Vec<Span>,
}

/// Why nothing came of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unable {
    /// It was called off.
    Stopped,
    /// It can't be done here.
    NotHere,
}

/// Does a job, unless it is called off; `zero_ms` is when the run's tasks were first handed out, on the clock here.
pub(super) fn compute(job: &Job, lane: u32, zero_ms: f64, stop: &AtomicBool) -> Result<Computed, Unable> {
    // A program error in one task must not take the machine's other lanes with it.
    let work = AssertUnwindSafe(|| tasks(job, lane, zero_ms, stop));
    catch_unwind(work).unwrap_or(Err(Unable::NotHere))
}

fn tasks(job: &Job, lane: u32, zero_ms: f64, stop: &AtomicBool) -> Result<Computed, Unable> {
    let experiment = experiment_of(job).ok_or(Unable::NotHere)?;
    let mut recorder = Recorder::new(lane, true);
    let mut outputs = Vec::new();
    for task in &job.tasks {
        outputs.push(task_of(job, &experiment, *task, zero_ms, stop, &mut recorder)?);
    }
    Ok(Computed { outputs, spans: recorder.take().0 })
}

fn task_of(
    job: &Job,
    experiment: &Experiment,
    task: u32,
    zero_ms: f64,
    stop: &AtomicBool,
    recorder: &mut Recorder,
) -> Result<String, Unable> {
    let mut work = experiment.task(task, job.work_rate);
    let mut arrived = None;
    recorder.enter(task, SpanKind::Run, now_ms());
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Unable::Stopped);
        }
        match work.advance(now_ms() - zero_ms, arrived.take()) {
            // A lane is a memory of its own: nobody else there wants its lock.
            Step::Computing | Step::Lock | Step::Unlock => {}
            Step::Waiting(wait) => {
                let left_ms = match &wait {
                    Wait::Due { at_ms } => *at_ms + zero_ms - now_ms(),
                    Wait::Sleep { ms } => f64::from(*ms),
                    Wait::Fetch(resource) => f64::from(resource.delay_ms),
                    Wait::Payload => return Err(Unable::NotHere),
                };
                match wait {
                    // It has not begun before it is due.
                    Wait::Due { .. } if left_ms > 0.0 => recorder.forget(task),
                    Wait::Due { .. } => {}
                    _ => recorder.enter(task, SpanKind::Wait, now_ms()),
                }
                block(left_ms, stop)?;
                arrived = Some(brings(&wait).ok_or(Unable::NotHere)?);
                recorder.enter(task, SpanKind::Run, now_ms());
            }
            Step::Park(_) => return Err(Unable::NotHere),
            Step::Done(output) => {
                recorder.leave(task, now_ms());
                return Ok(output);
            }
        }
    }
}

/// Lets time pass, unless the job is called off: whoever does that unparks the thread.
fn block(ms: f64, stop: &AtomicBool) -> Result<(), Unable> {
    let until_ms = now_ms() + ms;
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Unable::Stopped);
        }
        let left_ms = until_ms - now_ms();
        if left_ms <= 0.0 {
            return Ok(());
        }
        thread::park_timeout(Duration::from_secs_f64(left_ms / 1000.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::WorkRate;

    fn job(experiment: &str, tasks: &[u32]) -> Job {
        Job {
            run: 1,
            number: 0,
            attempt: 0,
            nonce: 0,
            experiment: experiment.into(),
            tasks: tasks.to_vec(),
            work_rate: WorkRate::default(),
            zero_ms: 0.0,
        }
    }

    #[test]
    fn its_tasks_are_done_in_order_and_what_happened_is_told() {
        let job = job("workload=sleep&delay=20&tasks=3", &[2, 0]);
        let done = compute(&job, 1, now_ms(), &AtomicBool::new(false)).unwrap();
        assert_eq!(done.outputs, ["20", "20"]);
        let waits: Vec<&Span> = done.spans.iter().filter(|span| span.kind == SpanKind::Wait).collect();
        assert_eq!(waits.iter().map(|span| span.task).collect::<Vec<_>>(), [Some(2), Some(0)]);
        assert!(waits.iter().all(|span| span.ms() >= 19.9 && span.lane == 1), "{waits:?}");
    }

    #[test]
    fn requests_are_waited_for_from_the_run_s_beginning_on() {
        let job = job("workload=requests&rate=100&delay=5&heavy=0&tasks=9", &[3]);
        let zero_ms = now_ms();
        let done = compute(&job, 0, zero_ms, &AtomicBool::new(false)).unwrap();
        assert!(now_ms() - zero_ms >= 34.9 && done.spans[0].start_ms - zero_ms >= 29.9, "{done:?}");
    }

    #[test]
    fn downloads_bring_what_the_built_in_source_answers_with() {
        let job = job("workload=fetch&delay=5&size=2000&tasks=1", &[0]);
        assert_eq!(compute(&job, 0, 0.0, &AtomicBool::new(false)).unwrap().outputs, ["2000"]);
    }

    #[test]
    fn what_is_called_off_or_not_for_here_comes_to_nothing() {
        let stopped = compute(&job("workload=primes&tasks=1", &[0]), 0, 0.0, &AtomicBool::new(true));
        assert_eq!(stopped.unwrap_err(), Unable::Stopped);
        let here = compute(&job("workload=counter&tasks=1", &[0]), 0, 0.0, &AtomicBool::new(false));
        assert_eq!(here.unwrap_err(), Unable::NotHere);
    }
}
