//! Which executors are compared, and in which order.

use super::{ExecutorId, Experiment};

impl Experiment {
    /// Compares one more executor, after the others; nothing where it is among them.
    pub fn add_executor(&mut self, executor: ExecutorId) {
        if !self.executors.contains(&executor) {
            self.executors.push(executor);
        }
    }

    /// Leaves an executor out; the last one stays.
    pub fn remove_executor(&mut self, executor: ExecutorId) {
        if self.executors.len() > 1 {
            self.executors.retain(|one| *one != executor);
        }
    }

    /// Moves an executor to this place in the order, 0 being the first; those between make room. `false`, and
    /// nothing done, where it is not compared, is there already, or there is no such place.
    pub fn move_executor(&mut self, executor: ExecutorId, to: usize) -> bool {
        let from = self.executors.iter().position(|one| *one == executor);
        let Some(from) = from.filter(|from| *from != to && to < self.executors.len()) else { return false };
        let moved = self.executors.remove(from);
        self.executors.insert(to, moved);
        true
    }

    /// Moves an executor by so many places, later or, below 0, earlier. The place where it is then; `None`, and
    /// nothing done, where there is no such place.
    pub fn shift_executor(&mut self, executor: ExecutorId, by: isize) -> Option<usize> {
        let from = self.executors.iter().position(|one| *one == executor)?;
        let to = from.checked_add_signed(by)?;
        self.move_executor(executor, to).then_some(to)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn order(experiment: &Experiment) -> String {
        experiment.executors.iter().map(|executor| executor.id()).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn those_between_make_room() {
        for (executor, to, expected) in [
            (ExecutorId::Sequential, 2, "event-loop,threads,sequential,processes"),
            (ExecutorId::Processes, 0, "processes,sequential,event-loop,threads"),
            (ExecutorId::Threads, 3, "sequential,event-loop,processes,threads"),
        ] {
            let mut experiment = parse("executors=sequential,event-loop,threads,processes").experiment;
            assert!(experiment.move_executor(executor, to));
            assert_eq!(order(&experiment), expected);
        }
    }

    #[test]
    fn neighbours_change_places() {
        let mut experiment = parse("executors=sequential,event-loop,threads").experiment;
        assert_eq!(experiment.shift_executor(ExecutorId::EventLoop, 1), Some(2));
        assert_eq!(experiment.shift_executor(ExecutorId::EventLoop, 1), None, "it is the last");
        assert_eq!(experiment.shift_executor(ExecutorId::Sequential, -1), None, "it is the first");
        assert_eq!(experiment.shift_executor(ExecutorId::Threads, -1), Some(0));
        assert_eq!(order(&experiment), "threads,sequential,event-loop");
    }

    #[test]
    fn nothing_is_moved_where_there_is_no_place() {
        let mut experiment = parse("executors=sequential,threads").experiment;
        assert!(!experiment.move_executor(ExecutorId::Sequential, 0), "it is there");
        assert!(!experiment.move_executor(ExecutorId::Sequential, 2), "there are two");
        assert!(!experiment.move_executor(ExecutorId::Offload, 0), "it is not compared");
        assert_eq!(order(&experiment), "sequential,threads");
    }

    /// The law of [`Experiment::executors`]: never empty, none twice.
    #[test]
    fn none_comes_twice_and_one_stays() {
        let mut experiment = parse("executors=threads").experiment;
        experiment.add_executor(ExecutorId::Threads);
        experiment.remove_executor(ExecutorId::Threads);
        assert_eq!(order(&experiment), "threads");
        experiment.add_executor(ExecutorId::Offload);
        assert_eq!(order(&experiment), "threads,offload");
        experiment.remove_executor(ExecutorId::Page);
        experiment.remove_executor(ExecutorId::Threads);
        experiment.remove_executor(ExecutorId::Offload);
        assert_eq!(order(&experiment), "offload");
    }
}
