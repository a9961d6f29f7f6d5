//! What is set up, and what there is to read.

use leptos::prelude::*;

use super::stage::{Row, at_moment, on, running};
use crate::session::Status;
use crate::view::learn::{AtHand, Library};
use crate::view::setup::executors::Executors;
use crate::view::setup::form::{Options, WorkloadForm};
use crate::view::setup::prediction::Prediction;
use crate::view::setup::run_bar::RunBar;

pub(super) const ROWS: &[Row] = &[
    ("As it comes", || on("", form)),
    ("Much is set up", || {
        on(
            "link workload=parse&workers=6&repeat=12&executors=process-loops,offload,page&sweep=tasks:1,8,64",
            form,
        )
    }),
    ("A program of one's own", || {
        on("link workload=mix&phases=w120,c5,w30,c20,l8,d40&tasks=50&executors=threads,processes", form)
    }),
    ("Not isolated", || on("link executors=sequential,threads,locked-threads\nnot-isolated", form)),
    ("Nothing can run", || on("link executors=threads\nnot-isolated", bar)),
    ("Loading", || at_moment("", |session| session.with_status(Status::Loading), bar)),
    ("Waiting for another tab", || at_moment("", |session| session.with_status(Status::Waiting), bar)),
    ("Calibrating", || at_moment("", |session| session.with_status(Status::Calibrating), bar)),
    ("Running", || at_moment(include_str!("documents/going_on.txt"), running, bar)),
    ("Ending", || at_moment("", |session| session.with_status(Status::Cancelling), bar)),
    ("A lesson at hand", || on("link lesson=two-prime-counts", || view! { <AtHand/> }.into_any())),
    ("All there is to read", || on("", || view! { <Library/> }.into_any())),
];

fn form() -> AnyView {
    view! {
        <form class="setup" on:submit=|event| event.prevent_default()>
            <WorkloadForm/>
            <Executors/>
            <Options/>
            <Prediction/>
            <RunBar/>
        </form>
    }
    .into_any()
}

fn bar() -> AnyView {
    view! { <RunBar/> }.into_any()
}
