//! What a coordinator keeps count of during a run.

use super::{BatchHead, Parked};

/// What a coordinator keeps count of: tasks that are done or were put aside, and what their memories hold.
#[derive(Debug, Default)]
pub struct Tally {
    tasks: u32,
    done: u32,
    parked: Vec<Parked>,
    moved_bytes: u64,
    /// What the memory of a lane holds, and which lane that is: the first of those that said so.
    total: Option<(u32, u64)>,
}

impl Tally {
    /// For a run of so many tasks.
    pub fn new(tasks: u32) -> Self {
        Self { tasks, ..Self::default() }
    }

    /// A batch came in.
    pub fn count(&mut self, head: &BatchHead) {
        self.done += head.done;
        self.moved_bytes += head.moved_bytes;
        if let Some(total) = head.total
            && self.total.is_none_or(|(lane, _)| head.lane <= lane)
        {
            self.total = Some((head.lane, total));
        }
    }

    /// So much more was copied or moved between memories, bytes.
    pub fn count_moved(&mut self, bytes: usize) {
        self.moved_bytes += bytes as u64;
    }

    /// A task was put aside.
    pub fn park(&mut self, parked: Parked) {
        self.parked.push(parked);
    }

    /// The tasks that were put aside, once all others are done, in the order in which they came: they go on now.
    /// None before that, and none of them twice.
    pub fn take_due(&mut self) -> Vec<Parked> {
        let are_due = self.done as usize + self.parked.len() == self.tasks as usize;
        if are_due { std::mem::take(&mut self.parked) } else { Vec::new() }
    }

    /// Whether all tasks are done.
    pub fn is_finished(&self) -> bool {
        self.done >= self.tasks
    }

    /// What was copied or moved between memories, bytes.
    pub fn moved_bytes(&self) -> u64 {
        self.moved_bytes
    }

    /// What one memory holds of the number that a `counter` counted in: the coordinator's own, if threads counted
    /// there, else that of the first lane that said so.
    pub fn total(&self, own: Option<u64>) -> Option<u64> {
        own.filter(|total| *total > 0).or(self.total.map(|(_, total)| total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(tally: &mut Tally, lane: u32, done: u32) {
        tally.count(&BatchHead { lane, done, ..BatchHead::default() });
    }

    fn parked(task: u32) -> Parked {
        Parked { task, body: vec![task as u8] }
    }

    #[test]
    fn a_run_is_finished_when_all_its_tasks_are_done() {
        let mut tally = Tally::new(3);
        done(&mut tally, 0, 2);
        assert!(!tally.is_finished());
        done(&mut tally, 1, 1);
        assert!(tally.is_finished());
    }

    #[test]
    fn tasks_put_aside_go_on_together_when_all_others_are_done() {
        let mut tally = Tally::new(4);
        tally.park(parked(2));
        tally.park(parked(0));
        done(&mut tally, 0, 1);
        assert_eq!(tally.take_due(), [], "one has not come as far");
        tally.park(parked(3));
        assert_eq!(tally.take_due(), [2, 0, 3].map(parked));
        assert_eq!(tally.take_due(), [], "none goes on twice");
        done(&mut tally, 0, 3);
        assert!(tally.is_finished());
        assert_eq!(tally.take_due(), []);
    }

    #[test]
    fn a_run_without_tasks_put_aside_has_none_that_go_on() {
        let mut tally = Tally::new(1);
        done(&mut tally, 0, 1);
        assert_eq!(tally.take_due(), []);
    }

    #[test]
    fn what_moves_is_summed_up_whoever_moved_it() {
        let mut tally = Tally::new(2);
        tally.count(&BatchHead { moved_bytes: 5, ..BatchHead::default() });
        tally.count_moved(7);
        tally.count(&BatchHead { lane: 1, moved_bytes: 1 << 40, ..BatchHead::default() });
        assert_eq!(tally.moved_bytes(), (1 << 40) + 12);
    }

    #[test]
    fn the_total_is_that_of_the_first_lane_as_it_was_told_last() {
        let total = |lane, total| BatchHead { lane, total: Some(total), ..BatchHead::default() };
        let mut tally = Tally::new(2);
        assert_eq!(tally.total(None), None);
        tally.count(&total(1, 10));
        tally.count(&total(2, 99));
        tally.count(&total(1, 11));
        assert_eq!(tally.total(None), Some(11), "a later lane's doesn't count");
        tally.count(&total(0, 3));
        tally.count(&total(1, 12));
        assert_eq!(tally.total(Some(0)), Some(3), "nobody counted in the coordinator's own memory");
        assert_eq!(tally.total(Some(20)), Some(20));
    }
}
