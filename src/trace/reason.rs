//! Why a run ended early.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// Why a run ended early. Written out, it is a sentence in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Somebody called it off.
    Cancelled,
    /// The coordinator did not start.
    CoordinatorNotStarted(Detail),
    /// The program of the coordinator broke.
    CoordinatorBroke(Detail),
    /// The coordinator is silent, and so nothing is known of the task that was in progress.
    CoordinatorSilent {
        /// That task.
        task: Option<u32>,
    },
    /// A worker did not start.
    WorkerNotStarted {
        /// Its lane, from 0.
        lane: u32,
        /// Why.
        detail: Detail,
    },
    /// The threads of a pool did not start.
    ThreadsNotStarted(Detail),
    /// A worker is silent.
    WorkerSilent {
        /// Its lane, from 0.
        lane: u32,
        /// The task that it was at.
        task: Option<u32>,
    },
    /// A worker came to an end.
    WorkerBroke {
        /// The task that it was at.
        task: Option<u32>,
        /// Why.
        detail: Detail,
    },
    /// An exception in a worker was caught by nobody.
    ProgramBroke(Detail),
    /// This browser has no queue for the page.
    NoQueue,
    /// The broker of the room has not answered for so long that it counts as gone.
    BrokerGone,
    /// A job has cost so many takers that it was given up.
    JobGivenUp {
        /// The task that it was about.
        task: u32,
        /// How often it was handed out.
        deliveries: u32,
    },
    /// Each taker that had a job has given it back: it can't do it, or its result is too large to be sent.
    JobGivenBack {
        /// The task that it was about.
        task: u32,
        /// How often it was handed out.
        deliveries: u32,
    },
    /// There is no room for a payload.
    NoRoom(Detail),
    /// A download failed.
    DownloadFailed {
        /// Of this task.
        task: u32,
        /// Why.
        detail: Detail,
    },
    /// A coordinator was to make a run that the page makes itself.
    NotForCoordinators,
}

/// The part of a reason that comes after a colon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Detail {
    /// There was no answer in time.
    NoAnswer,
    /// A message could not be read.
    Unreadable,
    /// The program panicked.
    ProgramError,
    /// Its script could not be loaded.
    ScriptMissing,
    /// The server answered with this status.
    Answered(u16),
    /// What the browser said, in its own words.
    Said(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("The run was cancelled."),
            Self::CoordinatorNotStarted(detail) => {
                write!(f, "The run's coordinator did not start: {detail}.")
            }
            Self::CoordinatorBroke(detail) => write!(f, "The run's coordinator stopped: {detail}."),
            Self::CoordinatorSilent { task } => {
                write!(f, "The run's coordinator stopped answering{}.", AndWithIt(*task))
            }
            Self::WorkerNotStarted { lane, detail } => {
                write!(f, "Worker {} did not start: {detail}.", lane + 1)
            }
            Self::ThreadsNotStarted(Detail::NoAnswer) => {
                f.write_str("The pool's threads did not start: they did not answer.")
            }
            Self::ThreadsNotStarted(detail) => write!(f, "The pool's threads did not start: {detail}."),
            Self::WorkerSilent { lane, task } => {
                write!(f, "Worker {} stopped answering{}.", lane + 1, AndWithIt(*task))
            }
            Self::WorkerBroke { task: Some(task), detail } => {
                write!(f, "The worker of task {task} stopped: {detail}.")
            }
            Self::WorkerBroke { task: None, detail } => write!(f, "The worker stopped: {detail}."),
            Self::ProgramBroke(detail) => write!(f, "The worker's program broke: {detail}."),
            Self::NoQueue => {
                f.write_str("This browser has no queue for the page: it is not served over https.")
            }
            Self::BrokerGone => f.write_str("The broker of the room does not answer any more."),
            Self::JobGivenUp { task, deliveries } => {
                write!(
                    f,
                    "The job of task {task} was handed out {deliveries} times, and each taker that had it is gone."
                )
            }
            Self::JobGivenBack { task, deliveries } => {
                write!(
                    f,
                    "The job of task {task} was handed out {deliveries} times, and each taker gave it back: it can't do \
                     it, or its result is too large to be sent."
                )
            }
            Self::NoRoom(detail) => write!(f, "The browser has no room for so large a block: {detail}."),
            Self::DownloadFailed { task, detail } => {
                write!(f, "The download of task {task} failed: {detail}.")
            }
            Self::NotForCoordinators => f.write_str("The page makes its own runs."),
        }
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("it did not answer"),
            Self::Unreadable => f.write_str("it sent a message that can't be read"),
            Self::ProgramError => f.write_str("its program ran into an error"),
            Self::ScriptMissing => f.write_str("its script could not be loaded"),
            Self::Answered(status) => write!(f, "the server answered {status}"),
            Self::Said(words) => f.write_str(words),
        }
    }
}

/// The task that is lost with a worker, as the end of a sentence.
struct AndWithIt(Option<u32>);

impl fmt::Display for AndWithIt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(task) => write!(f, ", and with it task {task}"),
            None => Ok(()),
        }
    }
}

impl From<String> for Detail {
    fn from(words: String) -> Self {
        Self::Said(words)
    }
}

impl Reason {
    /// The same in the language that is shown, but for the task, of which is told apart. `None` for what is no more than
    /// its kind of failure.
    pub(super) fn said(&self) -> Option<String> {
        let worker = |lane: u32| u64::from(lane + 1);
        Some(match self {
            Self::Cancelled | Self::NotForCoordinators => return None,
            Self::CoordinatorNotStarted(detail) => {
                text!(reason.coordinator_not_started, detail = detail.said())
            }
            Self::CoordinatorBroke(detail) => text!(reason.coordinator_broke, detail = detail.said()),
            Self::CoordinatorSilent { .. } => text!(reason.coordinator_silent),
            Self::WorkerNotStarted { lane, detail } => {
                text!(reason.worker_not_started, worker = worker(*lane), detail = detail.said())
            }
            Self::ThreadsNotStarted(detail) => text!(reason.threads_not_started, detail = detail.said()),
            Self::WorkerSilent { lane, .. } => text!(reason.worker_silent, worker = worker(*lane)),
            Self::WorkerBroke { detail, .. } => text!(reason.worker_broke, detail = detail.said()),
            Self::ProgramBroke(detail) => text!(reason.program_broke, detail = detail.said()),
            Self::NoQueue => text!(reason.no_queue),
            Self::BrokerGone => text!(reason.broker_gone),
            Self::JobGivenUp { deliveries, .. } => text!(reason.job_given_up, n = *deliveries),
            Self::JobGivenBack { deliveries, .. } => text!(reason.job_given_back, n = *deliveries),
            Self::NoRoom(detail) => text!(reason.no_room, detail = detail.said()),
            Self::DownloadFailed { detail, .. } => text!(reason.download_failed, detail = detail.said()),
        })
    }
}

impl Detail {
    /// In the language that is shown; the browser's words as they are.
    pub fn said(&self) -> String {
        match self {
            Self::NoAnswer => text!(reason.detail.no_answer),
            Self::Unreadable => text!(reason.detail.unreadable),
            Self::ProgramError => text!(reason.detail.program_error),
            Self::ScriptMissing => text!(reason.detail.script_missing),
            Self::Answered(status) => text!(reason.detail.answered, status = status),
            Self::Said(words) => words.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LANGUAGES, show_language};

    /// A reason that names a worker, with the browser's words.
    fn reason() -> Reason {
        Reason::WorkerNotStarted { lane: 6, detail: Detail::Said("NetworkError".into()) }
    }

    #[test]
    fn a_sentence_names_the_worker_as_lanes_are_counted_and_quotes_the_browser() {
        let sentence = reason().to_string();
        assert!(sentence.contains('7') && sentence.contains("NetworkError"), "{sentence}");
        let lost = Reason::WorkerSilent { lane: 6, task: Some(41) }.to_string();
        assert!(lost.contains('7') && lost.contains("task 41"), "{lost}");
    }

    #[test]
    fn how_often_a_job_was_handed_out_is_said_as_it_was_in_every_language() {
        let reasons = [
            Reason::JobGivenUp { task: 41, deliveries: 7 },
            Reason::JobGivenBack { task: 41, deliveries: 7 },
        ];
        for reason in reasons {
            let sentence = reason.to_string();
            assert!(sentence.contains("7 times") && sentence.contains("task 41"), "{sentence}");
            for language in LANGUAGES {
                show_language(language);
                let sentence = reason.said().unwrap();
                assert!(sentence.contains('7') && !sentence.contains('5'), "{sentence}");
            }
        }
    }

    #[test]
    fn every_language_says_it_in_its_own_words() {
        let mut said = Vec::new();
        for language in LANGUAGES {
            show_language(language);
            let sentence = reason().said().unwrap();
            assert!(sentence.contains('7') && sentence.contains("NetworkError"), "{sentence}");
            assert!(!said.contains(&sentence), "{language}: {sentence}");
            said.push(sentence);
        }
        assert_eq!(Reason::Cancelled.said(), None);
    }
}
