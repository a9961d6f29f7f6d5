//! The host of a room: who has jobs to be done.
//!
//! [`Run`] is what it makes of what it hears, and knows of no broker; [`Host`] says and hears that in the words of NATS
//! JetStream, as far as that can be had without a socket. [`Relay`] tells the page of it as of any run: takers are lanes,
//! and what they did stands on the host's clock.

mod event;
mod job_state;
mod news;
mod questions;
mod random;
mod relay;
mod run;
mod session;
mod takers;

pub use event::{Action, Attempt, End, Event};
pub use news::{News, Work};
pub use relay::Relay;
pub use run::{Run, WINDOW};
pub use session::Host;
pub use takers::{Present, TAKER_SILENCE_MS};

#[cfg(test)]
mod laws;
