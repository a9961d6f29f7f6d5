//! The places of a map: of which programs it tells.

use serde::{Deserialize, Serialize};

use super::Lock;
use crate::advice::description::fitting_workers;
use crate::advice::{Description, simplest_first};
use crate::experiment::{ExecutorId, Experiment, WORKERS, parse};
use crate::workload::Value;

/// The columns: for which share of its time a task waits, percent.
pub const COLUMNS: [u32; 6] = [0, 20, 40, 60, 80, 100];
/// The rows, from below: how many tasks there are.
pub const ROWS: [u32; 5] = [1, 4, 16, 64, 256];
/// How long one task takes, ms, whatever it does.
const TASK_MS: u32 = 10;
/// More lanes than this are not compared: each is made anew for every run, which takes longer than what is measured.
const MOST_WORKERS: u32 = 8;

/// A place of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(u8, u8)", into = "(u8, u8)")]
pub struct Place {
    column: u8,
    row: u8,
}

impl Place {
    /// How many there are.
    pub const COUNT: usize = COLUMNS.len() * ROWS.len();

    /// The one in this column and row, counted from the left and from below, from 0; `None` beyond the last.
    pub fn at(column: usize, row: usize) -> Option<Self> {
        let is_on_map = column < COLUMNS.len() && row < ROWS.len();
        is_on_map.then_some(Self { column: column as u8, row: row as u8 })
    }

    /// All of them, row by row from below.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).flat_map(|row| (0..COLUMNS.len()).filter_map(move |column| Self::at(column, row)))
    }

    /// Which of [`Place::all`] it is.
    pub fn index(self) -> usize {
        self.row() * COLUMNS.len() + self.column()
    }

    /// Its column, from the left, from 0.
    pub fn column(self) -> usize {
        self.column.into()
    }

    /// Its row, from below, from 0.
    pub fn row(self) -> usize {
        self.row.into()
    }

    /// For which share of its time a task waits, percent.
    pub fn wait_percent(self) -> u32 {
        COLUMNS[self.column()]
    }

    /// How many tasks there are.
    pub fn tasks(self) -> u32 {
        ROWS[self.row()]
    }

    /// What its program is, in the adviser's questions.
    pub fn description(self) -> Description {
        let wait_ms = TASK_MS * self.wait_percent() / 100;
        let compute_ms = TASK_MS - wait_ms;
        Description { compute_ms, wait_ms, shared_ms: 0, tasks: self.tasks(), downloads: false }
    }

    /// The ways of this map that make sense for its program, simplest first.
    pub fn ways(self, lock: Lock) -> Vec<ExecutorId> {
        let mut ways = simplest_first(&self.description());
        ways.retain(|executor| lock.ways().contains(executor));
        ways
    }

    /// Its program with all ways that make sense, and as many workers as suit it on so many cores.
    pub fn experiment(self, lock: Lock, cores: u32) -> Experiment {
        let mut experiment = parse("workload=mix").experiment;
        self.description().ask_of(&mut experiment);
        experiment.executors = self.ways(lock);
        let workers = fitting_workers(&experiment, cores).min(MOST_WORKERS);
        experiment.set(&WORKERS, Value::Integer(workers.into()));
        experiment
    }

    /// How fine a map has to be to have it: 0 for corners, one more for each time that the distance between columns, or
    /// between rows, is halved.
    pub(super) fn fineness(self) -> u32 {
        let of = |place: usize, count: usize| {
            let mut step = (count - 1).next_power_of_two();
            let mut fineness = 0;
            while step > 1 && !place.is_multiple_of(step) && place + 1 != count {
                step /= 2;
                fineness += 1;
            }
            fineness
        };
        of(self.column(), COLUMNS.len()).max(of(self.row(), ROWS.len()))
    }
}

impl TryFrom<(u8, u8)> for Place {
    type Error = &'static str;

    fn try_from((column, row): (u8, u8)) -> Result<Self, Self::Error> {
        Self::at(column.into(), row.into()).ok_or("beyond the map")
    }
}

impl From<Place> for (u8, u8) {
    fn from(place: Place) -> Self {
        (place.column, place.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::format;

    #[test]
    fn a_click_on_a_cell_opens_its_experiment() {
        for (lock, place) in Lock::ALL.into_iter().flat_map(|lock| Place::all().map(move |one| (lock, one))) {
            for cores in [1, 2, 8, 64] {
                let experiment = place.experiment(lock, cores);
                let link = parse(&format(&experiment));
                assert_eq!((link.experiment, link.notices), (experiment.clone(), vec![]));
                assert!((2..=MOST_WORKERS).contains(&experiment.workers(cores)), "{}", format(&experiment));
            }
        }
        let corner = |column, row| format(&Place::at(column, row).unwrap().experiment(Lock::None, 2));
        // Those that never wait are compared as a link without `executors` says.
        assert_eq!(corner(0, 4), "workload=mix&phases=c10&tasks=256&workers=2");
        assert_eq!(
            corner(5, 0),
            "workload=mix&phases=w10&tasks=1&executors=sequential,event-loop,offload,threads&workers=2"
        );
    }

    #[test]
    fn places_are_counted_in_their_order() {
        let all: Vec<Place> = Place::all().collect();
        assert_eq!(all.len(), Place::COUNT);
        assert!(all.iter().enumerate().all(|(n, place)| place.index() == n));
        assert_eq!((Place::at(COLUMNS.len(), 0), Place::at(0, ROWS.len())), (None, None));
    }

    #[test]
    fn a_map_grows_finer_between_what_is_known() {
        let row = |row| [0, 1, 2, 3, 4, 5].map(|column| Place::at(column, row).unwrap().fineness());
        assert_eq!(row(0), [0, 3, 2, 3, 1, 0]);
        assert_eq!(row(2), [1, 3, 2, 3, 1, 1]);
        assert_eq!(row(3), [2, 3, 2, 3, 2, 2]);
    }
}
