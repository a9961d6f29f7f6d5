//! The panel that makes the HTML for an article, with a preview.

mod choices;
mod panel;
mod recipes;

pub(in crate::view) use choices::Chosen;
pub(in crate::view) use panel::{EmbedButton, EmbedPanel};
