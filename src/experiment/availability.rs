//! What is said of the executors that can't run where the page is.

use std::fmt::{self, Display, Formatter};

use super::{ExecutorId, Experiment, Features, Unavailable};
use crate::text;

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

    /// Why the executors of these names can't run here, in a sentence in the language that is shown.
    pub fn in_words(self, names: &str) -> String {
        match self {
            Self::NotIsolated => text!(embed.unavailable.not_isolated, names = names),
            Self::NotIsolatedInFrame => text!(embed.unavailable.not_isolated_in_frame, names = names),
            Self::NotSecure => text!(embed.unavailable.not_secure, names = names),
            Self::NoSharedMemory => text!(embed.unavailable.no_shared_memory, names = names),
            Self::NoQueue => text!(embed.unavailable.no_queue, names = names),
            Self::CannotTravel | Self::NotInRoom => text!(embed.unavailable.cannot_travel, names = names),
            Self::InFrame => text!(embed.unavailable.in_frame, names = names),
        }
    }

    /// Why an executor can't run here, and the way out, in the language that is shown.
    pub fn with_way_out(self, executor: ExecutorId) -> String {
        let name = executor.label();
        match self {
            Self::NotIsolated => text!(unavailable.not_isolated, name = name),
            Self::NotIsolatedInFrame => text!(unavailable.not_isolated_in_frame, name = name),
            Self::NotSecure => text!(unavailable.not_secure, name = name),
            Self::NoSharedMemory => text!(unavailable.no_shared_memory, name = name),
            Self::NoQueue => text!(unavailable.no_queue, name = name),
            Self::CannotTravel => text!(unavailable.cannot_travel, name = name),
            Self::NotInRoom => text!(unavailable.not_in_room, name = name),
            Self::InFrame => text!(unavailable.in_frame, name = name),
        }
    }
}

impl Display for Unavailable {
    /// In English, for host pages.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotIsolated => {
                "Threads share memory, which browsers allow only on cross-origin isolated pages: the server has to \
                 send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy."
            }
            Self::NotIsolatedInFrame => {
                "Threads share memory, which this browser allows in a frame only where the page around it is \
                 cross-origin isolated: open the full page instead."
            }
            Self::NoQueue => {
                "The takers of a queue find each other by locks, which this browser has only over https."
            }
            Self::CannotTravel => {
                "Its tasks need memory in common, or a block that changes hands, and a queue can only copy."
            }
            Self::NotInRoom => {
                "Its tasks need what other machines can't be given: a block of bytes, requests to another host, or one \
                 place to go on in."
            }
            Self::InFrame => "It would freeze the page around this frame: open the full page instead.",
            Self::NotSecure => "Threads share memory, which browsers allow only over https.",
            Self::NoSharedMemory => {
                "Threads share memory, and this browser has none to be shared, though the page is cross-origin \
                 isolated: use another browser, or switch it on."
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn reasons_are_told_once_each() {
        let experiment = parse("executors=locked-threads,page,sequential,threads").experiment;
        let framed = Features {
            isolated: false,
            shared_memory: false,
            queue: true,
            room: false,
            top_level: false,
            embedded: false,
            secure: true,
            hardware_concurrency: 2,
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
