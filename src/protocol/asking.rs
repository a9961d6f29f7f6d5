//! A lock that pages keep among themselves, where their browser keeps none: whoever wants it asks all others, and takes
//! it when none of them objects. Whoever has it objects, and so does everybody who has waited for longer.

use std::fmt;

/// What pages say to each other about the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Whoever has this ticket wants it.
    Ask(u64),
    /// Whoever has this ticket can't have it yet.
    Busy(u64),
    /// Whoever has this ticket lets go of it.
    Over(u64),
}

impl Word {
    /// Reads a message; `None` if it is no such word.
    pub fn read(message: &str) -> Option<Self> {
        let (word, ticket) = message.split_once(' ')?;
        let ticket = ticket.parse().ok()?;
        match word {
            "ask" => Some(Self::Ask(ticket)),
            "busy" => Some(Self::Busy(ticket)),
            "over" => Some(Self::Over(ticket)),
            _ => None,
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask(ticket) => write!(f, "ask {ticket}"),
            Self::Busy(ticket) => write!(f, "busy {ticket}"),
            Self::Over(ticket) => write!(f, "over {ticket}"),
        }
    }
}

/// What a word means for somebody who wants the lock, or has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing.
    Nothing,
    /// To be said in answer.
    Answer(Word),
    /// Somebody else has it, or comes first.
    Objection,
    /// Somebody has let go of it.
    Over,
}

/// The ticket of somebody who comes at this time, ms, with a random number from 0 to 1. Whoever has the smaller one comes
/// first.
pub fn ticket(now_ms: f64, random: f64) -> u64 {
    (now_ms as u64) << 20 | (random * f64::from(1 << 20)) as u64
}

/// What a word means for whoever has this ticket, and perhaps the lock.
pub fn hear(word: Word, ticket: u64, has_lock: bool) -> Meaning {
    match word {
        Word::Ask(asking) if has_lock || ticket < asking => Meaning::Answer(Word::Busy(asking)),
        // Whoever waited may be gone. An earlier one that asks is an objection, too: it may have begun to listen too late
        // to object.
        Word::Ask(_) => Meaning::Objection,
        Word::Busy(refused) if refused == ticket => Meaning::Objection,
        Word::Busy(_) => Meaning::Nothing,
        Word::Over(_) => Meaning::Over,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for word in [Word::Ask(0), Word::Busy(7), Word::Over(u64::MAX)] {
            assert_eq!(Word::read(&word.to_string()), Some(word));
        }
        for other in ["", "ask", "ask x", "ask -1", "take 3", "busy 99999999999999999999"] {
            assert_eq!(Word::read(other), None, "{other}");
        }
    }

    #[test]
    fn whoever_comes_sooner_has_the_smaller_ticket() {
        assert!(ticket(1000.0, 0.999) < ticket(1001.0, 0.0));
        assert_ne!(ticket(1000.0, 0.1), ticket(1000.0, 0.2));
    }

    proptest! {
        /// Of those who all listen, one may take it: whoever has it, else whoever came first.
        #[test]
        fn nobody_but_one_is_left_without_an_objection(
            tickets in prop::collection::btree_set(0u64..1000, 2..6),
            holder in prop::option::of(0usize..6),
        ) {
            let tickets: Vec<u64> = tickets.into_iter().collect();
            let holder = holder.filter(|holder| *holder < tickets.len());
            let objects = |to: usize, place: usize| {
                let answer = hear(Word::Ask(tickets[to]), tickets[place], holder == Some(place));
                matches!(answer, Meaning::Answer(busy) if hear(busy, tickets[to], false) == Meaning::Objection)
            };
            for asking in (0..tickets.len()).filter(|place| holder != Some(*place)) {
                let is_refused = (0..tickets.len()).any(|place| place != asking && objects(asking, place));
                prop_assert_eq!(is_refused, asking > 0 || holder.is_some(), "{:?} of {:?}", asking, &tickets);
            }
        }
    }
}
