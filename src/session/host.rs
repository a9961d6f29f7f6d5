//! The host page that this page tells what happens.

use leptos::prelude::*;

use super::RunHandle;
use crate::browser::host;
use crate::experiment::Progress;
use crate::protocol::host::{MOST_SPANS, RunProgress, ToHost};
use crate::trace::RunError;

/// The host page, or nobody. A handle that can be copied.
#[derive(Clone, Copy)]
pub(super) struct Host {
    is_there: bool,
    /// The most spans that it wants in a result.
    most_spans: StoredValue<usize>,
}

impl Host {
    /// Nobody: what happens is shown, and told to no one else.
    pub(super) fn nobody() -> Self {
        Self { is_there: false, most_spans: StoredValue::new(MOST_SPANS) }
    }

    /// The host of this page: the window around its frame, or its own.
    pub(super) fn of_this_page() -> Self {
        Self { is_there: true, ..Self::nobody() }
    }

    /// From now on a result has at most so many spans.
    pub(super) fn wants_spans(self, most: usize) {
        self.most_spans.set_value(most);
    }

    /// Tells what happened.
    pub(super) fn tell(self, message: ToHost) {
        if self.is_there {
            host::send(&message.json());
        }
    }

    /// Tells that a run begins.
    pub(super) fn tell_started(self, run: &RunHandle, progress: &Progress) {
        self.tell(ToHost::Started(of(run, progress)));
    }

    /// Tells how far a run has come.
    pub(super) fn tell_progress(self, run: &RunHandle, progress: &Progress) {
        self.tell(ToHost::Progressed(of(run, progress)));
    }

    /// Tells a result: what gives it as JSON, with at most so many spans.
    pub(super) fn tell_result(self, result: impl FnOnce(usize) -> String) {
        if self.is_there {
            self.tell(ToHost::Result(&result(self.most_spans.get_value())));
        }
    }

    /// Tells why there is no result.
    pub(super) fn tell_failed(self, error: &RunError) {
        self.tell(ToHost::Failed(error));
    }
}

fn of<'a>(run: &'a RunHandle, progress: &Progress) -> RunProgress<'a> {
    RunProgress {
        executor: &run.executor,
        repeat: run.repeat,
        step: run.step.as_ref(),
        done: progress.done,
        tasks: progress.tasks,
    }
}
