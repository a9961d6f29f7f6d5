//! What the app costs and gains here and now: ratios measured in one run, beside the targets that the project
//! has set itself for a machine with two cores. `./dev bench [--firefox | --webkit] [topic]` builds `dist/` and runs it.
//!
//! What is compared is measured in turns (A B A B …), and medians are told. Nothing fails: a figure that
//! misses its target is marked, for people to look into.

mod computing;
mod figures;
mod page;
mod rooms;
mod waiting;

use std::fs;
use std::path::Path;

use interleave_journeys::browser::Browser;
use interleave_journeys::document::{Document, Run};
use interleave_journeys::engine::Engine;
use interleave_journeys::page::Page;
use interleave_journeys::site::{Options, Site};
use serde_json::{Value, json};

/// What can be measured by itself.
const TOPICS: [&str; 4] = ["computing", "waiting", "page", "rooms"];
/// Turns of each comparison.
const TURNS: usize = 7;

#[tokio::main]
async fn main() {
    let (flags, topics): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    assert!(topics.iter().all(|topic| TOPICS.contains(&topic.as_str())), "topics are {TOPICS:?}");
    let is_named = |engine: &Engine| flags.contains(&format!("--{}", engine.name()));
    let engine = Engine::ALL.into_iter().find(is_named).unwrap_or(Engine::Chromium);
    let wanted = |topic: &str| topics.is_empty() || topics.iter().any(|one| one == topic);
    let site = Site::serve(Options::default()).await;
    let browser = Browser::start(engine).await;
    println!("{} {}, medians of {TURNS} turns\n", engine.name(), browser.version());
    let page = Page::open(&browser, &site.address("")).await;
    let mut bench = Bench { page: &page, figures: Vec::new(), stalls: Vec::new() };
    if wanted("computing") {
        bench.kernels().await;
        bench.pools().await;
        bench.against_plain_workers().await;
        bench.against_the_system().await;
    }
    if wanted("waiting") {
        bench.downloads().await;
        bench.downloads_against_a_plain_script().await;
        bench.handing().await;
        bench.turns_of_the_loop().await;
        bench.thousands_in_flight().await;
    }
    if wanted("page") {
        bench.recording().await;
        bench.beside_lanes(&browser).await;
        bench.stall();
        bench.frames(&browser).await;
        bench.sizes(&browser).await;
    }
    if wanted("rooms") {
        bench.rooms().await;
        bench.rooms_of_browsers(&browser).await;
    }
    let report = json!({
        "browser": format!("{} {}", engine.name(), browser.version()),
        "turns": TURNS,
        "figures": bench.figures,
    });
    browser.stop().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench.json");
    fs::write(&path, format!("{report:#}\n")).expect("target/ can be written");
    println!("\nwritten to target/bench.json");
}

struct Bench<'a> {
    page: &'a Page<'a>,
    figures: Vec<Value>,
    /// The longest stall of each run, ms, and which run that was.
    stalls: Vec<(f64, String)>,
}

/// What is wanted of a figure.
enum Target {
    AtLeast(f64),
    Under(f64),
    /// So near to 1.
    Within(f64),
    None,
}

impl Bench<'_> {
    /// Tells a figure, and keeps it.
    fn tell(&mut self, name: &str, value: f64, unit: &str, target: Target) {
        let (wish, is_met) = match target {
            Target::AtLeast(least) => (format!("at least {least}"), value >= least),
            Target::Under(most) => (format!("under {most}"), value < most),
            Target::Within(apart) => (format!("1 ± {apart}"), (value - 1.0).abs() <= apart),
            Target::None => (String::new(), true),
        };
        let mark = if is_met { "" } else { "  MISSED" };
        println!("{name:<58} {value:>9.2} {unit:<6} {wish}{mark}");
        let target = (!wish.is_empty()).then_some(wish);
        self.figures
            .push(json!({ "name": name, "value": value, "unit": unit, "target": target, "met": is_met }));
    }

    /// Runs an experiment once, and gives its document.
    async fn run(&mut self, experiment: &str) -> Document {
        let document = Document::check(&self.page.result_of(experiment).await);
        let of = |run: &Run| (run.metrics.longest_page_stall_ms, format!("{}, {experiment}", run.executor));
        self.stalls.extend(document.runs.iter().map(of));
        document
    }

    /// What plain workers take, ms.
    async fn plain(&self, what: &str, workers: u32) -> f64 {
        let script = include_str!("../../plain_workers.js");
        let call = "plainWorkers(arguments[0], arguments[1]).then(arguments[2])";
        self.page
            .answer(&format!("{script}\n{call}"), vec![json!(what), json!(workers)])
            .await
            .as_f64()
            .unwrap_or(f64::NAN)
    }
}
