//! What came of runs.

use leptos::prelude::*;

use super::canned::Canned;
use super::stage::{Row, at_moment, groups, on};
use crate::exchange::{SharedResult, with_result};
use crate::experiment::ExecutorId;
use crate::history::{Head, Kept, News, pack};
use crate::session::Session;
use crate::view::learn::{Outcome, Reading};
use crate::view::results::empty_state::EmptyState;
use crate::view::results::figures::Figures;
use crate::view::results::history::{HistoryList, Pinned};
use crate::view::results::sweep::SweepAtAGlance;
use crate::view::results::tables::Tables;
use crate::view::results::verdict::verdict_on;
use crate::view::setup::prediction::Predicted;
use crate::view::share::export::Export;
use crate::view::share::imported::Imported;
use crate::view::share::link::{Share, ShareButton};
use crate::view::share::shared_result::SharedResultView;

/// Runs that have most to be told of.
const COMPUTING: &str = include_str!("documents/computing.txt");

pub(super) const ROWS: &[Row] = &[
    ("Nothing has run", || on("", || view! { <EmptyState/> }.into_any())),
    ("Computing at once, or in turns", || on(COMPUTING, judged)),
    ("Waits that overlap", || on(include_str!("documents/waiting.txt"), judged)),
    ("Computing and waiting", || on(include_str!("documents/both.txt"), judged)),
    ("Handing over takes longest", || on(include_str!("documents/handing.txt"), judged)),
    ("Updates that are lost", || on(include_str!("documents/counter.txt"), judged)),
    ("Requests that are answered", || on(include_str!("documents/requests.txt"), judged)),
    ("No baseline", || on(include_str!("documents/race.txt"), judged)),
    ("Lanes that take turns on cores", || on(include_str!("documents/oversubscribed.txt"), judged)),
    ("Nothing to compare", || on(include_str!("documents/alone.txt"), judged)),
    ("Noise", || on(include_str!("documents/noise.txt"), judged)),
    ("Failed", || on(include_str!("documents/failed.txt"), judged)),
    ("All that can be remarked on", || on(include_str!("documents/doubtful.txt"), judged)),
    ("Every run as a dot", || on(include_str!("documents/repeated.txt"), figures)),
    ("Figures of a lock", || on(include_str!("documents/kinds.txt"), figures)),
    ("Figures of a page that freezes", || on(include_str!("documents/page.txt"), figures)),
    ("Tables", || on(COMPUTING, || view! { <Tables/> }.into_any())),
    ("A sweep of workers", || on(include_str!("documents/sweep_of_workers.txt"), swept)),
    ("A sweep of sizes", || on(include_str!("documents/sweep_of_sizes.txt"), swept)),
    ("What was expected", || at_moment(COMPUTING, guessed, || view! { <Predicted/> }.into_any())),
    ("What somebody else measured", || at_moment(COMPUTING, told, theirs)),
    ("A shared result that is damaged", || at_moment(COMPUTING, told_wrong, theirs)),
    ("What came of a lesson", || on(include_str!("documents/lesson.txt"), learned)),
    ("What is pinned", || at_moment(COMPUTING, remembering, || view! { <Pinned/> }.into_any())),
    ("The history", || at_moment(COMPUTING, remembering, history)),
    ("A history that is refused", || at_moment(COMPUTING, refused, history)),
    ("To be taken along", || on(COMPUTING, taken)),
];

fn judged() -> AnyView {
    let (first, more) = verdict_on(groups());
    view! { {first} {more} }.into_any()
}

fn figures() -> AnyView {
    let tracks = groups().into_iter().map(|group| {
        view! { <article class="track half" style:max-width="17rem"><h3>{group.executor.label()}</h3> <Figures group alone=true/></article> }
    });
    tracks.collect_view().into_any()
}

fn swept() -> AnyView {
    view! { <SweepAtAGlance groups=groups()/> }.into_any()
}

fn guessed(session: Session) -> Session {
    session.with_guesses(&[(ExecutorId::Threads, 250), (ExecutorId::EventLoop, 180), (ExecutorId::Page, 40)])
}

fn theirs() -> AnyView {
    view! { <SharedResultView/> }.into_any()
}

/// The same from a machine that takes half as long again.
fn told(session: Session) -> Session {
    let theirs = COMPUTING.replace("column 20", "column 31").parse::<Canned>().ok();
    let claim = theirs.and_then(|theirs| SharedResult::of(&theirs.document));
    session.with_fragment(&claim.as_ref().map(with_result).unwrap_or_default())
}

fn told_wrong(session: Session) -> Session {
    session.with_fragment("r=1AAAA")
}

/// A lesson whose runs were started while it was open.
fn learned() -> AnyView {
    let reading = expect_context::<Reading>();
    reading.ran.set(reading.open.get());
    view! { <Outcome/> }.into_any()
}

fn taken() -> AnyView {
    view! { <ShareButton/> <Share/> <Export/> <Imported/> }.into_any()
}

fn history() -> AnyView {
    view! { <HistoryList/> }.into_any()
}

/// Some entries, of which the first is pinned and the last can't be read.
fn remembering(session: Session) -> Session {
    let head = |drawing: &str| Some(pack(drawing.parse::<Canned>().ok()?.document)?.0);
    let pinned = head(&COMPUTING.replace("column 20", "column 27")).map(|head| Head {
        pinned: true,
        name: "On the train".into(),
        ..head
    });
    let doubtful = head(include_str!("documents/doubtful.txt"));
    let failed = head(include_str!("documents/failed.txt"));
    let heads = [pinned, doubtful, failed].into_iter().flatten().map(|head| head.write());
    let ids = (1..).map(|day| 1_795_000_000_000 - day * 86_400_000);
    let mut kept = Kept::default();
    kept.see(ids.zip(heads.chain(["{".to_owned()])).collect(), None, Some((3 << 20, 2 << 30)));
    kept.news = Some(News::Removed);
    session.with_history(kept)
}

fn refused(session: Session) -> Session {
    let mut kept = Kept::default();
    kept.see(Vec::new(), Some("QuotaExceededError".into()), None);
    kept.news = Some(News::TooLarge);
    session.with_history(kept)
}
