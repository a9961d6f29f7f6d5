//! Published makespans beside measured ones, as ratios, and whether both tell the same story.

use super::{Figure, Lesson, Step};
use crate::experiment::ExecutorId;
use crate::trace::{LEVEL, Spread};

/// What was measured here of one executor, ms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The executor.
    pub executor: ExecutorId,
    /// The median makespan.
    pub median_ms: f64,
    /// The shortest makespan.
    pub min_ms: f64,
    /// The longest makespan.
    pub max_ms: f64,
}

/// Theirs and ours, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What both are relative to: `sequential` where both have it, else whatever took longest there, or,
    /// without figures from there, here.
    pub base: ExecutorId,
    /// An executor each: first those of the source, in its order.
    pub rows: Vec<Row>,
    /// Whether the order is the same.
    pub agreement: Agreement,
}

/// One executor, theirs and ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The executor.
    pub executor: ExecutorId,
    /// The published makespan, s.
    pub their_seconds: Option<f64>,
    /// How many times as fast as the base theirs was.
    pub theirs: Option<f64>,
    /// The measured makespan, ms.
    pub our_ms: Option<f64>,
    /// How many times as fast as the base ours was.
    pub ours: Option<f64>,
}

/// Whether two orders, from fastest to slowest, are the same within noise.
#[derive(Clone, Debug, PartialEq)]
pub enum Agreement {
    /// No order was to be expected, or too little was measured to tell.
    Unknown,
    /// Whatever is sooner there is sooner here; the pair that is furthest apart here.
    Agrees(ExecutorId, ExecutorId),
    /// Nothing contradicts, but these two came out level here; the first is the sooner one there.
    Level(ExecutorId, ExecutorId),
    /// The first is sooner there, but the second is here: of such pairs, the one furthest apart here.
    Differs(ExecutorId, ExecutorId),
}

/// Compares what a step of a lesson gave here with what the lesson's source says.
pub fn compare(lesson: &Lesson, step: &Step, measured: &[Measured]) -> Comparison {
    // The figures belong to the first step.
    let figures =
        if lesson.steps.first().is_some_and(|first| first.id == step.id) { lesson.figures() } else { &[] };
    let ours = |executor: ExecutorId| measured.iter().find(|one| one.executor == executor);
    let theirs = |executor: ExecutorId| figures.iter().find(|figure| figure.executor == executor);
    let base = base(figures, measured);
    let row = |executor: ExecutorId| {
        let (their, our) = (theirs(executor), ours(executor));
        let ratio = |base: Option<f64>, value: Option<f64>| {
            base.zip(value).and_then(|(base, value)| (value > 0.0).then(|| base / value))
        };
        Row {
            executor: executor,
            their_seconds: their.map(|figure| figure.seconds),
            theirs: ratio(theirs(base).map(|figure| figure.seconds), their.map(|figure| figure.seconds)),
            our_ms: our.map(|one| one.median_ms),
            ours: ratio(ours(base).map(|one| one.median_ms), our.map(|one| one.median_ms)),
        }
    };
    let further = measured.iter().map(|one| one.executor).filter(|executor| theirs(*executor).is_none());
    let rows = figures.iter().map(|figure| figure.executor).chain(further).map(row).collect();
    Comparison { rows, agreement: agreement(&claims(figures, step), measured), base }
}

fn base(figures: &[Figure], measured: &[Measured]) -> ExecutorId {
    let is_measured = |executor: ExecutorId| measured.iter().any(|one| one.executor == executor);
    let common = figures.iter().filter(|figure| is_measured(figure.executor));
    let slowest_there = common.clone().max_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let slowest_here = measured.iter().max_by(|a, b| a.median_ms.total_cmp(&b.median_ms));
    if figures.is_empty() && is_measured(ExecutorId::BASELINE)
        || common.clone().any(|figure| figure.executor == ExecutorId::BASELINE)
    {
        return ExecutorId::BASELINE;
    }
    slowest_there
        .map(|figure| figure.executor)
        .or(slowest_here.map(|one| one.executor))
        .unwrap_or(ExecutorId::BASELINE)
}

/// Which executor is sooner than which, as expected of the step, or by figures that are not level.
fn claims(figures: &[Figure], step: &Step) -> Vec<(ExecutorId, ExecutorId)> {
    let by_figures = figures.iter().flat_map(|a| {
        let later = figures.iter().filter(|b| a.seconds < b.seconds * (1.0 - LEVEL));
        later.map(|b| (a.executor, b.executor))
    });
    step.sooner.iter().copied().chain(by_figures).collect()
}

fn agreement(claims: &[(ExecutorId, ExecutorId)], measured: &[Measured]) -> Agreement {
    let ours = |executor: ExecutorId| measured.iter().find(|one| one.executor == executor);
    let tested: Vec<_> = claims.iter().filter_map(|(a, b)| ours(*a).zip(ours(*b))).collect();
    let ratio = |(a, b): &(&Measured, &Measured)| a.median_ms / b.median_ms;
    let names = |(a, b): (&Measured, &Measured)| (a.executor, b.executor);
    let differs = tested.iter().copied().filter(|(a, b)| is_sooner(b, a));
    if let Some(pair) = differs.max_by(|x, y| ratio(x).total_cmp(&ratio(y))) {
        let (a, b) = names(pair);
        return Agreement::Differs(a, b);
    }
    if let Some(pair) = tested.iter().copied().find(|(a, b)| !is_sooner(a, b)) {
        let (a, b) = names(pair);
        return Agreement::Level(a, b);
    }
    match tested.into_iter().min_by(|x, y| ratio(x).total_cmp(&ratio(y))).map(names) {
        Some((a, b)) => Agreement::Agrees(a, b),
        None => Agreement::Unknown,
    }
}

/// Whether `a` is surely sooner than `b`: by more than noise, and the median of one is not among the runs
/// of the other.
fn is_sooner(a: &Measured, b: &Measured) -> bool {
    let spread = |one: &Measured| Spread { min: one.min_ms, median: one.median_ms, max: one.max_ms };
    spread(a).is_below(&spread(b)) && (a.median_ms < b.min_ms || a.max_ms < b.median_ms)
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    fn once(executor: ExecutorId, ms: f64) -> Measured {
        Measured { executor, median_ms: ms, min_ms: ms, max_ms: ms }
    }

    fn of(id: &str, measured: &[Measured]) -> Comparison {
        let lesson = find(id).unwrap();
        compare(lesson, &lesson.steps[0], measured)
    }

    fn pair(a: ExecutorId, b: ExecutorId) -> (ExecutorId, ExecutorId) {
        (a, b)
    }

    #[test]
    fn ratios_are_relative_to_one_after_the_other() {
        let measured = [once(ExecutorId::Sequential, 9200.0), once(ExecutorId::LockedThreads, 1200.0)];
        let comparison = of("pictures", &measured);
        assert_eq!(comparison.base, ExecutorId::Sequential);
        let (a, b) = pair(ExecutorId::LockedThreads, ExecutorId::Sequential);
        assert_eq!(comparison.agreement, Agreement::Agrees(a, b));
        let ratios: Vec<_> =
            comparison.rows.iter().map(|row| (row.theirs.unwrap(), row.ours.unwrap())).collect();
        assert_eq!(ratios[0], (1.0, 1.0));
        assert!((ratios[1].0 - 19.4 / 4.1).abs() < 1e-9 && (ratios[1].1 - 9200.0 / 1200.0).abs() < 1e-9);
    }

    #[test]
    fn without_one_after_the_other_there_the_slowest_is_the_base() {
        let measured = [
            once(ExecutorId::Sequential, 2000.0),
            once(ExecutorId::EventLoop, 2010.0),
            once(ExecutorId::LockedThreads, 2100.0),
            once(ExecutorId::Processes, 1030.0),
        ];
        let comparison = of("two-prime-counts", &measured);
        assert_eq!(comparison.base, ExecutorId::LockedThreads);
        let executors: Vec<_> = comparison.rows.iter().map(|row| row.executor).collect();
        assert_eq!(
            executors,
            [ExecutorId::Processes, ExecutorId::LockedThreads, ExecutorId::EventLoop, ExecutorId::Sequential]
        );
        let sequential = &comparison.rows[3];
        assert_eq!((sequential.theirs, sequential.ours), (None, Some(1.05)));
        // 45.24 s and 44.77 s are level, so it doesn't matter that ours stand the other way round.
        let (a, b) = pair(ExecutorId::Processes, ExecutorId::LockedThreads);
        assert_eq!(comparison.agreement, Agreement::Agrees(a, b));
    }

    #[test]
    fn level_differing_and_unknown() {
        let level = [
            once(ExecutorId::Sequential, 1000.0),
            once(ExecutorId::LockedThreads, 1010.0),
            once(ExecutorId::Processes, 510.0),
        ];
        let (a, b) = pair(ExecutorId::Sequential, ExecutorId::LockedThreads);
        assert_eq!(of("sums-of-squares", &level).agreement, Agreement::Level(a, b));
        let differing = [
            once(ExecutorId::Sequential, 1000.0),
            once(ExecutorId::LockedThreads, 500.0),
            once(ExecutorId::Processes, 900.0),
        ];
        let (a, b) = pair(ExecutorId::Processes, ExecutorId::LockedThreads);
        let furthest = pair(ExecutorId::Sequential, ExecutorId::LockedThreads);
        let agreement = of("sums-of-squares", &differing).agreement;
        assert_ne!(agreement, Agreement::Differs(a, b));
        assert_eq!(agreement, Agreement::Differs(furthest.0, furthest.1));
        assert_eq!(of("sums-of-squares", &[]).agreement, Agreement::Unknown);
        assert_eq!(of("sums-of-squares", &level[..1]).agreement, Agreement::Unknown);
        assert_eq!(of("lost-updates", &level).agreement, Agreement::Unknown);
    }

    #[test]
    fn runs_that_mix_are_level() {
        let spread = |executor, median_ms, min_ms, max_ms| Measured { executor, median_ms, min_ms, max_ms };
        let mixed = [
            spread(ExecutorId::Sequential, 1000.0, 840.0, 1400.0),
            spread(ExecutorId::Processes, 850.0, 800.0, 1050.0),
        ];
        let (a, b) = pair(ExecutorId::Processes, ExecutorId::Sequential);
        assert_eq!(of("thumbnails", &mixed).agreement, Agreement::Level(a, b));
    }

    #[test]
    fn words_count_where_there_are_no_figures() {
        let lesson = find("four-models").unwrap();
        let tiny = [once(ExecutorId::Sequential, 0.2), once(ExecutorId::Processes, 1.5)];
        let (a, b) = pair(ExecutorId::Sequential, ExecutorId::Processes);
        assert_eq!(compare(lesson, &lesson.steps[0], &tiny).agreement, Agreement::Agrees(a, b));
        assert_eq!(compare(lesson, &lesson.steps[0], &tiny).base, ExecutorId::Sequential);
    }

    #[test]
    fn figures_belong_to_the_first_step() {
        let lesson = find("loops-in-processes").unwrap();
        let comparison = compare(
            lesson,
            &lesson.steps[1],
            &[once(ExecutorId::EventLoop, 2.0), once(ExecutorId::ProcessLoops, 1.0)],
        );
        let (a, b) = pair(ExecutorId::ProcessLoops, ExecutorId::EventLoop);
        assert_eq!(comparison.base, ExecutorId::EventLoop);
        assert_eq!(comparison.agreement, Agreement::Agrees(a, b));
    }
}
