//! Which way wins where: programs of many kinds, each run in every way that makes sense, as one picture.
//!
//! A cell is a program whose tasks take 10 ms each: what share of that they wait is told across, how many there are
//! upwards. It goes to the simplest way that is as good as the best, by the same rule as any other answer of this room.
//! There is a map for programs whose threads have one lock between them, as in Python, and one for those without.
//!
//! ```
//! use interleave::advice::map::{Lock, Map, Place};
//! use interleave::experiment::format;
//!
//! let place = Place::all().find(|place| (place.wait_percent(), place.tasks()) == (80, 64)).unwrap();
//! let program = "workload=mix&phases=w8,c2&tasks=64&executors=sequential,event-loop,locked-threads,processes&workers=8";
//! assert_eq!(format(&place.experiment(Lock::Shared, 2)), program);
//! let rule = Map::by_rule_of_thumb(Lock::Shared);
//! assert_eq!(rule.cell(place).unwrap().winner.id(), "locked-threads");
//! ```

mod cells;
mod figures;
mod lock;
mod measuring;
mod place;
mod rule;
mod words;

pub use cells::{Cell, Map};
pub use figures::{MapFigures, Tried};
pub use lock::Lock;
pub use measuring::{MAP_MS, MapMeasuring, MapRun};
pub use place::{COLUMNS, Place, ROWS};
