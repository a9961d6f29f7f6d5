//! What is said of the executors that can't run where the page is.

use super::{ExecutorId, Experiment, Features, Unavailable};

impl Features {
    /// Whether any of the experiment's executors can run it here.
    pub fn can_run_any(&self, experiment: &Experiment) -> bool {
        experiment.executors.iter().any(|executor| self.check(*executor, experiment).is_ok())
    }

    /// The experiment's executors that can't run it here, by why not, in the order of comparison.
    pub fn unavailable(&self, experiment: &Experiment) -> Vec<(Unavailable, Vec<ExecutorId>)> {
        let mut reasons: Vec<(Unavailable, Vec<ExecutorId>)> = Vec::new();
        for executor in &experiment.executors {
            let Err(why) = self.check(*executor, experiment) else { continue };
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, executors)) => executors.push(*executor),
                None => reasons.push((why, vec![*executor])),
            }
        }
        reasons
    }
}

impl Unavailable {
    /// Whether the page could run it if it were not in a frame. Where the server or the browser is the reason,
    /// another tab is no way out.
    pub fn is_for_the_frame(self) -> bool {
        matches!(self, Self::NotIsolatedInFrame | Self::InFrame)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, parse};
    use super::*;

    #[test]
    fn reasons_are_told_once_each() {
        let experiment = parse("executors=locked-threads,page,sequential,threads").experiment;
        let framed = Features {
            isolated: false,
            shared_memory: false,
            queue: true,
            top_level: false,
            embedded: false,
            secure: true,
            hardware_concurrency: 2,
            source: Source::Blob,
            clock_resolution_ms: 0.1,
        };
        let reasons = framed.unavailable(&experiment);
        assert_eq!(
            reasons,
            [
                (Unavailable::NotIsolatedInFrame, vec![ExecutorId::LockedThreads, ExecutorId::Threads]),
                (Unavailable::InFrame, vec![ExecutorId::Page]),
            ]
        );
        assert!(reasons.iter().all(|(why, _)| why.is_for_the_frame()));
        assert!(framed.can_run_any(&experiment));
        assert!(!framed.can_run_any(&parse("executors=threads,page").experiment));
    }
}
