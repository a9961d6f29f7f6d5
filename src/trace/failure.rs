//! What ends a run early, as it travels to the page, and as a result document says it.

use serde::{Deserialize, Serialize};

use super::Reason;
use crate::experiment::StartRefusal;

/// What ended a run early, as a document says it. Two are equal if documents say the same of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunError {
    /// What kind of failure.
    pub code: ErrorCode,
    /// A sentence for people, in English.
    pub message: String,
    /// The task that was lost, where one was.
    pub task: Option<u32>,
    /// What the sentence says, where this page knows it, so that it can say it in another language. In no document.
    #[serde(skip)]
    pub cause: Option<Cause>,
}

impl RunError {
    /// A failure that belongs to no task.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), task: None, cause: None }
    }

    /// Somebody called the run off.
    pub fn cancelled() -> Self {
        Failure::from(Reason::Cancelled).into()
    }
}

impl PartialEq for RunError {
    fn eq(&self, other: &Self) -> bool {
        (self.code, self.task, &self.message) == (other.code, other.task, &other.message)
    }
}

impl Eq for RunError {}

/// Where a failure came from, as far as this page knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A run ended early.
    Run(Reason),
    /// Nothing was started.
    Start(StartRefusal),
}

/// The kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// Somebody pressed Cancel.
    Cancelled,
    /// A worker did not start.
    WorkerStart,
    /// A worker was gone or silent.
    WorkerLost,
    /// A worker's program ran into an error.
    Trap,
    /// Something took longer than it may.
    Timeout,
    /// There was not enough memory.
    OutOfMemory,
    /// The page can't share memory among threads.
    NotIsolated,
    /// There is no broker to take jobs from.
    NoBroker,
    /// A download failed.
    FetchFailed,
    /// It may not start without a click.
    NeedsClick,
    /// Another run is going on.
    Busy,
    /// The experiment can't be understood or run.
    BadExperiment,
}

/// What ended a run early, as it travels from where it happened to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Why.
    pub reason: Reason,
    /// The task that is lost, where one is.
    pub task: Option<u32>,
}

impl Reason {
    /// What kind of failure it is.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Cancelled => ErrorCode::Cancelled,
            Self::CoordinatorNotStarted(_) | Self::WorkerNotStarted { .. } | Self::ThreadsNotStarted(_) => {
                ErrorCode::WorkerStart
            }
            Self::CoordinatorSilent { .. } | Self::WorkerSilent { .. } | Self::JobGivenUp { .. } => {
                ErrorCode::WorkerLost
            }
            Self::NoQueue | Self::BrokerGone => ErrorCode::NoBroker,
            Self::CoordinatorBroke(_)
            | Self::WorkerBroke { .. }
            | Self::ProgramBroke(_)
            | Self::JobGivenBack { .. } => ErrorCode::Trap,
            Self::NoRoom(_) => ErrorCode::OutOfMemory,
            Self::DownloadFailed { .. } => ErrorCode::FetchFailed,
            Self::NotForCoordinators => ErrorCode::BadExperiment,
        }
    }
}

impl From<Reason> for Failure {
    /// With the task that the reason names, if it does.
    fn from(reason: Reason) -> Self {
        let task = match &reason {
            Reason::CoordinatorSilent { task }
            | Reason::WorkerSilent { task, .. }
            | Reason::WorkerBroke { task, .. } => *task,
            Reason::DownloadFailed { task, .. }
            | Reason::JobGivenUp { task, .. }
            | Reason::JobGivenBack { task, .. } => Some(*task),
            _ => None,
        };
        Self { reason, task }
    }
}

impl From<Failure> for RunError {
    fn from(Failure { reason, task }: Failure) -> Self {
        Self { code: reason.code(), message: reason.to_string(), task, cause: Some(Cause::Run(reason)) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Detail;
    use super::*;

    #[test]
    fn a_document_says_a_failure_as_a_code_a_sentence_and_a_task() {
        let error = RunError::from(Failure::from(Reason::WorkerSilent { lane: 1, task: Some(4) }));
        let written = serde_json::to_value(&error).unwrap();
        let expected = serde_json::json!({
            "code": "worker-lost", "message": "Worker 2 stopped answering, and with it task 4.", "task": 4,
        });
        assert_eq!(written, expected);
        let read: RunError = serde_json::from_value(written).unwrap();
        assert_eq!((read.cause.clone(), read), (None, error), "a document doesn't know more");
    }

    #[test]
    fn a_failure_is_about_the_task_that_its_reason_names() {
        let task = |reason: Reason| Failure::from(reason).task;
        let said = || Detail::Said("a browser's words".into());
        assert_eq!(task(Reason::WorkerBroke { task: Some(3), detail: said() }), Some(3));
        assert_eq!(task(Reason::DownloadFailed { task: 0, detail: said() }), Some(0));
        assert_eq!(task(Reason::CoordinatorSilent { task: Some(1) }), Some(1));
        assert_eq!(task(Reason::NoRoom(said())), None);
        assert_eq!(task(Reason::Cancelled), None);
    }
}
