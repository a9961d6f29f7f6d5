//! **Interleave** runs the same tasks in different ways, in real workers of the reader's browser, and
//! draws what really happened on one time axis.
//!
//! The idea in one breath: a *workload* makes tasks; a task is a sequence of phases, *compute* or
//! *wait*; an *executor* is a way of running phases; a *trace* is what really happened; a *view* draws
//! traces. Workloads know no executor, executors know no workload, views know neither.
//!
//! The rooms, from the ground up; each knows only rooms above it in this list, and `tests/rooms.rs` holds that:
//!
//! | room | what belongs there |
//! |---|---|
//! | [`text`](mod@text) | languages, the strings that people read, numbers as people read them |
//! | [`workload`] | what each task does |
//! | [`experiment`] | what a person configures, its link, and what a start has to ask |
//! | [`trace`] | spans, lanes, metrics, figures, the one rule for noise, the result document |
//! | [`insight`] | what traces and figures say: verdict, remarks, why lanes were idle, scaling, changes |
//! | [`advice`] | which way of running fits a program of the reader's own: what to ask, what to try, what the figures say |
//! | [`lesson`] | the published experiments, their figures, the guide, the glossary, the tour, the scheduler game |
//! | [`render`] | a trace as shapes on any surface, and what pointers and keys make of what is shown |
//! | [`exchange`] | how results and experiments leave and come back: links, files, HTML for articles |
//! | [`history`] | the runs made in this browser: what is kept of them |
//! | [`protocol`] | the messages between page, coordinator, lanes and host, their timing, and what each makes of them |
//! | [`queue`] | jobs that are pulled, in one browser or by a broker on many machines: who gets which, and what becomes of lost ones |
//! | `native` | sockets and threads of machines without a browser (natively only) |
//! | `browser` | the only callers of web-sys (Wasm only) |
//! | [`executor`] | the ways of running tasks (but for the locks among threads, the engine only) |
//! | `session` | what the page does with an experiment: runs, results, the host (the page only) |
//! | `view` | what the page shows (the page only) |

pub mod advice;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod exchange;
pub mod executor;
pub mod experiment;
pub mod history;
pub mod insight;
pub mod lesson;
#[cfg(all(not(target_arch = "wasm32"), feature = "taker"))]
pub mod native;
pub mod protocol;
pub mod queue;
pub mod render;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod session;
pub mod text;
pub mod trace;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod view;
pub mod workload;
