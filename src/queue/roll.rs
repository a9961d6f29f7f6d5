//! The takers of a run whose queue is inside one browser: their lanes, who of them waits, and who gets which job.

use std::collections::BTreeMap;

use super::Lost;
use super::jobs::Jobs;

/// The takers of a run, and its jobs.
#[derive(Debug)]
pub struct Roll {
    jobs: Jobs,
    /// Those that are there, by their lane.
    takers: BTreeMap<u32, Present>,
    next_lane: u32,
}

/// A taker that is there.
#[derive(Debug)]
struct Present {
    id: u64,
    /// When it said that it is free, ms.
    free_ms: f64,
    /// When it first waited for jobs, ms.
    alive_ms: Option<f64>,
    /// Waits for a job.
    is_idle: bool,
}

impl Roll {
    /// Of nobody yet, with these tasks in the order in which they are to be started, so many to a job.
    pub fn new(order: &[u32], chunk: usize) -> Self {
        Self { jobs: Jobs::new(order, chunk), takers: BTreeMap::new(), next_lane: 0 }
    }

    /// A taker says that it is free: the lane that it gets, which nobody had before. `None` if it has one.
    pub fn admit(&mut self, id: u64, now_ms: f64) -> Option<u32> {
        if self.lane_of(id).is_some() {
            return None;
        }
        let lane = self.next_lane;
        self.next_lane += 1;
        self.takers.insert(lane, Present { id, free_ms: now_ms, alive_ms: None, is_idle: false });
        Some(lane)
    }

    /// The lane of a taker that is there. Of one that was taken for gone there is none: its job has gone to another.
    pub fn lane_of(&self, id: u64) -> Option<u32> {
        self.takers.iter().find(|(_, taker)| taker.id == id).map(|(lane, _)| *lane)
    }

    /// When whoever has this lane first waited for jobs, ms; `None` as long as it has not.
    pub fn alive_ms(&self, lane: u32) -> Option<f64> {
        self.takers.get(&lane)?.alive_ms
    }

    /// So many more of the tasks that it has are done.
    pub fn done(&mut self, lane: u32, tasks: u32) {
        self.jobs.done(lane, tasks);
    }

    /// It is done with what it had, if it had anything, and waits for the next job. If it does so for the first time: when
    /// it had said that it is free, ms.
    pub fn wait(&mut self, lane: u32, at_ms: f64) -> Option<f64> {
        self.jobs.acknowledge(lane);
        let taker = self.takers.get_mut(&lane)?;
        taker.is_idle = true;
        let is_first = taker.alive_ms.is_none();
        taker.alive_ms.get_or_insert(at_ms);
        is_first.then_some(taker.free_ms)
    }

    /// Further tasks, each a job.
    pub fn add(&mut self, tasks: impl IntoIterator<Item = u32>) {
        self.jobs.add(tasks);
    }

    /// Jobs for takers that wait, in the order of their lanes: to `everybody`, or only to the first of all.
    pub fn hand_out(&mut self, everybody: bool, now_ms: f64) -> Vec<(u32, Vec<u32>)> {
        let most = if everybody { usize::MAX } else { 1 };
        let mut handed = Vec::new();
        for (lane, taker) in self.takers.iter_mut().take(most).filter(|(_, taker)| taker.is_idle) {
            let Some(tasks) = self.jobs.pull(*lane, now_ms) else { break };
            taker.is_idle = false;
            handed.push((*lane, tasks));
        }
        handed
    }

    /// It is gone, or silent for so long that it counts as gone: what it was at waits again.
    pub fn vanish(&mut self, lane: u32) -> Option<Lost> {
        self.takers.remove(&lane)?;
        self.jobs.vanish(lane)
    }

    /// How often jobs were handed out.
    pub fn deliveries(&self) -> u64 {
        self.jobs.deliveries()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn two_takers(order: &[u32]) -> Roll {
        let mut roll = Roll::new(order, 1);
        assert_eq!((roll.admit(70, 1.0), roll.admit(71, 2.0)), (Some(0), Some(1)));
        roll
    }

    #[test]
    fn a_taker_has_one_lane_and_nobody_after_it() {
        let mut roll = two_takers(&[0]);
        assert_eq!((roll.admit(70, 3.0), roll.lane_of(71)), (None, Some(1)));
        assert_eq!((roll.vanish(1), roll.lane_of(71)), (None, None));
        assert_eq!(roll.admit(71, 4.0), Some(2), "whoever comes back is somebody else");
    }

    #[test]
    fn only_who_waits_gets_a_job_and_one_at_a_time() {
        let mut roll = two_takers(&[5, 6, 7]);
        assert_eq!(roll.hand_out(true, 3.0), []);
        assert_eq!((roll.wait(1, 4.0), roll.alive_ms(1)), (Some(2.0), Some(4.0)));
        assert_eq!(roll.hand_out(true, 5.0), [(1, vec![5])]);
        assert_eq!(roll.hand_out(true, 6.0), []);
        assert_eq!((roll.wait(0, 7.0), roll.wait(1, 8.0)), (Some(1.0), None));
        assert_eq!(roll.alive_ms(1), Some(4.0), "it was there before");
        assert_eq!(roll.hand_out(true, 9.0), [(0, vec![6]), (1, vec![7])]);
    }

    #[test]
    fn what_goes_on_in_one_place_waits_for_the_first() {
        let mut roll = two_takers(&[5, 6]);
        roll.wait(1, 3.0);
        assert_eq!(roll.hand_out(false, 4.0), [], "the first of all does not wait");
        roll.wait(0, 5.0);
        assert_eq!(roll.hand_out(false, 6.0), [(0, vec![5])]);
    }

    #[test]
    fn a_job_goes_from_who_vanished_to_who_waits() {
        let mut roll = two_takers(&[5, 6]);
        for lane in 0..2 {
            roll.wait(lane, 3.0);
        }
        assert_eq!(roll.hand_out(true, 4.0), [(0, vec![5]), (1, vec![6])]);
        assert_eq!(roll.vanish(0), Some(Lost { task: 5, since_ms: 4.0, is_given_up: false }));
        assert_eq!(roll.vanish(0), None, "once");
        roll.done(1, 1);
        roll.wait(1, 5.0);
        assert_eq!(roll.hand_out(true, 6.0), [(1, vec![5])]);
        assert_eq!(roll.deliveries(), 3);
    }

    proptest! {
        /// Whoever comes, waits, works or vanishes: nobody has two jobs, no job two takers, and no lane two owners.
        #[test]
        fn nothing_is_had_twice(tasks in 1u32..30, acts in prop::collection::vec((0u64..5, 0u8..4), 0..200)) {
            let mut roll = Roll::new(&(0..tasks).collect::<Vec<_>>(), 1);
            let mut at: BTreeMap<u32, u32> = BTreeMap::new();
            let mut lanes = Vec::new();
            let mut done = Vec::new();
            for (id, act) in acts {
                match (roll.lane_of(id), act) {
                    (None, _) => {
                        let lane = roll.admit(id, 0.0).expect("it has none");
                        prop_assert!(!lanes.contains(&lane));
                        lanes.push(lane);
                    }
                    (Some(lane), 0) => {
                        let lost = roll.vanish(lane);
                        prop_assert_eq!(lost.map(|lost| lost.task), at.remove(&lane));
                    }
                    (Some(lane), _) => {
                        if let Some(task) = at.remove(&lane) {
                            roll.done(lane, 1);
                            done.push(task);
                        }
                        roll.wait(lane, 0.0);
                    }
                }
                for (lane, job) in roll.hand_out(true, 0.0) {
                    let [task] = job[..] else { unreachable!("one task is a job") };
                    prop_assert!(!at.values().any(|other| *other == task) && !done.contains(&task));
                    prop_assert_eq!(at.insert(lane, task), None);
                }
            }
        }
    }
}
