//! What is answered.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Code of: a second message on a subject that takes one.
const MOST_PER_SUBJECT: u32 = 10_077;
/// Code, as HTTP has it, of: not now.
const UNAVAILABLE: u32 = 503;
/// What the server says where the stream itself is full, under the same code.
const FULL: &str = "maximum bytes exceeded";

/// Why the server did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ApiError {
    /// As HTTP numbers such things.
    #[serde(default)]
    pub code: u32,
    /// As the server does.
    #[serde(default)]
    pub err_code: u32,
    /// In its words.
    #[serde(default)]
    pub description: String,
}

impl ApiError {
    /// It can't be read.
    fn unreadable() -> Self {
        Self { code: 0, err_code: 0, description: "an answer that can't be read".into() }
    }

    /// Whether there is a result on that subject already.
    pub fn is_second_result(&self) -> bool {
        self.err_code == MOST_PER_SUBJECT && !self.is_full()
    }

    /// Whether the server has no streams for this room, which it may have yet to load.
    pub fn is_unavailable(&self) -> bool {
        self.code == UNAVAILABLE
    }

    /// Whether there is no room in the stream for the time being.
    pub fn is_full(&self) -> bool {
        self.description.contains(FULL)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.description, self.err_code)
    }
}

impl std::error::Error for ApiError {}

/// Reads an answer.
///
/// # Errors
/// It says why the server did not do it, or can't be read.
pub fn answer<T: DeserializeOwned>(payload: &[u8]) -> Result<T, ApiError> {
    let value: Value = serde_json::from_slice(payload).map_err(|_| ApiError::unreadable())?;
    if let Some(error) = value.get("error") {
        return Err(ApiError::deserialize(error).unwrap_or_else(|_| ApiError::unreadable()));
    }
    serde_json::from_value(value).map_err(|_| ApiError::unreadable())
}

/// A message is in its stream.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Stored {
    /// Its number there.
    pub seq: u64,
    /// Whether it was there before.
    #[serde(default)]
    pub duplicate: bool,
}

/// How a stream stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StreamInfo {
    /// What is in it.
    pub state: StreamState,
}

/// What is in a stream.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StreamState {
    /// How many messages.
    pub messages: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The number of the last that ever was in it.
    pub last_seq: u64,
}

/// How a consumer stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ConsumerState {
    /// How many messages wait to be handed out for the first time.
    #[serde(default)]
    pub num_pending: u64,
    /// How many were handed out and not acknowledged yet.
    #[serde(default)]
    pub num_ack_pending: u64,
}

/// A stream was emptied.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Purged {
    /// How many messages are gone.
    pub purged: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_what_was_asked_for() {
        let stored: Stored = answer(br#"{"stream":"JOBS", "seq":3,"duplicate": true}"#).unwrap();
        assert_eq!(stored, Stored { seq: 3, duplicate: true });
        let info =
            br#"{"type":"x","config":{},"state":{"messages":2,"bytes":90,"first_seq":1,"last_seq":7}}"#;
        let info: StreamInfo = answer(info).unwrap();
        assert_eq!(info.state, StreamState { messages: 2, bytes: 90, last_seq: 7 });
        let consumer: ConsumerState = answer(br#"{"num_ack_pending":1,"num_pending":4}"#).unwrap();
        assert_eq!((consumer.num_pending, consumer.num_ack_pending), (4, 1));
        assert_eq!(answer(br#"{"success":true,"purged":5}"#), Ok(Purged { purged: 5 }));
    }

    #[test]
    fn what_went_wrong_is_told_apart() {
        let full = br#"{"error":{"code":503,"err_code":10077,"description":"maximum bytes exceeded"}}"#;
        let full = answer::<Stored>(full).unwrap_err();
        assert!(full.is_full() && !full.is_second_result(), "{full}");
        for bytes in [&b""[..], b"[]", b"{\"seq\":-1}", b"\xff", b"{\"error\":5}"] {
            assert_eq!(answer::<Stored>(bytes), Err(ApiError::unreadable()), "{bytes:?}");
        }
    }
}
