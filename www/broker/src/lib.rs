//! A room on one machine: a broker (NATS, with JetStream), and the page that joins it, served from one origin.
//!
//! A page that came by https can't reach a `ws://` address, and one that came by http is no help to phones in another
//! network: so whoever serves the page passes the broker's WebSocket on, too, at [`PATH`].

mod access;
mod broker;
pub mod files;
mod front;
mod settings;

pub use access::Access;
pub use broker::{Broker, OLDEST_ADVISED, Version, find, version};
pub use front::{PATH, pass_on, serve};
pub use settings::{Settings, settings};
