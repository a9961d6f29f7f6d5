//! Calling runs off, from wherever somebody wants them to end.

use futures::channel::mpsc;

/// Calls off the run that it belongs to.
#[derive(Clone)]
pub(super) struct Canceller(mpsc::UnboundedSender<()>);

/// Where a [`Canceller`] is heard.
pub(super) type Cancelled = mpsc::UnboundedReceiver<()>;

impl Canceller {
    /// A canceller for the runs of one start, and where it is heard.
    pub(super) fn new() -> (Self, Cancelled) {
        let (sender, receiver) = mpsc::unbounded();
        (Self(sender), receiver)
    }

    /// Calls the run off. When it is over already, nothing happens.
    pub(super) fn cancel(&self) {
        let _ = self.0.unbounded_send(());
    }
}
