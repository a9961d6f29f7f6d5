//! What people read: the languages, the strings of one, and numbers as people read them.
//!
//! Here belongs what is said in every room alike; not what a particular room has to say. Everything here is pure.
//!
//! ```
//! use interleave::text::{choose, milliseconds};
//!
//! assert_eq!(choose(["de-CH", "zh-TW"]), "zh-Hant");
//! assert_eq!(milliseconds(12.34), "12.3\u{202f}ms");
//! ```

mod language;
mod number;

pub use language::{LANGUAGES, Texts, choose};
pub use number::{bytes, count, milliseconds, rough, times, trimmed};
