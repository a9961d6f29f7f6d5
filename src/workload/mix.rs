//! `mix`: does the phases of a program of the reader's own, in order.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::sized::{SizedWork, WorkRate};
use super::{
    Activity, Arrived, ContentKind, Cost, Extras, MakeTask, Param, ParamKind, Phase, ProgramPhase, Resource,
    Step, Task, Unit, Values, Wait, Work, Workload, WorkloadId, swing,
};

/// What a task of `mix` does.
pub const PHASES: Param = Param { key: "phases", kind: ParamKind::Phases, unit: Unit::Ms };
const JITTER: Param = Param::integer("jitter", 0, 0, 100, Unit::Percent);
const TASKS: Param = Param::tasks(20);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Mix,
    params: &[PHASES, JITTER, TASKS],
    cost: |values| {
        let phases = values.phases(&PHASES);
        Cost {
            compute_ms: phases.ms_of(Activity::computes),
            locked_ms: phases.ms_of(|activity| activity == Activity::Locked),
            wait_ms: phases.ms_of(|activity| !activity.computes()),
            bytes: if phases.has(Activity::Download) { DOWNLOAD } else { 0 },
            ..Cost::default()
        }
    },
    extras: Extras {
        downloads: |values| values.phases(&PHASES).has(Activity::Download),
        sized: true,
        ..Extras::NONE
    },
};

pub(super) const TASK: MakeTask = |values, k, rate| Box::new(Mix::new(values, k, rate, &NUMBER));

/// How much a download brings, bytes: as much as one of `fetch`.
const DOWNLOAD: u64 = 10_240;

/// A number that each critical section reads when it begins, and writes back with 1 added when it ends. There is one in
/// each memory, and so is the lock: if ever two sections of a memory overlapped, one of them would notice.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// What the tasks of a `mix` do, by their numbers, each phase for so long, ms: waits last whole ones.
pub fn program(values: &Values) -> impl Fn(u32) -> Vec<(Activity, f64)> + use<> {
    let (phases, jitter) = (values.phases(&PHASES), values.int(&JITTER));
    move |k| {
        let places = u64::from(k) * phases.len() as u64..;
        let of = |(phase, place): (&ProgramPhase, u64)| {
            let ms = f64::from(phase.ms) * swing(jitter, place);
            (phase.activity, if phase.activity.computes() { ms } else { ms.round() })
        };
        phases.iter().zip(places).map(of).collect()
    }
}

/// A task: its phases, gone through one after the other.
struct Mix<'a> {
    /// What it does, and for how long, ms.
    phases: Vec<(Activity, f64)>,
    /// How many of them have begun.
    begun: usize,
    doing: Doing,
    rate: WorkRate,
    number: &'a AtomicU64,
    /// Slices computed.
    slices: u64,
    /// Critical sections that were not alone.
    overlapped: u32,
    worked: Work,
}

/// What a task is in the middle of.
enum Doing {
    /// Nothing: the next phase has not begun.
    Nothing,
    Computing(SizedWork),
    /// It has asked for the lock.
    Asking(SizedWork),
    /// It holds the lock, and has read this.
    Locked(SizedWork, u64),
}

impl<'a> Mix<'a> {
    fn new(values: &Values, k: u32, rate: WorkRate, number: &'a AtomicU64) -> Self {
        Self {
            phases: program(values)(k),
            begun: 0,
            doing: Doing::Nothing,
            rate,
            number,
            slices: 0,
            overlapped: 0,
            worked: Work::NONE,
        }
    }

    /// Begins with the next phase. What is to be asked for first, if anything is.
    fn begin(&mut self) -> Option<Step> {
        let Some((activity, ms)) = self.phases.get(self.begun).copied() else {
            return Some(Step::Done(self.output()));
        };
        self.begun += 1;
        let ms_waited = ms as u32;
        match activity {
            Activity::Compute => {
                self.doing = Doing::Computing(SizedWork::new(ms, self.rate));
                None
            }
            Activity::Wait => Some(Step::Waiting(Wait::Sleep { ms: ms_waited })),
            Activity::Download => Some(Step::Waiting(Wait::Fetch(Resource {
                delay_ms: ms_waited,
                size: DOWNLOAD,
                form: ContentKind::Bytes,
                keep: false,
                url: None,
            }))),
            Activity::Locked => {
                self.doing = Doing::Asking(SizedWork::new(ms, self.rate));
                Some(Step::Lock)
            }
        }
    }

    /// Goes on by a slice with what it is in the middle of; nothing where that was empty.
    fn go_on(&mut self) -> Option<Step> {
        match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Nothing => self.begin(),
            Doing::Computing(work) if work.is_done() => None,
            Doing::Computing(mut work) => {
                self.slice(&mut work);
                if !work.is_done() {
                    self.doing = Doing::Computing(work);
                }
                Some(Step::Computing)
            }
            Doing::Asking(work) => {
                self.doing = Doing::Locked(work, self.number.load(Relaxed));
                None
            }
            Doing::Locked(mut work, read) => {
                self.slice(&mut work);
                if work.is_done() {
                    self.overlapped += u32::from(self.number.load(Relaxed) != read);
                    self.number.store(read + 1, Relaxed);
                    return Some(Step::Unlock);
                }
                self.doing = Doing::Locked(work, read);
                Some(Step::Computing)
            }
        }
    }

    fn slice(&mut self, work: &mut SizedWork) {
        self.slices += u64::from(!work.is_done());
        self.worked = Work::of(work.slice());
    }

    fn output(&self) -> String {
        let done = format!("{} phases, {} slices", self.phases.len(), self.slices);
        match self.overlapped {
            0 => done,
            overlapped => format!("{done}, {overlapped} critical sections overlapped"),
        }
    }
}

impl Task for Mix<'_> {
    /// A critical section computes from when it asks for the lock: whoever computes is the one who has to have it.
    fn phase(&self) -> Phase {
        let computes = match self.doing {
            Doing::Nothing => self.phases.get(self.begun).is_some_and(|(activity, _)| activity.computes()),
            Doing::Computing(_) | Doing::Asking(_) | Doing::Locked(..) => true,
        };
        if computes { Phase::Compute } else { Phase::Wait }
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        self.worked = Work::NONE;
        loop {
            if let Some(step) = self.go_on() {
                return step;
            }
        }
    }

    fn worked(&self) -> Work {
        self.worked
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};
    use std::thread;

    use super::*;
    use crate::experiment::{Experiment, parse};

    fn experiment(query: &str) -> Experiment {
        let link = parse(&format!("workload=mix&{query}"));
        assert_eq!(link.notices, [], "{query}");
        link.experiment
    }

    /// A slice in a ms.
    fn quick() -> WorkRate {
        WorkRate::measured(1 << 18, 1.0).expect("a rate")
    }

    /// What a task does, in short: a letter for each step, and its output.
    fn steps(mut task: Mix<'_>) -> (String, String) {
        let mut steps = String::new();
        loop {
            let phase = task.phase();
            let (step, computes) = match task.advance(0.0, Some(Arrived::Time)) {
                Step::Computing => (".".to_owned(), true),
                Step::Lock => ("(".to_owned(), true),
                Step::Unlock => (".)".to_owned(), true),
                Step::Waiting(Wait::Sleep { ms }) => (format!("w{ms} "), false),
                Step::Waiting(Wait::Fetch(resource)) => (format!("d{} ", resource.delay_ms), false),
                Step::Done(output) => return (steps, output),
                step => panic!("{step:?}"),
            };
            assert_eq!(phase == Phase::Compute, computes, "after {steps}");
            steps += &step;
        }
    }

    fn done(query: &str, k: u32) -> (String, String) {
        let number = AtomicU64::new(0);
        steps(Mix::new(&experiment(query).values, k, quick(), &number))
    }

    #[test]
    fn phases_are_done_in_order() {
        let told = |steps: &str, output: &str| (steps.to_owned(), output.to_owned());
        assert_eq!(done("", 0), told("w100 ..........", "2 phases, 10 slices"));
        assert_eq!(done("phases=c2,d30,l3,w5,c1", 7), told("..d30 (...)w5 .", "5 phases, 6 slices"));
        assert_eq!(done("phases=c2,c1", 0), told("...", "2 phases, 3 slices"));
        assert_eq!(done("phases=w0,w0", 0), told("w0 w0 ", "2 phases, 0 slices"));
    }

    #[test]
    fn an_empty_phase_is_one_all_the_same() {
        assert_eq!(done("phases=c0", 0).1, "1 phases, 0 slices");
        let number = AtomicU64::new(0);
        let task = Mix::new(&experiment("phases=l0,c0,l0").values, 0, quick(), &number);
        assert_eq!(steps(task).1, "3 phases, 0 slices");
        assert_eq!(number.into_inner(), 2, "the lock was had twice");
    }

    #[test]
    fn jitter_is_fixed_by_task_and_phase() {
        let jittered = "phases=w100,c8,w100,c8&jitter=50";
        let all: Vec<_> = (0..50).map(|k| done(jittered, k)).collect();
        assert_eq!(all, (0..50).map(|k| done(jittered, k)).collect::<Vec<_>>());
        let waits = |steps: &str| -> Vec<u32> {
            let waits = steps.split('w').skip(1).filter_map(|wait| wait.split(' ').next());
            waits.map(|ms| ms.parse().unwrap()).collect()
        };
        assert!(all.iter().all(|(steps, _)| waits(steps).iter().all(|ms| (50..=150).contains(ms))));
        assert!(all.iter().any(|(steps, _)| waits(steps)[0] != waits(steps)[1]), "phases differ");
        assert!(all.iter().any(|(_, output)| *output != all[0].1), "work differs, too");
    }

    #[test]
    fn sections_that_overlap_are_noticed_whoever_ends_first() {
        for first in [0, 1] {
            let number = AtomicU64::new(0);
            let values = experiment("phases=l2").values;
            let mut tasks = [0, 1].map(|k| Mix::new(&values, k, quick(), &number));
            for task in &mut tasks {
                // Nobody keeps the lock for them.
                assert!(matches!(task.advance(0.0, None), Step::Lock));
                assert!(matches!(task.advance(0.0, None), Step::Computing));
            }
            let mut outputs = Vec::new();
            for place in [first, 1 - first] {
                assert!(matches!(tasks[place].advance(0.0, None), Step::Unlock));
                outputs.extend(match tasks[place].advance(0.0, None) {
                    Step::Done(output) => Some(output),
                    _ => None,
                });
            }
            assert_eq!(outputs, ["1 phases, 2 slices", "1 phases, 2 slices, 1 critical sections overlapped"]);
            assert_eq!(number.into_inner(), 1, "an update was lost");
        }
    }

    #[test]
    fn under_a_lock_threads_lose_nothing() {
        let (number, lock) = (AtomicU64::new(0), Mutex::new(()));
        let values = experiment("phases=c1,l2,c1,l1").values;
        thread::scope(|scope| {
            for k in 0..16 {
                let (number, lock, values) = (&number, &lock, &values);
                scope.spawn(move || {
                    let mut task = Mix::new(values, k, quick(), number);
                    let mut held = None;
                    let output = loop {
                        match task.advance(0.0, None) {
                            Step::Computing => {}
                            Step::Lock => held = Some(lock.lock().unwrap_or_else(PoisonError::into_inner)),
                            Step::Unlock => drop(held.take()),
                            Step::Done(output) => break output,
                            step => panic!("{step:?}"),
                        }
                    };
                    assert_eq!(output, "4 phases, 5 slices");
                });
            }
        });
        assert_eq!(number.into_inner(), 32);
    }

    #[test]
    fn slices_say_how_much_work_they_were() {
        let number = AtomicU64::new(0);
        let mut task = Mix::new(&experiment("phases=c1,w1,l1").values, 0, quick(), &number);
        let mut worked = || {
            drop(task.advance(0.0, None));
            task.worked()
        };
        let amounts = [(); 4].map(|()| worked().amount);
        assert_eq!(amounts, [1 << 18, 0, 0, 1 << 18]);
    }
}
