//! How the page follows a run: what it makes of what it hears, and of hearing nothing.

use super::timing::{ASLEEP_MS, COORDINATOR_SETTLE_MS, COORDINATOR_SILENCE_MS, COORDINATOR_START_MS};

/// A run that goes on, as far as the page can tell.
#[derive(Debug)]
pub struct Following {
    /// Whether somebody else makes the run, whose silence tells something.
    is_coordinated: bool,
    is_loaded: bool,
    heard_ms: f64,
    looked_ms: f64,
    called_off_ms: Option<f64>,
}

/// Something that the page hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The program of whoever makes the run is loaded: it said so, or more.
    Loaded,
    /// Whoever makes the run said something.
    Spoke,
    /// The browser says that the program could not be loaded, or broke.
    Broke,
    /// Somebody calls the run off.
    CalledOff,
    /// Nothing, when it was time to look.
    Nothing,
}

/// What the page does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It goes on listening.
    GoOn,
    /// It tells whoever makes the run that the run is called off, and goes on listening.
    CallOff,
    /// The run is over.
    End(End),
}

/// Why a run is over before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was called off.
    Cancelled,
    /// Its coordinator did not start.
    NotStarted,
    /// The program of its coordinator broke.
    Broke,
    /// Its coordinator is silent.
    Silent,
}

impl Following {
    /// A run that begins now. It is made by a coordinator, or else on the page's own thread, which says nothing while
    /// it computes.
    pub fn new(is_coordinated: bool, now_ms: f64) -> Self {
        Self { is_coordinated, is_loaded: false, heard_ms: now_ms, looked_ms: now_ms, called_off_ms: None }
    }

    /// What to do about something that is heard now.
    pub fn hear(&mut self, event: Event, now_ms: f64) -> Decision {
        match event {
            Event::Loaded | Event::Spoke => {
                self.heard_ms = now_ms;
                self.is_loaded |= event == Event::Loaded;
            }
            Event::Broke if self.is_loaded => return Decision::End(End::Broke),
            Event::Broke => return Decision::End(End::NotStarted),
            // There is nobody yet who could be told, and nothing that has to be stopped.
            Event::CalledOff if !self.is_loaded => return Decision::End(End::Cancelled),
            Event::CalledOff => {
                self.called_off_ms.get_or_insert(now_ms);
                return Decision::CallOff;
            }
            Event::Nothing => {}
        }
        self.look(now_ms)
    }

    fn look(&mut self, now_ms: f64) -> Decision {
        if now_ms - self.looked_ms > ASLEEP_MS {
            self.heard_ms = now_ms;
        }
        self.looked_ms = now_ms;
        let silent_ms = now_ms - self.heard_ms;
        match self.called_off_ms {
            Some(since_ms) if now_ms - since_ms > COORDINATOR_SETTLE_MS => Decision::End(End::Cancelled),
            None if !self.is_loaded && silent_ms > COORDINATOR_START_MS => Decision::End(End::NotStarted),
            None if self.is_loaded && self.is_coordinated && silent_ms > COORDINATOR_SILENCE_MS => {
                Decision::End(End::Silent)
            }
            _ => Decision::GoOn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::timing::COORDINATOR_SIGN_MS;
    use super::*;

    /// Plays what the page hears, drawn with a column for each [`COORDINATOR_SIGN_MS`]: `l` loaded, `s` spoke,
    /// `b` broke, `c` called off, `.` nothing; in a column with `z` the page is asleep. Gives how the run is over,
    /// and in which column.
    fn played(is_coordinated: bool, drawing: &str) -> Option<(usize, End)> {
        let mut following = Following::new(is_coordinated, 0.0);
        for (column, mark) in drawing.chars().enumerate() {
            let event = match mark {
                'l' => Event::Loaded,
                's' => Event::Spoke,
                'b' => Event::Broke,
                'c' => Event::CalledOff,
                '.' => Event::Nothing,
                'z' => continue,
                _ => panic!("{mark} is no mark"),
            };
            match following.hear(event, column as f64 * COORDINATOR_SIGN_MS) {
                Decision::End(end) => return Some((column, end)),
                decision => assert_eq!(decision == Decision::CallOff, mark == 'c', "{drawing}"),
            }
        }
        None
    }

    #[test]
    fn a_coordinator_has_to_load_in_time() {
        assert_eq!(played(true, "......lsssssss"), None);
        assert_eq!(played(true, "..........."), Some((9, End::NotStarted)));
        assert_eq!(played(true, ".b"), Some((1, End::NotStarted)));
        assert_eq!(played(false, "..........."), Some((9, End::NotStarted)), "the page's own engine, too");
    }

    #[test]
    fn a_coordinator_has_to_be_heard_of() {
        assert_eq!(played(true, ".lss......s......s"), None, "a busy machine delays some signs");
        assert_eq!(played(true, ".lss.........."), Some((11, End::Silent)));
        assert_eq!(played(true, ".lsb"), Some((3, End::Broke)));
        assert_eq!(played(false, ".l............................"), None, "who computes here can't speak");
    }

    #[test]
    fn a_run_that_is_called_off_settles_first() {
        assert_eq!(played(true, ".lsc."), Some((4, End::Cancelled)));
        assert_eq!(played(true, ".lscs"), Some((4, End::Cancelled)), "however much it still says");
        assert_eq!(played(true, ".lsccc."), Some((6, End::Cancelled)), "told more than once");
        assert_eq!(played(false, ".lsc."), Some((4, End::Cancelled)));
        assert_eq!(played(true, "..c"), Some((2, End::Cancelled)), "nothing has begun that could settle");
    }

    #[test]
    fn where_the_page_was_asleep_everybody_was() {
        assert_eq!(played(true, ".lzzzzzzzzzzzzzz.s.s"), None);
        assert_eq!(
            played(true, ".lzzzzzzzzzzzzzz........."),
            Some((24, End::Silent)),
            "from when it woke up"
        );
    }
}
