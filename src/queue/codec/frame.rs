//! What is said in the protocol.

use serde::{Deserialize, Serialize};

use super::Headers;

/// One thing that client or server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// From the server: what it is, and what it wants to have signed.
    Info(Box<ServerInfo>),
    /// From the client: who it is.
    Connect(Box<ConnectOptions>),
    /// From the client: for whoever subscribed.
    Publish(Publication),
    /// From the client: it wants to hear of what is published on this subject.
    Subscribe {
        /// With or without wildcards.
        subject: String,
        /// What the client calls it.
        sid: u64,
    },
    /// From the client: it doesn't any more.
    Unsubscribe {
        /// What the client called it.
        sid: u64,
        /// After so many messages.
        after: Option<u64>,
    },
    /// From the server: what somebody has published.
    Message {
        /// What the client called its subscription.
        sid: u64,
        /// What it was.
        publication: Publication,
    },
    /// From either: is there anybody?
    Ping,
    /// From the other: there is.
    Pong,
    /// From the server, where it was asked to confirm everything.
    Ok,
    /// From the server: what went wrong.
    Error(String),
}

/// Something that is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// What it is about.
    pub subject: String,
    /// Where an answer goes.
    pub reply: Option<String>,
    /// More about it.
    pub headers: Headers,
    /// What it says.
    pub payload: Vec<u8>,
}

impl Publication {
    /// That nobody has to answer.
    pub fn new(subject: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self { subject: subject.into(), payload: payload.into(), ..Self::default() }
    }

    /// To be answered there.
    #[must_use]
    pub fn reply_to(self, inbox: impl Into<String>) -> Self {
        Self { reply: Some(inbox.into()), ..self }
    }

    /// With these headers.
    #[must_use]
    pub fn with(self, headers: Headers) -> Self {
        Self { headers, ..self }
    }
}

/// What a server says of itself. There is more, which nobody here needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerInfo {
    /// Which one it is; new each time it starts.
    pub server_id: String,
    /// Of its program.
    pub version: String,
    /// Whether messages may have headers.
    pub headers: bool,
    /// Whether it keeps messages.
    pub jetstream: bool,
    /// The largest payload, bytes.
    pub max_payload: u64,
    /// To be signed by a client.
    pub nonce: String,
}

/// What a client says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectOptions {
    /// Whether everything is to be confirmed.
    pub verbose: bool,
    /// Whether subjects are to be checked more strictly.
    pub pedantic: bool,
    /// What it is called in the server's log.
    pub name: String,
    /// Which client it is.
    pub lang: String,
    /// Which version of it.
    pub version: String,
    /// What it knows of the protocol: 1 for news of the server.
    pub protocol: u8,
    /// Whether it takes headers.
    pub headers: bool,
    /// Whether it wants to hear that nobody answers.
    pub no_responders: bool,
    /// Who vouches for it.
    pub jwt: String,
    /// The server's nonce, signed.
    pub sig: String,
}
