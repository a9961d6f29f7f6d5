//! The runs that were made in this browser: what is kept of each, and which go when there are too many.
//!
//! Here belong the entries' written form and the rules; not where they are stored (`browser`), nor when
//! (`session`). Everything here is pure. Whatever is read back may have been changed by anybody, so it is checked
//! as a stranger's file is.
//!
//! ```
//! use interleave::history::{Entry, MOST_ENTRIES, evicted};
//!
//! let unreadable = |id| Entry::read(id, "{");
//! let full: Vec<Entry> = (1..=MOST_ENTRIES as u64).rev().map(unreadable).collect();
//! assert_eq!(evicted(&full, 0), [1], "the oldest makes room for one more");
//! ```

mod act;
mod entry;
mod in_short;
mod quota;

pub use act::{Act, Kept, News, Store};
pub use entry::{Entry, Head, LONGEST_NAME, MOST_SPANS, clean_name, drawn, pack};
pub use in_short::in_short;
pub use quota::{MOST_BYTES, MOST_ENTRIES, evicted, insert, total_bytes};
