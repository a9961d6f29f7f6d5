//! A connection to a broker, as far as that can be had without a socket: bytes come in and go out.
//!
//! It says who one is, answers when it is asked whether anybody is there, notices when nobody is on the other side any
//! more, and tells why it came to an end. What is published before the broker has let one in is not sent: whoever owns
//! the connection says everything anew when it is [`Heard::Ready`].

use std::fmt;

use super::codec::{CodecError, ConnectOptions, Decoder, Frame, Publication, ServerInfo};
use super::keys::Identity;
use crate::text;

/// After so long without a word the broker is asked whether it is there, ms.
const ASK_MS: f64 = 4_000.0;
/// After so long without a word it isn't, ms.
const SILENCE_MS: f64 = 10_000.0;

/// What is heard of a broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It has let one in: everything can be said from now on.
    Ready,
    /// Something was published that one has subscribed to.
    Message {
        /// What the subscription was called.
        sid: u64,
        /// What it was.
        publication: Publication,
    },
    /// One may not say or hear that.
    Denied(String),
}

/// Why a connection is over. Written out, it is a sentence in the language that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The broker doesn't know the room's key.
    Refused,
    /// The room's key has expired.
    Expired,
    /// The broker takes no more connections.
    Full,
    /// The broker can't do what a room needs.
    Unfit,
    /// What answers is no broker.
    Foreign(CodecError),
    /// The broker has ended it, for a reason of its own.
    Over(String),
    /// The broker is silent.
    Silent,
}

impl Broken {
    /// Whether trying again is of any use.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Full | Self::Over(_) | Self::Silent)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Refused => text!(room.broker.refused),
            Self::Expired => text!(room.broker.expired),
            Self::Full => text!(room.broker.full),
            Self::Unfit => text!(room.broker.unfit),
            Self::Foreign(_) => text!(room.broker.foreign),
            Self::Over(words) => text!(room.broker.over, words = words),
            Self::Silent => text!(room.broker.silent),
        })
    }
}

impl std::error::Error for Broken {}

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The broker has yet to say what it is.
    Opened,
    /// The broker was told who one is.
    Introduced,
    /// The broker has let one in.
    Ready,
}

/// A connection to a broker.
#[derive(Debug)]
pub struct Connection {
    identity: Identity,
    decoder: Decoder,
    stage: Stage,
    out: Vec<u8>,
    /// When anything was heard last, ms.
    heard_ms: f64,
    /// When the broker was asked whether it is there, ms.
    asked_ms: f64,
}

impl Connection {
    /// A connection was opened at this moment, ms.
    pub fn new(identity: Identity, now_ms: f64) -> Self {
        let decoder = Decoder::default();
        Self { identity, decoder, stage: Stage::Opened, out: Vec::new(), heard_ms: now_ms, asked_ms: now_ms }
    }

    /// Bytes have come in.
    ///
    /// # Errors
    /// The connection is over.
    pub fn receive(&mut self, bytes: &[u8], now_ms: f64) -> Result<Vec<Heard>, Broken> {
        self.heard_ms = now_ms;
        self.decoder.push(bytes);
        let mut heard = Vec::new();
        while let Some(frame) = self.decoder.next().map_err(Broken::Foreign)? {
            heard.extend(self.take(frame)?);
        }
        Ok(heard)
    }

    fn take(&mut self, frame: Frame) -> Result<Option<Heard>, Broken> {
        match (frame, self.stage) {
            (Frame::Info(info), Stage::Opened) => self.introduce(&info)?,
            (Frame::Pong, Stage::Introduced) => {
                self.stage = Stage::Ready;
                return Ok(Some(Heard::Ready));
            }
            (Frame::Message { sid, publication }, Stage::Ready) => {
                return Ok(Some(Heard::Message { sid, publication }));
            }
            (Frame::Error(words), _) => return told(words).map(Some),
            (Frame::Ping, Stage::Introduced | Stage::Ready) => self.say(&Frame::Pong),
            // News of the server, and confirmations.
            (Frame::Info(_) | Frame::Pong | Frame::Ok, _) => {}
            _ => return Err(Broken::Foreign(CodecError::UnknownVerb)),
        }
        Ok(None)
    }

    fn introduce(&mut self, info: &ServerInfo) -> Result<(), Broken> {
        if !info.headers || !info.jetstream {
            return Err(Broken::Unfit);
        }
        self.decoder.set_most_payload(usize::try_from(info.max_payload).unwrap_or(usize::MAX));
        let options = ConnectOptions {
            lang: "interleave".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            protocol: 1,
            headers: true,
            no_responders: true,
            jwt: self.identity.jwt().into(),
            sig: self.identity.sign(&info.nonce),
            ..ConnectOptions::default()
        };
        self.say(&Frame::Connect(Box::new(options)));
        self.say(&Frame::Ping);
        self.stage = Stage::Introduced;
        Ok(())
    }

    /// Time has passed.
    ///
    /// # Errors
    /// Nobody is on the other side any more.
    pub fn tick(&mut self, now_ms: f64) -> Result<(), Broken> {
        if now_ms - self.heard_ms >= SILENCE_MS {
            return Err(Broken::Silent);
        }
        if self.is_ready() && now_ms - self.heard_ms.max(self.asked_ms) >= ASK_MS {
            self.asked_ms = now_ms;
            self.say(&Frame::Ping);
        }
        Ok(())
    }

    /// Whether the broker has let one in.
    pub fn is_ready(&self) -> bool {
        self.stage == Stage::Ready
    }

    /// Says something to whoever subscribed.
    pub fn publish(&mut self, publication: Publication) {
        if self.is_ready() {
            self.say(&Frame::Publish(publication));
        }
    }

    /// Wants to hear of this subject, and calls that by a number.
    pub fn subscribe(&mut self, subject: impl Into<String>, sid: u64) {
        if self.is_ready() {
            self.say(&Frame::Subscribe { subject: subject.into(), sid });
        }
    }

    /// Wants to hear no more of what it calls by this number.
    pub fn unsubscribe(&mut self, sid: u64) {
        if self.is_ready() {
            self.say(&Frame::Unsubscribe { sid, after: None });
        }
    }

    /// What is to be sent, once.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    fn say(&mut self, frame: &Frame) {
        // Subjects are made of names and numbers, or were checked when they were read: nothing is refused.
        let _ = frame.encode(&mut self.out);
    }
}

/// What a broker's complaint means.
fn told(words: String) -> Result<Heard, Broken> {
    let small = words.to_ascii_lowercase();
    let has = |part: &str| small.contains(part);
    if has("permissions violation") {
        Ok(Heard::Denied(words))
    } else if has("expired") {
        Err(Broken::Expired)
    } else if has("authorization") || has("authentication") || has("revoked") {
        Err(Broken::Refused)
    } else if has("maximum") && has("connections") {
        Err(Broken::Full)
    } else {
        Err(Broken::Over(words))
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::Key;
    use super::*;

    const INFO: &[u8] =
        b"INFO {\"headers\":true,\"jetstream\":true,\"max_payload\":1000,\"nonce\":\"abc\"}\r\n";

    fn connection() -> Connection {
        let (account, signing) = (Key::new([1; 32]).public(), Key::new([2; 32]));
        Connection::new(Identity::new(&account, &signing, Key::new([3; 32])), 0.0)
    }

    fn ready() -> Connection {
        let mut connection = connection();
        connection.receive(INFO, 0.0).unwrap();
        assert_eq!(connection.receive(b"PONG\r\n", 0.0), Ok(vec![Heard::Ready]));
        connection.take_output();
        connection
    }

    #[test]
    fn one_says_who_one_is_and_then_what_one_wants() {
        let mut connection = connection();
        connection.publish(Publication::new("a", *b"too early"));
        assert_eq!(connection.receive(&INFO[..20], 0.0), Ok(vec![]));
        assert_eq!(connection.receive(&INFO[20..], 0.0), Ok(vec![]));
        let said = String::from_utf8(connection.take_output()).unwrap();
        assert!(said.starts_with("CONNECT {") && said.ends_with("}\r\nPING\r\n"), "{said}");
        assert!(said.contains(&format!("\"sig\":\"{}\"", Key::new([3; 32]).sign(b"abc"))), "{said}");
        assert!(!connection.is_ready());
        assert_eq!(connection.receive(b"PONG\r\nMSG a 1 2\r\nhi\r\n", 0.0).unwrap().len(), 2);
        connection.subscribe("a", 1);
        connection.publish(Publication::new("b", *b"hi"));
        assert_eq!(connection.take_output(), b"SUB a 1\r\nPUB b 2\r\nhi\r\n");
    }

    #[test]
    fn silence_is_noticed_but_not_at_once() {
        let mut connection = ready();
        assert_eq!(connection.receive(b"PING\r\n", 1000.0), Ok(vec![]));
        assert_eq!(connection.take_output(), b"PONG\r\n");
        connection.tick(4_900.0).unwrap();
        assert_eq!(connection.take_output(), b"");
        connection.tick(5_000.0).unwrap();
        connection.tick(5_100.0).unwrap();
        assert_eq!(connection.take_output(), b"PING\r\n", "once");
        connection.receive(b"PONG\r\n", 6_000.0).unwrap();
        connection.tick(15_900.0).unwrap();
        assert_eq!(connection.tick(16_000.0), Err(Broken::Silent));
    }

    #[test]
    fn why_it_is_over() {
        for (words, broken) in [
            ("Authorization Violation", Broken::Refused),
            ("User Authentication Expired", Broken::Expired),
            ("maximum connections exceeded", Broken::Full),
            ("maximum account active connections exceeded", Broken::Full),
            ("Stale Connection", Broken::Over("Stale Connection".into())),
        ] {
            let said = format!("-ERR '{words}'\r\n");
            assert_eq!(connection().receive(said.as_bytes(), 0.0), Err(broken), "{words}");
        }
        let denied = "Permissions Violation for Publish to \"jobs.1\"";
        let said = format!("-ERR '{denied}'\r\n");
        assert_eq!(ready().receive(said.as_bytes(), 0.0), Ok(vec![Heard::Denied(denied.into())]));
    }

    #[test]
    fn what_is_no_broker_is_told_apart() {
        let foreign = |bytes: &[u8]| connection().receive(bytes, 0.0).unwrap_err();
        assert!(matches!(foreign(b"HTTP/1.1 400 Bad Request\r\n"), Broken::Foreign(_)));
        assert!(matches!(foreign(b"MSG a 1 0\r\n\r\n"), Broken::Foreign(_)), "a message before its time");
        assert_eq!(foreign(b"INFO {\"headers\":true,\"max_payload\":1}\r\n"), Broken::Unfit);
    }
}
