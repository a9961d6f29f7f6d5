//! Published makespans beside measured ones, as ratios, and whether both tell the same story.

use crate::experiment::ExecutorId;
use crate::text;
use crate::trace::{Figures, Pace, Spread};

/// One published makespan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedFigure {
    /// The executor here that does what was measured there.
    pub executor: ExecutorId,
    /// The makespan, s.
    pub seconds: f64,
}

/// What is to be expected of an experiment, because somebody measured or said so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expectation {
    /// What somebody measured, in their order.
    pub figures: &'static [PublishedFigure],
    /// Pairs of executors of which the first is expected to be done sooner.
    pub sooner: &'static [(ExecutorId, ExecutorId)],
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

impl Comparison {
    /// How long each executor would have taken here, ms, if all of it had taken as many times as long as the base as it
    /// did there: the published figures, on the axis of what was measured.
    pub fn theirs_here(&self) -> Vec<(ExecutorId, f64)> {
        let base = self.rows.iter().find(|row| row.executor == self.base);
        let Some(base_ms) = base.and_then(|base| base.our_ms) else { return Vec::new() };
        let theirs = |row: &Row| Some((row.executor, base_ms / row.theirs?));
        self.rows.iter().filter_map(theirs).collect()
    }
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
    /// Nothing contradicts, but these two can't be told apart here; the first is the sooner one there.
    Level(ExecutorId, ExecutorId),
    /// The first is sooner there, but the second is here: of such pairs, the one furthest apart here.
    Differs(ExecutorId, ExecutorId),
}

impl Agreement {
    /// It in a sentence: that of an order that somebody measured, or else of one that is expected. `None` where nothing
    /// can be told.
    pub fn in_words(&self, by_figures: bool) -> Option<String> {
        let (faster, slower) = match self {
            Self::Unknown => return None,
            Self::Agrees(faster, slower) | Self::Level(faster, slower) | Self::Differs(faster, slower) => {
                (faster.label(), slower.label())
            }
        };
        Some(match (self, by_figures) {
            (Self::Unknown, _) => return None,
            (Self::Agrees(..), true) => text!(lessons.agrees),
            (Self::Level(..), true) => text!(lessons.level, faster = faster, slower = slower),
            (Self::Differs(..), true) => text!(lessons.differs, faster = faster, slower = slower),
            (Self::Agrees(..), false) => text!(lessons.expected.agrees, faster = faster, slower = slower),
            (Self::Level(..), false) => text!(lessons.expected.level, faster = faster, slower = slower),
            (Self::Differs(..), false) => text!(lessons.expected.differs, faster = faster, slower = slower),
        })
    }
}

/// What was measured here of one executor, ms.
type Ours = (ExecutorId, Spread);

/// Compares what an experiment gave here with what was to be expected of it. Steps of a sweep count for nothing.
pub fn compare_with_published(expected: &Expectation, measured: &[Figures]) -> Comparison {
    let whole = measured.iter().filter(|figures| figures.step.is_none());
    let measured: Vec<Ours> =
        whole.filter_map(|figures| Some((figures.executor.known()?, figures.makespan()))).collect();
    let figures = expected.figures;
    let base = base(figures, &measured);
    let ours = |executor: ExecutorId| makespan(&measured, executor).map(|makespan| makespan.median);
    let theirs =
        |executor: ExecutorId| figures.iter().find(|one| one.executor == executor).map(|one| one.seconds);
    let row = |executor: ExecutorId| {
        let ratio = |base: Option<f64>, value: Option<f64>| {
            base.zip(value).and_then(|(base, value)| (value > 0.0).then(|| base / value))
        };
        let (their_seconds, our_ms) = (theirs(executor), ours(executor));
        let (theirs, ours) = (ratio(theirs(base), their_seconds), ratio(ours(base), our_ms));
        Row { executor, their_seconds, theirs, our_ms, ours }
    };
    let further = measured.iter().map(|one| one.0).filter(|executor| theirs(*executor).is_none());
    let rows = figures.iter().map(|figure| figure.executor).chain(further).map(row).collect();
    Comparison { rows, agreement: agreement(&claims(expected), &measured), base }
}

fn makespan(measured: &[Ours], executor: ExecutorId) -> Option<&Spread> {
    measured.iter().find(|one| one.0 == executor).map(|one| &one.1)
}

fn base(figures: &[PublishedFigure], measured: &[Ours]) -> ExecutorId {
    let common = || figures.iter().filter(|figure| makespan(measured, figure.executor).is_some());
    let has_baseline = if figures.is_empty() {
        makespan(measured, ExecutorId::BASELINE).is_some()
    } else {
        common().any(|figure| figure.executor == ExecutorId::BASELINE)
    };
    if has_baseline {
        return ExecutorId::BASELINE;
    }
    let slowest_there = common().max_by(|a, b| a.seconds.total_cmp(&b.seconds)).map(|figure| figure.executor);
    let slowest_here = measured.iter().max_by(|a, b| a.1.median.total_cmp(&b.1.median)).map(|one| one.0);
    slowest_there.or(slowest_here).unwrap_or(ExecutorId::BASELINE)
}

/// Which executor is sooner than which, as expected, or by figures that are not level.
fn claims(expected: &Expectation) -> Vec<(ExecutorId, ExecutorId)> {
    // Nobody said how often it was measured there.
    let there = |figure: &PublishedFigure| Spread::once(figure.seconds);
    let by_figures = expected.figures.iter().flat_map(|a| {
        let is_later = move |b: &&PublishedFigure| matches!(there(a).pace(&there(b)), Pace::Sooner(_));
        expected.figures.iter().filter(is_later).map(|b| (a.executor, b.executor))
    });
    expected.sooner.iter().copied().chain(by_figures).collect()
}

fn agreement(claims: &[(ExecutorId, ExecutorId)], measured: &[Ours]) -> Agreement {
    let ours = |executor: ExecutorId| makespan(measured, executor);
    // Of each pair how many times as long the second took here, and what that means.
    let tested: Vec<_> = claims
        .iter()
        .filter_map(|(a, b)| {
            let ratio = ours(*a)?.ratio(ours(*b)?, None);
            Some((*a, *b, ratio.times, ratio.pace()))
        })
        .collect();
    let apart = |pair: &&(ExecutorId, ExecutorId, f64, Pace)| pair.2;
    let differing = tested.iter().filter(|pair| matches!(pair.3, Pace::Later(_)));
    if let Some((a, b, ..)) = differing.min_by(|x, y| apart(x).total_cmp(&apart(y))) {
        return Agreement::Differs(*a, *b);
    }
    if let Some((a, b, ..)) = tested.iter().find(|pair| !matches!(pair.3, Pace::Sooner(_))) {
        return Agreement::Level(*a, *b);
    }
    match tested.iter().max_by(|x, y| apart(x).total_cmp(&apart(y))) {
        Some((a, b, ..)) => Agreement::Agrees(*a, *b),
        None => Agreement::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use ExecutorId::{EventLoop, LockedThreads, Processes, Sequential};

    use super::*;
    use crate::experiment::SweepStep;

    const fn published(executor: ExecutorId, seconds: f64) -> PublishedFigure {
        PublishedFigure { executor, seconds }
    }

    /// With one after the other.
    const SUMS: &[PublishedFigure] = &[
        published(Sequential, 7.83),
        published(LockedThreads, 10.41),
        published(EventLoop, 10.41),
        published(Processes, 2.52),
    ];
    /// Without.
    const PRIMES: &[PublishedFigure] =
        &[published(Processes, 23.87), published(LockedThreads, 45.24), published(EventLoop, 44.77)];

    fn measured(executor: ExecutorId, walls: &[f64]) -> Figures {
        let makespan = Spread::of(walls).unwrap();
        Figures {
            executor: executor.into(),
            step: None,
            lanes: 2,
            median_ms: makespan.median,
            min_ms: makespan.min,
            max_ms: makespan.max,
            interval_ms: makespan.interval,
            speedup: None,
            speedup_interval: None,
            measured: makespan.measured,
        }
    }

    fn once(executor: ExecutorId, ms: f64) -> Figures {
        measured(executor, &[ms])
    }

    fn of(figures: &'static [PublishedFigure], measured: &[Figures]) -> Comparison {
        compare_with_published(&Expectation { figures, sooner: &[] }, measured)
    }

    #[test]
    fn ratios_are_relative_to_one_after_the_other() {
        let comparison = of(SUMS, &[once(Sequential, 9200.0), once(Processes, 1200.0)]);
        assert_eq!(comparison.base, Sequential);
        assert_eq!(comparison.agreement, Agreement::Agrees(Processes, Sequential));
        let ratios: Vec<_> = comparison.rows.iter().map(|row| (row.theirs.unwrap(), row.ours)).collect();
        assert_eq!(ratios[0], (1.0, Some(1.0)));
        assert!(ratios[1].1.is_none(), "not measured here");
        assert_eq!(ratios[3], (7.83 / 2.52, Some(9200.0 / 1200.0)));
    }

    #[test]
    fn theirs_lie_on_the_axis_of_ours_by_their_ratios() {
        let comparison = of(SUMS, &[once(Sequential, 783.0), once(Processes, 400.0)]);
        let here = comparison.theirs_here();
        assert_eq!(
            here.iter().map(|one| one.0).collect::<Vec<_>>(),
            SUMS.iter().map(|one| one.executor).collect::<Vec<_>>()
        );
        let rounded: Vec<f64> = here.iter().map(|one| one.1.round()).collect();
        assert_eq!(rounded, [783.0, 1041.0, 1041.0, 252.0]);
        assert_eq!(of(SUMS, &[]).theirs_here(), [], "nothing was measured");
    }

    #[test]
    fn without_one_after_the_other_there_the_slowest_is_the_base() {
        let measured = [
            once(Sequential, 2000.0),
            once(EventLoop, 2010.0),
            once(LockedThreads, 2100.0),
            once(Processes, 1030.0),
        ];
        let comparison = of(PRIMES, &measured);
        assert_eq!(comparison.base, LockedThreads);
        let executors: Vec<_> = comparison.rows.iter().map(|row| row.executor).collect();
        assert_eq!(executors, [Processes, LockedThreads, EventLoop, Sequential]);
        let sequential = &comparison.rows[3];
        assert_eq!((sequential.theirs, sequential.ours), (None, Some(1.05)));
        // 45.24 s and 44.77 s are level, so it doesn't matter that ours stand the other way round.
        assert_eq!(comparison.agreement, Agreement::Agrees(Processes, LockedThreads));
    }

    #[test]
    fn level_differing_and_unknown() {
        let level = [once(Sequential, 1000.0), once(LockedThreads, 1010.0), once(Processes, 510.0)];
        assert_eq!(of(SUMS, &level).agreement, Agreement::Level(Sequential, LockedThreads));
        let differing = [once(Sequential, 1000.0), once(LockedThreads, 500.0), once(Processes, 900.0)];
        // Of two pairs that differ the one that is further apart.
        assert_eq!(of(SUMS, &differing).agreement, Agreement::Differs(Sequential, LockedThreads));
        assert_eq!(of(SUMS, &[]).agreement, Agreement::Unknown);
        assert_eq!(of(SUMS, &level[..1]).agreement, Agreement::Unknown);
        assert_eq!(of(&[], &level).agreement, Agreement::Unknown);
    }

    #[test]
    fn runs_that_mix_and_steps_of_a_sweep_tell_no_order() {
        let mixed =
            [measured(Sequential, &[840.0, 1000.0, 1400.0]), measured(Processes, &[800.0, 850.0, 1050.0])];
        assert_eq!(of(SUMS, &mixed).agreement, Agreement::Level(Processes, Sequential));
        let step = Some(SweepStep { key: "tasks".into(), value: "4".into() });
        let stepped = [Sequential, Processes].map(|one| Figures { step: step.clone(), ..once(one, 5.0) });
        assert_eq!(of(SUMS, &stepped).agreement, Agreement::Unknown);
    }

    #[test]
    fn words_count_where_there_are_no_figures() {
        let expected = Expectation { figures: &[], sooner: &[(Sequential, Processes)] };
        let tiny = [once(Processes, 1.5), once(Sequential, 0.2)];
        let comparison = compare_with_published(&expected, &tiny);
        assert_eq!(comparison.agreement, Agreement::Agrees(Sequential, Processes));
        assert_eq!(comparison.base, Sequential);
        let comparison = compare_with_published(&expected, &tiny[..1]);
        assert_eq!(comparison.base, Processes, "whatever took longest here");
    }
}
