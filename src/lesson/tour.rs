//! The short tour of the page: its stops, and who is offered it.

use crate::experiment::{Experiment, PageOptions};
use crate::text;

/// A stop of the tour: a part of the page, and what is said there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStop {
    /// Where the workload is chosen.
    What,
    /// Where executors are chosen.
    How,
    /// The button that starts.
    Run,
    /// Where results will be.
    Results,
}

impl TourStop {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::What, Self::How, Self::Run, Self::Results];

    /// The name that the style sheet points it out by.
    pub fn name(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::How => "how",
            Self::Run => "run",
            Self::Results => "results",
        }
    }

    /// What is said there.
    pub fn explanation(self) -> String {
        match self {
            Self::What => text!(tour.what),
            Self::How => text!(tour.how),
            Self::Run => text!(tour.run),
            Self::Results => text!(tour.results),
        }
    }

    /// Which one it is, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }
}

/// Whether the tour starts by itself: for somebody who comes for the first time, and with no experiment in mind. Where
/// the browser remembers nothing, nobody can tell, and so it doesn't.
pub fn offers_tour(
    lesson: Option<&str>,
    experiment: &Experiment,
    page: &PageOptions,
    was_offered: Option<bool>,
) -> bool {
    let has_nothing_in_mind = lesson.is_none() && *experiment == Experiment::default() && !page.autorun;
    has_nothing_in_mind && was_offered == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;

    #[test]
    fn it_goes_from_stop_to_stop() {
        let mut stops = vec![TourStop::ALL[0]];
        while let Some(next) = stops[stops.len() - 1].next() {
            stops.push(next);
        }
        assert_eq!(stops, TourStop::ALL);
        assert_eq!(stops.iter().map(|stop| stop.number()).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn it_waits_for_newcomers_without_an_experiment_in_mind() {
        let starts = |query: &str, was_offered| {
            let link = parse(query);
            offers_tour(link.lesson, &link.experiment, &link.page, was_offered)
        };
        assert!(starts("", Some(false)));
        assert!(starts("theme=dark&lang=en", Some(false)));
        assert!(!starts("", Some(true)), "once is enough");
        assert!(!starts("", None), "or it would come with every visit");
        for query in ["tasks=3", "autorun=1", "lesson=downloads", "lesson=sums-of-squares&tasks=3"] {
            assert!(!starts(query, Some(false)), "{query}");
        }
    }
}
