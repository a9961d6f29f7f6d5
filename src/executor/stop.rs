//! Why a task on a lane does not go on.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use crate::trace::{Failure, Reason};

/// Why a task does not go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The run was called off.
    Cancelled,
    /// Something went wrong.
    Failed(Failure),
}

impl From<Reason> for Stop {
    fn from(reason: Reason) -> Self {
        Self::Failed(reason.into())
    }
}
