//! The short tour of the page: its stops.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_from_stop_to_stop() {
        let mut stops = vec![TourStop::ALL[0]];
        while let Some(next) = stops[stops.len() - 1].next() {
            stops.push(next);
        }
        assert_eq!(stops, TourStop::ALL);
        assert_eq!(stops.iter().map(|stop| stop.number()).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}
