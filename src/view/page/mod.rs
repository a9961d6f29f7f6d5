//! The page around everything: its head, messages, help, languages, and the compact page for frames.

pub(super) mod announcer;
pub(super) mod app;
pub(super) mod embed;
pub(super) mod heartbeat;
pub(super) mod help;
pub(super) mod join;
mod join_room;
pub(super) mod lazy;
pub(super) mod masthead;
pub(super) mod messages;
pub(super) mod number_field;
pub(super) mod paper;
pub(super) mod place;
pub(super) mod release;
pub(super) mod text;
pub(super) mod tour;
pub(super) mod width;
mod workers_field;
