//! Who is in a room.

use std::collections::BTreeMap;

use crate::queue::clock::Offset;
use crate::queue::message::{Held, Hello, Up};
use crate::queue::taker::ALIVE_MS;

/// A taker that says nothing for so long is gone, ms: it has missed several signs.
pub const TAKER_SILENCE_MS: f64 = 4.0 * ALIVE_MS;
/// No room has more takers than this.
const MOST_TAKERS: usize = 2_000;

/// Somebody who is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    /// Who.
    pub hello: Hello,
    /// When it was heard last, ms.
    pub heard_ms: f64,
    /// How far its clock is from the host's, where that is known.
    pub clock: Option<Offset>,
    /// What it is at, by lane.
    pub held: Vec<Option<Held>>,
}

/// Who is there.
#[derive(Debug, Default)]
pub(super) struct Takers(BTreeMap<String, Present>);

/// What a taker's word changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Joined,
    Left,
    /// It is there, but has never said who it is.
    Stranger,
    Nothing,
}

impl Takers {
    /// Everybody, by the name that the broker vouches for.
    pub(super) fn all(&self) -> &BTreeMap<String, Present> {
        &self.0
    }

    pub(super) fn hear(&mut self, name: &str, up: &Up, now_ms: f64) -> Change {
        if let Up::Leaving = up {
            return if self.0.remove(name).is_some() { Change::Left } else { Change::Nothing };
        }
        if let Up::Hello(hello) = up {
            let present = Present { hello: hello.clone(), heard_ms: now_ms, clock: None, held: Vec::new() };
            if let Some(known) = self.0.get_mut(name) {
                *known = Present { clock: known.clock, ..present };
                return Change::Nothing;
            }
            if self.0.len() >= MOST_TAKERS {
                return Change::Nothing;
            }
            self.0.insert(name.to_owned(), present);
            return Change::Joined;
        }
        let Some(present) = self.0.get_mut(name) else { return Change::Stranger };
        present.heard_ms = now_ms;
        match up {
            Up::Alive { held, clock } => {
                present.held.clone_from(held);
                present.clock = *clock;
            }
            Up::Began { clock, .. } => present.clock = *clock,
            Up::Hello(_) | Up::Unable(_) | Up::Leaving => {}
        }
        Change::Nothing
    }

    /// Everybody is there until they had the time to say so again.
    pub(super) fn excuse(&mut self, now_ms: f64) {
        self.0.values_mut().for_each(|present| present.heard_ms = now_ms);
    }

    /// Those who have been silent for too long, who count as gone.
    pub(super) fn take_silent(&mut self, now_ms: f64) -> Vec<String> {
        let is_silent = |present: &Present| now_ms - present.heard_ms >= TAKER_SILENCE_MS;
        let silent: Vec<String> =
            self.0.iter().filter(|(_, present)| is_silent(present)).map(|(name, _)| name.clone()).collect();
        silent.iter().for_each(|name| drop(self.0.remove(name)));
        silent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello() -> Up {
        Up::Hello(Hello { device: "test".into(), cores: 2, lanes: 1, version: "1".into() })
    }

    fn alive() -> Up {
        Up::Alive { held: vec![None], clock: None }
    }

    #[test]
    fn somebody_joins_is_there_and_leaves() {
        let mut takers = Takers::default();
        assert_eq!(takers.hear("a", &alive(), 0.0), Change::Stranger);
        assert_eq!(takers.hear("a", &hello(), 0.0), Change::Joined);
        assert_eq!(takers.hear("a", &hello(), 10.0), Change::Nothing);
        assert_eq!(takers.hear("a", &Up::Leaving, 20.0), Change::Left);
        assert_eq!(takers.hear("a", &Up::Leaving, 20.0), Change::Nothing);
    }

    #[test]
    fn who_is_silent_is_gone() {
        let mut takers = Takers::default();
        takers.hear("a", &hello(), 0.0);
        takers.hear("b", &hello(), 0.0);
        takers.hear("b", &alive(), 3_000.0);
        assert_eq!(takers.take_silent(3_999.0), Vec::<String>::new());
        assert_eq!(takers.take_silent(4_000.0), ["a"]);
        assert_eq!(takers.all().len(), 1);
        takers.excuse(8_000.0);
        assert_eq!(takers.take_silent(11_000.0), Vec::<String>::new());
    }
}
