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
    /// What its program is, as in `64 tasks that wait for 80 % of their time`.
    pub fn in_words(self) -> String {
        let share = percent(f64::from(self.wait_percent()) / 100.0, 0);
        text!(map.place, n = Grouped(self.tasks().into()), share = share)
    }
}

impl Cell {
    /// Who won, and by how much: `Event loop; the soonest other way took 1.97 times as long`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;
    use crate::text::{Texts, show};

    #[test]
    fn a_place_says_what_is_known_of_it() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../../www/locales/en.json")).unwrap();
        english.add(include_str!("../../../www/locales/later/en.json")).unwrap();
        show(english);
        let at = |column, row| Place::at(column, row).unwrap();
        let won = Cell { winner: ExecutorId::EventLoop, lead: Some(1.972) };
        let map = Map::new(Lock::None, |place| (place == at(4, 3)).then_some(won));
        let expected = "64 tasks that wait for 80\u{a0}% of their time: \
                        Event loop; the soonest other way took 1.97 times as long.";
        assert_eq!(map.in_words(at(4, 3)), expected);
        assert_eq!(map.in_words(at(0, 0)), "1 task that waits for 0\u{a0}% of its time: not measured.");
        let rule = Map::by_rule_of_thumb(Lock::None).in_words(at(0, 0));
        assert_eq!(rule, "1 task that waits for 0\u{a0}% of its time: Threads.");
    }
}
