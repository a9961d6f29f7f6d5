//! Which ways are tried for an answer, and how often, so that it comes in a time that a reader waits for.

use super::description::fitting_workers;
use super::{Advice, Description, expected_ms, simplest_first};
use crate::experiment::{
    ExecutorId, Experiment, Features, MAKING_MS, Planned, REPEAT, Unavailable, WORKERS, plan,
};
use crate::trace::Run;
use crate::workload::Value;

/// No round of runs for an answer begins that would end later than so long after the first, ms.
pub const ADVICE_MS: f64 = 20_000.0;
/// What is planned takes so long by arithmetic, ms: machines are slower than that.
const PLANNED_MS: f64 = 14_000.0;
/// From so many measured runs on there is an interval for each ratio.
const ENOUGH: u32 = 6;
/// More rounds than this make nothing surer that matters.
const MOST: u32 = 12;
/// With fewer, the program is tried with fewer tasks instead.
const FEWEST: u32 = 2;
/// And with so many the rest of the time is for what is tried once.
const FEW: u32 = 3;
/// Fewer tasks have to take less than this share of the time of twice as many.
const WORTH_IT: f64 = 0.8;
/// A way that should take more than so many times as long as the best is no answer: it is tried once.
pub(super) const SLOW: f64 = 2.0;
/// And so is, where runs are long, what should take more than so many times as long.
const SLOWER: f64 = 1.15;

/// The runs for an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The program, its ways to run, simplest first, and how often each; fewer tasks where all would take too long.
    pub experiment: Experiment,
    /// The same with all tasks that were asked about.
    pub asked: Experiment,
    /// The runs.
    pub runs: Vec<Planned>,
    /// What is not tried.
    pub left_out: Vec<LeftOut>,
    /// How long all runs should take, ms.
    pub expected_ms: f64,
}

/// A way that is not tried.
#[derive(Clone, Debug, PartialEq)]
pub enum LeftOut {
    /// It can't run here.
    Unavailable(ExecutorId, Unavailable),
    /// Its workers have a memory each, and the program's tasks share something.
    SharesNothing(ExecutorId),
    /// One run of it should take so long, ms, by arithmetic, and so it is no answer.
    TooLong(ExecutorId, f64),
}

/// A way, and how long a run of it should take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) executor: ExecutorId,
    /// Its tasks, ms.
    pub(super) expected_ms: f64,
    /// All of it, ms.
    pub(super) run_ms: f64,
}

impl Candidate {
    /// With pools of so many workers, on so many cores.
    pub(super) fn new(experiment: &Experiment, executor: ExecutorId, workers: u32, cores: u32) -> Self {
        let expected_ms = expected_ms(experiment, executor, workers, cores);
        let run_ms = expected_ms + MAKING_MS * f64::from(executor.pool(workers) + 1);
        Self { executor, expected_ms, run_ms }
    }
}

/// Which of the candidates are tried.
struct Choice {
    often: Vec<Candidate>,
    too_long: Vec<Candidate>,
    repeats: u32,
    /// Whether they are run once before that.
    warms_up: bool,
    /// One run of each that is tried often, ms.
    round_ms: f64,
    /// All runs, ms.
    expected_ms: f64,
}

impl Plan {
    /// For this program, in a browser that offers this and has so many cores; `None` where it is no program of the
    /// reader's own, and where even one run of each way that could be the answer takes too long.
    pub fn of(asked: &Experiment, features: &Features, cores: u32) -> Option<Self> {
        let description = Description::of(asked)?;
        let mut experiment = asked.clone();
        experiment.sweep = None;
        let mut left_out = Vec::new();
        let mut can = simplest_first(&description);
        // Without a room a queue is this browser's own: it can do nothing that workers can't.
        can.retain(|executor| *executor != ExecutorId::Queue || features.room);
        can.retain(|executor| {
            let why = match features.check(*executor, &experiment) {
                Err(why) => Some(LeftOut::Unavailable(*executor, why)),
                Ok(()) if description.can_be(*executor, features.shared_memory) => None,
                Ok(()) => Some(LeftOut::SharesNothing(*executor)),
            };
            let is_left_out = why.is_some();
            left_out.extend(why);
            !is_left_out
        });
        let choice = Choice::for_a_part(&mut experiment, &can, cores)?;
        let has = |some: &[Candidate], executor| some.iter().any(|one| one.executor == executor);
        can.retain(|executor| !has(&choice.too_long, *executor));
        experiment.executors = can;
        experiment.set(&REPEAT, Value::Integer(choice.repeats.into()));
        let is_made = |run: &Planned| match has(&choice.often, run.executor) {
            true => choice.warms_up || !run.warmup,
            false => run.repeat == 0 && !run.warmup,
        };
        let runs = plan(&experiment, |_, _| true).into_iter().filter(is_made).collect();
        let too_long = choice.too_long.iter().map(|one| LeftOut::TooLong(one.executor, one.expected_ms));
        left_out.extend(too_long);
        let asked = Experiment { values: asked.values.clone(), ..experiment.clone() };
        Some(Self { runs, left_out, expected_ms: choice.expected_ms, asked, experiment })
    }
}

impl Choice {
    /// With all tasks, or with half of them, or half of these, until it takes no longer than a reader waits; as many as
    /// keep all lanes busy twice are left.
    fn for_a_part(experiment: &mut Experiment, can: &[ExecutorId], cores: u32) -> Option<Self> {
        let mut chosen = Self::for_all(experiment, can, cores);
        while chosen.repeats < FEWEST {
            let tasks = experiment.workload.tasks(&experiment.values);
            let mut part = experiment.clone();
            part.set_tasks(tasks / 2);
            let fewer = Self::for_all(&mut part, can, cores);
            // Where tasks wait together, fewer of them don't take less.
            if tasks <= 2 * part.workers(cores) || fewer.round_ms > WORTH_IT * chosen.round_ms {
                break;
            }
            (*experiment, chosen) = (part, fewer);
        }
        (chosen.repeats > 0).then_some(chosen)
    }

    /// With all tasks of an experiment, and as many workers as suit it.
    fn for_all(experiment: &mut Experiment, can: &[ExecutorId], cores: u32) -> Self {
        let workers = fitting_workers(experiment, cores);
        experiment.set(&WORKERS, Value::Integer(workers.into()));
        let candidate = |executor: &ExecutorId| Candidate::new(experiment, *executor, workers, cores);
        Self::of(&can.iter().map(candidate).collect::<Vec<_>>())
    }

    /// Among these candidates.
    fn of(candidates: &[Candidate]) -> Self {
        let best_ms = candidates.iter().map(|one| one.expected_ms).fold(f64::INFINITY, f64::min);
        let split = |slow: f64| -> (Vec<_>, Vec<_>) {
            candidates.iter().partition(|one| one.expected_ms <= slow * best_ms)
        };
        let sum = |some: &[Candidate]| some.iter().map(|one| one.run_ms).sum::<f64>();
        // The first round warms up, where there are more than two.
        let rounds = |often: &[Candidate], once: &[Candidate]| {
            (((PLANNED_MS - sum(once)) / sum(often)) as u32).min(MOST)
        };
        let repeats = |rounds: u32| if rounds > 2 { rounds - 1 } else { rounds };
        let (mut often, mut once) = split(SLOW);
        if repeats(rounds(&often, &[])) < ENOUGH {
            (often, once) = split(SLOWER);
        }
        once.sort_by(|a, b| a.run_ms.total_cmp(&b.run_ms));
        // What is tried once only has the time that the others leave.
        let alone = repeats(rounds(&often, &[]));
        let wanted = if alone < ENOUGH { alone.min(FEW) } else { ENOUGH };
        let mut too_long = Vec::new();
        while repeats(rounds(&often, &once)) < wanted
            && let Some(slowest) = once.pop()
        {
            too_long.push(slowest);
        }
        let (rounds, round_ms) = (rounds(&often, &once), sum(&often));
        let expected_ms = sum(&once) + round_ms * f64::from(rounds);
        Self { often, too_long, repeats: repeats(rounds), warms_up: rounds > 2, round_ms, expected_ms }
    }
}

/// Whether these runs of a program, made within so long, ms, are enough for an answer: no doubt is left, or no time.
pub fn is_enough(description: &Description, runs: &[Run], elapsed_ms: f64) -> bool {
    let measured = runs.iter().filter(|run| !run.warmup).map(|run| run.repeat + 1).max().unwrap_or_default();
    // The first round warmed up.
    let round_ms = elapsed_ms / f64::from(measured + 1);
    let is_sure = || Advice::of(description, runs).is_some_and(|advice| advice.rival.is_none());
    elapsed_ms + round_ms > ADVICE_MS || measured >= ENOUGH && is_sure()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{PRESETS, format, parse};

    const HERE: Features = Features::ALL;

    fn planned(query: &str, features: Features, cores: u32) -> Option<Plan> {
        Plan::of(&parse(query).experiment, &features, cores)
    }

    fn named(plan: &Plan) -> String {
        let names: Vec<_> = plan.experiment.executors.iter().map(|executor| executor.id()).collect();
        names.join(",")
    }

    #[test]
    fn every_example_is_answered_in_time_with_an_interval() {
        for (preset, cores) in PRESETS.into_iter().flat_map(|preset| [(preset, 2), (preset, 8)]) {
            let mut program = parse("workload=mix").experiment;
            program.take_preset(preset);
            let plan = Plan::of(&program, &HERE, cores).unwrap();
            assert!(plan.expected_ms < ADVICE_MS, "{preset:?} on {cores}: {} ms", plan.expected_ms);
            assert!(
                plan.experiment.repeats() >= FEWEST,
                "{preset:?} on {cores}: {}",
                format(&plan.experiment)
            );
            assert!(plan.experiment.executors.len() > 1, "{preset:?} on {cores}: {}", named(&plan));
        }
    }

    #[test]
    fn what_is_sure_to_take_long_is_tried_once_or_not_at_all() {
        let plan = planned("workload=mix&phases=w50&tasks=10", HERE, 2).unwrap();
        assert!(plan.left_out.is_empty() && named(&plan).starts_with("sequential,event-loop"));
        let of = |executor| plan.runs.iter().filter(|run| run.executor == executor).count();
        assert_eq!(of(ExecutorId::Sequential), 1, "ten times as long: once");
        assert_eq!(of(ExecutorId::EventLoop) as u32, 1 + plan.experiment.repeats());
        let plan = planned("workload=mix&phases=w1000&tasks=100", HERE, 2).unwrap();
        let is_too_long = |left_out: &LeftOut| match left_out {
            LeftOut::TooLong(ExecutorId::Sequential, ms) => (100_000.0..100_100.0).contains(ms),
            _ => false,
        };
        assert!(plan.left_out.iter().any(is_too_long), "{:?}", plan.left_out);
        assert_eq!(named(&plan), "event-loop,offload,process-loops");
    }

    #[test]
    fn a_program_that_takes_too_long_is_tried_in_part() {
        let plan = planned("workload=mix&phases=c100&tasks=1000", HERE, 2).unwrap();
        let tasks = plan.experiment.tasks();
        assert!((5..500).contains(&tasks) && plan.expected_ms < ADVICE_MS, "{tasks} tasks");
        assert_eq!(planned("workload=mix&phases=c10000,c10000&tasks=1", HERE, 2), None);
        assert_eq!(planned("workload=primes", HERE, 2), None);
    }

    #[test]
    fn what_can_t_run_here_is_said() {
        let framed = Features { isolated: false, shared_memory: false, top_level: false, ..HERE };
        let plan = planned("workload=mix&phases=c10,w10", framed, 2).unwrap();
        let why = Unavailable::NotIsolatedInFrame;
        assert_eq!(
            plan.left_out,
            [ExecutorId::LockedThreads, ExecutorId::Threads].map(|one| LeftOut::Unavailable(one, why))
        );
        assert!(!named(&plan).contains("threads"));
        let in_room = planned("workload=mix&phases=c10,w10", Features { room: true, ..HERE }, 2).unwrap();
        assert!(named(&in_room).ends_with(",queue"));
    }
}
