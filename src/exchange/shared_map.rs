//! A map in short: who won where, as somebody says that they measured it.

use serde::{Deserialize, Serialize};

use super::{Place, Rounded};
use crate::advice::map::{self, Cell, Lock, Map};

/// A map as a link carries it. Whoever reads it has to take its sender's word for it.
///
/// How it is written is published: fields are never changed, a later version has its own form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct SharedMap {
    /// Who won where; leads have four digits.
    pub map: Map,
    /// Where it was measured.
    pub place: Place,
}

/// The published form.
#[derive(Serialize, Deserialize)]
struct Written {
    lock: Lock,
    /// Row by row from below: who won, by its place from 1 among [`Lock::ways`], 0 where nobody did; and the lead, 0 where
    /// that is not known.
    cells: [(u8, Rounded); map::Place::COUNT],
    place: Place,
}

impl SharedMap {
    /// It to be shared, as it was measured there.
    pub fn new(map: &Map, place: Place) -> Self {
        let rounded = |cell: Cell| Cell { lead: cell.lead.map(|lead| Rounded::new(lead).get()), ..cell };
        let map = Map::new(map.lock, |at| map.cell(at).map(rounded));
        Self { map, place: Place { pressure: None, ..place } }
    }
}

impl From<SharedMap> for Written {
    fn from(SharedMap { map, place }: SharedMap) -> Self {
        let ways = map.lock.ways();
        let mut cells = [(0, Rounded::default()); map::Place::COUNT];
        for (at, Cell { winner, lead }) in map.cells().filter_map(|(at, cell)| Some((at, cell?))) {
            let way = ways.iter().position(|way| *way == winner).map_or(0, |way| way as u8 + 1);
            cells[at.index()] = (way, Rounded::new(lead.unwrap_or_default()));
        }
        Self { lock: map.lock, cells, place }
    }
}

impl TryFrom<Written> for SharedMap {
    type Error = &'static str;

    fn try_from(Written { lock, cells, place }: Written) -> Result<Self, Self::Error> {
        let is_cell = |(way, lead): &(u8, Rounded)| match way {
            0 => lead.get() == 0.0,
            _ => usize::from(*way) <= lock.ways().len() && (lead.get() == 0.0 || lead.get() >= 1.0),
        };
        if !cells.iter().all(is_cell) {
            return Err("no such cell");
        }
        let cell = |at: map::Place| {
            let (way, lead) = cells[at.index()];
            let winner = *lock.ways().get(usize::from(way.checked_sub(1)?))?;
            Some(Cell { winner, lead: Some(lead.get()).filter(|lead| *lead > 0.0) })
        };
        Ok(Self { map: Map::new(lock, cell), place })
    }
}
