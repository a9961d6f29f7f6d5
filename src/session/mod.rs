//! What the page does with an experiment: it runs it, follows the runs, and ends with a result.
//!
//! Here belong the page's state, as signals that views read, and the actions that views and host pages
//! call. Not how anything looks (`view`), nor how tasks are run (`executor`).

mod actions;
mod calibration;
mod heartbeat;
mod history;
mod host;
mod imported;
mod prediction;
mod release;
mod run;
mod series;
mod sharing;
mod state;
mod taking;

pub use history::{History, HistoryNews, Kept};
pub use imported::take_runs;
pub use prediction::Guess;
pub use release::News;
pub use state::{
    Features, Felt, LiveRun, Phase, Progress, Question, RunHandle, Session, Status, Unavailable,
};
