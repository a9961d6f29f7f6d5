//! Journeys through the real page, in Chromium, Firefox and WebKit at the same time. `./dev test` builds `dist/` and
//! runs them; `./dev test browser <filter>` runs those whose names contain the filter.
//!
//! A journey uses the page's public interface only. It waits for conditions, with a deadline, and never for a
//! time. When one fails, the page as it was is in `target/journeys/`, and the next starts in a new browser.
//!
//! | room | what belongs there |
//! |---|---|
//! | [`journey`] | what a journey's row says of it: its engines, whether it measures |
//! | [`world`] | what every journey has: a browser, a site |
//! | [`attempts`] | the one way to repeat what timing decides |
//! | [`runner`] | who goes when |
//! | [`report`] | what came of it |
//!
//! All other files are topics.

mod accessibility;
mod advising;
mod attempts;
mod cancelling;
mod composing;
mod elements;
mod embedding;
mod faults;
mod history;
mod hosting;
mod isolation;
mod journey;
mod learning;
mod lessons;
mod links;
mod many;
mod mix;
mod models;
mod outputs;
mod parts;
mod pools;
mod queue;
mod replay;
mod report;
mod results;
mod rooms;
mod runner;
mod scheduler;
mod seeing;
mod sharing;
mod taking;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use interleave_journeys::site::dist;

use crate::journey::Journey;
use crate::runner::Topics;
use crate::world::World;

/// All journeys, by topic.
const TOPICS: Topics = &[
    ("outputs", outputs::JOURNEYS),
    ("parts", parts::JOURNEYS),
    ("lessons", lessons::JOURNEYS),
    ("learning", learning::JOURNEYS),
    ("models", models::JOURNEYS),
    ("many", many::JOURNEYS),
    ("mix", mix::JOURNEYS),
    ("composing", composing::JOURNEYS),
    ("advising", advising::JOURNEYS),
    ("results", results::JOURNEYS),
    ("replay", replay::JOURNEYS),
    ("scheduler", scheduler::JOURNEYS),
    ("seeing", seeing::JOURNEYS),
    ("links", links::JOURNEYS),
    ("sharing", sharing::JOURNEYS),
    ("taking", taking::JOURNEYS),
    ("history", history::JOURNEYS),
    ("pools", pools::JOURNEYS),
    ("queue", queue::JOURNEYS),
    ("rooms", rooms::JOURNEYS),
    ("cancelling", cancelling::JOURNEYS),
    ("isolation", isolation::JOURNEYS),
    ("hosting", hosting::JOURNEYS),
    ("embedding", embedding::JOURNEYS),
    ("elements", elements::JOURNEYS),
    ("faults", faults::JOURNEYS),
    ("accessibility", accessibility::JOURNEYS),
];

#[tokio::main]
async fn main() -> ExitCode {
    let filters: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if !dist().join("index.html").exists() {
        eprintln!("dist/ is not built; run ./dev test");
        return ExitCode::FAILURE;
    }
    // A journey fails at a line of its own; how the runtime came there is of no interest.
    std::panic::set_hook(Box::new(|panic| eprintln!("{}: {panic}", runner::name().unwrap_or_default())));
    let since = Instant::now();
    let report = runner::make(TOPICS, filters.leak()).await;
    println!("\n{report}; finished in {:.1}s", since.elapsed().as_secs_f64());
    if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
