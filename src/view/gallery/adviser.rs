//! Which way a program of the reader's own needs.

use leptos::prelude::*;

use super::stage::{Row, at_moment};
use crate::experiment::parse;
use crate::session::Session;
use crate::view::adviser::Adviser;

/// A program that was asked about, and what was measured of it.
const ANSWERED: &str = include_str!("documents/adviser.txt");

pub(super) const ROWS: &[Row] = &[
    ("A program is described", || at_moment("link workload=mix&phases=w100,c5&tasks=50", opened, adviser)),
    ("An answer", || at_moment(ANSWERED, |session| opened(session).with_question(), adviser)),
    ("An answer to another program", || at_moment(ANSWERED, overtaken, adviser)),
];

fn adviser() -> AnyView {
    view! { <Adviser/> }.into_any()
}

fn opened(session: Session) -> Session {
    session.setup.set_advise(true);
    session
}

/// The reader has gone on to describe another program.
fn overtaken(session: Session) -> Session {
    let session = opened(session).with_question();
    session.setup.set_up(parse("workload=mix&phases=w500").experiment);
    session
}
