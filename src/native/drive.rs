//! How somebody in a room is kept in touch with its broker: connected, and connected again.

use std::time::Duration;

use tokio::time::sleep;

use super::clock::now_ms;
use super::socket::{Socket, SocketError};
use crate::queue::{Broken, Retry, Room};

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

/// Opens a connection, sooner or later; whoever waits for it is told why it takes time.
pub(super) async fn open(room: &Room, retry: &mut Retry, tell: &mut impl FnMut(Told)) -> Socket {
    loop {
        match Socket::open(room).await {
            Ok(socket) => {
                retry.opened(now_ms());
                return socket;
            }
            Err(error) => {
                tell(Told::Apart(error.to_string()));
                pause(retry.pause_ms(now_ms())).await;
            }
        }
    }
}

/// A connection is over: comes back when it is time for the next.
///
/// # Errors
/// Another try is of no use.
pub(super) async fn after(over: Over, retry: &mut Retry, tell: &mut impl FnMut(Told)) -> Result<(), Broken> {
    let (words, pause_ms) = match over {
        Over::Broken(broken) => (broken.to_string(), retry.after(broken, now_ms())?),
        Over::Socket(error) => (error.to_string(), retry.pause_ms(now_ms())),
    };
    tell(Told::Apart(words));
    pause(pause_ms).await;
    Ok(())
}

async fn pause(ms: u32) {
    sleep(Duration::from_millis(ms.into())).await;
}
