//! The jobs of a run: which wait, who has which, and how often they were handed out.

use std::collections::{BTreeMap, VecDeque};

/// A job that was handed out so often, and never done, breaks whoever takes it.
pub const MOST_DELIVERIES: u32 = 5;

/// The jobs of a run. Each is handed out until it is done: one whose taker vanishes waits again, before all others.
#[derive(Debug)]
pub struct Jobs {
    waiting: VecDeque<Job>,
    held: BTreeMap<u32, Held>,
    deliveries: u64,
}

/// Some tasks that travel together.
#[derive(Debug)]
struct Job {
    /// Those that are not done, in the order in which they are to be started.
    tasks: VecDeque<u32>,
    deliveries: u32,
}

/// A job that somebody has.
#[derive(Debug)]
struct Held {
    job: Job,
    since_ms: f64,
}

/// What was lost with a taker.
#[derive(Debug, PartialEq)]
pub struct Lost {
    /// The task that it was at.
    pub task: u32,
    /// When its job was handed out, ms.
    pub since_ms: f64,
    /// Whether the job was handed out too often to be tried again.
    pub is_given_up: bool,
}

impl Jobs {
    /// These tasks, in the order in which they are to be started, so many to a job.
    pub fn new(order: &[u32], chunk: usize) -> Self {
        let job = |tasks: &[u32]| Job { tasks: tasks.iter().copied().collect(), deliveries: 0 };
        Self { waiting: order.chunks(chunk).map(job).collect(), held: BTreeMap::new(), deliveries: 0 }
    }

    /// The next job for this taker, which has none: its tasks. `None` where none waits.
    pub fn pull(&mut self, taker: u32, now_ms: f64) -> Option<Vec<u32>> {
        let mut job = self.waiting.pop_front()?;
        job.deliveries += 1;
        self.deliveries += 1;
        let tasks = job.tasks.iter().copied().collect();
        self.held.insert(taker, Held { job, since_ms: now_ms });
        Some(tasks)
    }

    /// So many more of the tasks that this taker has are done: takers do them in order.
    pub fn done(&mut self, taker: u32, tasks: u32) {
        let Some(held) = self.held.get_mut(&taker) else { return };
        held.job.tasks.drain(..held.job.tasks.len().min(tasks as usize));
        if held.job.tasks.is_empty() {
            self.held.remove(&taker);
        }
    }

    /// This taker is done with its job, and asks for none yet.
    pub fn acknowledge(&mut self, taker: u32) {
        self.held.remove(&taker);
    }

    /// Further tasks, each a job.
    pub fn add(&mut self, tasks: impl IntoIterator<Item = u32>) {
        self.waiting.extend(tasks.into_iter().map(|task| Job { tasks: [task].into(), deliveries: 0 }));
    }

    /// This taker is gone. What it had waits again, if it had anything that was not done.
    pub fn vanish(&mut self, taker: u32) -> Option<Lost> {
        let Held { job, since_ms } = self.held.remove(&taker)?;
        // One that is done was taken out when it was.
        let task = *job.tasks.front()?;
        let is_given_up = job.deliveries >= MOST_DELIVERIES;
        if !is_given_up {
            self.waiting.push_front(job);
        }
        Some(Lost { task, since_ms, is_given_up })
    }

    /// How often jobs were handed out.
    pub fn deliveries(&self) -> u64 {
        self.deliveries
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_job_whose_taker_vanishes_is_handed_out_again_before_all_others() {
        let mut jobs = Jobs::new(&[4, 0, 1], 1);
        assert_eq!((jobs.pull(0, 1.0), jobs.pull(1, 2.0)), (Some(vec![4]), Some(vec![0])));
        assert_eq!(jobs.vanish(1), Some(Lost { task: 0, since_ms: 2.0, is_given_up: false }));
        assert_eq!(jobs.vanish(1), None, "once");
        jobs.done(0, 1);
        assert_eq!(jobs.vanish(0), None, "what is done is not lost");
        assert_eq!((jobs.pull(2, 3.0), jobs.pull(3, 3.0)), (Some(vec![0]), Some(vec![1])));
        assert_eq!((jobs.pull(4, 3.0), jobs.deliveries()), (None, 4));
    }

    #[test]
    fn of_tasks_that_travel_together_only_those_are_done_again_that_were_not() {
        let mut jobs = Jobs::new(&[0, 1, 2, 3, 4], 3);
        assert_eq!(jobs.pull(0, 0.0), Some(vec![0, 1, 2]));
        jobs.done(0, 2);
        assert_eq!(jobs.vanish(0).map(|lost| lost.task), Some(2));
        assert_eq!(jobs.pull(1, 0.0), Some(vec![2]));
        assert_eq!(jobs.pull(2, 0.0), Some(vec![3, 4]));
    }

    #[test]
    fn a_job_that_breaks_whoever_takes_it_is_given_up() {
        let mut jobs = Jobs::new(&[7, 8], 1);
        for delivery in 1..=MOST_DELIVERIES {
            assert_eq!(jobs.pull(delivery, 0.0), Some(vec![7]));
            let lost = jobs.vanish(delivery).expect("it had a job");
            assert_eq!((lost.task, lost.is_given_up), (7, delivery == MOST_DELIVERIES));
        }
        assert_eq!(jobs.pull(0, 0.0), Some(vec![8]));
    }

    #[test]
    fn what_is_acknowledged_is_not_lost_and_may_come_again_as_another_job() {
        let mut jobs = Jobs::new(&[0, 1], 2);
        assert_eq!(jobs.pull(0, 0.0), Some(vec![0, 1]));
        jobs.acknowledge(0);
        assert_eq!((jobs.vanish(0), jobs.pull(1, 0.0)), (None, None));
        jobs.add([1, 0]);
        assert_eq!((jobs.pull(1, 0.0), jobs.pull(1, 0.0)), (Some(vec![1]), Some(vec![0])));
    }

    proptest! {
        /// Whatever takers do, and however often they vanish, every task is done exactly once.
        #[test]
        fn every_task_is_done_once(tasks in 1u32..40, chunk in 1usize..6, acts in prop::collection::vec((0u32..4, 0u8..4), 0..200)) {
            let mut jobs = Jobs::new(&(0..tasks).collect::<Vec<_>>(), chunk);
            let mut done = Vec::new();
            let mut hands: BTreeMap<u32, VecDeque<u32>> = BTreeMap::new();
            let mut losses = BTreeMap::<u32, u32>::new();
            // After what was drawn, everybody works until nothing is left.
            let rest = (0..tasks * 3 + 12).map(|step| (step % 4, 0));
            for (taker, act) in acts.into_iter().chain(rest) {
                let hand = hands.entry(taker).or_default();
                let may_vanish = hand.front().is_some_and(|task| losses.get(task).copied().unwrap_or(0) < MOST_DELIVERIES - 1);
                match hand.front() {
                    Some(task) if act == 1 && may_vanish => {
                        *losses.entry(*task).or_default() += 1;
                        // A job's first task stands for it: those behind it are lost as often.
                        hand.iter().skip(1).for_each(|task| *losses.entry(*task).or_default() += 1);
                        hand.clear();
                        prop_assert!(jobs.vanish(taker).is_some_and(|lost| !lost.is_given_up));
                    }
                    Some(task) => {
                        done.push(*task);
                        hand.pop_front();
                        jobs.done(taker, 1);
                    }
                    None => hand.extend(jobs.pull(taker, 0.0).into_iter().flatten()),
                }
            }
            done.sort_unstable();
            prop_assert_eq!(done, (0..tasks).collect::<Vec<_>>());
        }
    }
}
