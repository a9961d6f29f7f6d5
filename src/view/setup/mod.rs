//! What a person configures: the workload and its parameters, the executors, options, Run.

pub(super) mod composer;
pub(super) mod executors;
pub(super) mod form;
pub(super) mod param_control;
pub(super) mod prediction;
pub(super) mod room;
pub(super) mod run_bar;
pub(super) mod sweep_control;
