//! Jobs for takers on any number of machines, by way of a broker: NATS JetStream.
//!
//! Here belongs everything of it that can be decided without a socket.

pub mod codec;
pub mod jetstream;
