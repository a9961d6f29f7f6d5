//! How long a way of running a program should take, by arithmetic.
//!
//! Tasks are gone through in the order of time: whoever can go on first takes the first core that is free. Nobody is
//! interrupted, and nothing else is there. It says what is worth measuring, and where another way would win; no figure
//! of it is told as a measurement.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::experiment::{Computing, ExecutorId, Experiment, Memory, handing_ms};
use crate::workload::{Activity, program};

/// How long an executor with pools of so many workers should take for the tasks of a program, on so many cores, ms.
pub fn expected_ms(experiment: &Experiment, executor: ExecutorId, workers: u32, cores: u32) -> f64 {
    let program = program(&experiment.values);
    let tasks = experiment.workload.tasks(&experiment.values);
    let poison_ms = f64::from(experiment.poison_ms());
    let poison = (poison_ms > 0.0).then(|| vec![(Activity::Compute, poison_ms)]);
    let tasks: Vec<_> = poison.into_iter().chain((0..tasks).map(program)).collect();
    let handing_ms = handing_ms(experiment, executor);
    let mut machine = Machine::new(executor, workers, cores, handing_ms);
    machine.run(&tasks)
}

/// A moment, ms, that can be sorted: of the moments here none is NaN.
#[derive(Clone, Copy, PartialEq)]
struct Moment(f64);

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What tasks have to share.
struct Machine {
    executor: ExecutorId,
    /// When each core is free, ms.
    cores: Vec<f64>,
    /// When each lane is free to compute, ms.
    lanes: Vec<f64>,
    /// When each memory's lock is free, ms.
    locks: Vec<f64>,
    /// What handing over a task takes, ms.
    handing_ms: f64,
    /// When a loop that hands computations over is free to hand over the next, ms.
    handing_free_ms: f64,
}

impl Machine {
    fn new(executor: ExecutorId, workers: u32, cores: u32, handing_ms: f64) -> Self {
        let lanes = executor.pool(workers).max(1) as usize;
        // Under one lock for all, only one lane computes.
        let facts = executor.facts();
        let cores = if facts.computing == Computing::UnderOneLock { 1 } else { cores.max(1) };
        let memories = match facts.memory {
            Memory::Shared | Memory::Page => 1,
            _ if facts.computing == Computing::InPool => 1,
            Memory::Isolated | Memory::Apart => lanes,
        };
        Self {
            executor,
            cores: vec![0.0; cores as usize],
            lanes: vec![0.0; lanes],
            locks: vec![0.0; memories],
            handing_ms,
            handing_free_ms: 0.0,
        }
    }

    /// Whether a wait leaves its lane to others.
    fn loops(&self) -> bool {
        self.executor.facts().looping
    }

    /// Goes through all tasks; when the last of them is over, ms.
    fn run(&mut self, tasks: &[Vec<(Activity, f64)>]) -> f64 {
        // Who goes on when: the moment, the task, and which of its phases comes.
        let mut next = BinaryHeap::new();
        let at_once = if self.loops() { tasks.len() } else { self.lanes.len().min(tasks.len()) };
        (0..at_once).for_each(|task| next.push(Reverse((Moment(0.0), task, 0))));
        // On which lane each task is, where it has one for itself.
        let mut lane_of: Vec<usize> = (0..tasks.len()).map(|task| task % self.lanes.len()).collect();
        let (mut begun, mut end_ms) = (at_once, 0.0f64);
        while let Some(Reverse((Moment(now_ms), task, phase))) = next.pop() {
            if let Some((activity, ms)) = tasks[task].get(phase) {
                let then_ms = match activity.computes() {
                    true => self.compute(now_ms, *ms, lane_of[task], *activity == Activity::Locked),
                    false => now_ms + ms,
                };
                next.push(Reverse((Moment(then_ms), task, phase + 1)));
                continue;
            }
            end_ms = end_ms.max(now_ms);
            if begun < tasks.len() {
                // Whoever's lane is free takes the next.
                lane_of[begun] = lane_of[task];
                next.push(Reverse((Moment(now_ms + self.handing_ms), begun, 0)));
                begun += 1;
            }
        }
        end_ms
    }

    /// When a task that can compute from now on has done so, ms.
    fn compute(&mut self, now_ms: f64, ms: f64, lane: usize, is_locked: bool) -> f64 {
        let mut begin_ms = now_ms;
        let mut lane = lane;
        if self.executor.facts().computing == Computing::InPool {
            // Whichever lane of the pool is free, once the loop has handed the computation over.
            lane = first_free(&self.lanes);
            self.handing_free_ms = self.handing_free_ms.max(now_ms) + self.handing_ms;
            begin_ms = self.handing_free_ms;
        }
        let core = first_free(&self.cores);
        begin_ms = begin_ms.max(self.cores[core]);
        if self.loops() {
            begin_ms = begin_ms.max(self.lanes[lane]);
        }
        let lock = lane.min(self.locks.len() - 1);
        if is_locked {
            begin_ms = begin_ms.max(self.locks[lock]);
        }
        let end_ms = begin_ms + ms;
        (self.cores[core], self.lanes[lane]) = (end_ms, end_ms);
        if is_locked {
            self.locks[lock] = end_ms;
        }
        end_ms
    }
}

/// Which of these is free first.
fn first_free(moments: &[f64]) -> usize {
    (0..moments.len()).min_by(|a, b| moments[*a].total_cmp(&moments[*b])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::WAYS;
    use super::*;
    use crate::experiment::{Bounds, parse};

    fn expected(query: &str, executor: ExecutorId, workers: u32, cores: u32) -> f64 {
        expected_ms(&parse(&format!("workload=mix&{query}")).experiment, executor, workers, cores).round()
    }

    #[test]
    fn what_overlaps_is_what_the_executor_lets_overlap() {
        use ExecutorId::{EventLoop, LockedThreads, Offload, ProcessLoops, Processes, Sequential, Threads};
        let waits = "phases=w100&tasks=8";
        let all = |query: &str, executors: [ExecutorId; 3]| executors.map(|one| expected(query, one, 4, 2));
        assert_eq!(all(waits, [Sequential, EventLoop, Threads]), [800.0, 100.0, 200.0]);
        assert_eq!(all(waits, [LockedThreads, Offload, Processes]), [200.0, 100.0, 200.0]);
        let computes = "phases=c100&tasks=8";
        assert_eq!(all(computes, [Sequential, EventLoop, LockedThreads]), [800.0, 800.0, 800.0]);
        assert_eq!(all(computes, [Threads, Processes, ProcessLoops]), [400.0, 400.0, 400.0]);
        assert!((400.0..402.0).contains(&expected(computes, Offload, 4, 2)));
        // Sections exclude each other where a memory is shared, and nowhere else.
        let locked = "phases=l100&tasks=8";
        assert_eq!(all(locked, [Threads, Processes, ProcessLoops]), [800.0, 400.0, 400.0]);
        // One that computes for long holds up a loop, and nobody else.
        let poisoned = "phases=c1,w30,c1&tasks=20&poison=1000";
        assert!(expected(poisoned, EventLoop, 4, 2) > 1030.0);
        assert!((1000.0..1010.0).contains(&expected(poisoned, Offload, 4, 2)));
    }

    proptest! {
        /// Nothing is expected sooner than what can't be avoided, nor later than one task after the other.
        #[test]
        fn it_is_within_the_bounds(
            phases in prop::collection::vec(("[cwdl]", 0..50u32), 1..6),
            tasks in 1..40u32, workers in 1..9u32, cores in 1..9u32,
            executor in select(WAYS.to_vec()),
        ) {
            let phases: Vec<String> = phases.iter().map(|(letter, ms)| format!("{letter}{ms}")).collect();
            let query = format!("workload=mix&phases={}&tasks={tasks}", phases.join(","));
            let program = parse(&query).experiment;
            let bounds = Bounds::of(&program, cores).unwrap();
            let ms = expected_ms(&program, executor, workers, cores);
            let handing = handing_ms(&program, executor) * f64::from(tasks) * phases.len() as f64;
            prop_assert!(ms >= bounds.cores_ms - 1e-6, "{ms} < {bounds:?}");
            prop_assert!(ms <= bounds.alone_ms + handing + 1e-6, "{ms} > {bounds:?}");
        }
    }
}
