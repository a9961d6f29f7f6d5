//! What traces and figures say: how a run came out, in sentences, why its lanes were idle, how speed grows with
//! workers, and how one measurement stands to another.
//!
//! Here belongs whatever turns spans and figures into statements; not the figures themselves ([`crate::trace`]) nor
//! how they look. Sentences are worded in the language that is shown. Everything here is pure.
//!
//! ```
//! use interleave::insight::enough_workers;
//! use interleave::trace::Spread;
//!
//! let measured = [(1, 100.0), (2, 52.0), (4, 51.0)].map(|(workers, ms)| (workers, Spread::once(ms)));
//! assert_eq!(enough_workers(&measured), Some(2));
//! ```

mod changes;
mod idle;
mod idle_words;
mod lock_figures;
mod marked;
mod meanwhile;
mod outcome;
mod prediction;
mod published;
mod remarks;
mod replay;
mod scaling;
mod sweep;
mod sweep_words;
mod switches;
mod table_cells;
mod told_figures;
mod verdict;
mod wording;

pub use changes::{Change, changes};
pub use idle::{CAUSES, Cause, Gap, cause_label, gap_at, gaps, idle_shares};
pub use lock_figures::{LockFigures, lock_figures};
pub use marked::{mark_sentences, mark_words};
pub use meanwhile::{Meanwhile, computed_meanwhile};
pub use outcome::{Counted, Outcome, Sections, TurnTaking, sent_per_second};
pub use prediction::{Guess, guessable, measured_ratio, note_guess};
pub use published::{Agreement, Comparison, Expectation, PublishedFigure, Row, compare_with_published};
pub use remarks::{Circumstances, Compared, RULES, Remark, Rule, Site, doubts, remarks};
pub use replay::{FIRST_SPEED, Playhead, SPEEDS};
pub use scaling::{Scaled, amdahl, enough_workers, karp_flatt, pays_from, serial_share};
pub use sweep::{MeasuredSweep, ScalingLaw, SweepAnswer, SweepSeries};
pub use sweep_words::step_value;
pub use switches::{Direction, held_at, task_changes};
pub use table_cells::{run_cells, task_cells, time_cells};
pub use told_figures::{Measured, ToldFigure};
pub use verdict::{Claim, Overlap, Sentence, verdict};
