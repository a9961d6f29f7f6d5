//! A map in words.

use super::{Cell, Lock, Map, Place};
use crate::text;
use crate::text::{Grouped, percent, times};

text::require!(lock in Lock::ALL => ["map", "lock", lock.id()]);

impl Lock {
    /// What is said of such programs: `Under one lock, as in Python`.
    pub fn label(self) -> String {
        text::of(&["map", "lock", self.id()])
    }
}

impl Place {
    /// What its program is, as in `64 tasks that wait 80 % of their time`.
    pub fn in_words(self) -> String {
        let share = percent(f64::from(self.wait_percent()) / 100.0, 0);
        text!(map.place, n = Grouped(self.tasks().into()), share = share)
    }
}

impl Cell {
    /// Who won, and by how much: `Event loop; the next one took 1.97 times as long`.
    pub fn in_words(&self) -> String {
        let name = self.winner.label();
        match self.lead {
            Some(lead) => text!(map.won, name = name, times = times(lead)),
            None => name,
        }
    }
}

impl Map {
    /// What a place says, in a sentence.
    pub fn in_words(&self, place: Place) -> String {
        let cell = self.cell(place).map_or_else(|| text!(map.unmeasured), |cell| cell.in_words());
        text!(map.cell, place = place.in_words(), cell = cell)
    }
}
