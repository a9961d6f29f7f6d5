//! What has to be said.

use leptos::prelude::*;

use super::stage::{Row, at_moment, on};
use crate::experiment::{Estimate, Question as Asked};
use crate::protocol::release::News;
use crate::session::{Session, Status};
use crate::trace::{Detail, ErrorCode, Failure, Reason, RunError};
use crate::view::common::lazy::{Part, lazily};
use crate::view::page::heartbeat::Heartbeat;
use crate::view::page::messages::{Notices, Problem, Question};
use crate::view::page::release::Release;

pub(super) const ROWS: &[Row] = &[
    ("A link that is not understood", || {
        on("link limit=0&wrokers=4&executors=sequential,fibres&autorun=1", notices)
    }),
    ("It takes long", || at_moment("", |session| asking(session, None), question)),
    ("It sends requests", || {
        at_moment("", |session| asking(session, Some(("example.com".into(), 12))), question)
    }),
    ("What goes wrong", problems),
    ("A newer release", || at_moment("", |session| session.with_release(News::Ready), release)),
    ("This release is new", || at_moment("", |session| session.with_release(News::Updated), release)),
    ("On its way", || lazily(std::future::pending::<Part>)),
    ("A steady heart", || {
        at_moment("", |session| session.with_beats(&[1.0, 2.0, 0.5, 14.0, 3.0]), heartbeat)
    }),
    ("A heart that waits", || {
        at_moment("", |session| session.with_beats(&[1.0, 2.0, 180.0, 3.0]), heartbeat)
    }),
    ("A heart that stands still", || {
        at_moment(
            include_str!("documents/page.txt"),
            |session| session.with_beats(&[1.0, 2.0, 760.0]),
            heartbeat,
        )
    }),
];

/// Kinds of failures, and what is said of them beside what each kind says by itself.
const CODES: [ErrorCode; 11] = [
    ErrorCode::WorkerStart,
    ErrorCode::WorkerLost,
    ErrorCode::Trap,
    ErrorCode::Timeout,
    ErrorCode::OutOfMemory,
    ErrorCode::NotIsolated,
    ErrorCode::NoBroker,
    ErrorCode::FetchFailed,
    ErrorCode::NeedsClick,
    ErrorCode::Busy,
    ErrorCode::BadExperiment,
];

fn notices() -> AnyView {
    view! { <Notices/> }.into_any()
}

fn question() -> AnyView {
    view! { <Question/> }.into_any()
}

fn release() -> AnyView {
    view! { <Release/> }.into_any()
}

fn heartbeat() -> AnyView {
    view! { <Heartbeat/> }.into_any()
}

fn asking(session: Session, foreign: Option<(String, u32)>) -> Session {
    let estimate = Estimate { ms: 95_000.0, bytes: 700 << 20 };
    session.with_status(Status::Asking(Asked { estimate, foreign }))
}

/// Every kind of failure, and one with all there is to be told.
fn problems() -> AnyView {
    let detail = Detail::Said("RuntimeError: unreachable".into());
    let told = Failure::from(Reason::WorkerBroke { task: Some(3), detail }).into();
    let plain = CODES.map(|code| RunError::new(code, ""));
    let all = [RunError::cancelled(), told].into_iter().chain(plain);
    let shown = all.map(|error| {
        at_moment("", |session| session.with_problem(error), || view! { <Problem/> }.into_any())
    });
    shown.collect_view().into_any()
}
