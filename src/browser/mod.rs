//! The only callers of web-sys: what the rest of the crate needs of a browser, in the crate's own terms.
//!
//! Here belong thin wrappers around the platform: workers, clocks, requests, flags that threads share, canvases. No
//! decision about experiments, runs or looks belongs here.

pub mod alarm;
pub mod canvas;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod document;
pub mod download;
pub mod engine;
pub mod features;
pub mod file;
pub mod frame;
pub mod host;
pub mod local_loop;
pub mod local_storage;
pub mod measurement_lock;
pub mod memory;
pub mod offline;
pub mod page;
pub mod payload;
pub mod pressure;
pub mod program;
pub mod random;
pub mod raster;
pub mod request;
pub mod run_flags;
pub mod sight;
pub mod size;
pub mod socket;
pub mod source;
pub mod storage;
pub mod thrown;
pub mod timer;
pub mod wake_lock;
pub mod web_locks;
pub mod worker;
