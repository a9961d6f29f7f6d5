//! How a result leaves the page and comes back: in the fragment of a link, and as files.
//!
//! Here belong the written forms, and the checks of what strangers send; not where they are put (address bar,
//! clipboard and downloads are the browser's) nor what is shown of them. What people read in a file
//! is in the language that is shown. Everything here is pure.
//!
//! ```
//! use interleave::exchange::read_fragment;
//!
//! assert_eq!(read_fragment("#results"), Ok(None));
//! assert!(read_fragment("#r=1AAAA").is_err());
//! ```

mod browser;
pub(crate) mod check;
mod csv;
mod embed_code;
mod file_format;
mod file_in_turns;
mod fragment;
mod fragment_kind;
mod illustration;
mod import;
mod import_error;
mod json_file;
mod link;
mod map_csv;
mod map_picture;
mod palette;
mod place_words;
mod rounded;
mod shared_map;
mod shared_result;
mod svg;
mod trace_events;

pub use browser::{Browser, device, with_cores};
pub use embed_code::{EmbedCode, EmbedForm};
pub use file_format::{FileFormat, file_name, map_file_name, write_file};
pub use fragment::{Refusal, read_fragment, read_map_fragment, write_fragment, write_map_fragment};
pub(crate) use fragment_kind::{FragmentKind, Unreadable};
pub use import::{MOST_SPANS, read_document};
pub use import_error::{FieldRule, ImportError, MOST_BYTES};
pub use link::{LinkedResult, address_fragment, link, with_result};
pub use map_csv::write_map;
pub use map_picture::{illustrate_map, map_labels};
pub use palette::Palette;
pub use rounded::Rounded;
pub use shared_map::SharedMap;
pub use shared_result::{Place, SharedResult};
pub use svg::SvgSurface;

use crate::text;
use crate::text::listed;
use crate::trace::Run;

/// Reads JSON. From one kind of source: each would be a copy of all the code, and bytes in memory are read in half the
/// time that a reader takes, which is asked for one after the other.
///
/// # Errors
/// That it is none, or not of this form.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(bytes)
}

/// As the text of a JSON document.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    // Without maps that have anything but strings for keys, nothing refuses.
    serde_json::to_string(value).unwrap_or_default()
}

/// What one run among others is called.
fn run_name(run: &Run) -> String {
    let name = run.executor.label_in(run.step.as_ref());
    match run.warmup {
        true => listed(&[name, text!(figure.warmup)]),
        false => text!(take.run, name = name, n = run.repeat + 1),
    }
}
