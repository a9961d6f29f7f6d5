//! What can be wrong with bytes.

use std::fmt;

/// Why bytes are no frame, or a frame can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// A line is longer than [`MOST_CONTROL_LINE`](super::MOST_CONTROL_LINE).
    LineTooLong,
    /// A payload is larger than was agreed.
    PayloadTooLarge,
    /// A line begins with no word of the protocol.
    UnknownVerb,
    /// A line has too few or too many words, or none where a number belongs.
    Malformed,
    /// Something isn't text.
    NotText,
    /// Something that is no subject stands where one belongs.
    BadSubject,
    /// Options are no JSON, or not of the form that they should have.
    BadOptions,
    /// Headers are not of the form that they should have.
    BadHeaders,
    /// A payload doesn't end where it should.
    Unterminated,
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LineTooLong => "a line is too long",
            Self::PayloadTooLarge => "a payload is too large",
            Self::UnknownVerb => "a line begins with an unknown word",
            Self::Malformed => "a line is malformed",
            Self::NotText => "a line isn't text",
            Self::BadSubject => "a subject is malformed",
            Self::BadOptions => "options are malformed",
            Self::BadHeaders => "headers are malformed",
            Self::Unterminated => "a payload doesn't end where it should",
        })
    }
}

impl std::error::Error for CodecError {}
