//! Finds out what a browser offers, here and now.

use crate::browser::{clock, features};
use crate::experiment::Features;

/// What this browser offers. Takes some ms, for the clock.
pub(super) fn detect(is_embedded: bool) -> Features {
    Features {
        isolated: features::is_isolated(),
        shared_memory: features::can_share_memory(),
        queue: features::can_queue(),
        room: false,
        top_level: features::is_top_level(),
        embedded: is_embedded,
        secure: features::is_secure(),
        hardware_concurrency: features::hardware_concurrency(),
        clock_resolution_ms: clock::resolution_ms(),
    }
}
