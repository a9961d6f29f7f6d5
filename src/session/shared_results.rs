//! Results that travel in links: what somebody else claims, and what this page has to tell.

use leptos::prelude::*;

use crate::exchange::{Refusal, SharedResult, read_result_for};
use crate::experiment::Experiment;

/// Results that travel in links. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct SharedResults {
    /// What the link's fragment says that somebody else measured, or why that can't be shown.
    pub(super) theirs: ReadSignal<Option<Result<SharedResult, Refusal>>>,
    /// What the last start measured, in short. Derived from its result document, and kept because what makes one
    /// arrives with the first start, while links are made before.
    pub(super) own: ReadSignal<Option<SharedResult>>,
    write_theirs: WriteSignal<Option<Result<SharedResult, Refusal>>>,
    write_own: WriteSignal<Option<SharedResult>>,
}

impl SharedResults {
    /// Nobody has told anything.
    pub(super) fn none() -> Self {
        let (theirs, write_theirs) = signal(None);
        let (own, write_own) = signal(None);
        Self { theirs, own, write_theirs, write_own }
    }

    /// Takes in what the fragment of a link to this experiment says. One that says nothing changes nothing.
    pub(super) fn hear(self, fragment: &str, experiment: &Experiment) {
        if let Some(heard) = read_result_for(experiment, fragment) {
            self.write_theirs.set(Some(heard));
        }
    }

    /// Forgets what the link says.
    pub fn forget_theirs(self) {
        self.write_theirs.set(None);
    }

    /// Why the result in the link is not shown.
    pub fn refusal(self) -> Option<Refusal> {
        self.theirs.with(|theirs| theirs.as_ref()?.as_ref().err().copied())
    }

    /// Keeps what this page has measured.
    pub(super) fn keep_own(self, own: Option<SharedResult>) {
        self.write_own.set(own);
    }
}
