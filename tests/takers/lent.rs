//! Lanes of this program that are lent to a room. The journeys and the bench have them from here, too.

use interleave::native::{Told, lend};
use interleave::queue::message::Hello;
use interleave::queue::{Broken, Room};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Lanes that are lent until they are ended.
pub struct Lent {
    end: oneshot::Sender<()>,
    lent: JoinHandle<Result<u64, Broken>>,
}

impl Lent {
    /// From now on so many lanes of a device that is called this, and has two cores, are lent; `tell` hears what its
    /// people would be told.
    pub fn begin(room: Room, device: &str, lanes: u32, tell: impl FnMut(Told) + Send + 'static) -> Self {
        let (end, until) = oneshot::channel::<()>();
        let hello = Hello { device: device.into(), cores: 2, lanes, version: "1".into() };
        let lent = tokio::spawn(async move { lend(&room, hello, async { drop(until.await) }, tell).await });
        Self { end, lent }
    }

    /// They are lent no longer: how many jobs were done.
    ///
    /// # Errors
    /// The room would not have them.
    ///
    /// # Panics
    /// Where lending did.
    pub async fn end(self) -> Result<u64, Broken> {
        // If nobody listens any more, it is over, and says why.
        let _ = self.end.send(());
        self.lent.await.expect("lending does not panic")
    }
}
