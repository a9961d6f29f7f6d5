//! What the page shows: components, one file each, named for what they show.
//!
//! Views read the signals of a `Session` and call its actions; whatever is
//! asked of the browser goes through [`crate::browser`], and whatever people read comes from
//! `www/locales`, through `text`. A view neither runs anything nor computes figures.

pub mod keyboard;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod learn;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod results;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod setup;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod share;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod timeline;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use page::app::App;
