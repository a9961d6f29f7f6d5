//! The host of a room: who has jobs to be done.
//!
//! [`Run`] is what it makes of what it hears, and knows of no broker; [`Host`] says and hears that in the words of NATS
//! JetStream, as far as that can be had without a socket.

mod job_state;
mod random;
mod run;
mod session;
mod takers;

pub use run::{Action, Attempt, End, Event, Run, WINDOW};
pub use session::{Host, News, Work};
pub use takers::{Present, TAKER_SILENCE_MS};

#[cfg(test)]
mod laws;
