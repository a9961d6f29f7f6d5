//! What the page does with an experiment: it runs it, follows the runs, and ends with a result.
//!
//! Here belong the page's state, as signals that views read, and the actions that views and host pages call; not how
//! anything looks (`view`), how tasks are run (`executor`), nor what can be decided without a browser: what a start
//! has to ask ([`crate::experiment`]), what is told to a host ([`crate::protocol`]), what is kept of runs
//! ([`crate::history`]).
//!
//! The state is a [`Session`], the sum of a few small handles with a file each. Whatever they hand out can only be
//! read: their signals' writing halves are private to the files of the handles, so that only their own actions
//! change them.

mod advice;
mod advising;
mod background;
mod calibration;
mod canceller;
mod conditions;
mod document;
mod export;
mod features;
mod heartbeat;
mod history;
mod host;
mod host_requests;
mod lending;
mod maker;
mod map;
mod map_files;
mod mapping;
mod open;
mod predictions;
mod reading;
mod releases;
mod rooms;
mod run;
mod run_handle;
mod runs;
mod series;
mod setup;
mod shared_results;
#[cfg(feature = "gallery")]
mod staged;
mod start;
mod state;
mod status;

pub use advising::Advising;
pub use conditions::Conditions;
pub use history::History;
pub use lending::{Lending, Lent};
pub use mapping::Mapping;
pub use predictions::Predictions;
pub use reading::read_file;
pub use releases::Releases;
pub use rooms::{DeviceState, HostState, Joined, Over, Problem, RoomLending, Rooms, TakerShown};
pub use run_handle::RunHandle;
pub use runs::Runs;
pub use setup::Setup;
pub use shared_results::SharedResults;
pub use state::Session;
pub use status::Status;
