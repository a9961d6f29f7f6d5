//! Files that are written while others have their turn, too: a page goes on while a result of ten thousand tasks is made
//! into one.

use std::io::{Result, Write};

/// So much is written between two offers of a turn, bytes: well below a millisecond's work.
const BETWEEN_TURNS: usize = 8 * 1024;

/// A file while it is written.
pub(super) struct FileInTurns<'a, W, T> {
    out: &'a mut W,
    turn: &'a T,
    /// What was written since the last offer of a turn, bytes.
    written: usize,
}

impl<'a, W: Write, T: AsyncFn()> FileInTurns<'a, W, T> {
    /// A file that goes to `out`; `turn` comes back when others have had their turn, or at once where nobody needs one
    /// yet.
    pub(super) fn new(out: &'a mut W, turn: &'a T) -> Self {
        Self { out, turn, written: 0 }
    }

    /// Writes a few rows at most, and offers a turn where it is time to.
    pub(super) async fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.written += text.len();
        if self.written >= BETWEEN_TURNS {
            self.offer_turn().await;
        }
        Ok(())
    }

    /// Offers a turn: here something was done, or will be, that takes time and writes nothing.
    pub(super) async fn offer_turn(&mut self) {
        self.written = 0;
        (self.turn)().await;
    }
}
