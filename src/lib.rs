//! **Interleave** runs the same tasks in different ways, in real workers of the reader's browser, and
//! draws what really happened on one time axis.
//!
//! The idea in one breath: a *workload* makes tasks; a task is a sequence of phases, *compute* or
//! *wait*; an *executor* is a way of running phases; a *trace* is what really happened; a *view* draws
//! traces. Workloads know no executor, executors know no workload, views know neither.
//!
//! The rooms, from the pure to the browser's:
//!
//! | room | what belongs there |
//! |---|---|
//! | [`workload`] | what each task does |
//! | [`experiment`] | what a person configures, and its link |
//! | [`trace`] | spans, metrics, statistics, the result document |
//! | [`picture`] | how a trace is laid out, as shapes on any surface |
//! | [`share`] | how a result leaves the page and comes back: in a link's fragment, and as files |
//! | [`schedule`] | a run whose scheduler is the reader |
//! | [`history`] | the runs made in this browser: what is kept of them, and what changed since |
//! | [`lesson`] | the published experiments, their figures, the guide and the glossary |
//! | [`locale`] | the languages, and the strings of one |
//! | [`lock`] | the lock of `locked-threads` |
//! | [`snippet`] | the HTML that authors put into their articles |
//! | [`protocol`] | the messages between page, coordinator and lanes |
//! | `executor` | the ways of running tasks (the engine only) |
//! | `browser` | the only callers of web-sys (Wasm only) |
//! | `session` | what the page does with an experiment: runs, results, the host (the page only) |
//! | `view` | what the page shows (the page only) |

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub mod executor;
pub mod experiment;
pub mod history;
pub mod lesson;
pub mod locale;
pub mod lock;
pub mod picture;
pub mod protocol;
pub mod schedule;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod session;
pub mod share;
pub mod snippet;
pub mod trace;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod view;
pub mod workload;
