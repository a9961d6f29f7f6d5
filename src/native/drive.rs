//! How somebody in a room is kept in touch with its broker: connected, and connected again.

use std::time::Duration;

use tokio::time::sleep;

use super::clock::now_ms;
use super::socket::{Socket, SocketError};
use crate::queue::{Broken, Room};

/// How often the time is told, ms.
pub(super) const TICK_MS: u64 = 100;
/// After a connection that failed, the next is tried so much later at least, and at most, ms.
const RETRY_MS: [u64; 2] = [100, 2_000];

/// What people are told of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is open, and the broker has let one in.
    Joined,
    /// There is none for the time being, for this reason; it is tried again.
    Apart(String),
    /// The host speaks another version.
    OtherVersion,
    /// The host takes no more results from here: one of them was wrong.
    Dismissed,
    /// So many jobs are done.
    Done(u64),
}

/// Why a connection is over.
pub(super) enum Over {
    /// It can be tried again.
    Socket(SocketError),
    /// The broker, or what is in its place, has said something.
    Broken(Broken),
}

impl From<SocketError> for Over {
    fn from(error: SocketError) -> Self {
        Self::Socket(error)
    }
}

impl From<Broken> for Over {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// When to try the next connection.
#[derive(Debug)]
pub(super) struct Retry {
    next_ms: u64,
    opened_ms: f64,
}

impl Default for Retry {
    fn default() -> Self {
        Self { next_ms: RETRY_MS[0], opened_ms: 0.0 }
    }
}

impl Retry {
    /// Opens a connection, sooner or later; whoever waits for it is told why it takes time.
    pub(super) async fn open(&mut self, room: &Room, tell: &mut impl FnMut(Told)) -> Socket {
        loop {
            match Socket::open(room).await {
                Ok(socket) => {
                    self.opened_ms = now_ms();
                    return socket;
                }
                Err(error) => {
                    tell(Told::Apart(error.to_string()));
                    self.wait().await;
                }
            }
        }
    }

    /// A connection is over: comes back when it is time for the next.
    ///
    /// # Errors
    /// Another try is of no use.
    pub(super) async fn after(&mut self, over: Over, tell: &mut impl FnMut(Told)) -> Result<(), Broken> {
        let words = match over {
            Over::Broken(broken) if !broken.may_pass() => return Err(broken),
            Over::Broken(broken) => broken.to_string(),
            Over::Socket(error) => error.to_string(),
        };
        tell(Told::Apart(words));
        if now_ms() - self.opened_ms >= RETRY_MS[1] as f64 {
            self.next_ms = RETRY_MS[0];
        }
        self.wait().await;
        Ok(())
    }

    async fn wait(&mut self) {
        sleep(Duration::from_millis(self.next_ms)).await;
        self.next_ms = (self.next_ms * 2).min(RETRY_MS[1]);
    }
}
