//! How a job is done on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::clock::now_ms;
use crate::queue::message::Job;
use crate::queue::travel::{brings, experiment_of};
use crate::trace::{PreemptionMeter, Recorder, Span, SpanKind};
use crate::workload::{Arrived, Step, Task, Wait};

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

/// A lane, as its thread knows it.
#[derive(Default)]
pub(super) struct Worker {
    lane: u32,
    /// The run that it had a job of last.
    run: Option<u64>,
    /// What it has learnt in that run.
    meter: PreemptionMeter,
}

impl Worker {
    pub(super) fn new(lane: u32) -> Self {
        Self { lane, ..Self::default() }
    }

    /// Does a job, unless it is called off; `zero_ms` is when the run's tasks were first handed out, on the clock here.
    pub(super) fn compute(&mut self, job: &Job, zero_ms: f64, stop: &AtomicBool) -> Result<Computed, Unable> {
        if self.run.replace(job.run) != Some(job.run) {
            self.meter = PreemptionMeter::default();
        }
        let recorder = Recorder::new(self.lane, true);
        // A program error in one task must not take the machine's other lanes with it.
        let work = AssertUnwindSafe(|| Work { recorder, meter: &mut self.meter, zero_ms, stop }.job(job));
        catch_unwind(work).unwrap_or(Err(Unable::NotHere))
    }
}

/// A job while it is done.
struct Work<'a> {
    recorder: Recorder,
    meter: &'a mut PreemptionMeter,
    zero_ms: f64,
    stop: &'a AtomicBool,
}

impl Work<'_> {
    fn job(mut self, job: &Job) -> Result<Computed, Unable> {
        let experiment = experiment_of(job).ok_or(Unable::NotHere)?;
        let task = |task: &u32| self.task(*task, experiment.task(*task, job.work_rate).as_mut());
        let outputs = job.tasks.iter().map(task).collect::<Result<_, _>>()?;
        Ok(Computed { outputs, spans: self.recorder.take().0 })
    }

    fn task(&mut self, task: u32, work: &mut dyn Task) -> Result<String, Unable> {
        let mut arrived = None;
        self.enter(task, SpanKind::Run);
        loop {
            self.check()?;
            match self.advance(work, arrived.take()) {
                // A lane is a memory of its own: nobody else there wants its lock.
                Step::Computing | Step::Lock | Step::Unlock => {}
                Step::Waiting(wait) => {
                    let left_ms = match &wait {
                        Wait::Due { at_ms } => *at_ms + self.zero_ms - now_ms(),
                        Wait::Sleep { ms } => f64::from(*ms),
                        Wait::Fetch(resource) => f64::from(resource.delay_ms),
                        Wait::Payload => return Err(Unable::NotHere),
                    };
                    match wait {
                        // It has not begun before it is due.
                        Wait::Due { .. } if left_ms > 0.0 => self.recorder.forget(task),
                        Wait::Due { .. } => {}
                        _ => self.enter(task, SpanKind::Wait),
                    }
                    self.block(left_ms)?;
                    arrived = Some(brings(&wait).ok_or(Unable::NotHere)?);
                    self.enter(task, SpanKind::Run);
                }
                Step::Park(_) => return Err(Unable::NotHere),
                Step::Done(output) => {
                    self.recorder.stop_computing(self.meter, task);
                    self.recorder.leave(task, now_ms());
                    return Ok(output);
                }
            }
        }
    }

    /// From now on the task is in a span of this kind.
    fn enter(&mut self, task: u32, kind: SpanKind) {
        self.recorder.stop_computing(self.meter, task);
        self.recorder.enter(task, kind, now_ms());
    }

    /// Goes on with the task for a slice.
    fn advance(&mut self, work: &mut dyn Task, arrived: Option<Arrived>) -> Step {
        let begun_ms = now_ms();
        let step = work.advance(begun_ms - self.zero_ms, arrived);
        self.recorder.note_work(self.meter, work.worked(), begun_ms, now_ms());
        step
    }

    /// Lets time pass, unless the job is called off: whoever does that unparks the thread.
    fn block(&self, ms: f64) -> Result<(), Unable> {
        let until_ms = now_ms() + ms;
        loop {
            self.check()?;
            let left_ms = until_ms - now_ms();
            if left_ms <= 0.0 {
                return Ok(());
            }
            thread::park_timeout(Duration::from_secs_f64(left_ms / 1000.0));
        }
    }

    fn check(&self) -> Result<(), Unable> {
        if self.stop.load(Ordering::Relaxed) { Err(Unable::Stopped) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

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

    fn compute(job: &Job, lane: u32, zero_ms: f64, stop: &AtomicBool) -> Result<Computed, Unable> {
        Worker::new(lane).compute(job, zero_ms, stop)
    }

    /// So much of this kind there is, ms.
    fn sum(spans: &[Span], kind: SpanKind) -> f64 {
        spans.iter().filter(|span| span.kind == kind).map(Span::ms).sum()
    }

    /// How long this thread has had a core by the system's account, ms; `None` where it gives none.
    fn had_a_core_ms() -> Option<f64> {
        let account = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(account.split(' ').next()?.parse::<f64>().ok()? / 1e6)
    }

    /// What lanes compute, they compute on the machine's cores. Where others have those meanwhile, a lane can be told wrongly
    /// once; a meter that is wrong is so every time.
    #[test]
    fn more_lanes_than_cores_say_when_they_had_none() {
        let wrong: Vec<String> = (0..4).map_while(|_| told_by_many_lanes().err()).collect();
        assert!(wrong.len() < 4, "{wrong:?}");
    }

    /// Has four lanes for each core compute; what one told wrongly, by the system's account.
    fn told_by_many_lanes() -> Result<(), String> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let begun_ms = now_ms();
        let work = move |lane: usize| {
            let job = job("workload=squares&number=40000000&tasks=4", &[0, 1, 2, 3]);
            let before_ms = had_a_core_ms();
            let done = compute(&job, lane as u32, begun_ms, &AtomicBool::new(false)).unwrap();
            let had_ms = before_ms.and_then(|before_ms| Some(had_a_core_ms()? - before_ms));
            // Some systems have the file, and nothing in it.
            (done.spans, had_ms.filter(|had_ms| *had_ms > 0.0))
        };
        let threads: Vec<_> = (0..4 * cores).map(|lane| thread::spawn(move || work(lane))).collect();
        let lanes: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let wall_ms = now_ms() - begun_ms;
        let all_ms = |kind| lanes.iter().map(|(spans, _)| sum(spans, kind)).sum::<f64>();
        let (run_ms, preempted_ms) = (all_ms(SpanKind::Run), all_ms(SpanKind::Preempted));
        assert!(preempted_ms > run_ms, "{preempted_ms} and {run_ms} ms of four lanes for each core");
        assert!(run_ms < wall_ms * cores as f64 * 1.25, "{run_ms} ms on {cores} cores in {wall_ms} ms");
        for (spans, had_ms) in &lanes {
            for task in spans.chunk_by(|one, next| one.task == next.task) {
                assert!(task.windows(2).all(|pair| pair[0].end_ms == pair[1].start_ms), "{task:?}");
            }
            let run_ms = sum(spans, SpanKind::Run);
            // A meter can't tell all, nor does the system count when it serves others in the lane's name.
            let is_right = had_ms.is_none_or(|had_ms| (run_ms / had_ms - 1.0).abs() < 0.25);
            if !is_right {
                return Err(format!("{run_ms} ms for {had_ms:?}"));
            }
        }
        Ok(())
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
