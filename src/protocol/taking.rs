//! What the takers of a queue inside this browser and the runs that have jobs for them say to each other: on channels,
//! because neither has made the other.
//!
//! ```text
//!  lobby           a run:   "I have jobs"            a taker: "I am free"
//!  the run's own            a free taker: "I am free", then all that a lane says to its coordinator
//!  the taker's own          the run: all that a coordinator says to a lane; "it is called off"; "you may go"
//! ```
//!
//! Runs and takers each hold a lock for as long as they live, of the name of their channel: so the other hears when
//! they are gone, without any time to wait.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FromLane, ToLane};
use crate::trace::{COARSE_TABS_MS, FINE_TABS_MS};

/// The channel on which runs and takers find each other.
pub const LOBBY: &str = "interleave/queue";

/// The channel of a run that has jobs, and the lock that it holds.
pub fn run_channel(run: u64) -> String {
    format!("{LOBBY}/run/{run:x}")
}

/// The channel of a taker, and the lock that it holds.
pub fn taker_channel(taker: u64) -> String {
    format!("{LOBBY}/taker/{taker:x}")
}

/// What a taker is told by its name, which a worker has from its maker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakerName {
    /// Unlike any other's.
    pub id: u64,
    /// The run that it was made for; `None` if it takes jobs of whatever run has any.
    pub run: Option<u64>,
}

/// What the names of takers begin with.
const TAKER: &str = "taker";

impl TakerName {
    /// Reads a worker's name; `None` if it is no taker's.
    pub fn read(name: &str) -> Option<Self> {
        let number = |digits: &str| u64::from_str_radix(digits, 16).ok();
        let mut words = name.split(' ');
        let (Some(TAKER), Some(id), run, None) = (words.next(), words.next(), words.next(), words.next())
        else {
            return None;
        };
        let run = match run {
            Some(run) => Some(number(run)?),
            None => None,
        };
        Some(Self { id: number(id)?, run })
    }
}

impl fmt::Display for TakerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.run {
            Some(run) => write!(f, "{TAKER} {:x} {run:x}", self.id),
            None => write!(f, "{TAKER} {:x}", self.id),
        }
    }
}

/// How far the clocks of two tabs of a browser are apart at most, ms; on isolated pages they `are_fine`.
pub fn clock_uncertainty_ms(are_fine: bool) -> f64 {
    if are_fine { FINE_TABS_MS } else { COARSE_TABS_MS }
}

/// Somebody who takes jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    /// Unlike any other's.
    pub id: u64,
    /// What it calls itself, as in `Firefox 153 on Linux, 8 cores`.
    pub host: String,
}

/// In the lobby.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InLobby {
    /// This run has jobs.
    Open {
        /// The run.
        run: u64,
    },
    /// This taker has nothing to do.
    Free(Taker),
}

/// To a run, on its own channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToRun {
    /// This taker was made for the run, and is there.
    Free(Taker),
    /// What a taker, by its id, says as a lane.
    Said {
        /// The taker.
        taker: u64,
        /// What it says.
        message: FromLane,
    },
}

/// To a taker, on its own channel. A taker that has begun with one run hears no other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToTaker {
    /// The run that says it.
    pub run: u64,
    /// What it says.
    pub word: TakerWord,
}

/// What a run says to a taker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TakerWord {
    /// What a coordinator says to a lane.
    Order(Box<ToLane>),
    /// The run is called off.
    Cancel,
    /// The run is over, or goes on without this taker.
    Close,
}

/// What a taker says to the page that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakerNews {
    /// It has begun with a run, and is free for no other.
    Begun,
    /// It has done so many more tasks.
    Done(u32),
    /// It takes no more jobs.
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Lane, LaneKind};

    #[test]
    fn a_worker_is_a_taker_by_its_name() {
        for run in [None, Some(0), Some(u64::MAX)] {
            let name = TakerName { id: 0xbeef, run };
            assert_eq!(TakerName::read(&name.to_string()), Some(name));
        }
        for other in
            ["lane 1", "coordinator", "taker", "takers 1", "taker ", "taker x", "taker 1 x", "taker 1 2 3"]
        {
            assert_eq!(TakerName::read(other), None, "{other}");
        }
    }

    #[test]
    fn tabs_of_this_browser_are_on_this_machine_and_others_may_not_be() {
        for are_fine in [true, false] {
            assert!(!Lane::taker(0, String::new(), clock_uncertainty_ms(are_fine)).is_elsewhere());
        }
        assert!(Lane::taker(0, String::new(), 0.477).is_elsewhere());
        assert!(!Lane::new(0, LaneKind::Process).is_elsewhere());
    }

    #[test]
    fn every_run_and_taker_has_a_channel_of_its_own() {
        let names = [run_channel(1), run_channel(16), taker_channel(1), taker_channel(16), LOBBY.to_owned()];
        for (place, name) in names.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name}");
        }
    }
}
