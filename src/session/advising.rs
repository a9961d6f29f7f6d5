//! Which program the adviser was asked about.

use leptos::prelude::*;

use crate::experiment::Experiment;

/// Which program the adviser was asked about. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Advising {
    /// The program that the last start was to answer for, as it was asked about; `None` where that was another start.
    pub asked: ReadSignal<Option<Experiment>>,
    write: WriteSignal<Option<Experiment>>,
}

impl Advising {
    /// Nothing was asked yet.
    pub(super) fn nothing() -> Self {
        let (asked, write) = signal(None);
        Self { asked, write }
    }

    /// A start begins, which is to answer for this program, or for none.
    pub(super) fn begin(self, asked: Option<Experiment>) {
        self.write.set(asked);
    }
}
