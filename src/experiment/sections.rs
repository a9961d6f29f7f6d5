//! Critical sections: whether an experiment has any, and which executors keep them apart.

use super::{Computing, ExecutorId, Experiment, Features, Lanes, Memory};

impl ExecutorId {
    /// Whether its lanes have a lock each, because they have a memory each: then nothing is excluded between them.
    /// The pool of `offload` shares one where memory can be shared.
    pub fn has_lock_each(self, shared_memory: bool) -> bool {
        let facts = self.facts();
        let is_apart =
            matches!(facts.memory, Memory::Isolated | Memory::Apart) && facts.lanes == Lanes::Workers;
        is_apart && !(facts.computing == Computing::InPool && shared_memory)
    }
}

impl Experiment {
    /// Whether its tasks compute holding the one lock that all tasks of a memory share.
    pub fn has_sections(&self) -> bool {
        (self.workload.cost)(&self.values).locked_ms > 0.0
    }

    /// The executors compared here whose lanes don't exclude each other, though tasks have critical sections.
    pub fn excluding_nothing(&self, features: &Features) -> Vec<ExecutorId> {
        let lets_all_in = |executor: &ExecutorId| executor.has_lock_each(features.shared_memory);
        let compared = self.executors.iter().copied().filter(|_| self.has_sections());
        compared.filter(lets_all_in).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn named(query: &str, shared_memory: bool) -> Vec<&'static str> {
        let features = Features { isolated: shared_memory, shared_memory, ..Features::ALL };
        let all = ExecutorId::ALL.map(ExecutorId::id).join(",");
        let experiment = parse(&format!("{query}&executors={all}")).experiment;
        experiment.excluding_nothing(&features).into_iter().map(ExecutorId::id).collect()
    }

    #[test]
    fn workers_with_a_memory_each_have_a_lock_each() {
        assert_eq!(named("workload=mix&phases=c1,l5", true), ["processes", "process-loops", "queue"]);
        assert_eq!(
            named("workload=mix&phases=c1,l5", false),
            ["processes", "offload", "process-loops", "queue"]
        );
    }

    #[test]
    fn without_critical_sections_there_is_nothing_to_be_said() {
        for query in ["workload=mix", "workload=mix&phases=l0", "workload=counter&guard=lock", ""] {
            assert_eq!(named(query, true), [""; 0], "{query}");
        }
    }
}
