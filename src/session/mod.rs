//! What the page does with an experiment: it runs it, follows the runs, and ends with a result.
//!
//! Here belong the page's state, as signals that views read, and the actions that views and host pages
//! call. Not how anything looks (`view`), nor how tasks are run (`executor`).

mod actions;
mod calibration;
mod canceller;
mod export;
mod heartbeat;
mod history;
mod host;
mod imported;
mod maker;
mod prediction;
mod release;
mod run;
mod series;
mod shared_result;
mod state;

pub use crate::experiment::{Features, Unavailable};
pub use history::{History, HistoryNews, Kept};
pub use imported::take_runs;
pub use prediction::Guess;
pub use release::News;
pub use state::{CpuPressure, LiveRun, Progress, Question, RunHandle, RunState, Session, Status};
