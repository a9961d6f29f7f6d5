//! What was measured for a map.

use serde::{Deserialize, Serialize};

use super::{Cell, Lock, Map, Place};
use crate::advice::{CLOSE, simplest_as_good};
use crate::experiment::ExecutorId;
use crate::trace::median;

/// What was measured for a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapFigures {
    /// Whether threads have one lock between them.
    pub lock: Lock,
    /// When it was begun, ms since 1970 by the machine's own clock; 0 where that is not known.
    #[serde(default)]
    pub begun_ms: f64,
    /// Each way that was tried at each place: places in the order of their first measurement, ways simplest first.
    pub tried: Vec<Tried>,
}

/// A way that was tried at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The place.
    pub place: Place,
    /// The way.
    pub executor: ExecutorId,
    /// Its makespans, ms, run by run.
    pub walls_ms: Vec<f64>,
}

impl Tried {
    /// The median of its makespans, ms.
    pub fn median_ms(&self) -> f64 {
        median(&self.walls_ms).unwrap_or_default()
    }
}

impl MapFigures {
    /// Nothing yet.
    pub fn new(lock: Lock) -> Self {
        Self { lock, begun_ms: 0.0, tried: Vec::new() }
    }

    /// At how many places something was tried.
    pub fn places(&self) -> usize {
        Place::all().filter(|place| self.tried.iter().any(|tried| tried.place == *place)).count()
    }

    /// Takes in one more makespan, ms, of each of these ways, given simplest first.
    pub(super) fn add(&mut self, place: Place, walls: &[(ExecutorId, f64)]) {
        for (executor, wall_ms) in walls {
            let is_its = |tried: &&mut Tried| (tried.place, tried.executor) == (place, *executor);
            match self.tried.iter_mut().find(is_its) {
                Some(tried) => tried.walls_ms.push(*wall_ms),
                None => {
                    self.tried.push(Tried { place, executor: *executor, walls_ms: vec![*wall_ms] });
                }
            }
        }
    }

    /// The medians of what was tried at a place, ms, simplest first.
    fn medians(&self, place: Place) -> Vec<(ExecutorId, f64)> {
        let its = self.tried.iter().filter(|tried| tried.place == place);
        its.map(|tried| (tried.executor, tried.median_ms())).collect()
    }

    /// Who won where.
    pub fn map(&self) -> Map {
        Map::new(self.lock, |place| {
            let medians = self.medians(place);
            let winner = simplest_as_good(&medians)?;
            Some(Cell { winner, lead: lead(&medians, winner).map(|lead| lead.max(1.0)) })
        })
    }

    /// How far a place is from having another winner, as a ratio's logarithm: the distance of the nearest figure that
    /// decides from [`CLOSE`]. `None` where nothing was tried.
    pub(super) fn margin(&self, place: Place) -> Option<f64> {
        let medians = self.medians(place);
        let winner = simplest_as_good(&medians)?;
        let deciding = medians.iter().map(|(executor, _)| *executor);
        let simpler = deciding.take_while(|executor| *executor != winner);
        let distances = simpler.chain([winner]).filter_map(|executor| {
            let times = 1.0 / lead(&medians, executor)?;
            Some((times / CLOSE).ln().abs())
        });
        Some(distances.fold(f64::INFINITY, f64::min))
    }

    /// How often each way was measured at a place.
    pub(super) fn rounds(&self, place: Place) -> usize {
        self.tried.iter().find(|tried| tried.place == place).map_or(0, |tried| tried.walls_ms.len())
    }
}

/// How many times as long as this way the soonest other one took; `None` where there is no other, or a way took no time
/// at all.
fn lead(medians: &[(ExecutorId, f64)], of: ExecutorId) -> Option<f64> {
    let ms = |is_its: bool| {
        let some = medians.iter().filter(move |(executor, _)| (*executor == of) == is_its);
        some.map(|(_, ms)| *ms).reduce(f64::min)
    };
    let lead = ms(false)? / ms(true)?;
    (lead.is_finite() && lead > 0.0).then_some(lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExecutorId::{EventLoop, LockedThreads, Sequential};

    fn figures(walls: &[(ExecutorId, f64)]) -> (MapFigures, Place) {
        let (mut figures, place) = (MapFigures::new(Lock::Shared), Place::at(3, 2).unwrap());
        figures.add(place, walls);
        (figures, place)
    }

    fn cell(walls: &[(ExecutorId, f64)]) -> (ExecutorId, f64) {
        let (figures, place) = figures(walls);
        let cell = figures.map().cell(place).unwrap();
        (cell.winner, cell.lead.unwrap())
    }

    #[test]
    fn the_simplest_that_is_as_good_as_the_best_wins() {
        assert_eq!(
            cell(&[(Sequential, 400.0), (EventLoop, 100.0), (LockedThreads, 150.0)]),
            (EventLoop, 1.5)
        );
        assert_eq!(
            cell(&[(Sequential, 400.0), (EventLoop, 105.0), (LockedThreads, 100.0)]),
            (EventLoop, 1.0)
        );
        assert_eq!(cell(&[(EventLoop, 120.0), (LockedThreads, 100.0)]), (LockedThreads, 1.2));
    }

    #[test]
    fn medians_decide() {
        let (mut figures, place) = figures(&[(EventLoop, 100.0), (LockedThreads, 50.0)]);
        for wall_ms in [200.0, 210.0] {
            figures.add(place, &[(EventLoop, 100.0), (LockedThreads, wall_ms)]);
        }
        assert_eq!(figures.map().cell(place), Some(Cell { winner: EventLoop, lead: Some(2.0) }));
        assert_eq!(figures.rounds(place), 3);
        let unmeasured = figures.map().cells().filter(|(_, cell)| cell.is_none()).count();
        assert_eq!(unmeasured, Place::COUNT - 1);
    }

    #[test]
    fn what_is_near_the_line_is_unsure() {
        let margin = |walls: &[(ExecutorId, f64)]| {
            let (figures, place) = figures(walls);
            figures.margin(place).unwrap()
        };
        let far = margin(&[(Sequential, 400.0), (EventLoop, 100.0), (LockedThreads, 150.0)]);
        let near = margin(&[(Sequential, 108.0), (EventLoop, 100.0), (LockedThreads, 150.0)]);
        let as_near = margin(&[(Sequential, 112.0), (EventLoop, 100.0), (LockedThreads, 150.0)]);
        assert!(far > 0.4 && near < 0.03 && as_near < 0.03, "{far} {near} {as_near}");
        // However much sooner another is that is less simple: the winner is what it is.
        assert!(margin(&[(EventLoop, 100.0), (LockedThreads, 99.0)]) > 0.08);
        assert_eq!(MapFigures::new(Lock::None).margin(Place::at(0, 0).unwrap()), None);
    }

    #[test]
    fn what_took_no_time_leads_by_nothing_that_could_be_told() {
        let (figures, place) = figures(&[(Sequential, 0.0), (EventLoop, 5.0)]);
        assert_eq!(figures.map().cell(place), Some(Cell { winner: Sequential, lead: None }));
    }

    #[test]
    fn figures_are_kept_and_come_back() {
        let (figures, _) = figures(&[(Sequential, 400.25), (EventLoop, 100.0)]);
        let kept = serde_json::to_string(&figures).unwrap();
        assert_eq!(serde_json::from_str::<MapFigures>(&kept).unwrap(), figures);
        let beyond = kept.replace("[3,2]", "[6,2]");
        assert!(beyond != kept && serde_json::from_str::<MapFigures>(&beyond).is_err());
    }
}
