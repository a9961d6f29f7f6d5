//! `sequential`: plain calls. One worker, one task after the other, blocking in each wait.

use super::Coordinator;
use super::isolated::{Dealing, run_isolated};
use crate::protocol::Manner;
use crate::trace::{LaneKind, RunError};

pub(super) async fn run(run: &Coordinator) -> Result<(), RunError> {
    run_isolated(run, LaneKind::Process, Manner::Blocking, Dealing::AtOnce).await
}
