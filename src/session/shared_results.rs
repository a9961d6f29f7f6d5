//! Results that travel in links: what somebody else claims, and what this page has to tell.

use leptos::prelude::*;

use crate::exchange::{LinkedResult, SharedResult, with_result};
use crate::experiment::Experiment;

/// Results that travel in links. A handle that can be copied.
///
/// They are read and written by what arrives with the first start or with the wish to see them; a page that has nothing
/// of the kind to show has no use for that.
#[derive(Clone, Copy)]
pub struct SharedResults {
    /// What the link carries that somebody else measured.
    pub(super) heard: ReadSignal<Option<LinkedResult>>,
    /// What the last start measured. Derived from its result document, and kept because what makes one arrives with the
    /// first start, while links are made before.
    pub(super) own: ReadSignal<Option<Own>>,
    write_heard: WriteSignal<Option<LinkedResult>>,
    write_own: WriteSignal<Option<Own>>,
}

/// What this page has measured.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// In short.
    pub(super) result: SharedResult,
    /// The same as a link carries it.
    pub(super) fragment: String,
}

impl SharedResults {
    /// Nobody has told anything.
    pub(super) fn none() -> Self {
        let (heard, write_heard) = signal(None);
        let (own, write_own) = signal(None);
        Self { heard, own, write_heard, write_own }
    }

    /// Takes in what the fragment of a link to this experiment says. One that says nothing changes nothing.
    pub(super) fn hear(self, fragment: &str, experiment: &Experiment) {
        if let Some(heard) = LinkedResult::new(fragment, experiment) {
            self.write_heard.set(Some(heard));
        }
    }

    /// Forgets what the link says.
    pub fn forget_theirs(self) {
        self.write_heard.set(None);
    }

    /// Keeps what this page has measured.
    pub(super) fn keep_own(self, own: Option<SharedResult>) {
        self.write_own.set(own.map(|result| Own { fragment: with_result(&result), result }));
    }
}
