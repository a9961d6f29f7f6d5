//! The only callers of web-sys.
//!
//! Here belongs whatever asks the browser for something, behind functions and types that say what they
//! are for. Not what a page shows or what a run does.

pub mod canvas;
pub mod document;
pub mod frame;
pub mod size;
