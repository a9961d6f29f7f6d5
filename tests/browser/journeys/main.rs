//! Journeys through the real page, in Chromium and then in Firefox. `./dev test` builds `dist/` and runs
//! them; `./dev test browser <filter>` runs those whose names contain the filter.
//!
//! A journey uses the page's public interface only. It waits for conditions, with a deadline, and never for a
//! time. When one fails, the page as it was is in `target/journeys/`, and the next starts in a new browser.

mod accessibility;
mod cancelling;
mod elements;
mod embedding;
mod faults;
mod history;
mod hosting;
mod isolation;
mod lessons;
mod links;
mod models;
mod outputs;
mod parts;
mod pools;
mod replay;
mod results;
mod scheduler;
mod seeing;
mod sharing;
mod taking;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use interleave_journeys::browser::{Browser, Kind};
use interleave_journeys::page::Page;
use interleave_journeys::site::{Options, Site, dist};

/// How long one journey may take.
const JOURNEY: Duration = Duration::from_secs(120);
/// After so many failures in a row there is nothing to be learnt from more.
const PATIENCE: usize = 5;

/// One journey: its name, and how it goes.
struct Journey(&'static str, fn(World) -> Pin<Box<dyn Future<Output = ()> + Send>>);

/// What every journey has: a browser, and a site that serves the app as it should be.
#[derive(Clone)]
struct World {
    browser: Arc<Browser>,
    site: Arc<Site>,
}

impl World {
    /// Opens the app with this query.
    async fn open(&self, query: &str) -> Page<'_> {
        Page::open(&self.browser, &self.site.address(query)).await
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filters: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if !dist().join("index.html").exists() {
        eprintln!("dist/ is not built; run ./dev test");
        return ExitCode::FAILURE;
    }
    // A journey fails at a line of its own; how the runtime came there is of no interest.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let since = Instant::now();
    let mut tally = Tally::default();
    for kind in [Kind::Chromium, Kind::Firefox] {
        tally.run(kind, &filters).await;
    }
    println!("\ntest result: {tally}; finished in {:.1}s", since.elapsed().as_secs_f64());
    if tally.failed.is_empty() && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All journeys, by topic.
fn topics() -> &'static [(&'static str, &'static [Journey])] {
    &[
        ("outputs", outputs::JOURNEYS),
        ("parts", parts::JOURNEYS),
        ("lessons", lessons::JOURNEYS),
        ("models", models::JOURNEYS),
        ("results", results::JOURNEYS),
        ("replay", replay::JOURNEYS),
        ("scheduler", scheduler::JOURNEYS),
        ("seeing", seeing::JOURNEYS),
        ("links", links::JOURNEYS),
        ("sharing", sharing::JOURNEYS),
        ("taking", taking::JOURNEYS),
        ("history", history::JOURNEYS),
        ("pools", pools::JOURNEYS),
        ("cancelling", cancelling::JOURNEYS),
        ("isolation", isolation::JOURNEYS),
        ("hosting", hosting::JOURNEYS),
        ("embedding", embedding::JOURNEYS),
        ("elements", elements::JOURNEYS),
        ("faults", faults::JOURNEYS),
        ("accessibility", accessibility::JOURNEYS),
    ]
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    left_out: usize,
}

impl Tally {
    async fn run(&mut self, kind: Kind, filters: &[String]) {
        let mut world: Option<World> = None;
        let mut in_a_row = 0;
        for (topic, journeys) in topics() {
            for Journey(name, run) in *journeys {
                if in_a_row == PATIENCE {
                    self.left_out += 1;
                    continue;
                }
                let name = format!("{}::{topic}::{name}", kind.name());
                if !filters.is_empty() && !filters.iter().any(|filter| name.contains(filter.as_str())) {
                    self.left_out += 1;
                    continue;
                }
                let here = match world.take() {
                    Some(world) => world,
                    None => start(kind).await,
                };
                let since = Instant::now();
                let passed = travel(*run, &here).await;
                let word = if passed { "ok" } else { "FAILED" };
                println!("test {name} ... {word} ({:.1} s)", since.elapsed().as_secs_f64());
                if passed {
                    self.passed += 1;
                    in_a_row = 0;
                    world = Some(here);
                } else {
                    keep(&here.browser, &name).await;
                    self.failed.push(name);
                    in_a_row += 1;
                    stop(here).await;
                }
            }
        }
        if let Some(world) = world {
            stop(world).await;
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verdict = if self.failed.is_empty() { "ok" } else { "FAILED" };
        let (passed, failed, left_out) = (self.passed, self.failed.len(), self.left_out);
        write!(f, "{verdict}. {passed} passed; {failed} failed; {left_out} filtered out")
    }
}

async fn start(kind: Kind) -> World {
    let browser = Browser::start(kind).await;
    println!("\n{} {}", kind.name(), browser.version());
    World { browser: Arc::new(browser), site: Arc::new(Site::serve(Options::default()).await) }
}

async fn stop(world: World) {
    if let Some(browser) = Arc::into_inner(world.browser) {
        browser.stop().await;
    }
}

/// Whether a journey comes to its end, in time and without a panic.
async fn travel(run: fn(World) -> Pin<Box<dyn Future<Output = ()> + Send>>, world: &World) -> bool {
    let mut journey = tokio::spawn(run(world.clone()));
    match tokio::time::timeout(JOURNEY, &mut journey).await {
        Ok(ended) => ended.is_ok(),
        Err(_) => {
            eprintln!("not over after {JOURNEY:?}");
            journey.abort();
            // Aborted, it ends with an error; it has to be over before its browser can be stopped.
            let _ = journey.await;
            false
        }
    }
}

/// Keeps the page as it is now, for people to look at.
async fn keep(browser: &Browser, name: &str) {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/journeys");
    let path = |ending: &str| folder.join(format!("{}.{ending}", name.replace("::", "-")));
    let patience = Duration::from_secs(10);
    let kept = async {
        tokio::fs::create_dir_all(&folder).await?;
        if let Ok(Ok(picture)) = tokio::time::timeout(patience, browser.client.screenshot()).await {
            tokio::fs::write(path("png"), picture).await?;
        }
        let script = "return [location.href, document.body.innerText, JSON.stringify(journey, null, 1)].join('\\n\\n')";
        if let Ok(Ok(text)) = tokio::time::timeout(patience, browser.client.execute(script, vec![])).await {
            tokio::fs::write(path("txt"), text.as_str().unwrap_or_default()).await?;
        }
        std::io::Result::Ok(())
    };
    match kept.await {
        Ok(()) => eprintln!("the page as it was: {}", path("png").display()),
        Err(error) => eprintln!("the page could not be kept: {error}"),
    }
}
