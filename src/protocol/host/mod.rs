//! The messages between the page and its host, as `docs/embedding.md` publishes them: what a host can ask for, and
//! what it is told.
//!
//! A host is anybody, so whatever it sends is checked field by field, and refused in a sentence. Sentences are in
//! English: they are for the host's author, not for its reader.

mod request;
mod told;

pub use request::{Configuration, ConfigureRefusal, Fields, HostRequest, MOST_SPANS};
pub use told::{RunProgress, ToHost};
