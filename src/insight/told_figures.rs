//! The figures that are told beside a timeline.

use super::{Counted, lock_figures, sent_per_second};
use crate::experiment::{ExecutorName, Experiment, Memory};
use crate::text;
use crate::text::keys::figure;
use crate::text::{Key, bytes, count, milliseconds, percent, times};
use crate::trace::{Figures, Latencies, LiveRun, Totals};

/// A figure in words, in the language that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldFigure {
    /// The name that style sheets know it by.
    pub name: &'static str,
    /// What it is called.
    pub label: Key,
    /// The figure.
    pub value: String,
    /// How far it can be trusted, or what it is made of.
    pub note: Option<String>,
}

/// What was measured of one executor.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The executor.
    pub executor: &'a ExecutorName,
    /// Lanes in its pool.
    pub lanes: u32,
    /// What was run.
    pub experiment: &'a Experiment,
    /// What all runs come to, as soon as there is one that counts.
    pub all: Option<&'a Figures>,
    /// The run that is drawn.
    pub run: &'a LiveRun,
}

/// From this share on it is told how long lanes had no core.
const WORTH_A_WORD: f64 = 0.05;

impl Measured<'_> {
    /// Its figures: those that every executor has, then what only some workloads and executors have to say.
    pub fn told(&self) -> Vec<ToldFigure> {
        let is_over = self.run.phase.is_over();
        let metrics = &self.run.metrics;
        let mean = |mean: f64| if is_over { times(mean) } else { none() };
        let peak = |peak: u32| is_over.then(|| text!(figure.mean_note, peak = peak));
        let (concurrency, most_tasks) = (mean(metrics.mean_concurrency), peak(metrics.peak_concurrency));
        let (parallelism, most_lanes) = (mean(metrics.mean_parallelism), peak(metrics.peak_parallelism));
        let startup_ms = self.run.startup_ms;
        let startup = if startup_ms > 0.0 { milliseconds(startup_ms) } else { none() };
        let mut figures = vec![self.makespan(), self.speedup(), self.efficiency(is_over)];
        figures.push(told("concurrency", figure::concurrency, concurrency, most_tasks));
        figures.push(told("parallelism", figure::parallelism, parallelism, most_lanes));
        figures.push(told("startup", figure::startup, startup, None));
        let memory = metrics.memory_bytes.filter(|_| is_over).map(bytes);
        figures.extend(memory.map(|memory| told("memory", figure::memory, memory, None)));
        if is_over {
            let of_workload = [self.latency(), self.counted(), self.sent()];
            figures.extend(of_workload.into_iter().flatten());
            figures.extend(self.lock().into_iter().flatten());
            figures.extend([self.preempted(), self.stall()].into_iter().flatten());
        }
        figures
    }

    /// How long it took: all runs that count, else this one.
    pub fn makespan(&self) -> ToldFigure {
        let of_this = || self.run.phase.is_over().then_some(self.run.wall_ms);
        let makespan_ms = self.all.map(|all| all.median_ms).or_else(of_this);
        let spread = self.all.filter(|all| all.measured > 1).map(|all| {
            let (min, max) = (milliseconds(all.min_ms), milliseconds(all.max_ms));
            text!(figure.spread, min = min, max = max)
        });
        told("wall", figure::wall, makespan_ms.map_or_else(none, milliseconds), spread)
    }

    /// How it stands to one task after the other.
    pub fn speedup(&self) -> ToldFigure {
        let speedup = self.all.and_then(|all| all.speedup);
        let note = match self.all {
            Some(all) if all.executor.is_baseline() => speedup.map(|_| text!(figure.baseline)),
            _ => self
                .all
                .and_then(|all| all.speedup_interval)
                .map(|[low, high]| text!(figure.spread, min = times(low), max = times(high))),
        };
        let ratio = |speedup: f64| text!(figure.times, ratio = times(speedup));
        told("speedup", figure::speedup, speedup.map_or_else(none, ratio), note)
    }

    /// Where waits overlap, no number of lanes is what the speedup has to be divided by.
    fn efficiency(&self, is_over: bool) -> ToldFigure {
        let overlapped = is_over && !self.run.trace.computes();
        let efficiency = self.all.and_then(Figures::efficiency).filter(|_| !overlapped);
        let has_speedup = self.all.is_some_and(|all| all.speedup.is_some());
        let why = (overlapped && has_speedup).then(|| text!(figure.efficiency_note));
        told("efficiency", figure::efficiency, efficiency.map_or_else(none, |share| percent(share, 0)), why)
    }

    fn latency(&self) -> Option<ToldFigure> {
        let latency = Latencies::of(self.experiment, &self.run.known_outputs())?;
        let (p50, max) = (milliseconds(latency.p50_ms), milliseconds(latency.max_ms));
        let note = text!(figure.latency_note, p50 = p50, max = max);
        Some(told("latency", figure::latency, milliseconds(latency.p99_ms), Some(note)))
    }

    fn counted(&self) -> Option<ToldFigure> {
        let totals = Totals::of(self.experiment, self.run.total)?;
        let counted = Counted::new(totals, self.executor, self.lanes);
        let note = Some(text!(figure.lost_note, expected = count(totals.expected)));
        Some(match counted.together {
            true => told("lost", figure::lost, count(counted.lost()), note),
            false => told("counted", figure::counted, count(totals.actual), note),
        })
    }

    fn sent(&self) -> Option<ToldFigure> {
        let rate = sent_per_second(&self.run.trace, self.run.moved_bytes)?;
        let note = text!(figure.sent_note, moved = bytes(self.run.moved_bytes));
        Some(told("sent", figure::sent, text!(figure.rate, size = bytes(rate as u64)), Some(note)))
    }

    fn lock(&self) -> Option<[ToldFigure; 2]> {
        let lock = lock_figures(&self.run.trace)?;
        let every = text!(figure.handovers_note, between = milliseconds(lock.between_ms));
        let mean = text!(figure.lock_wait_note, asked = count(lock.asked.into()));
        let waited = milliseconds(lock.mean_wait_ms);
        Some([
            told("handovers", figure::handovers, count(lock.handovers.into()), Some(every)),
            told("lock_wait", figure::lock_wait, waited, Some(mean)),
        ])
    }

    fn preempted(&self) -> Option<ToldFigure> {
        let metrics = &self.run.metrics;
        let without = metrics.preempted_ms / (metrics.busy_ms + metrics.preempted_ms);
        let note = Some(text!(figure.preempted_note));
        (without >= WORTH_A_WORD).then(|| told("preempted", figure::preempted, percent(without, 0), note))
    }

    fn stall(&self) -> Option<ToldFigure> {
        let stall_ms = self.run.metrics.longest_page_stall_ms;
        let freezes = self.executor.memory() == Memory::Page;
        freezes.then(|| told("stall", figure::stall, milliseconds(stall_ms), None))
    }
}

fn told(name: &'static str, label: Key, value: String, note: Option<String>) -> ToldFigure {
    ToldFigure { name, label, value, note }
}

/// In the place of what is not known, or not yet.
fn none() -> String {
    text!(figure.none)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ExecutorId, parse};
    use crate::text::{Texts, show};
    use crate::trace::{RunState, Trace};

    fn over(drawing: &str) -> LiveRun {
        let trace: Trace = drawing.parse().unwrap();
        let metrics = trace.metrics();
        LiveRun {
            phase: RunState::Finished,
            wall_ms: metrics.wall_ms,
            metrics: metrics.into(),
            trace,
            ..LiveRun::default()
        }
    }

    fn figures(executor: ExecutorId, link: &str, run: &LiveRun, speedup: Option<f64>) -> Vec<ToldFigure> {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let executor = ExecutorName::from(executor);
        let all = Figures {
            executor: executor.clone(),
            step: None,
            lanes: 2,
            median_ms: 6.0,
            min_ms: 5.0,
            max_ms: 9.0,
            interval_ms: None,
            speedup,
            speedup_interval: None,
            measured: 3,
        };
        let experiment = parse(link).experiment;
        let all = run.phase.is_over().then_some(&all);
        Measured { executor: &executor, lanes: 2, experiment: &experiment, all, run }.told()
    }

    fn value(figures: &[ToldFigure], name: &str) -> Option<(String, Option<String>)> {
        let found = figures.iter().find(|figure| figure.name == name)?;
        Some((found.value.replace(['\u{202f}', '\u{a0}'], " "), found.note.clone()))
    }

    #[test]
    fn efficiency_is_told_where_lanes_compute_and_why_it_is_not_elsewhere() {
        let computing = over(
            "
            0 run 000000
            1 run 111111
        ",
        );
        let told = figures(ExecutorId::Threads, "", &computing, Some(1.5));
        assert_eq!(value(&told, "efficiency"), Some(("75 %".into(), None)));
        let (wall, spread) = value(&told, "wall").unwrap();
        assert!(wall == "6.00 ms" && spread.is_some(), "{wall}");
        let waiting = over(
            "
            0 wait 000000
            1 wait 111111
        ",
        );
        let told = figures(ExecutorId::Threads, "", &waiting, Some(23.0));
        assert_eq!(value(&told, "efficiency"), Some((none(), Some(text!(figure.efficiency_note)))));
        assert_eq!(
            value(&figures(ExecutorId::Threads, "", &waiting, None), "efficiency"),
            Some((none(), None))
        );
    }

    #[test]
    fn some_figures_are_told_only_where_there_is_something_to_tell() {
        let names = |figures: Vec<ToldFigure>| figures.iter().map(|figure| figure.name).collect::<Vec<_>>();
        let always = ["wall", "speedup", "efficiency", "concurrency", "parallelism", "startup"];
        let quiet = over("0 run 00000000000000000000");
        assert_eq!(names(figures(ExecutorId::Sequential, "", &quiet, Some(1.0))), always);
        assert_eq!(names(figures(ExecutorId::Page, "", &quiet, None))[6..], ["stall"]);
        let without = over(
            "
            0 run       00..00
            0 preempted ..00..
        ",
        );
        assert_eq!(names(figures(ExecutorId::Threads, "", &without, None))[6..], ["preempted"]);
        let counted = LiveRun { total: Some(7), ..quiet.clone() };
        let link = "workload=counter&increments=5&tasks=2";
        assert_eq!(names(figures(ExecutorId::Threads, link, &counted, None))[6..], ["lost"]);
        assert_eq!(names(figures(ExecutorId::Processes, link, &counted, None))[6..], ["counted"]);
        let going_on = LiveRun { phase: RunState::Running, ..quiet };
        let told = figures(ExecutorId::Threads, "", &going_on, None);
        assert!(told.iter().all(|figure| figure.value == none()), "{told:?}");
    }
}
