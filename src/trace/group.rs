//! The runs of one executor in one step of a sweep, of which one is drawn.

use super::nearest_to_median;
use crate::experiment::{ExecutorName, SweepStep};

/// A run as far as it is put with others: one that is over and written down, or one that is still being made.
pub trait Grouped {
    /// How its tasks are run.
    fn executor(&self) -> &ExecutorName;
    /// The step of a sweep.
    fn step(&self) -> Option<&SweepStep>;
    /// How it stands.
    fn standing(&self) -> Standing;
}

/// How a run stands, as far as it matters for which of several is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Its turn has not come.
    ToCome,
    /// It is being made.
    GoingOn,
    /// It is over, but only warmed up or failed, so that it doesn't count.
    Over,
    /// It is over and counts, with this makespan in ms.
    Measured(f64),
}

impl Standing {
    /// Its makespan, ms, if it is over and counts.
    pub fn measured_ms(self) -> Option<f64> {
        match self {
            Self::Measured(ms) => Some(ms),
            Self::ToCome | Self::GoingOn | Self::Over => None,
        }
    }
}

/// The runs of one executor in one step of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct RunGroup<T> {
    /// The executor.
    pub executor: ExecutorName,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// Its runs, warm-up included, in their order; never none.
    pub runs: Vec<T>,
}

impl<T: Grouped> RunGroup<T> {
    /// All runs, by step and executor, both in the order in which they come first.
    pub fn all(runs: impl IntoIterator<Item = T>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for run in runs {
            let is_its =
                |group: &&mut Self| group.executor == *run.executor() && group.step.as_ref() == run.step();
            match groups.iter_mut().find(is_its) {
                Some(group) => group.runs.push(run),
                None => {
                    let (executor, step) = (run.executor().clone(), run.step().cloned());
                    // After the others of its step.
                    let place = groups.iter().rposition(|group| group.step == step);
                    let place = place.map_or(groups.len(), |last| last + 1);
                    groups.insert(place, Self { executor, step, runs: vec![run] });
                }
            }
        }
        groups
    }

    /// The place of the run that is drawn: once all are over the one whose makespan is nearest to the median of those
    /// that count; until then, or where none counts, the latest that has begun.
    pub fn drawn(&self) -> usize {
        let standings: Vec<Standing> = self.runs.iter().map(Grouped::standing).collect();
        let begun = standings.iter().rposition(|standing| *standing != Standing::ToCome).unwrap_or(0);
        if standings.iter().any(|standing| matches!(standing, Standing::ToCome | Standing::GoingOn)) {
            return begun;
        }
        let counting: Vec<_> = standings.into_iter().map(Standing::measured_ms).collect();
        nearest_to_median(&counting).unwrap_or(begun)
    }

    /// The run that is drawn.
    pub fn drawn_run(&self) -> &T {
        &self.runs[self.drawn()]
    }

    /// The makespans of the runs that count and are over, ms.
    pub fn makespans(&self) -> impl Iterator<Item = f64> {
        self.runs.iter().filter_map(|run| run.standing().measured_ms())
    }

    /// How many runs count and are over.
    pub fn measured(&self) -> usize {
        self.makespans().count()
    }

    /// The longest makespan of a run that counts and is over, ms; 0 where there is none.
    pub fn longest_ms(&self) -> f64 {
        self.makespans().fold(0.0, f64::max)
    }
}

impl<T: Grouped> Grouped for &T {
    fn executor(&self) -> &ExecutorName {
        (*self).executor()
    }

    fn step(&self) -> Option<&SweepStep> {
        (*self).step()
    }

    fn standing(&self) -> Standing {
        (*self).standing()
    }
}

/// With its place among all runs.
impl<T: Grouped> Grouped for (usize, T) {
    fn executor(&self) -> &ExecutorName {
        self.1.executor()
    }

    fn step(&self) -> Option<&SweepStep> {
        self.1.step()
    }

    fn standing(&self) -> Standing {
        self.1.standing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;

    struct Sketch(ExecutorName, Option<SweepStep>, Standing);

    impl Grouped for Sketch {
        fn executor(&self) -> &ExecutorName {
            &self.0
        }

        fn step(&self) -> Option<&SweepStep> {
            self.1.as_ref()
        }

        fn standing(&self) -> Standing {
            self.2
        }
    }

    fn run(executor: ExecutorId, step: &str) -> Sketch {
        let step = (!step.is_empty()).then(|| SweepStep { key: "tasks".into(), value: step.into() });
        Sketch(executor.into(), step, Standing::ToCome)
    }

    #[test]
    fn runs_are_put_together_by_step_and_executor() {
        use ExecutorId::{Processes, Threads};
        let runs = [
            run(Threads, "1"),
            run(Processes, "1"),
            run(Threads, "1"),
            run(Threads, "4"),
            // Later than it should be; it still belongs to its step.
            run(Processes, "1"),
            run(ExecutorId::Page, "1"),
        ];
        let groups = RunGroup::all(&runs);
        let found: Vec<_> = groups
            .iter()
            .map(|group| {
                (group.executor.as_str(), group.step.as_ref().unwrap().value.as_str(), group.runs.len())
            })
            .collect();
        assert_eq!(
            found,
            [("threads", "1", 2), ("processes", "1", 2), ("page", "1", 1), ("threads", "4", 1)]
        );
    }

    #[test]
    fn the_run_that_is_drawn_follows_them_and_ends_at_the_median() {
        use Standing::{GoingOn, Measured, Over, ToCome};
        let drawn = |standings: &[Standing]| {
            let run = |standing: &Standing| Sketch(ExecutorId::Threads.into(), None, *standing);
            RunGroup::all(standings.iter().map(run))[0].drawn()
        };
        assert_eq!(drawn(&[ToCome, ToCome]), 0);
        assert_eq!(drawn(&[Over, GoingOn, ToCome]), 1);
        assert_eq!(drawn(&[Over, Measured(5.0), ToCome]), 1, "the latest, while some are still to come");
        assert_eq!(drawn(&[Over, Measured(9.0), Measured(4.0), Measured(3.0)]), 2);
        assert_eq!(drawn(&[Measured(5.0), Over]), 0, "one that failed doesn't count");
        assert_eq!(drawn(&[Over, Over]), 1);
        // One that was called off before its turn came.
        assert_eq!(drawn(&[Over, ToCome]), 0);
    }

    #[test]
    fn only_what_is_over_and_counts_has_a_makespan() {
        use Standing::{GoingOn, Measured, Over, ToCome};
        let group = |standings: &[Standing]| {
            let run = |standing: &Standing| Sketch(ExecutorId::Threads.into(), None, *standing);
            RunGroup::all(standings.iter().map(run)).remove(0)
        };
        let some = group(&[Over, Measured(4.0), Measured(9.0), Measured(3.0), GoingOn, ToCome]);
        assert_eq!(some.makespans().collect::<Vec<_>>(), [4.0, 9.0, 3.0]);
        assert_eq!((some.measured(), some.longest_ms()), (3, 9.0));
        let none = group(&[Over, ToCome]);
        assert_eq!((none.measured(), none.longest_ms()), (0, 0.0));
    }
}
