//! The page around everything: its head, messages, help, languages, and the compact page for frames.

pub(super) mod announcer;
pub(super) mod app;
pub(super) mod embed;
pub(super) mod heartbeat;
pub(super) mod help;
pub(super) mod join;
mod join_room;
pub(super) mod masthead;
pub(super) mod messages;
pub(super) mod release;
pub(super) mod tour;
