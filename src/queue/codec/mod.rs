//! NATS's text protocol: what client and server say to each other, written and read.
//!
//! Both directions are here, so that whatever can be written can be read again. A [`Decoder`] takes bytes as they come
//! in, cut anywhere; it holds no more than a line and a payload, and what is longer than agreed is an error, as is
//! whatever it doesn't know. Nothing a server sends makes it panic.
//!
//! ```
//! use interleave::queue::codec::{Decoder, Frame, Publication};
//!
//! let frame = Frame::Publish(Publication::new("jobs.1", b"hello"));
//! let mut bytes = Vec::new();
//! frame.encode(&mut bytes)?;
//! assert_eq!(bytes, b"PUB jobs.1 5\r\nhello\r\n");
//!
//! let mut decoder = Decoder::default();
//! decoder.push(&bytes[..9]);
//! assert_eq!(decoder.next()?, None);
//! decoder.push(&bytes[9..]);
//! assert_eq!(decoder.next()?, Some(frame));
//! # Ok::<(), interleave::queue::codec::CodecError>(())
//! ```

mod decoder;
mod encoding;
mod error;
mod frame;
mod headers;

pub use decoder::Decoder;
pub use error::CodecError;
pub use frame::{ConnectOptions, Frame, Publication, ServerInfo};
pub use headers::Headers;

/// The longest line that is written or read, bytes, without its end: what servers take, too.
pub const MOST_CONTROL_LINE: usize = 4096;
/// The largest payload before a server has said what it takes, bytes, headers included.
pub const MOST_PAYLOAD: usize = 1 << 20;

/// Whether this can be a subject, wildcards included: tokens of plain characters, between dots.
pub fn is_subject(text: &str) -> bool {
    let is_token = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    text.len() <= MOST_SUBJECT && text.split('.').all(is_token)
}

/// The longest subject, bytes: two of them and two numbers fit a line.
const MOST_SUBJECT: usize = 1024;

#[cfg(test)]
mod laws;
