//! What the adviser asks: four plain questions, whose answers are a program.

use crate::experiment::{Allowed, ExecutorId, Experiment};
use crate::workload::{Activity, MOST_TASKS, PHASES, Phases, ProgramPhase, Value, canonical_integer};

/// What somebody says of their program. Four questions: how long one task computes, how long it waits, how many there
/// are, and for how long each changes something that all share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Description {
    /// How long one task computes with nobody else concerned, ms.
    pub compute_ms: u32,
    /// How long it waits, ms.
    pub wait_ms: u32,
    /// How long it computes on something that all share, one at a time, ms.
    pub shared_ms: u32,
    /// How many tasks there are.
    pub tasks: u32,
    /// Whether what it waits for is a download.
    pub downloads: bool,
}

impl Description {
    /// What an experiment already says; `None` where its tasks are no program of the reader's own.
    pub fn of(experiment: &Experiment) -> Option<Self> {
        if !experiment.is_program() {
            return None;
        }
        let phases = experiment.values.phases(&PHASES);
        let ms_of = |is: fn(Activity) -> bool| phases.ms_of(is) as u32;
        Some(Self {
            compute_ms: ms_of(|activity| activity == Activity::Compute),
            wait_ms: ms_of(|activity| !activity.computes()),
            shared_ms: ms_of(|activity| activity == Activity::Locked),
            tasks: experiment.workload.tasks(&experiment.values),
            downloads: phases.has(Activity::Download),
        })
    }

    /// Whether a task waits for longer than it computes.
    pub fn waits_mostly(&self) -> bool {
        self.wait_ms > self.compute_ms + self.shared_ms
    }

    /// Whether an executor can do this at all: workers with a memory each have nothing that all of them share.
    pub fn can_be(&self, executor: ExecutorId, shared_memory: bool) -> bool {
        self.shared_ms == 0 || !executor.has_lock_each(shared_memory)
    }

    /// Reads how many tasks there are, as it was typed.
    ///
    /// # Errors
    /// What would have been allowed.
    pub fn read_tasks(typed: &str) -> Result<u32, Allowed> {
        let tasks = canonical_integer(typed.trim()).filter(|tasks| (1..=MOST_TASKS.into()).contains(tasks));
        tasks.map(|tasks| tasks as u32).ok_or(Allowed::Between(1, MOST_TASKS.into()))
    }

    /// Has tasks do as is said: they wait, compute, and then change what they share. What is longer than a phase can be
    /// is as long as it can.
    pub fn ask_of(self, experiment: &mut Experiment) {
        let waiting = if self.downloads { Activity::Download } else { Activity::Wait };
        let phases = [
            (waiting, self.wait_ms),
            (Activity::Compute, self.compute_ms),
            (Activity::Locked, self.shared_ms),
        ];
        let phase =
            |(activity, ms): (Activity, u32)| ProgramPhase { activity, ms: ms.min(ProgramPhase::MOST_MS) };
        let mut phases: Vec<_> = phases.into_iter().filter(|(_, ms)| *ms > 0).map(phase).collect();
        if phases.is_empty() {
            phases.push(ProgramPhase { activity: Activity::Compute, ms: 0 });
        }
        // One to three phases, none too long: a program.
        let Some(phases) = Phases::new(phases) else { return };
        experiment.set(&PHASES, Value::Phases(phases));
        experiment.set_tasks(self.tasks);
    }
}

/// How many lanes a pool should have for such tasks on so many cores. Cores are kept busy while others of their tasks wait
/// by cores × (1 + waiting / computing) of them (Goetz et al., *Java Concurrency in Practice*, section 8.2), if all waits
/// were as long and evenly spread; where tasks wait at all, half as many more make up for that they aren't. At most as
/// many as there are tasks, and no more than [`MOST_WORKERS`].
pub(super) fn fitting_workers(experiment: &Experiment, cores: u32) -> u32 {
    let cost = (experiment.workload.cost)(&experiment.values);
    let per_core = match cost.wait_ms {
        0.0 => 1.0,
        wait_ms if cost.compute_ms > 0.0 => SPREAD * (1.0 + wait_ms / cost.compute_ms),
        _ => f64::INFINITY,
    };
    let wanted = (f64::from(cores.max(1)) * per_core).ceil().min(MOST_WORKERS.into()) as u32;
    wanted.min(experiment.tasks()).max(2)
}

/// So many times as many lanes as evenly spread waits would need.
const SPREAD: f64 = 1.5;
/// More lanes than this are not proposed: each is a worker of the browser, which takes memory and time to make.
const MOST_WORKERS: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{format, parse};

    fn mix(query: &str) -> Experiment {
        parse(&format!("workload=mix&{query}")).experiment
    }

    #[test]
    fn what_is_said_is_what_tasks_do() {
        let asked = |said: Description| {
            let mut program = mix("phases=c1,w2,d3,l4&tasks=5&jitter=30");
            said.ask_of(&mut program);
            format(&program)
        };
        let said = Description { compute_ms: 40, wait_ms: 100, shared_ms: 0, tasks: 8, downloads: false };
        assert_eq!(asked(said), "workload=mix&phases=w100,c40&jitter=30&tasks=8");
        let nothing = Description { compute_ms: 0, wait_ms: 0, tasks: 0, ..said };
        assert_eq!(asked(nothing), "workload=mix&phases=c0&jitter=30&tasks=1");
        let too_much = Description { wait_ms: 99_999, tasks: 99_999, ..said };
        assert_eq!(asked(too_much), "workload=mix&phases=w10000,c40&jitter=30&tasks=10000");
    }

    #[test]
    fn what_a_program_says_is_asked_again_unchanged() {
        for query in ["phases=w100,c40&tasks=8", "phases=d20,c40,l3&tasks=24", "phases=c250", "phases=w9,l2"]
        {
            let program = mix(query);
            let mut asked = program.clone();
            Description::of(&program).unwrap().ask_of(&mut asked);
            assert_eq!(asked, program, "{query}");
        }
        assert_eq!(Description::of(&parse("").experiment), None);
    }

    #[test]
    fn a_pool_is_as_large_as_waits_make_it() {
        let workers = |query: &str, cores| fitting_workers(&mix(query), cores);
        assert_eq!(workers("phases=c10&tasks=50", 8), 8);
        assert_eq!(workers("phases=c10,w10&tasks=50", 2), 6);
        assert_eq!(workers("phases=c1,w1000&tasks=50", 2), 16);
        assert_eq!(workers("phases=w1000&tasks=5", 2), 5);
        assert_eq!(workers("phases=c10&tasks=1", 8), 2);
    }
}
