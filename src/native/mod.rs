//! Sockets and threads of a machine without a browser, for a room of [`crate::queue`].
//!
//! Here belongs what only such a machine has: how bytes get to a broker, and how jobs are done on threads of one's own.
//! What is said there, and what is made of it, is decided in [`crate::queue`].

mod clock;
mod compute;
mod drive;
mod host;
mod socket;
mod taker;

pub use clock::now_ms;
pub use drive::Told;
pub use host::{Outcome, have_done};
pub use socket::{Socket, SocketError};
pub use taker::lend;

/// 32 bytes that nobody can guess.
pub fn secret() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("an operating system has random bytes");
    bytes
}

/// Comes back when somebody presses Ctrl C or closes the terminal, or what runs this program wants it to end.
pub async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        if let (Ok(mut terminate), Ok(mut hang_up)) =
            (signal(SignalKind::terminate()), signal(SignalKind::hangup()))
        {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
                _ = hang_up.recv() => {}
            }
            return;
        }
    }
    // Where Ctrl C can't be heard, it ends the program by itself.
    let _ = tokio::signal::ctrl_c().await;
}
