//! Drives the app in real browsers, through its public interface only: links, and the messages that a host
//! page and the app exchange.
//!
//! | room | what belongs there |
//! |---|---|
//! | [`site`] | a static host for `dist/`, with or without its headers, with faults if wanted |
//! | [`nginx`] | a real host for `dist/` and its releases, with or without headers |
//! | [`engine`] | the engines that the app is tested in, and how each is driven |
//! | [`browser`] | a running browser, with a fresh profile |
//! | [`page`] | one opened page: configure, run, cancel, and what it answers |
//! | [`document`] | checks a result document, figures included, without the app's own code |
//! | [`expected`] | what tasks must give, computed in another way |
//! | [`frames`] | how long a page works for each frame while it draws many spans |
//! | [`rooms`] | rooms with a real broker, and who is in them |
//! | [`lent`] | lanes that this program lends to a room; the native tests have them, too |
//! | [`scheduler_trace`] | who had a core, by the operating system's own account |
//! | [`machine`] | what the system says of a browser's workers: how many, their processor time |
//!
//! The journeys are in `journeys/`, one file a topic; the measurements in `src/bin/bench/`. The `interleave`
//! crate is used for measuring its kernels natively, and never to judge what the page says.

pub mod browser;
mod display;
pub mod document;
pub mod engine;
pub mod expected;
pub mod frames;
#[path = "../../takers/lent.rs"]
pub mod lent;
pub mod machine;
pub mod nginx;
pub mod page;
pub mod rooms;
pub mod scheduler_trace;
pub mod site;
