//! Where the playhead of a replay goes. Moments are ms from the first task's beginning.

/// Shares of real time that a replay can run at.
pub const SPEEDS: [f64; 7] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];
/// The one to begin with: of a hundred milliseconds a second can be watched.
pub const FIRST_SPEED: f64 = 0.1;

/// Where a playhead is after a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Playhead {
    /// It is here, and goes on.
    Moving(f64),
    /// It has come to the end, which is here.
    Arrived(f64),
}

impl Playhead {
    /// Where it begins to move: where it stands, or anew where that is the end.
    pub fn start(at_ms: f64, end_ms: f64) -> f64 {
        if at_ms >= end_ms { 0.0 } else { at_ms }
    }

    /// Where it is when `passed_ms` have gone by at this share of real time.
    pub fn after(at_ms: f64, passed_ms: f64, speed: f64, end_ms: f64) -> Self {
        let at_ms = at_ms + passed_ms * speed;
        if at_ms < end_ms { Self::Moving(at_ms) } else { Self::Arrived(end_ms) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_at_its_speed_to_the_end_and_then_begins_anew() {
        assert!(SPEEDS.is_sorted() && SPEEDS.contains(&FIRST_SPEED));
        assert_eq!(Playhead::start(30.0, 100.0), 30.0);
        assert_eq!(Playhead::after(30.0, 100.0, 0.5, 100.0), Playhead::Moving(80.0));
        assert_eq!(Playhead::after(80.0, 100.0, 0.5, 100.0), Playhead::Arrived(100.0));
        assert_eq!(Playhead::start(100.0, 100.0), 0.0);
    }
}
