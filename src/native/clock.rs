//! The clock of this program.

use std::sync::OnceLock;
use std::time::Instant;

/// The present moment, ms since something here first asked for it. It never goes back.
pub fn now_ms() -> f64 {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}
