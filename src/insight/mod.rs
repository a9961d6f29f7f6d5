//! What a trace says: how a run came out, in sentences, why its lanes were idle, and how speed grows with workers.
//!
//! Here belongs whatever turns spans and figures into statements; not the figures themselves ([`crate::trace`]) nor
//! any word that people read: sentences leave as the keys of strings with what fills their places. Everything here
//! is pure.
//!
//! ```
//! use interleave::insight::enough_workers;
//!
//! assert_eq!(enough_workers(&[(1, 100.0), (2, 52.0), (4, 51.0)]), Some(2));
//! ```

mod idle;
mod outcome;
mod prediction;
mod scaling;
mod switches;
mod verdict;

pub use idle::{CAUSES, Cause, Gap, LockFigures, cause_label, gap_at, gaps, idle_shares, lock_figures};
pub use outcome::{Counted, Outcome};
pub use prediction::{Guess, guessable, measured_ratio, note_guess};
pub use scaling::{Scaled, amdahl, enough_workers, karp_flatt, pays_from, serial_share};
pub use switches::{held_at, next_switch, previous_switch, task_changes};
pub use verdict::{Argument, Sentence, verdict};
