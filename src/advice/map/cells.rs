//! A map: who won where.

use super::{Lock, Place};
use crate::experiment::ExecutorId;

/// Who won where.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Whether threads have one lock between them.
    pub lock: Lock,
    cells: [Option<Cell>; Place::COUNT],
}

/// Who won a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The simplest way that is as good as the best.
    pub winner: ExecutorId,
    /// How many times as long the soonest other way took, at least 1; `None` where nothing was measured, but a rule says
    /// so.
    pub lead: Option<f64>,
}

impl Map {
    /// With these cells; `None` for what is not known.
    pub fn new(lock: Lock, cell: impl FnMut(Place) -> Option<Cell>) -> Self {
        let mut cells = [None; Place::COUNT];
        cells.iter_mut().zip(Place::all().map(cell)).for_each(|(own, cell)| *own = cell);
        Self { lock, cells }
    }

    /// Who won this place, if that is known.
    pub fn cell(&self, place: Place) -> Option<Cell> {
        self.cells[place.index()]
    }

    /// All places, and who won each.
    pub fn cells(&self) -> impl Iterator<Item = (Place, Option<Cell>)> {
        Place::all().zip(self.cells)
    }
}
