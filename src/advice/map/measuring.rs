//! In which order a map is measured, and how often each cell, within a time that a reader waits for.
//!
//! Cells come coarse to fine, each once, and then those again that are the least sure. The ways of a cell take turns, one
//! run each, and count only together: a machine that grew slower meanwhile favours none of them.

use super::{Lock, Map, MapFigures, Place};
use crate::advice::LeftOut;
use crate::advice::plan::{Candidate, SLOW};
use crate::experiment::{ExecutorId, Features, Planned};
use crate::trace::LEVEL_ONCE;

/// The longest that all runs for a map take together, ms: less than a minute, with what it takes to draw it.
pub const MAP_MS: f64 = 55_000.0;
/// What should take more than [`SLOW`] times as long as the best has lost, and is not run; but so many are in any case:
/// there is no lead over nobody.
const FEWEST: usize = 2;
/// More rounds than this make nothing surer that matters.
const MOST_ROUNDS: usize = 5;
/// A cell is sure where its figures are so far, as a ratio's logarithm, from having another winner, were they measured
/// once: three times as far as single runs differ by themselves. More rounds make it surer by their square root.
const SURE: f64 = 3.0 * LEVEL_ONCE;

/// A run to be made for a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapRun {
    /// At which place.
    pub place: Place,
    /// Which way.
    pub executor: ExecutorId,
    /// Which of its runs there, from 0.
    pub repeat: u32,
}

/// A map while it is measured.
#[derive(Clone, Debug)]
pub struct MapMeasuring {
    cores: u32,
    figures: MapFigures,
    /// What is to be measured, in the order of the first round.
    cells: Vec<CellPlan>,
    left_out: Vec<LeftOut>,
    /// The cell that is being measured.
    round: Option<Round>,
    /// How long the runs that were asked for should have taken, ms.
    asked_ms: f64,
    /// How long all should take, ms.
    expected_ms: f64,
}

/// What is to be measured of a cell.
#[derive(Clone, Debug)]
struct CellPlan {
    place: Place,
    /// Which ways are run, simplest first.
    runs: Vec<Candidate>,
    /// How often it was begun.
    begun: usize,
}

/// One run of each way of a cell.
#[derive(Clone, Debug)]
struct Round {
    /// Which of the cells.
    cell: usize,
    /// How many of its ways were asked for.
    asked: usize,
    /// What was measured, ms.
    walls: Vec<(ExecutorId, f64)>,
}

impl MapMeasuring {
    /// Of programs under this lock, in a browser that offers this and has so many cores.
    pub fn new(lock: Lock, features: &Features, cores: u32) -> Self {
        let mut left_out: Vec<LeftOut> = Vec::new();
        let mut cells: Vec<CellPlan> = Vec::new();
        for place in Place::all() {
            let experiment = place.experiment(lock, cores);
            let workers = experiment.workers(cores);
            let mut candidates = Vec::new();
            for executor in place.ways(lock) {
                match features.check(executor, &experiment).map_err(|why| LeftOut::Unavailable(executor, why))
                {
                    Ok(()) => candidates.push(Candidate::new(&experiment, executor, workers, cores)),
                    Err(why) if left_out.contains(&why) => {}
                    Err(why) => left_out.push(why),
                }
            }
            cells.push(CellPlan { place, runs: contenders(candidates), begun: 0 });
        }
        // Of cells as coarse as each other the soonest first: more of the picture is there sooner.
        let order = |a: &CellPlan, b: &CellPlan| {
            let fineness = a.place.fineness().cmp(&b.place.fineness());
            fineness.then(a.round_ms().total_cmp(&b.round_ms()))
        };
        cells.sort_by(order);
        let figures = MapFigures::new(lock);
        let nothing = Self { cores, figures, cells, left_out, round: None, asked_ms: 0.0, expected_ms: 0.0 };
        Self { expected_ms: nothing.reckoned_ms(), ..nothing }
    }

    /// Begun now, ms since 1970.
    pub fn begun(mut self, now_ms: f64) -> Self {
        self.figures.begun_ms = now_ms;
        self
    }

    /// What can't run here, and so is not on the map.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// How long all of it should take from the beginning, ms, by arithmetic.
    pub fn expected_ms(&self) -> f64 {
        self.expected_ms
    }

    /// The next run, so long, ms, after the first began; `None` where none is worth it any more, or would end in time. A
    /// run that fails leaves its cell as it was.
    pub fn next(&mut self, elapsed_ms: f64) -> Option<MapRun> {
        // Runs take as much longer than by arithmetic as those that were made.
        let slowness = if self.asked_ms > 0.0 { (elapsed_ms / self.asked_ms).max(1.0) } else { 1.0 };
        let left_ms = (MAP_MS - elapsed_ms) / slowness;
        let goes_on = |round: &Round| round.asked < self.cells[round.cell].runs.len();
        let mut round = match self.round.take().filter(goes_on) {
            Some(round) => round,
            None => self.next_round(left_ms)?,
        };
        let cell = &self.cells[round.cell];
        let Candidate { executor, run_ms, .. } = cell.runs[round.asked];
        if run_ms > left_ms {
            return None;
        }
        let repeat = self.figures.rounds(cell.place) as u32;
        let run = MapRun { place: cell.place, executor, repeat };
        round.asked += 1;
        self.round = Some(round);
        self.asked_ms += run_ms;
        Some(run)
    }

    /// Takes in the makespan, ms, of the run that [`MapMeasuring::next`] gave last.
    pub fn measured(&mut self, run: MapRun, wall_ms: f64) {
        let Some(round) = &mut self.round else { return };
        let cell = &self.cells[round.cell];
        if cell.place == run.place {
            round.walls.push((run.executor, wall_ms));
            if round.walls.len() == cell.runs.len() {
                self.figures.add(cell.place, &round.walls);
            }
        }
    }

    /// The run as the page makes runs.
    pub fn planned(&self, run: MapRun) -> Planned {
        let MapRun { place, executor, repeat } = run;
        let experiment = place.experiment(self.figures.lock, self.cores);
        Planned { executor, repeat, warmup: false, step: None, experiment }
    }

    /// Who won where, so far.
    pub fn map(&self) -> Map {
        self.figures.map()
    }

    /// What was measured so far.
    pub fn figures(&self) -> &MapFigures {
        &self.figures
    }

    /// Begins with the next cell that is not measured yet, or else the least sure, if it should take no longer than is
    /// left, ms.
    fn next_round(&mut self, left_ms: f64) -> Option<Round> {
        let fits = |cell: &usize| {
            let cell = &self.cells[*cell];
            cell.runs.len() >= FEWEST && cell.round_ms() <= left_ms
        };
        let all = || (0..self.cells.len()).filter(fits);
        let unmeasured = all().find(|cell| self.cells[*cell].begun == 0);
        let unsure = || {
            let again = all().filter(|cell| self.cells[*cell].begun < MOST_ROUNDS);
            let doubtful = again.filter_map(|cell| Some((cell, self.sureness(self.cells[cell].place)?)));
            let doubtful = doubtful.filter(|(_, sureness)| *sureness < SURE);
            doubtful.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(cell, _)| cell)
        };
        let cell = unmeasured.or_else(unsure)?;
        self.cells[cell].begun += 1;
        Some(Round { cell, asked: 0, walls: Vec::new() })
    }

    /// How sure a cell's winner is, as a ratio's logarithm; `None` where it has none.
    fn sureness(&self, place: Place) -> Option<f64> {
        Some(self.figures.margin(place)? * (self.figures.rounds(place) as f64).sqrt())
    }

    /// How long all would take from here on, ms, were every run as arithmetic has it.
    fn reckoned_ms(&self) -> f64 {
        let mut imagined = self.clone();
        while let Some(run) = imagined.next(imagined.asked_ms) {
            let its =
                imagined.cells.iter().filter(|cell| cell.place == run.place).flat_map(|cell| &cell.runs);
            let wall_ms = its.filter(|one| one.executor == run.executor).map(|one| one.expected_ms).sum();
            imagined.measured(run, wall_ms);
        }
        imagined.asked_ms
    }
}

impl CellPlan {
    /// How long one run of each way should take, ms.
    fn round_ms(&self) -> f64 {
        self.runs.iter().map(|one| one.run_ms).sum()
    }
}

/// Those of these ways that could win a cell.
fn contenders(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut soonest: Vec<f64> = candidates.iter().map(|one| one.expected_ms).collect();
    soonest.sort_by(f64::total_cmp);
    let best_ms = soonest.first().copied().unwrap_or_default();
    let second_ms = soonest.get(FEWEST - 1).copied().unwrap_or_default();
    candidates.retain(|one| one.expected_ms <= second_ms.max(SLOW * best_ms));
    candidates
}
