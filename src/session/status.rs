//! What is going on.

use crate::experiment::{Progress, Question};

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Nothing; Run can be pressed.
    Idle,
    /// A start waits for a click that accepts what it takes.
    Asking(Question),
    /// What makes the runs, and shows them, is being loaded.
    Loading,
    /// A start waits for another one, in another frame or tab, to end.
    Waiting,
    /// It is being found out how many cores there are.
    Calibrating,
    /// Runs are being made.
    Running(Progress),
    /// A map is being measured: for so long so far, of so long in all, ms.
    Mapping(f64, f64),
    /// Cancel was pressed; the workers are ending.
    Cancelling,
}

impl Status {
    /// Whether runs are being made, or wait to be: from the first moment of a start to its end.
    pub fn is_busy(&self) -> bool {
        !matches!(self, Self::Idle | Self::Asking(_))
    }

    /// Whether what the machine does now tells of the runs.
    pub(super) fn is_measuring(&self) -> bool {
        matches!(self, Self::Running(_) | Self::Cancelling)
    }
}
