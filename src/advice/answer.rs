//! What the figures say: the simplest way that is as good as the best.

use super::{Description, simplest_first};
use crate::experiment::ExecutorId;
use crate::trace::{LEVEL, Ratio, Run, Spread, median};

/// A way is as good as the best where its makespan is at most so many times as long.
pub const CLOSE: f64 = 1.1;

/// The first of these ways, simplest first, whose makespan, ms, is as good as the best.
pub(super) fn simplest_as_good(makespans: &[(ExecutorId, f64)]) -> Option<ExecutorId> {
    let best_ms = makespans.iter().map(|(_, ms)| *ms).reduce(f64::min)?;
    makespans.iter().find(|(_, ms)| *ms <= CLOSE * best_ms).map(|(executor, _)| *executor)
}

/// What came of trying several ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The ways that were tried, simplest first.
    pub ways: Vec<Way>,
    /// Which of them has the least makespan, of those that were tried often.
    pub best: usize,
    /// Which of them is the simplest that is as good as the best: the answer.
    pub pick: usize,
    /// Where that is too close to call: the one that may be the answer as well.
    pub rival: Option<usize>,
}

/// A way that was tried, and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The way.
    pub executor: ExecutorId,
    /// Lanes in its pool.
    pub lanes: u32,
    /// Its makespan, ms.
    pub makespan: Spread,
    /// How many times as long as the best it takes.
    pub times: f64,
    /// What that may be, from least to greatest.
    pub range: [f64; 2],
    /// Whether it is as good as the best.
    pub fit: Fit,
    /// Making its pool, ms.
    pub startup_ms: f64,
    /// The most memory that it held, bytes, where that was told.
    pub memory_bytes: Option<u64>,
}

/// Whether a way is as good as the best: at most [`CLOSE`] times as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Surely.
    Within,
    /// Surely not.
    Beyond,
    /// That is too close to call.
    Unclear,
}

impl Fit {
    /// Of what takes so many times as long, and may take what lies in this range. Medians of one start lie within
    /// [`LEVEL`] of those of the next, however sure each is of its own: what is that near to the line is unclear.
    fn of(times: f64, [low, high]: [f64; 2]) -> Self {
        if low > CLOSE && times * (1.0 - LEVEL) > CLOSE {
            Self::Beyond
        } else if high <= CLOSE && times <= CLOSE * (1.0 - LEVEL) {
            Self::Within
        } else {
            Self::Unclear
        }
    }
}

impl Advice {
    /// What these runs of this program say; `None` unless at least two ways came to their end.
    pub fn of(description: &Description, runs: &[Run]) -> Option<Self> {
        let measured = |executor: ExecutorId| Measured::of(runs, executor);
        let all: Vec<Measured> = simplest_first(description).into_iter().filter_map(measured).collect();
        let most = all.iter().map(|one| one.makespan.measured).max().filter(|_| all.len() > 1)?;
        // What was tried once is no measure for others.
        let often = (0..all.len()).filter(|place| all[*place].makespan.measured * 2 > most);
        let ms = |place: &usize| all[*place].makespan.median;
        let best = often.min_by(|a, b| ms(a).total_cmp(&ms(b)))?;
        let ways: Vec<Way> = all.iter().map(|one| one.compared_with(&all[best])).collect();
        let pick = ways.iter().position(|way| way.times <= CLOSE && way.fit != Fit::Beyond)?;
        let unclear = |way: &Way| way.fit == Fit::Unclear;
        let simpler = ways[..pick].iter().position(unclear);
        let surely = ways.iter().position(|way| way.fit == Fit::Within).filter(|_| unclear(&ways[pick]));
        Some(Self { best, pick, rival: simpler.or(surely), ways })
    }

    /// The answer.
    pub fn picked(&self) -> &Way {
        &self.ways[self.pick]
    }

    /// How many times as long as the answer a way takes.
    pub fn beside_picked(&self, way: &Way) -> f64 {
        way.times / self.picked().times
    }

    /// The soonest of the simpler ways that are surely slower, if there are any.
    pub fn simpler(&self) -> Option<&Way> {
        soonest(self.ways[..self.pick].iter().filter(|way| way.fit == Fit::Beyond))
    }

    /// What the ways that are less simple bring, if there are any: the soonest of them, and which share of the time it
    /// saves; nothing is saved where the answer itself is the soonest.
    pub fn further(&self) -> Option<(&Way, f64)> {
        let way = soonest(self.ways[self.pick + 1..].iter())?;
        Some((way, if self.pick == self.best { 0.0 } else { 1.0 - self.beside_picked(way) }))
    }

    /// Where the answer is threads that compute at once, as Python's usual interpreter doesn't let them: the simplest way
    /// with a memory for each worker that is as good, or else the soonest of these.
    pub fn under_one_lock(&self) -> Option<&Way> {
        let is_apart = |way: &&Way| way.executor.has_lock_each(true);
        let apart = self.ways.iter().filter(is_apart);
        let is_threads = self.picked().executor == ExecutorId::Threads;
        let as_good = apart.clone().find(|way| way.fit != Fit::Beyond);
        as_good.or_else(|| soonest(apart)).filter(|_| is_threads)
    }

    /// This way, if it was tried.
    pub fn way(&self, executor: ExecutorId) -> Option<&Way> {
        self.ways.iter().find(|way| way.executor == executor)
    }
}

fn soonest<'a>(ways: impl Iterator<Item = &'a Way>) -> Option<&'a Way> {
    ways.min_by(|a, b| a.times.total_cmp(&b.times))
}

/// The runs of one way that count.
struct Measured<'a> {
    executor: ExecutorId,
    runs: Vec<&'a Run>,
    makespan: Spread,
}

impl<'a> Measured<'a> {
    fn of(runs: &'a [Run], executor: ExecutorId) -> Option<Self> {
        let counts = |run: &&Run| run.executor == executor && !run.warmup && run.error.is_none();
        let runs: Vec<&Run> = runs.iter().filter(counts).collect();
        let makespan = Spread::of(&runs.iter().map(|run| run.wall_ms).collect::<Vec<_>>())?;
        Some(Self { executor, runs, makespan })
    }

    fn compared_with(&self, best: &Self) -> Way {
        let pair = |run: &&Run| {
            let other = best.runs.iter().find(|other| other.repeat == run.repeat)?;
            (other.wall_ms > 0.0).then(|| run.wall_ms / other.wall_ms)
        };
        let ratios: Vec<f64> = self.runs.iter().filter_map(pair).collect();
        // Without pairs nothing is known of it: as if it had taken as long, once.
        let Ratio { times, range, .. } = Ratio::of_pairs(&ratios).unwrap_or_else(|| Ratio::once(1.0));
        let is_best = self.executor == best.executor;
        let startups: Vec<f64> = self.runs.iter().map(|run| run.startup_ms).collect();
        Way {
            executor: self.executor,
            lanes: self.runs.first().map_or(1, |run| run.executor.took_part(run.workers, run.lanes.len())),
            makespan: self.makespan,
            times,
            range,
            fit: if is_best { Fit::Within } else { Fit::of(times, range) },
            startup_ms: median(&startups).unwrap_or_default(),
            memory_bytes: self.runs.iter().filter_map(|run| run.metrics.memory_bytes).max(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::description::fitting_workers;
    use super::super::{Agreement, Description, RuleOfThumb, expected_ms};
    use super::*;
    use crate::experiment::{Experiment, PRESETS, parse};
    use crate::trace::RunMetrics;

    fn run(executor: ExecutorId, workers: u32, repeat: u32, wall_ms: f64) -> Run {
        Run {
            executor: executor.into(),
            workers,
            repeat,
            warmup: false,
            step: None,
            startup_ms: 25.0 * f64::from(workers),
            wall_ms,
            outputs: Vec::new(),
            deliveries: None,
            lanes: Vec::new(),
            spans: Vec::new(),
            dropped_spans: 0,
            metrics: RunMetrics { memory_bytes: Some(1 << 20), ..RunMetrics::default() },
            latencies: None,
            moved_bytes: 0,
            totals: None,
            error: None,
        }
    }

    fn runs(of: &[(ExecutorId, &[f64])]) -> Vec<Run> {
        let each = |(executor, walls): &(ExecutorId, &[f64])| {
            let runs = (0..).zip(*walls).map(|(repeat, ms)| run(*executor, 2, repeat, *ms));
            runs.collect::<Vec<_>>()
        };
        of.iter().flat_map(each).collect()
    }

    const WAITS: Description =
        Description { compute_ms: 1, wait_ms: 9, shared_ms: 0, tasks: 9, downloads: false };

    /// Which way is the answer, and which it may be as well.
    fn answer(of: &[(ExecutorId, &[f64])]) -> (ExecutorId, Option<ExecutorId>) {
        let advice = Advice::of(&WAITS, &runs(of)).unwrap();
        (advice.picked().executor, advice.rival.map(|rival| advice.ways[rival].executor))
    }

    use ExecutorId::{EventLoop, LockedThreads, Offload, Sequential, Threads};

    #[test]
    fn the_simplest_of_those_that_are_as_good_is_the_answer() {
        let loop_and = |threads: &[f64; 6]| {
            answer(&[(EventLoop, &[100.0, 101.0, 99.0, 100.0, 102.0, 100.0]), (Threads, threads)])
        };
        assert_eq!(loop_and(&[98.0, 97.0, 99.0, 98.0, 98.0, 99.0]), (EventLoop, None));
        assert_eq!(loop_and(&[50.0, 51.0, 49.0, 50.0, 50.0, 52.0]), (Threads, None));
        // A tenth apart: another start may well say the other.
        assert_eq!(loop_and(&[90.0, 91.0, 92.0, 90.0, 91.0, 93.0]), (Threads, Some(EventLoop)));
        // Much apart, but by chance.
        assert_eq!(loop_and(&[50.0, 130.0, 60.0, 120.0, 70.0, 55.0]), (Threads, Some(EventLoop)));
        // Just within a tenth: the simpler one, for now.
        assert_eq!(loop_and(&[93.0, 94.0, 92.0, 93.0, 94.0, 93.0]), (EventLoop, Some(Threads)));
    }

    #[test]
    fn what_is_far_off_needs_to_be_tried_only_once() {
        let advice = Advice::of(
            &WAITS,
            &runs(&[
                (Sequential, &[1000.0]),
                (EventLoop, &[100.0, 101.0, 99.0]),
                (LockedThreads, &[99.0, 100.0, 100.0]),
            ]),
        )
        .unwrap();
        assert_eq!((advice.picked().executor, advice.rival), (EventLoop, None));
        assert_eq!(advice.simpler().map(|way| way.fit), Some(Fit::Beyond));
        assert_eq!(advice.further().map(|(way, _)| way.executor), Some(LockedThreads));
        // By turns it is sooner, and the answer is nevertheless said to be the soonest.
        let turns = runs(&[(EventLoop, &[60.0, 101.0, 140.0]), (Threads, &[102.0, 95.0, 133.0])]);
        let advice = Advice::of(&WAITS, &turns).unwrap();
        assert_eq!((advice.picked().executor, advice.best), (EventLoop, 0));
        assert_eq!(advice.further().map(|(way, saved)| (way.executor, saved)), Some((Threads, 0.0)));
        // Of what may be the answer as well it is not said that it is slower.
        let close = runs(&[
            (Sequential, &[1000.0]),
            (EventLoop, &[100.0, 101.0, 99.0, 100.0, 102.0, 100.0]),
            (Threads, &[90.0, 91.0, 92.0, 90.0, 91.0, 93.0]),
        ]);
        let advice = Advice::of(&WAITS, &close).unwrap();
        assert_eq!((advice.picked().executor, advice.rival), (Threads, Some(1)));
        assert_eq!(advice.simpler().map(|way| way.executor), Some(Sequential));
        let close = runs(&[
            (EventLoop, &[100.0, 101.0, 99.0, 100.0, 102.0, 100.0]),
            (LockedThreads, &[101.0, 101.0, 99.0, 101.0, 102.0, 100.0]),
            (Threads, &[90.0, 91.0, 92.0, 90.0, 91.0, 93.0]),
        ]);
        let advice = Advice::of(&WAITS, &close).unwrap();
        assert_eq!((advice.picked().executor, advice.simpler()), (Threads, None), "both may be the answer");
        // What was tried once is no measure for what was tried often.
        let lucky = runs(&[(EventLoop, &[100.0, 101.0, 99.0]), (Threads, &[90.0])]);
        assert_eq!(Advice::of(&WAITS, &lucky).map(|advice| advice.best), Some(0));
    }

    #[test]
    fn of_a_single_way_there_is_no_answer() {
        assert_eq!(Advice::of(&WAITS, &runs(&[(EventLoop, &[100.0, 101.0])])), None);
        let mut failed = runs(&[(EventLoop, &[100.0]), (Threads, &[50.0])]);
        failed[1].warmup = true;
        assert_eq!(Advice::of(&WAITS, &failed), None);
    }

    /// Runs as they would be by arithmetic, from one to the next off by up to 2 %.
    fn expected_runs(program: &Experiment, cores: u32, ways: &[ExecutorId]) -> Vec<Run> {
        let workers = fitting_workers(program, cores);
        let each = |executor: &ExecutorId| {
            let ms = expected_ms(program, *executor, workers, cores);
            let off = [1.0, 1.02, 0.99, 1.01, 0.98, 1.0, 1.01];
            let lanes = executor.pool(workers);
            // Each way has its bad run at another time.
            let runs = (0..7).map(|repeat| (repeat, ms * off[(repeat + *executor as usize) % 7]));
            let runs = runs.map(|(repeat, ms)| run(*executor, lanes, repeat as u32, ms));
            runs.collect::<Vec<_>>()
        };
        ways.iter().flat_map(each).collect()
    }

    /// What an expert would say of each example.
    #[test]
    fn the_examples_have_the_answers_of_an_expert() {
        let of = |id: &str, cores: u32| {
            let mut program = parse("workload=mix").experiment;
            program.take_preset(PRESETS.into_iter().find(|preset| preset.id == id).unwrap());
            let description = Description::of(&program).unwrap();
            let mut ways = simplest_first(&description);
            ways.retain(|executor| *executor != ExecutorId::Queue && description.can_be(*executor, true));
            let advice = Advice::of(&description, &expected_runs(&program, cores, &ways)).unwrap();
            let agreement = RuleOfThumb::of(&description).agreement_with(&advice, &description);
            (advice.picked().executor, agreement)
        };
        let answers = |id: &str| [of(id, 2).0, of(id, 8).0];
        // Many slow pages: one loop holds all waits.
        assert_eq!(answers("scraper"), [EventLoop, EventLoop]);
        assert_eq!(of("scraper", 8).1, Agreement::Same);
        // Mostly computing, beside downloads.
        assert_eq!(answers("thumbnailer"), [Threads, Threads]);
        // Waiting for a database, and 200 ms of computing in all, which one core takes longest for.
        assert_eq!(answers("api"), [Offload, Offload]);
        // One task among them computes for long: hand it off.
        assert_eq!(answers("report"), [Offload, Offload]);
        // Nothing but computing.
        assert_eq!(answers("simulation"), [Threads, Threads]);
        assert_eq!(answers("cache"), [Threads, Threads]);
        assert_eq!(answers("build"), [Threads, Threads]);
    }
}
