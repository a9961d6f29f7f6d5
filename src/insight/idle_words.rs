//! Why a lane was idle, in the language that is shown.

use super::{Cause, Gap, Meanwhile, computed_meanwhile};
use crate::text;
use crate::text::{listed, milliseconds};
use crate::trace::{Lane, Trace};

impl Gap {
    /// Why, in a sentence; of a lane of this trace, made on so many cores.
    pub fn in_words(&self, trace: &Trace, cores: Option<u32>) -> String {
        let name = |id: u32| trace.lane(id).map(Lane::label);
        let time = milliseconds(self.end_ms - self.start_ms);
        match self.cause {
            Cause::Lock { held_by: Some(held), freed_by: Some(freed) } => {
                let (held, freed) = (name(held).unwrap_or_default(), name(freed).unwrap_or_default());
                text!(why.lock, time = time, held = held, freed = freed)
            }
            Cause::Lock { .. } => text!(why.some_lock, time = time),
            Cause::Preempted => match computed_meanwhile(trace, self, cores) {
                Meanwhile::Lanes(lanes) => {
                    let lanes: Vec<String> = lanes.into_iter().filter_map(name).collect();
                    text!(why.preempted, time = time, lanes = listed(&lanes))
                }
                Meanwhile::InTurns(n) => text!(why.preempted_in_turns, time = time, n = n),
                Meanwhile::Others => text!(why.preempted_by_others, time = time),
            },
            Cause::Send => text!(why.send, time = time),
            Cause::Io => text!(why.io, time = time),
            Cause::Handed => text!(why.handed, time = time),
            Cause::Start => text!(why.start),
            Cause::Message => text!(why.message, time = time),
            Cause::Done => text!(why.done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gap_at;
    use super::*;
    use crate::text::{Texts, show};

    #[test]
    fn who_had_what_a_lane_waited_for_is_named() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let trace: Trace = "
            0 run       00000
            1 run       11...
            1 preempted ..111
        "
        .parse()
        .unwrap();
        let gap = gap_at(&trace, 1, 3.5).unwrap();
        let said = gap.in_words(&trace, None);
        assert!(said.contains("3.00\u{202f}ms") && said.contains(&trace.lanes[0].label()), "{said}");
        let lock = Gap { cause: Cause::Lock { held_by: None, freed_by: None }, ..gap };
        assert_eq!(lock.in_words(&trace, None), text!(why.some_lock, time = milliseconds(3.0)));
    }
}
