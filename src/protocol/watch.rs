//! Noticing that a lane is gone: a worker that breaks or is killed says nothing, so whoever has tasks in
//! hand must be heard of.

use std::collections::BTreeMap;

use super::BatchHead;
use super::timing::{ASLEEP_MS, COORDINATOR_LOOK_MS, LANE_SILENCE_MS};
use crate::trace::{Failure, Reason};

/// When each lane was last heard of, and with what in hand.
#[derive(Default)]
pub struct Watch {
    lanes: BTreeMap<u32, LastWord>,
    looked_ms: f64,
}

/// What was last heard of a lane.
struct LastWord {
    at_ms: f64,
    patience_ms: f64,
    task: Option<u32>,
}

impl Watch {
    /// A lane is about to begin with this task, and has to be heard of from now on.
    pub fn expect(&mut self, lane: u32, task: u32, now_ms: f64) {
        self.lanes.insert(lane, LastWord { at_ms: now_ms, patience_ms: 0.0, task: Some(task) });
    }

    /// A lane said something.
    pub fn hear(&mut self, head: &BatchHead, now_ms: f64) {
        if let Some(heard) = self.lanes.get_mut(&head.lane) {
            *heard = LastWord { at_ms: now_ms, patience_ms: f64::from(head.patience_ms), task: head.task };
        }
    }

    /// A lane has nothing to do, and may be silent.
    pub fn release(&mut self, lane: u32) {
        self.lanes.remove(&lane);
    }

    /// Whether no lane has anything to do.
    pub fn is_idle(&self) -> bool {
        self.lanes.is_empty()
    }

    /// The task that a lane was last known to be in the middle of.
    pub fn task_of(&self, lane: u32) -> Option<u32> {
        self.lanes.get(&lane)?.task
    }

    /// Looks after the lanes, if the last time is long enough ago.
    ///
    /// # Errors
    /// The lane that was silent for too long, and the task that is lost with it.
    pub fn look(&mut self, now_ms: f64) -> Result<(), Failure> {
        let since_ms = now_ms - self.looked_ms;
        if since_ms < f64::from(COORDINATOR_LOOK_MS) {
            return Ok(());
        }
        if since_ms > ASLEEP_MS {
            self.lanes.values_mut().for_each(|heard| heard.at_ms = now_ms);
        }
        self.looked_ms = now_ms;
        let is_lost = |heard: &LastWord| now_ms - heard.at_ms > LANE_SILENCE_MS + heard.patience_ms;
        match self.lanes.iter().find(|(_, heard)| is_lost(heard)) {
            Some((lane, LastWord { task, .. })) => {
                Err(Failure { reason: Reason::WorkerSilent { lane: *lane, task: *task }, task: *task })
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::timing::LANE_SIGN_MS;
    use super::*;

    /// Plays a run that is drawn, a line for each lane and a column for each [`LANE_SIGN_MS`], the time in which
    /// a lane says something:
    ///
    /// - `b` it begins with task 10, 11, 12, … by its line
    /// - `s` it says something of the task that it was last known to be at
    /// - `n` it says that it is at task 99
    /// - `p` it says that it may be silent for two columns more than usual
    /// - `i` it is idle
    /// - `.` nothing is heard of it
    ///
    /// In a column with a `z` on any line the coordinator itself is asleep, and looks after nobody. Gives the
    /// column in which a lane is found to be lost, with its line and the task that is lost with it.
    fn played(drawing: &[&str]) -> Option<(usize, usize, Option<u32>)> {
        let mut watch = Watch::default();
        let columns = drawing.iter().map(|line| line.len()).max().unwrap_or_default();
        for column in 0..columns {
            let now_ms = column as f64 * LANE_SIGN_MS;
            let marks = drawing.iter().map(|line| line.chars().nth(column).unwrap_or('.'));
            for (lane, mark) in (0..).zip(marks.clone()) {
                let head = |task| BatchHead { lane, task, ..BatchHead::default() };
                match mark {
                    'b' => watch.expect(lane, 10 + lane, now_ms),
                    's' => watch.hear(&head(watch.task_of(lane)), now_ms),
                    'n' => watch.hear(&head(Some(99)), now_ms),
                    'p' => {
                        let patience_ms = 2 * LANE_SIGN_MS as u32;
                        watch.hear(&BatchHead { patience_ms, ..head(watch.task_of(lane)) }, now_ms);
                    }
                    'i' => watch.release(lane),
                    _ => {}
                }
            }
            if marks.clone().any(|mark| mark == 'z') {
                continue;
            }
            if let Err(lost) = watch.look(now_ms) {
                let Reason::WorkerSilent { lane, task } = lost.reason else { panic!("{lost:?}") };
                assert_eq!(lost.task, task);
                return Some((column, lane as usize, task));
            }
        }
        None
    }

    #[test]
    fn a_lane_that_speaks_is_not_lost() {
        assert_eq!(played(&["bsssssssssssssssssss"]), None);
        assert_eq!(played(&["bs.....s.....s.....s"]), None, "a busy machine delays some signs");
    }

    #[test]
    fn a_silent_lane_is_lost_with_the_task_that_it_was_at() {
        let lost = played(&[
            "bsssssssssssssssss", //
            "bss.......",
            "bsssssssssssssssss",
        ]);
        assert_eq!(lost, Some((9, 1, Some(11))));
        assert_eq!(played(&["bn......."]), Some((8, 0, Some(99))), "with the last that was told of");
        assert_eq!(played(&["b......."]), Some((7, 0, Some(10))), "though it never said a word");
    }

    #[test]
    fn a_lane_that_asked_for_patience_is_given_it_once() {
        assert_eq!(played(&["bp........s...."]), None);
        assert_eq!(played(&["bp.........."]), Some((10, 0, Some(10))));
        assert_eq!(played(&["bps.........."]), Some((9, 0, Some(10))));
    }

    #[test]
    fn an_idle_lane_may_be_silent() {
        assert_eq!(played(&["bsi................."]), None);
        assert_eq!(played(&["bsi.........b......."]), Some((19, 0, Some(10))), "until it has tasks again");
        assert_eq!(played(&["..ss................"]), None, "nothing was expected of it");
    }

    #[test]
    fn where_the_coordinator_was_asleep_everybody_was() {
        assert_eq!(played(&["bszzzzzzzzzzzzzzzzsss"]), None);
        assert_eq!(played(&["bszzzzzzzzzz........"]), Some((19, 0, Some(10))), "from when it woke up");
    }

    #[test]
    fn a_watch_knows_whether_anybody_works_and_at_what() {
        let mut watch = Watch::default();
        assert!(watch.is_idle());
        watch.expect(4, 7, 0.0);
        assert_eq!((watch.is_idle(), watch.task_of(4), watch.task_of(5)), (false, Some(7), None));
        watch.hear(&BatchHead { lane: 5, task: Some(8), ..BatchHead::default() }, 1.0);
        assert_eq!(watch.task_of(5), None, "nothing was expected of it");
        watch.release(4);
        assert!(watch.is_idle());
    }
}
