//! What the verdict looks at.

use crate::experiment::{ExecutorName, Memory};
use crate::trace::{
    Figures, Lane, LaneKind, Latencies, LiveRun, RunMetrics, RunOf, RunState, SpanKind, Spread, Totals, Trace,
};

/// One executor's outcome, as far as the verdict looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The executor.
    pub executor: ExecutorName,
    /// Lanes in its pool.
    pub lanes: u32,
    /// All its lanes, with a loop beside the pool: those that can compute at once.
    pub all_lanes: u32,
    /// The makespan, ms, of all runs that count; of one that failed, what it took until then.
    pub makespan: Spread,
    /// Where the median of the ratios of paired runs of `sequential` and this one lies; from 6 repeats on.
    pub speedup_interval: Option<[f64; 2]>,
    /// Lanes computing on average.
    pub computing: f64,
    /// Waits in flight on average.
    pub waiting: f64,
    /// Lanes that data was on its way to, on average.
    pub sending: f64,
    /// Tasks in progress on average.
    pub in_progress: f64,
    /// The most tasks that were in progress at once.
    pub peak: u32,
    /// Whether it ended before its tasks did.
    pub failed: bool,
    /// How long light requests took to be answered; where there were requests.
    pub latencies: Option<Latencies>,
    /// What all tasks counted together; where they counted.
    pub counted: Option<Counted>,
    /// How lanes took turns on cores; where they had to.
    pub turns: Option<TurnTaking>,
    /// What was computed in critical sections; where tasks have such, and there are several lanes.
    pub sections: Option<Sections>,
}

/// What was computed in critical sections.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sections {
    /// The share of all that was computed, from 0 to 1: the serial share of Amdahl's law, measured.
    pub share: f64,
    /// Whether they excluded each other on all lanes, because these share a memory and its lock.
    pub exclude: bool,
}

impl Sections {
    /// Of a run with these lanes; `None` where no tasks have any, or one lane does all.
    pub fn of(metrics: &RunMetrics, lanes: &[Lane]) -> Option<Self> {
        // A loop beside other lanes only hands computing on.
        let all_loop = lanes.iter().all(|lane| lane.kind == LaneKind::Loop);
        let computing = || lanes.iter().filter(move |lane| all_loop || lane.kind != LaneKind::Loop);
        let critical_ms = metrics.critical_ms.filter(|_| computing().count() > 1)?;
        let exclude = computing().all(|lane| lane.kind == LaneKind::Thread);
        Some(Self { share: (critical_ms / metrics.busy_ms).min(1.0), exclude })
    }

    /// How many times as fast as on one core all computing can be at most, by Amdahl's law.
    pub fn most(&self) -> f64 {
        1.0 / self.share
    }
}

/// How lanes took turns on cores: more of them wanted to compute than could.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TurnTaking {
    /// How many cores the machine has.
    pub cores: u32,
    /// The share of the time in which lanes wanted a core that they had one, from 0 to 1.
    pub had: f64,
    /// How often lanes were switched away from in the midst of computing, in a second.
    pub switches_per_s: f64,
}

impl TurnTaking {
    /// Lanes that had a core for more of the time than this didn't take turns to speak of.
    const MOST: f64 = 0.9;

    /// Of lanes on so many cores, which computed for so long, ms; `None` where not more of them than there are cores
    /// wanted one at a time, on average, or each had one for nearly all of the time.
    pub fn of(trace: &Trace, busy_ms: f64, cores: u32) -> Option<Self> {
        let preempted_ms = trace.spent_ms(SpanKind::Preempted);
        let (wanted_ms, wall_ms) = (busy_ms + preempted_ms, trace.wall_ms());
        let had = busy_ms / wanted_ms;
        let switches_per_s = trace.preempted().len() as f64 / wall_ms * 1000.0;
        let wanted = wanted_ms / wall_ms;
        (wanted > f64::from(cores) && had < Self::MOST).then_some(Self { cores, had, switches_per_s })
    }
}

/// What tasks that count together came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// What it should have been, and what one memory held at the end.
    pub totals: Totals,
    /// Whether all lanes counted in that memory.
    pub together: bool,
}

impl Counted {
    /// Of a run; `None` where its tasks don't count together, or have yet to.
    pub fn of_run(run: RunOf, live: &LiveRun) -> Option<Self> {
        let totals = Totals::of(run.experiment, live.total)?;
        Some(Self::new(totals, run.executor, run.executor.pool(run.workers)))
    }

    /// Of an executor with so many lanes. One lane has one memory, whoever owns it.
    pub fn new(totals: Totals, executor: &ExecutorName, lanes: u32) -> Self {
        Self { totals, together: !matches!(executor.memory(), Memory::Isolated | Memory::Apart) || lanes < 2 }
    }

    /// How many updates were lost.
    pub fn lost(&self) -> u64 {
        self.totals.lost()
    }
}

impl Outcome {
    /// Of a run that is drawn for all of its repeats, with the figures of all, on a machine of so many cores.
    pub fn of_run(run: RunOf, live: &LiveRun, figures: Option<&Figures>, cores: Option<u32>) -> Self {
        let lanes = run.executor.took_part(run.workers, live.trace.lanes.len());
        let makespan = figures.map_or(Spread::once(live.wall_ms), Figures::makespan);
        // Cores of other machines are not counted.
        let cores = cores.filter(|_| !live.trace.is_elsewhere());
        Self {
            speedup_interval: figures.and_then(|figures| figures.speedup_interval),
            failed: figures.is_none() && live.phase != RunState::Finished,
            latencies: Latencies::of(run.experiment, &live.known_outputs()),
            counted: Counted::of_run(run, live),
            turns: cores.and_then(|cores| TurnTaking::of(&live.trace, live.metrics.busy_ms, cores)),
            ..Self::new(run.executor.clone(), lanes, &live.trace, &live.metrics, makespan)
        }
    }

    /// Of a run with this trace and these figures, where all runs have this makespan.
    pub fn new(
        executor: ExecutorName,
        lanes: u32,
        trace: &Trace,
        metrics: &RunMetrics,
        makespan: Spread,
    ) -> Self {
        let own_ms = trace.wall_ms();
        let on_average = |kind: SpanKind| if own_ms > 0.0 { trace.spent_ms(kind) / own_ms } else { 0.0 };
        Self {
            executor,
            lanes,
            all_lanes: lanes.max(trace.lanes.len() as u32),
            makespan,
            speedup_interval: None,
            computing: metrics.mean_parallelism,
            waiting: on_average(SpanKind::Wait),
            sending: on_average(SpanKind::Send),
            in_progress: metrics.mean_concurrency,
            peak: metrics.peak_concurrency,
            failed: false,
            latencies: None,
            counted: None,
            turns: None,
            sections: Sections::of(metrics, &trace.lanes),
        }
    }
}

/// How fast data came from one memory into another in a run that moved so many bytes, bytes/s; `None` where none did.
pub fn sent_per_second(trace: &Trace, moved_bytes: u64) -> Option<f64> {
    let sending_ms = trace.spent_ms(SpanKind::Send);
    (moved_bytes > 0 && sending_ms > 0.0).then(|| moved_bytes as f64 / sending_ms * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ExecutorId, parse};
    use crate::trace::RunError;

    #[test]
    fn lanes_count_together_where_they_share_a_memory() {
        let counted = |executor: ExecutorId, lanes| {
            let totals = Totals { expected: 10, actual: 7 };
            Counted::new(totals, &executor.into(), lanes)
        };
        assert!(counted(ExecutorId::Threads, 4).together);
        assert!(!counted(ExecutorId::Processes, 4).together);
        assert!(counted(ExecutorId::Processes, 1).together && counted(ExecutorId::EventLoop, 1).together);
        assert_eq!(counted(ExecutorId::Threads, 4).lost(), 3);
        let more = Totals { expected: 10, actual: 12 };
        assert_eq!(Counted::new(more, &ExecutorId::Threads.into(), 2).lost(), 0);
    }

    #[test]
    fn a_run_tells_what_the_verdict_looks_at() {
        let experiment = parse("workload=counter&increments=1000&tasks=2&workers=4").experiment;
        let trace: Trace = "
            0 run       00..00
            0 preempted ..00..
            1 run       111111
            "
        .parse()
        .unwrap();
        let metrics = RunMetrics { busy_ms: 10.0, ..RunMetrics::default() };
        let live =
            LiveRun { phase: RunState::Finished, trace, metrics, total: Some(1_500), ..LiveRun::default() };
        let executor = ExecutorId::Threads.into();
        let of = RunOf {
            executor: &executor,
            workers: 4,
            repeat: 0,
            warmup: false,
            step: None,
            experiment: &experiment,
        };
        let told = |live: &LiveRun, cores| Outcome::of_run(of, live, None, cores);
        let outcome = told(&live, Some(2));
        assert_eq!((outcome.lanes, outcome.failed), (4, false));
        assert_eq!(outcome.counted.map(|counted| (counted.lost(), counted.together)), Some((500, true)));
        assert_eq!(outcome.turns, None, "two of the four lanes wanted to compute, on two cores");
        assert_eq!(told(&live, Some(1)).turns.map(|turns| turns.cores), Some(1), "they took turns on one");
        assert_eq!(told(&live, None).turns, None);
        let cut_off = LiveRun { phase: RunState::Failed(RunError::cancelled()), ..live };
        assert!(told(&cut_off, None).failed);
    }

    #[test]
    fn a_loop_beside_its_pool_can_compute_as_well() {
        let trace: Trace = "
            0 run 0.1.
            1 run .00.
            2 run .11.
        "
        .parse()
        .unwrap();
        let offload = ExecutorId::Offload.into();
        let outcome = Outcome::new(offload, 2, &trace, &RunMetrics::default(), Spread::once(4.0));
        assert_eq!((outcome.lanes, outcome.all_lanes), (2, 3));
    }

    #[test]
    fn sections_exclude_each_other_among_threads() {
        use LaneKind::{Loop, Page, Process, Thread};
        let metrics = RunMetrics { busy_ms: 200.0, critical_ms: Some(50.0), ..RunMetrics::default() };
        let of = |metrics: &RunMetrics, kinds: &[LaneKind]| {
            let lanes: Vec<Lane> = (0..).zip(kinds).map(|(id, kind)| Lane::new(id, *kind)).collect();
            Sections::of(metrics, &lanes).map(|sections| (sections.share, sections.exclude, sections.most()))
        };
        assert_eq!(of(&metrics, &[Thread, Thread]), Some((0.25, true, 4.0)));
        assert_eq!(of(&metrics, &[Loop, Thread, Thread]), Some((0.25, true, 4.0)), "the pool of offload");
        assert_eq!(of(&metrics, &[Process, Process]), Some((0.25, false, 4.0)));
        assert_eq!(
            of(&metrics, &[Loop, Process, Process]),
            Some((0.25, false, 4.0)),
            "where no memory is shared"
        );
        assert_eq!(of(&metrics, &[Loop, Loop]), Some((0.25, false, 4.0)));
        for alone in [&[Process][..], &[Loop], &[Page], &[Loop, Thread], &[]] {
            assert_eq!(of(&metrics, alone), None, "{alone:?}");
        }
        assert_eq!(of(&RunMetrics { critical_ms: None, ..metrics }, &[Thread, Thread]), None);
    }

    #[test]
    fn data_is_as_fast_as_it_was_on_its_way() {
        let trace: Trace = "
            0 send 00..
            0 run  ..00
            1 send 11
        "
        .parse()
        .unwrap();
        assert_eq!(sent_per_second(&trace, 8), Some(2000.0), "8 bytes in 4 ms");
        assert_eq!(sent_per_second(&trace, 0), None);
        assert_eq!(sent_per_second(&Trace::default(), 8), None);
    }
}
