//! What a sweep measured, step by step, and what it answers.

use super::scaling::{Scaled, enough_workers, karp_flatt, pays_from, serial_share};
use crate::experiment::{ExecutorName, WORKERS};
use crate::trace::{Figures, Grouped, RunGroup, Spread};

/// What a sweep measured.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredSweep {
    /// The key that was stepped.
    pub key: String,
    /// The steps as links have them, and as numbers: their own, or their places. By rising number.
    pub steps: Vec<(String, f64)>,
    /// What was measured, by executor.
    pub series: Vec<SweepSeries>,
    /// How many cores there were, where lanes wanted one each.
    pub cores: Option<u32>,
}

/// One executor, over all steps that were measured of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepSeries {
    /// The executor.
    pub executor: ExecutorName,
    /// A step, as a number, and the makespan there, ms. By rising number.
    pub makespans: Vec<(f64, Spread)>,
    /// A step, as a number, and the makespan of one of the runs there, ms.
    pub runs: Vec<(f64, f64)>,
}

/// What an executor's series answers.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepAnswer {
    /// More workers than so many gain nothing to speak of.
    Enough {
        /// So many.
        workers: u32,
        /// The most workers that were tried, and how many times sooner they are than one.
        most: Scaled,
        /// What laws make of it, where there are enough steps to tell.
        law: Option<ScalingLaw>,
    },
    /// It is sooner than one task after the other from this step on, as links have it.
    PaysFrom(String),
    /// It is not sooner than one task after the other in the end.
    NeverPays,
}

/// What the laws of scaling make of a series. Shares are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingLaw {
    /// The serial share of Amdahl's law that fits best.
    pub serial: f64,
    /// The serial share that the last step with a core for each worker shows by itself, by Karp and Flatt. A share at
    /// most: that workers hinder each other, which makes it more than all, no serial share explains.
    pub karp_flatt: f64,
    /// How many workers that step has.
    pub workers: u32,
}

impl MeasuredSweep {
    /// What the runs of a sweep came to, with the figures of those that are over, on so many cores, which matter only
    /// where lanes of any run mostly computed: those that wait need none. `None` of anything else, or where no executor
    /// was measured at two steps.
    pub fn of<T: Grouped>(
        groups: &[RunGroup<T>],
        figures: &[Figures],
        cores: Option<u32>,
        computes: impl Fn(&T) -> bool,
    ) -> Option<Self> {
        let cores = cores.filter(|_| groups.iter().flat_map(|group| &group.runs).any(computes));
        let key = groups.first()?.step.as_ref()?.key.clone();
        let values = groups.iter().filter_map(|group| Some(group.step.as_ref()?.value.clone()));
        let mut names: Vec<String> = values.collect();
        names.dedup();
        let numbers: Option<Vec<f64>> = names.iter().map(|name| name.parse().ok()).collect();
        let numbers = numbers.unwrap_or_else(|| (0..names.len()).map(|place| place as f64).collect());
        let mut steps: Vec<_> = names.into_iter().zip(numbers).collect();
        steps.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut sweep = Self { key, steps, series: Vec::new(), cores };
        for group in groups {
            let of_group = Figures::find(figures, &group.executor, group.step.as_ref());
            sweep.add(group, of_group.map(Figures::makespan));
        }
        sweep.series.iter().any(|series| series.makespans.len() > 1).then_some(sweep)
    }

    fn add<T: Grouped>(&mut self, group: &RunGroup<T>, makespan: Option<Spread>) {
        let value = group.step.as_ref().map(|step| step.value.as_str());
        let Some(&(_, step)) = self.steps.iter().find(|step| Some(step.0.as_str()) == value) else { return };
        let place = self.series.iter().position(|series| series.executor == group.executor);
        let place = place.unwrap_or_else(|| {
            self.series.push(SweepSeries {
                executor: group.executor.clone(),
                makespans: Vec::new(),
                runs: Vec::new(),
            });
            self.series.len() - 1
        });
        let series = &mut self.series[place];
        series.makespans.extend(makespan.map(|makespan| (step, makespan)));
        series.makespans.sort_by(|a, b| a.0.total_cmp(&b.0));
        series.runs.extend(group.makespans().map(|ms| (step, ms)));
    }

    /// Whether it is told by speedup over one worker, rather than by time.
    pub fn is_scaling(&self) -> bool {
        self.key == WORKERS.key && self.series.iter().all(|series| series.alone_ms().is_some())
    }

    /// How a makespan of one of its series is told: as how many times sooner than one worker, or as it is, in ms.
    pub fn amount(&self, series: &SweepSeries, ms: f64) -> f64 {
        match series.alone_ms() {
            Some(alone_ms) if self.is_scaling() => alone_ms / ms,
            _ => ms,
        }
    }

    /// What one of its series answers; `None` where it has nothing to be compared with.
    pub fn answer(&self, series: &SweepSeries) -> Option<SweepAnswer> {
        // With one lane, whatever the number of workers, there is nothing to scale.
        let scales = self.is_scaling() && series.executor.pool(2) > 1;
        if scales { self.scaling(series) } else { self.pays(series) }
    }

    /// The serial share of Amdahl's law for one of its series, as far as each worker has a core: beyond that workers
    /// take turns, which no law of scaling is about.
    pub fn serial_share(&self, series: &SweepSeries) -> Option<f64> {
        serial_share(&self.on_cores(series)).filter(|_| self.is_scaling())
    }

    /// Whether it has steps with more workers than cores.
    pub fn outnumbers_cores(&self) -> bool {
        let most = self.steps.last().map_or(0.0, |step| step.1);
        self.key == WORKERS.key && self.cores.is_some_and(|cores| most > cores.into())
    }

    /// The speedups of a series with no more workers than cores.
    fn on_cores(&self, series: &SweepSeries) -> Vec<Scaled> {
        let most = self.cores.unwrap_or(u32::MAX);
        series.speedups().into_iter().filter(|(workers, _)| *workers <= most).collect()
    }

    fn scaling(&self, series: &SweepSeries) -> Option<SweepAnswer> {
        let makespans: Vec<_> =
            series.makespans.iter().map(|(step, makespan)| (*step as u32, *makespan)).collect();
        let (workers, most) = (enough_workers(&makespans)?, *series.speedups().last()?);
        let law = self.on_cores(series).last().and_then(|last| {
            let (serial, karp_flatt) = self.serial_share(series).zip(karp_flatt(*last))?;
            Some(ScalingLaw { serial, karp_flatt: karp_flatt.clamp(0.0, 1.0), workers: last.0 })
        });
        Some(SweepAnswer::Enough { workers, most, law })
    }

    /// From which step on it is sooner than one task after the other.
    fn pays(&self, series: &SweepSeries) -> Option<SweepAnswer> {
        let baseline = self.series.iter().find(|series| series.executor.is_baseline())?;
        if baseline.executor == series.executor || baseline.makespans.len() != series.makespans.len() {
            return None;
        }
        let pairs = series.makespans.iter().zip(&baseline.makespans).map(|(one, other)| (one.1, other.1));
        Some(match pays_from(&pairs.collect::<Vec<_>>()) {
            Some(place) => SweepAnswer::PaysFrom(self.steps.get(place)?.0.clone()),
            None => SweepAnswer::NeverPays,
        })
    }
}

impl SweepSeries {
    /// Numbers of workers, and how many times sooner than with one.
    pub fn speedups(&self) -> Vec<Scaled> {
        let alone_ms = self.alone_ms().unwrap_or_default();
        self.makespans.iter().map(|(step, makespan)| (*step as u32, alone_ms / makespan.median)).collect()
    }

    /// The makespan with one worker, ms.
    fn alone_ms(&self) -> Option<f64> {
        self.makespans.iter().find(|(step, _)| *step == 1.0).map(|(_, makespan)| makespan.median)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ExecutorId, SweepStep};
    use crate::trace::{Run, summarise};

    fn run(executor: ExecutorId, key: &str, value: &str, wall_ms: f64) -> Run {
        let step = Some(SweepStep { key: key.into(), value: value.into() });
        Run { step, wall_ms, ..Run::new(executor, 1) }
    }

    const CORES: Option<u32> = Some(4);

    fn sweep(mut runs: Vec<Run>) -> Option<MeasuredSweep> {
        let figures = summarise(&mut runs);
        MeasuredSweep::of(&RunGroup::all(&runs), &figures, CORES, |_| true)
    }

    #[test]
    fn workers_are_told_by_speedup_and_by_how_many_are_enough() {
        let steps = [("1", 100.0), ("2", 50.0), ("4", 49.0), ("8", 48.0)];
        let runs = steps.iter().map(|(value, ms)| run(ExecutorId::Threads, "workers", value, *ms)).collect();
        let sweep = sweep(runs).unwrap();
        assert!(sweep.is_scaling());
        let series = &sweep.series[0];
        assert_eq!(sweep.amount(series, 50.0), 2.0);
        let Some(SweepAnswer::Enough { workers, most, law }) = sweep.answer(series) else {
            panic!("{:?}", sweep.answer(series))
        };
        assert_eq!((workers, most), (2, (8, 100.0 / 48.0)));
        assert!(
            law.is_some_and(|law| law.serial > 0.2 && law.karp_flatt > 0.3 && law.workers == 4),
            "{law:?}"
        );
        assert!(sweep.outnumbers_cores());
    }

    #[test]
    fn lanes_that_wait_need_no_cores() {
        let mut runs = [1, 8].map(|workers: u32| {
            let alone = run(ExecutorId::Threads, "workers", &workers.to_string(), 100.0);
            Run { workers, ..alone }
        });
        let figures = summarise(&mut runs);
        let outnumbers = |computes: fn(&&Run) -> bool| {
            let sweep = MeasuredSweep::of(&RunGroup::all(&runs), &figures, CORES, computes);
            sweep.unwrap().outnumbers_cores()
        };
        assert!(outnumbers(|run| run.workers == 8), "one run that computes is enough");
        assert!(!outnumbers(|_| false));
    }

    #[test]
    fn no_law_is_about_workers_that_take_turns() {
        // A program without a serial part, on four cores.
        let perfect = |workers: u32| {
            run(ExecutorId::Threads, "workers", &workers.to_string(), 100.0 / f64::from(workers.min(4)))
        };
        let sweep = sweep((1..=16).map(perfect).collect()).unwrap();
        let Some(SweepAnswer::Enough { workers, law: Some(law), .. }) = sweep.answer(&sweep.series[0]) else {
            panic!("{:?}", sweep.answer(&sweep.series[0]))
        };
        assert_eq!((workers, law.workers), (4, 4));
        assert!(law.serial < 1e-9 && law.karp_flatt < 1e-9, "{law:?}");
        // On two there is too little to fit anything to.
        let few = MeasuredSweep { cores: Some(2), ..sweep };
        let answer = few.answer(&few.series[0]);
        assert!(matches!(answer, Some(SweepAnswer::Enough { law: None, .. })), "{answer:?}");
    }

    #[test]
    fn sizes_are_told_by_time_and_by_when_it_pays() {
        let mut runs = Vec::new();
        for (value, alone_ms, threads_ms) in [("1000", 1000.0, 300.0), ("10", 1.0, 9.0), ("100", 100.0, 98.0)]
        {
            runs.push(run(ExecutorId::Sequential, "number", value, alone_ms));
            runs.push(run(ExecutorId::Threads, "number", value, threads_ms));
        }
        let sweep = sweep(runs).unwrap();
        assert!(!sweep.is_scaling());
        let steps: Vec<f64> = sweep.steps.iter().map(|step| step.1).collect();
        assert_eq!(steps, [10.0, 100.0, 1000.0], "by rising number, however they were run");
        let answers: Vec<_> = sweep.series.iter().map(|series| sweep.answer(series)).collect();
        assert_eq!(answers, [None, Some(SweepAnswer::PaysFrom("1000".into()))], "98 to 100 is level");
        assert_eq!(sweep.amount(&sweep.series[1], 98.0), 98.0);
    }

    #[test]
    fn names_have_their_places_and_one_step_is_no_sweep() {
        let runs =
            |values: &[&str]| values.iter().map(|value| run(ExecutorId::Page, "by", value, 5.0)).collect();
        let by = sweep(runs(&["copy", "move", "share"])).unwrap();
        let numbers: Vec<f64> = by.steps.iter().map(|step| step.1).collect();
        assert_eq!(numbers, [0.0, 1.0, 2.0]);
        assert_eq!(by.answer(&by.series[0]), None, "nothing to compare it with");
        assert_eq!(sweep(runs(&["copy"])), None);
    }
}
