//! How results and experiments leave the page and come back: links, files, HTML for articles.

pub(super) mod embed;
pub(super) mod export;
pub(super) mod imported;
pub(super) mod link;
pub(super) mod shared_result;
