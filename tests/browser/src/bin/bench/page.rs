//! What the page costs: recording, stalls, frames, and the size of its files.

use std::collections::BTreeSet;
use std::fs;

use interleave_journeys::browser::Browser;
use interleave_journeys::page::Page;
use interleave_journeys::site::{Options, Site, dist};
use interleave_journeys::{frames, machine};
use serde_json::{Value, json};

use crate::figures::{median, percentile};
use crate::{Bench, TURNS, Target};

impl Bench<'_> {
    /// What recording costs, in percent of a run.
    pub(super) async fn recording(&mut self) {
        let (mut on, mut off) = (Vec::new(), Vec::new());
        self.page.configure("workload=primes&limit=20000&tasks=40&executors=sequential").await;
        for _ in 0..TURNS {
            for (recording, walls) in [(true, &mut on), (false, &mut off)] {
                let message = json!({ "type": "interleave:run", "recording": recording });
                let mark = self.page.send(&[message]).await;
                let outcome = self.page.outcome(mark).await;
                walls.push(outcome.data["result"]["runs"][0]["wallMs"].as_f64().unwrap_or(f64::NAN));
            }
        }
        let cost = (median(&mut on) / median(&mut off) - 1.0) * 100.0;
        self.tell("recording on against off", cost, "%", Target::Under(1.0));
    }

    /// What the page's own threads take from lanes that compute, in percent of a core.
    pub(super) async fn beside_lanes(&mut self, browser: &Browser) {
        for lanes in [2, 8] {
            let experiment =
                format!("workload=primes&limit=150000&tasks=12&workers={lanes}&executors=threads");
            let (document, used_ms) =
                machine::used_by_pages_while(browser.process(), self.run(&experiment)).await;
            let share = 100.0 * used_ms / document.run("threads").wall_ms;
            let name = format!("main thread and drawing while {lanes} lanes compute");
            self.tell(&name, share, "%", Target::Under(5.0));
        }
    }

    /// What a million spans cost a page that is zoomed, moved and pointed at. Where the browser draws without
    /// a graphics processor, frames come later than the page's own work is done.
    pub(super) async fn frames(&mut self, browser: &Browser) {
        let (import, mut frames) = frames::watch(browser, self.page, 1_000_000).await;
        self.tell("importing 1 000 000 spans", import.took_ms, "ms", Target::Under(2000.0));
        if let Some(blocked_ms) = import.blocked_ms {
            self.tell(
                "  the page can't answer for longer than 50 ms: worst",
                blocked_ms,
                "ms",
                Target::Under(50.0),
            );
        }
        let frame = Target::Under(1000.0 / 60.0);
        self.tell("  the page's work for a frame: median", median(&mut frames.work), "ms", Target::None);
        self.tell("    95th percentile", percentile(&mut frames.work, 0.95), "ms", frame);
        self.tell("    worst", percentile(&mut frames.work, 1.0), "ms", Target::None);
        self.tell("  from frame to frame: median", median(&mut frames.apart), "ms", Target::None);
        self.tell("    95th percentile", percentile(&mut frames.apart, 0.95), "ms", Target::None);
        self.tell("    worst", percentile(&mut frames.apart, 1.0), "ms", Target::None);
    }

    pub(super) fn stall(&mut self) {
        self.stalls.sort_by(|a, b| b.0.total_cmp(&a.0));
        let longest = self.stalls.first().map_or(0.0, |stall| stall.0);
        self.tell("longest page stall while any of these ran", longest, "ms", Target::Under(50.0));
        for (stall_ms, run) in self.stalls.iter().take(3) {
            println!("  {stall_ms:.1} ms: {run}");
        }
    }

    /// What a reader's browser gets before a page can be used, and before its first run is over.
    pub(super) async fn sizes(&mut self, browser: &Browser) {
        let site = Site::serve(Options::default()).await;
        let page = Page::open(browser, &site.address("lang=en")).await;
        let mut first = fetched(&page).await;
        first.insert("/index.html".into());
        page.result_of("lang=en&limit=3000&executors=sequential").await;
        let mut later: BTreeSet<String> = fetched(&page).await.difference(&first).cloned().collect();
        let release = first.iter().find_map(|path| path.strip_suffix("/interleave.js")).unwrap_or_default();
        // Workers fetch these, which the page hears nothing of.
        let engine = ["engine.js", "engine_loader.js"];
        later.extend(engine.map(|file| format!("{release}/{file}")));
        self.tell("first load, all files, brotli", brotli(&first), "kB", Target::Under(250.0));
        self.tell("  what the first run adds", brotli(&later), "kB", Target::None);
    }
}

/// The paths of what a page has fetched.
async fn fetched(page: &Page<'_>) -> BTreeSet<String> {
    let script = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)";
    let paths = page.script(script).await;
    paths.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What files of `dist/` come to, compressed one by one, kB.
fn brotli(paths: &BTreeSet<String>) -> f64 {
    let size = |path: &String| {
        fs::read(dist().join(path.trim_start_matches('/'))).map_or(0, |file| brotli_size(&file))
    };
    paths.iter().map(size).sum::<usize>() as f64 / 1000.0
}

fn brotli_size(bytes: &[u8]) -> usize {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters).expect("memory can be written");
    small.len()
}
