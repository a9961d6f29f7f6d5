//! The panel that makes the HTML for an article, with a preview.

mod choices;
mod panel;
mod recipes;

pub(super) use choices::Chosen;
pub(super) use panel::{EmbedButton, EmbedPanel};
