//! What the page shows: components, one file each, named for what they show.
//!
//! Views read the signals of a [`Session`](crate::session::Session) and call its actions; whatever is
//! asked of the browser goes through [`crate::browser`], and whatever people read comes from
//! `www/locales`, through `text`. A view neither runs anything nor computes figures.

mod adviser;
mod common;
#[cfg(feature = "gallery")]
mod gallery;
mod learn;
mod page;
mod results;
mod setup;
mod share;
mod timeline;

pub use page::app::App;
