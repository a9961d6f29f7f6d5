//! What an experiment may cost, before it is run.

use super::{Computing, ExecutorId, Experiment, Handing, Memory, Planned};

/// What a run is expected to take. Rough: it decides who is asked first, it measures nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Time for everything, ms.
    pub ms: f64,
    /// The most memory held at once, by one run and by what the page keeps of all of them, bytes.
    pub bytes: u64,
}

/// What a link or a message may start without a click: 10 s and 256 MiB.
const FREE: Estimate = Estimate { ms: 10_000.0, bytes: 256 << 20 };
/// Making a worker, ms.
pub const MAKING_MS: f64 = 15.0;
/// Making a worker, ms and bytes: an instance of the module, its stack and the browser's own.
const WORKER: Estimate = Estimate { ms: MAKING_MS, bytes: 3 << 20 };
/// Taking one task out of a message that holds many, ms.
const UNPACKING_MS: f64 = 0.01;
/// What the page keeps of each task of a run, bytes: its output, and about four spans.
const KEPT: u64 = 400;

impl Estimate {
    /// Whether this needs a click first.
    pub fn needs_click(&self) -> bool {
        self.exceeds(&FREE)
    }

    /// Whether this takes more time or more memory.
    pub(super) fn exceeds(&self, limit: &Self) -> bool {
        self.ms > limit.ms || self.bytes > limit.bytes
    }
}

/// What all these runs take together on a machine of so many cores.
pub fn estimate(runs: &[Planned], hardware_concurrency: u32) -> Estimate {
    let each = runs.iter().map(|run| one(&run.experiment, run.executor, hardware_concurrency));
    let all = each.fold(Estimate::default(), |sum, run| Estimate {
        ms: sum.ms + run.ms,
        bytes: sum.bytes.max(run.bytes),
    });
    let kept = runs.iter().map(|run| u64::from(run.experiment.tasks()) * KEPT).sum::<u64>();
    Estimate { bytes: all.bytes + kept, ..all }
}

/// What it takes to hand one task to a lane and to hear of its end, ms, whatever it does: nothing to speak of for a few,
/// but seconds for ten thousand.
pub fn handing_ms(experiment: &Experiment, executor: ExecutorId) -> f64 {
    let ms = |us: u32| f64::from(us) / 1000.0;
    match executor.facts().handing {
        Handing::OneByOne(task_us) => ms(task_us),
        Handing::InMessages(message_us) => UNPACKING_MS + ms(message_us) / f64::from(experiment.chunk()),
    }
}

/// The longest that a page may be frozen, ms: no start that would take longer is made.
pub const MOST_FROZEN_MS: f64 = 10_000.0;

/// How long one run of this experiment would probably freeze the page, ms; `None` where none of its
/// executors computes on the page's own thread.
pub fn freeze_ms(experiment: &Experiment) -> Option<f64> {
    let freezes = experiment.executors.iter().any(|executor| executor.facts().memory == Memory::Page);
    let cost = (experiment.workload.cost)(&experiment.values);
    let compute_ms = cost.compute_ms * f64::from(experiment.tasks()) + f64::from(experiment.poison_ms());
    freezes.then_some(compute_ms)
}

fn one(experiment: &Experiment, executor: ExecutorId, cores: u32) -> Estimate {
    let cost = (experiment.workload.cost)(&experiment.values);
    let (tasks, facts) = (experiment.tasks(), executor.facts());
    let workers = executor.pool(experiment.workers(cores));
    let rounds = |at_once: u32| f64::from(tasks.div_ceil(at_once.clamp(1, tasks)));
    let in_flight = match (facts.looping, experiment.concurrency()) {
        (true, Some(limit)) => limit.saturating_mul(workers),
        (true, None) => tasks,
        (false, _) => workers,
    };
    // A lane has one payload at a time, however many of its tasks are in progress.
    let at_once = if experiment.payload().is_some() { workers } else { in_flight };
    // Under one lock for all only one lane computes at a time. That is said where the work itself is known, because it is
    // given as a time: else what is published as light enough to start by itself would no longer be.
    let takes_turns = facts.computing == Computing::UnderOneLock && experiment.workload.extras.sized;
    let computing = if takes_turns { 1 } else { workers.min(cores.max(1)) };
    // Where memory is shared, as by the pool of `offload` where that can be, only one lane is in its critical section.
    let shares_memory = facts.memory == Memory::Shared || facts.computing == Computing::InPool;
    let sections = if shares_memory { 1 } else { computing };
    let busy_ms = (cost.compute_ms * rounds(computing)).max(cost.locked_ms * rounds(sections));
    let handing_ms = handing_ms(experiment, executor) * f64::from(tasks);
    Estimate {
        ms: (busy_ms + cost.wait_ms * rounds(in_flight)).max(cost.least_ms)
            + handing_ms
            + f64::from(experiment.poison_ms())
            + MAKING_MS * f64::from(workers),
        bytes: cost.bytes * u64::from(at_once.min(tasks)) + WORKER.bytes * u64::from(workers),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, plan};
    use super::*;

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::bounds::tests::any_program;

    fn of(query: &str) -> Estimate {
        estimate(&plan(&parse(query).experiment, |_, _| true), 2)
    }

    #[test]
    fn the_defaults_are_free_and_the_extremes_are_not() {
        assert!(!of("").needs_click());
        assert!(!of("workload=fetch&executors=event-loop").needs_click());
        assert!(!of("workload=requests").needs_click());
        for heavy in [
            "limit=1000000&tasks=1000",
            "workload=sleep&delay=60000",
            "workload=fetch&size=10485760&delay=0&tasks=1000&executors=event-loop",
            "repeat=50&sweep=workers:1..8",
            "workload=requests&rate=1&tasks=1000&delay=0&heavy=0&executors=event-loop",
        ] {
            assert!(of(heavy).needs_click(), "{heavy}: {:?}", of(heavy));
        }
    }

    /// Ten thousand tasks are cheap where nothing keeps them from being in progress together.
    #[test]
    fn of_ten_thousand_tasks_the_cost_is_that_of_the_way_they_are_run() {
        let asleep = "workload=sleep&tasks=10000";
        assert!(!of(&format!("{asleep}&executors=event-loop")).needs_click());
        assert!(!of(&format!("{asleep}&executors=process-loops&workers=2")).needs_click());
        // 64 threads sleep 157 times in a row.
        let threads = of(&format!("{asleep}&executors=threads&workers=64"));
        assert!(threads.needs_click() && threads.ms > 150_000.0, "{threads:?}");
        assert!(of(&format!("{asleep}&executors=event-loop&concurrency=1000")).ms > 10_000.0);
        // Messages cost more than such tasks, and less where many travel in one.
        let small = "workload=squares&number=1&tasks=10000&workers=2&executors=processes";
        assert!(of(small).ms > 2000.0);
        assert!(of(&format!("{small}&chunk=100")).ms < 300.0);
        assert!(of(&format!("{small}&repeat=10")).needs_click());
        // What is kept of a hundred runs is more than a page may take without asking.
        let kept = of("workload=squares&number=1&tasks=10000&executors=sequential,event-loop&repeat=50");
        assert!(kept.bytes > FREE.bytes && kept.needs_click(), "{kept:?}");
        let all = of("workload=fetch&size=0&delay=0&tasks=10000&executors=event-loop");
        assert!(all.ms < 10_000.0, "{all:?}");
    }

    #[test]
    fn what_overlaps_is_estimated_as_shorter() {
        let sequential = of("workload=fetch&executors=sequential").ms;
        assert!(of("workload=fetch&executors=event-loop").ms < sequential / 25.0);
        assert!(of("workload=fetch&executors=threads&workers=8").ms < sequential / 5.0);
        assert!(of("workload=fetch&executors=event-loop&concurrency=1").ms >= sequential);
    }

    proptest! {
        /// No way of running a program is estimated as shorter than what it can't avoid, nor as longer than one task after
        /// the other, but for making its workers and handing tasks over.
        #[test]
        fn a_program_of_ones_own_is_estimated_within_its_bounds(
            (phases, text) in any_program(),
            tasks in 1..=1000u32,
            workers in 1..=64u32,
            concurrency in proptest::option::of(1..=1000u32),
            executor in select(ExecutorId::ALL.to_vec()),
            cores in 1..=64u32,
        ) {
            let limit = concurrency.map(|limit| format!("&concurrency={limit}")).unwrap_or_default();
            let query = format!("workload=mix&phases={text}&tasks={tasks}&executors={}&workers={workers}{limit}", executor.id());
            let link = parse(&query);
            prop_assert_eq!(link.notices, vec![]);
            let lanes = executor.pool(workers);
            let making_ms = MAKING_MS * f64::from(lanes);
            let estimate = one(&link.experiment, executor, cores);
            let handing_ms = handing_ms(&link.experiment, executor) * f64::from(tasks);
            let ms = estimate.ms - making_ms - handing_ms;
            let sum = |of: &str| -> f64 { phases.iter().filter(|(letter, _)| of.contains(*letter)).map(|(_, ms)| f64::from(*ms)).sum() };
            let all = f64::from(tasks);
            let at_once = if executor == ExecutorId::LockedThreads { 1 } else { lanes.min(cores) };
            let rounding = 1e-6 * (1.0 + ms);
            prop_assert!(ms >= sum("cwdl") - rounding, "one task alone");
            prop_assert!(ms >= sum("cl") * all / f64::from(at_once) - rounding, "what is computed");
            if executor.facts().memory == Memory::Shared || lanes == 1 {
                prop_assert!(ms >= sum("l") * all - rounding, "what excludes each other");
            }
            if !executor.facts().looping {
                prop_assert!(ms >= sum("wd") * all / f64::from(lanes) - rounding, "what blocks its lane");
            }
            prop_assert!(ms <= sum("cwdl") * all + rounding, "one task after the other");
            prop_assert_eq!(estimate.needs_click(), estimate.ms > 10_000.0, "there is hardly any memory in it");
        }
    }
}
